"""Elements of tensors that come from no tensor, or from a place that is computed."""

from collections.abc import Sequence

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.ir import Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.tensor import GatherOp, GenerateOp
from microaot.passes.fusion.emitter import Emitter
from microaot.passes.fusion.linear import Linear
from microaot.passes.fusion.moves import inlined
from microaot.passes.fusion.tensor_ops import shape_of


def splat(emitter: Emitter, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
    """The element of a tensor that has one value everywhere."""
    return (op.operands[0],)


def undefined(emitter: Emitter, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
    """The element of a tensor that nobody has written: any value will do."""
    type = op.results[0].type
    assert isa(type, TensorType)
    return (emitter.zero(type.get_element_type()),)


def generated(emitter: Emitter, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
    """The element that a body computes from its indices."""
    assert isinstance(op, GenerateOp)
    return (inlined(emitter, op.body.block, indices),)


def reinterpreted(emitter: Emitter, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
    """The bits of an element as another type."""
    type = op.results[0].type
    assert isa(type, TensorType)
    element = emitter.element(op.operands[0], indices)
    return emitter.insert(arith.BitcastOp(element, type.get_element_type())).results


def gathered(emitter: Emitter, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
    """The element at coordinates that another tensor holds."""
    assert isinstance(op, GatherOp)
    sizes, dims = shape_of(op.source), op.gather_dims.get_values()
    batch = len(shape_of(op.indices)) - 1
    at, rest = list(indices[:batch]), list(indices[batch:])
    if len(rest) == len(sizes):
        # Dimensions that coordinates are for are kept, with size 1.
        rest = [index for d, index in enumerate(rest) if d not in dims]
    remaining = iter(rest)
    place: list[Linear] = []
    for d, size in enumerate(sizes):
        if d in dims:
            coordinate = emitter.element(op.indices, [*at, Linear.of(dims.index(d))])
            place.append(emitter.symbol(_as_index(emitter, coordinate), 0, size - 1))
        else:
            place.append(next(remaining))
    return (emitter.element(op.source, place),)


def _as_index(emitter: Emitter, value: SSAValue) -> SSAValue:
    if isinstance(value.type, IndexType):
        return value
    return emitter.insert(arith.IndexCastOp(value, IndexType())).results[0]


def store_elements(emitter: Emitter, op: tensor.FromElementsOp, target: SSAValue) -> SSAValue:
    """Write scalars one by one, in row-major order."""
    shape = shape_of(op.result)
    for number, scalar in enumerate(op.elements):
        at: list[SSAValue] = []
        for size in reversed(shape):
            number, index = divmod(number, size)
            at.insert(0, emitter.constant(index))
        target = emitter.insert(tensor.InsertOp(scalar, target, at)).results[0]
    return target
