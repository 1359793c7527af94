"""Descriptors of which the linker knows everything lie in flash."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import IntegerAttr, MemRefType, ModuleOp
from xdsl.ir import Attribute, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import SymbolTable
from xdsl.utils.hints import isa

from microaot.dialects import type_erased
from microaot.passes.packed.frames import make_frame


@dataclass(frozen=True)
class ConstantDescriptors(ModulePass):
    """Let type-erased calls pass constant descriptors where they can.

    The descriptor of a global, or of a view at a fixed place in one, with extents and a device that
    are known, never changes: it needs no stack and no code that fills it. What is left in the frame
    of a function is as large as the call needs that passes most other buffers.

    ```mlir
    %m = memref.get_global @weights : memref<4xf32>
    type_erased.call @f(%x, %m : memref<4xf32>, memref<4xf32>) ffi devices(%cpu, %zero, %cpu, %zero)
      shapes(%shape, %shape : memref<1xi64>, memref<1xi64>) frame(%tensors, %values ...)
    ```
    becomes, with one descriptor less in `%tensors`,
    ```mlir
    %t = type_erased.constant_tensor "weights_tensor" @weights[0] : memref<4xf32>
      device 1, 0 shape @shape_4
    type_erased.call @f(%x, %t : memref<4xf32>, !packed.descriptor) ffi devices(%cpu, %zero)
      shapes(%shape : memref<1xi64>) frame(%tensors, %values ...)
    ```
    """

    name = "constant-descriptors"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change the calls of one frame after another."""
        calls: dict[type_erased.FrameOp, list[type_erased.CallOp]] = {}
        for inner in op.walk():
            if isinstance(inner, type_erased.CallOp) and isinstance(
                frame := inner.frame[-1].owner, type_erased.FrameOp
            ):
                calls.setdefault(frame, []).append(inner)
        for frame, users in calls.items():
            _Frame(op, frame).shrink(users)


class _Frame:
    """One frame, and the constant descriptors that stand before it."""

    def __init__(self, module: ModuleOp, frame: type_erased.FrameOp) -> None:
        self._module = module
        self._frame = frame
        self._made: dict[tuple[object, ...], SSAValue] = {}
        self._names: set[str] = set()

    def shrink(self, calls: Sequence[type_erased.CallOp]) -> None:
        """Change the calls, and give them a smaller frame."""
        arguments = [[self._argument(d) for d in call.described_arguments()] for call in calls]
        if not self._made:
            return
        tensors = max(sum(d.is_filled for d in given) for given in arguments)
        frame = make_frame(calls[0].abi.data, tensors, 1 + max(map(len, arguments)))
        frame.location = self._frame.location
        Rewriter.insert_op(frame, InsertPoint.before(self._frame))
        for call, given in zip(calls, arguments, strict=True):
            new = type_erased.CallOp(
                call.callee.string_value(),
                call.abi.data,
                given,
                frame.arrays,
                call.res.types,
                returns_status=call.returns_status is not None,
            )
            new.location = call.location
            Rewriter.replace_op(call, new)
        Rewriter.erase_op(self._frame)

    def _argument(self, given: type_erased.Argument) -> type_erased.Argument:
        """The argument as it is, or a constant descriptor in its place."""
        place = _place(given.value)
        shape = _global_of(given.shape)
        device = tuple(n for n in map(_number, given.device) if n is not None)
        if not isa(type := given.value.type, MemRefType) or place is None or len(device) != 2:
            return given
        if given.strides is not None or (given.shape is not None and shape is None):
            return given
        key = (place, type, device)
        if key not in self._made:
            name = self._free_name(f"{place[0]}_{place[1]}" if place[1] else place[0])
            made = type_erased.ConstantTensorOp(name, place, type, device, shape)
            made.location = self._frame.location
            Rewriter.insert_op(made, InsertPoint.before(self._frame))
            self._made[key] = made.result
        return type_erased.Argument(self._made[key])

    def _free_name(self, place: str) -> str:
        """`weights_tensor`, which is a C name as that of the global is one."""
        name = f"{place}_tensor"
        while name in self._names or SymbolTable.lookup_symbol(self._module, name) is not None:
            name += "_"
        self._names.add(name)
        return name


def _place(value: SSAValue) -> tuple[str, int] | None:
    """The global that a memref is, and how many of its elements before; None if nobody knows."""
    match value.owner:
        case memref.GetGlobalOp() as get if isa(type := value.type, MemRefType[Attribute]):
            return None if 0 in type.get_shape() else (get.name_.string_value(), 0)
        case memref.CastOp() as cast:
            return _place(cast.source)
        case memref.ViewOp() as view:
            source, shift = _place(view.source), _number(view.byte_shift)
            return None if source is None or shift is None else (source[0], source[1] + shift)
        case _:
            return None


def _global_of(table: SSAValue | None) -> str | None:
    return place[0] if table is not None and (place := _place(table)) is not None else None


def _number(value: SSAValue) -> int | None:
    match value.owner:
        case arith.ConstantOp(value=IntegerAttr() as number):
            return number.value.data
        case _:
            return None
