"""`refine-shapes`: sizes that only look dynamic become part of the types."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xdsl.context import Context
from xdsl.dialects import arith, cf, func, scf, tensor
from xdsl.dialects.builtin import FunctionType, IndexType, IntegerAttr, ModuleOp, TensorType
from xdsl.ir import Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.transforms.dead_code_elimination import dce
from xdsl.utils.hints import isa

from microaot.passes.integers.scalar_folding import KnownIntegers
from microaot.passes.shapes.demanded_shapes import Demands
from microaot.passes.shapes.inferred_shapes import Shape, infer, is_refinable, merge
from microaot.passes.shapes.static_operands import make_static, open_sizes, with_open_sizes


@dataclass(frozen=True)
class RefineShapes(ModulePass):
    """Finds the sizes of tensors whose types leave them open although nothing depends on inputs.

    Importers compute shapes at run time where they could not tell; once the sizes of the inputs are
    fixed, such computations have one result. Sizes follow from operands, through slices, padding,
    reshapes and the maps of structured ops, and from users that demand a fixed size. Branches that
    are never taken go away.

    ```mlir
    %c3 = arith.constant 3 : index
    %n = arith.muli %c3, %c3 : index
    %e = tensor.empty(%n) : tensor<2x?xf32>
    %r = linalg.exp ins(%x : tensor<2x?xf32>) outs(%e : tensor<2x?xf32>) -> tensor<2x?xf32>
    ```
    becomes
    ```mlir
    %e = tensor.empty() : tensor<2x9xf32>
    %r = linalg.exp ins(%x : tensor<2x9xf32>) outs(%e : tensor<2x9xf32>) -> tensor<2x9xf32>
    ```
    """

    name = "refine-shapes"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Go through all ops in order, operands before users."""
        _Refinement().visit_region(op.body)
        _refine_by_demand(op.body)
        for function in op.walk():
            if isinstance(function, func.FuncOp) and not function.is_declaration:
                _refine_results(function)
        dce(op)


def _refine_by_demand(region: Region) -> None:
    """Go back and forth until users have nothing new to say."""
    known: dict[SSAValue, int] = {}
    while True:
        demands = Demands()
        demands.visit_region(region)
        shapes = [(v, s) for v, s in demands.results.items() if _with_shape(v, s) != v.type]
        if not shapes and demands.sizes.keys() <= known.keys():
            return
        known |= demands.sizes
        for value, shape in shapes:
            _retype(value, shape)
        _Refinement(known).visit_region(region)


class _Refinement:
    def __init__(self, demanded: Mapping[SSAValue, int] = MappingProxyType({})) -> None:
        self._integers = KnownIntegers()
        # An assertion or branch may be what tests the size that is taken for granted after it.
        self._sizes = KnownIntegers(demanded) if demanded else self._integers

    def visit_region(self, region: Region) -> None:
        """Go through the ops of a region, and those inside of them."""
        for block in region.blocks:
            op = block.first_op
            while op is not None:
                for result in op.results:
                    # What comes first is known first: long chains take no deep recursion.
                    self._integers.of(result)
                if isinstance(op, scf.IfOp) and (taken := self._integers.of(op.cond)) is not None:
                    op = _inline(op, taken=bool(taken))
                    continue
                following = op.next_op
                for inner in op.regions:
                    self.visit_region(inner)
                self._visit(op)
                op = following

    def _visit(self, op: Operation) -> None:
        """Give an op better known types; fold it if it is only about sizes."""
        match op:
            case cf.AssertOp() if self._integers.of(op.arg):
                Rewriter.erase_op(op)
            case tensor.DimOp() if (size := self._integers.of(op.result)) is not None:
                constant = arith.ConstantOp(IntegerAttr(size, IndexType()))
                constant.location = op.location
                Rewriter.replace_op(op, constant)
            case _ if is_refinable(op):
                self._refine(make_static(op, self._sizes))
            case _:
                pass

    def _refine(self, op: Operation) -> None:
        sizes = open_sizes(op, self._sizes)
        shapes = infer(op, self._sizes)
        for index, value in enumerate([*op.operands]):
            _cast_operand(op, index, _with_shape(value, shapes[index]))
        for value, shape in zip([*op.results], shapes[len(op.operands) :], strict=True):
            _retype(value, shape)
        if sizes is not None:
            with_open_sizes(op, sizes)
        if isinstance(op, tensor.CastOp) and op.source.type == op.dest.type:
            Rewriter.replace_op(op, [], [op.source])


def _with_shape(value: SSAValue, shape: Shape | None) -> TensorType | None:
    type = value.type
    if shape is None or not isa(type, TensorType):
        return None
    return TensorType(type.element_type, merge(type.get_shape(), shape), type.encoding)


def _cast_operand(op: Operation, index: int, type: TensorType | None) -> None:
    """Let an op read a value as the type that it must have there."""
    value = op.operands[index]
    if type is None or type == value.type:
        return
    cast = tensor.CastOp(value, type)
    cast.location = op.location
    Rewriter.insert_op(cast, InsertPoint.before(op))
    op.operands[index] = cast.dest


def _retype(value: SSAValue, shape: Shape | None) -> None:
    """Change the type of a result; users that do not follow get what they had."""
    old, new = value.type, _with_shape(value, shape)
    if new is None or new == old:
        return
    value = Rewriter.replace_value_with_new_type(value, new)
    for use in [*value.uses]:
        user = use.operation
        if not is_refinable(user) and not isinstance(user, _ANY_SHAPE):
            assert isa(old, TensorType)
            cast = tensor.CastOp(value, old)
            cast.location = user.location
            Rewriter.insert_op(cast, InsertPoint.before(user))
            user.operands[use.index] = cast.dest


_ANY_SHAPE = (tensor.DimOp, tensor.ExtractOp)
"""Ops that read tensors of whatever shape."""


def _inline(op: scf.IfOp, *, taken: bool) -> Operation:
    """Replace a branch by the side that is taken; returns the op that comes first then."""
    region = op.true_region if taken else op.false_region
    following = op.next_op
    assert following is not None, "a block has a terminator"
    if not region.blocks:
        Rewriter.erase_op(op)
        return following
    block = region.block
    first, terminator = block.first_op, block.last_op
    assert first is not None and terminator is not None
    results = [*terminator.operands]
    Rewriter.erase_op(terminator)
    Rewriter.inline_block(block, InsertPoint.before(op))
    Rewriter.replace_op(op, [], results)
    return following if first is terminator else first


def _refine_results(function: func.FuncOp) -> None:
    """Functions that nothing calls return what is known of their results."""
    is_private = function.sym_visibility is not None and function.sym_visibility.data == "private"
    returns = [o for b in function.body.blocks if isinstance(o := b.last_op, func.ReturnOp)]
    if is_private or len(returns) != 1:
        return
    for index, value in enumerate(returns[0].operands):
        owner = value.owner
        if isinstance(owner, tensor.CastOp) and _is_static(owner.source):
            returns[0].operands[index] = owner.source
    types = [value.type for value in returns[0].operands]
    function.function_type = FunctionType.from_lists([*function.function_type.inputs], types)


def _is_static(value: SSAValue) -> bool:
    return isa(value.type, TensorType) and value.type.has_static_shape()
