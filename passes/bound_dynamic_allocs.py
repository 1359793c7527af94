"""Find out how large a dynamic alloc can get, and allocate that."""

from dataclasses import dataclass
from math import prod

from xdsl.context import Context
from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, MemRefType, ModuleOp, NoneAttr
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.passes.integers.range_analysis import RangeAnalysis
from microaot.passes.memory.alloc_sizes import sizes_stated_by_uses

NO_SIGNED_WRAP = arith.IntegerOverflowAttr((arith.IntegerOverflowFlag.NSW,))

MAX_ELEMENTS = 1 << 20
"""A bound beyond this is no bound for a microcontroller."""


@dataclass(frozen=True)
class BoundDynamicAllocs(ModulePass):
    """Give allocs of dynamic size a static one, where the program says how large they can be.

    A cast to a static type states the size; otherwise the range of the size operand bounds it, and
    the memref is a view of a buffer of that size.

    ```mlir
    %n = arith.minsi %x, %c6 : index
    %a = memref.alloc(%n) : memref<?xf32>
    ```
    becomes
    ```mlir
    %n = arith.minsi %x, %c6 : index
    %buffer = memref.alloc() : memref<6xf32>
    %a = memref.reinterpret_cast %buffer to offset: [0], sizes: [%n], strides: [1]
        : memref<6xf32> to memref<?xf32>
    ```
    Other allocs are left as they are.
    """

    name = "bound-dynamic-allocs"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Rewrite each dynamic alloc of the default layout whose sizes are bounded."""
        dynamic = [a for a in op.walk() if isinstance(a, memref.AllocOp) and a.dynamic_sizes]
        if not dynamic:
            return
        # Where an index wraps around depends on the target; the bound has to hold on all of them.
        analyses = [RangeAnalysis(op, index_width) for index_width in (32, 64)]
        for alloc in dynamic:
            type = alloc.memref.type
            assert isa(type, MemRefType)
            if isinstance(type.layout, NoneAttr):
                _bound(alloc, type, analyses)


def _bound(alloc: memref.AllocOp, type: MemRefType, analyses: list[RangeAnalysis]) -> None:
    stated = sizes_stated_by_uses(alloc.memref)
    operands = iter(alloc.dynamic_sizes)
    bounds: list[int] = []
    exact = True
    for d, size in enumerate(type.get_shape()):
        if size != DYNAMIC_INDEX:
            bounds.append(size)
            continue
        operand = next(operands)
        if d in stated:
            bounds.append(stated[d])
        else:
            exact = False
            highest = [known.hi for a in analyses if (known := a.range(operand)) is not None]
            bounds.append(max(*highest, 0))
    if prod(bounds) > MAX_ELEMENTS:
        return
    if exact:
        static = _alloc(alloc, type.element_type, bounds)
        _replace(alloc, [static], cast := memref.CastOp.get(static.memref, type), cast.dest)
    else:
        buffer = _alloc(alloc, type.element_type, [prod(bounds)])
        front, view = _dense_view(buffer.memref, alloc, type)
        _replace(alloc, [buffer, *front], view, view.result)


def _alloc(alloc: memref.AllocOp, element: Attribute, shape: list[int]) -> memref.AllocOp:
    alignment = alloc.alignment.value.data if alloc.alignment is not None else None
    new = memref.AllocOp.get(element, alignment, shape)
    new.memref.name_hint = alloc.memref.name_hint
    return new


def _dense_view(
    buffer: SSAValue, alloc: memref.AllocOp, type: MemRefType
) -> tuple[list[Operation], memref.ReinterpretCastOp]:
    """The start of `buffer` with the shape of `alloc`, and the ops that compute its strides."""
    operands = iter(alloc.dynamic_sizes)
    sizes = [next(operands) if s == DYNAMIC_INDEX else s for s in type.get_shape()]
    strides: list[SSAValue | int] = []
    ops: list[Operation] = []
    stride: SSAValue | int = 1
    for size in reversed(sizes):
        strides.insert(0, stride)
        stride, new = _multiply(stride, size)
        ops += new
    return ops, memref.ReinterpretCastOp.from_dynamic(buffer, [0], sizes, strides, type)


def _multiply(lhs: SSAValue | int, rhs: SSAValue | int) -> tuple[SSAValue | int, list[Operation]]:
    """`lhs * rhs`, both of them parts of a size that fits the address space."""
    if isinstance(lhs, int) and isinstance(rhs, int):
        return lhs * rhs, []
    if 1 in (lhs, rhs):
        return (rhs if lhs == 1 else lhs), []
    ops: list[Operation] = []
    operands: list[SSAValue] = []
    for operand in (lhs, rhs):
        if isinstance(operand, int):
            ops.append(constant := arith.ConstantOp.from_int_and_width(operand, IndexType()))
            operand = constant.result
        operands.append(operand)
    product = arith.MuliOp(operands[0], operands[1], overflow=NO_SIGNED_WRAP)
    return product.result, [*ops, product]


def _replace(
    alloc: memref.AllocOp, front: list[Operation], last: Operation, result: SSAValue
) -> None:
    for op in (*front, last):
        op.location = alloc.location
    Rewriter.insert_op([*front, last], InsertPoint.before(alloc))
    alloc.memref.replace_all_uses_with(result)
    Rewriter.erase_op(alloc)
