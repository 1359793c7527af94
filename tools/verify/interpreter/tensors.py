"""The tensor dialect: whole tensors, their elements and their shapes."""

from collections.abc import Sequence
from math import prod

import numpy as np
from xdsl.dialects import tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, I64, DenseArrayBase, TensorType
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.tensor import GenerateOp
from microaot.tools.errors import OperationError
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.elements import dtype_of, element_type
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values
from microaot.tools.verify.interpreter.points import generate, take


def mixed(static: DenseArrayBase[I64], dynamic: Values) -> list[int]:
    """Numbers of which some are known, the others come in order."""
    rest = iter(dynamic)
    return [int(next(rest)) if n == DYNAMIC_INDEX else n for n in static.get_values()]


def result_shape(value: SSAValue, sizes: Values = ()) -> list[int]:
    """The shape of a result, whose open extents come in order."""
    assert isa(value.type, TensorType[Attribute])
    rest = iter(sizes)
    return [int(next(rest)) if n == DYNAMIC_INDEX else n for n in value.type.get_shape()]


def _empty(_: Frame, op: Operation, args: Values) -> Values:
    # Elements that nobody has written yet may be anything.
    type = element_type(op.results[0].type)
    return [np.zeros(result_shape(op.results[0], args), dtype_of(type))]


def _splat(_: Frame, op: Operation, args: Values) -> Values:
    return [np.full(result_shape(op.results[0], args[1:]), args[0])]


def _from_elements(_: Frame, op: Operation, args: Values) -> Values:
    dtype = dtype_of(element_type(op.results[0].type))
    return [np.array(args, dtype).reshape(result_shape(op.results[0]))]


def _generate(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, GenerateOp)
    return [generate(frame, op.body.block, result_shape(op.result, args))]


def _extract(_: Frame, op: Operation, args: Values) -> Values:
    if (element := take(args[0], args[1:])) is None:
        raise OperationError(op, "reads outside of its tensor")
    return [element]


def _insert(_: Frame, op: Operation, args: Values) -> Values:
    if take(args[1], args[2:]) is None:
        raise OperationError(op, "writes outside of its tensor")
    result = args[1].copy()
    result[tuple(args[2:])] = args[0]
    return [result]


def _dim(_: Frame, op: Operation, args: Values) -> Values:
    if not 0 <= (axis := int(args[1])) < args[0].ndim:
        raise OperationError(op, f"asks for the extent {axis} of {args[0].ndim}")
    return [np.asarray(args[0].shape[axis])]


def _rank(_: Frame, op: Operation, args: Values) -> Values:
    return [np.asarray(args[0].ndim)]


def _cast(_: Frame, op: Operation, args: Values) -> Values:
    type, shape = op.results[0].type, args[0].shape
    if isa(type, TensorType[Attribute]):
        known = type.get_shape()
        if len(known) != len(shape) or any(
            extent not in (DYNAMIC_INDEX, actual)
            for extent, actual in zip(known, shape, strict=True)
        ):
            raise OperationError(op, f"casts a tensor of the shape {list(shape)} to {type}")
    return [args[0]]


def _reshaped(op: Operation, array: Array, shape: Sequence[int]) -> Values:
    if prod(shape) != array.size:
        raise OperationError(op, f"makes {list(shape)} of {array.size} elements")
    return [array.reshape(shape)]


def _collapse(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, tensor.CollapseShapeOp)
    extents = args[0].shape
    groups = [[dim.value.data for dim in group] for group in op.reassociation]
    return _reshaped(op, args[0], [prod(extents[dim] for dim in group) for group in groups])


def _expand(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, tensor.ExpandShapeOp)
    return _reshaped(op, args[0], mixed(op.static_output_shape, args[1:]))


def _reshape(_: Frame, op: Operation, args: Values) -> Values:
    return _reshaped(op, args[0], [int(extent) for extent in args[1]])


def _concat(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, tensor.ConcatOp)
    return [np.concatenate(args, op.dim.value.data)]


def _pad(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, tensor.PadOp)
    source, low_count = args[0], len(op.low)
    low = mixed(op.static_low, args[1 : 1 + low_count])
    high = mixed(op.static_high, args[1 + low_count :])
    extents = [sum(sizes) for sizes in zip(low, source.shape, high, strict=True)]
    if min((*low, *high), default=0) < 0:
        raise OperationError(op, "pads by less than nothing")
    result = generate(frame, op.region.block, extents)
    inner = zip(low, source.shape, strict=True)
    result[tuple(slice(start, start + extent) for start, extent in inner)] = source
    return [result]


OPERATIONS: dict[str, Implementation] = {
    "tensor.empty": _empty,
    "tensor.splat": _splat,
    "tensor.from_elements": _from_elements,
    "tensor.generate": _generate,
    "tensor.extract": _extract,
    "tensor.insert": _insert,
    "tensor.dim": _dim,
    "tensor.rank": _rank,
    "tensor.cast": _cast,
    "tensor.collapse_shape": _collapse,
    "tensor.expand_shape": _expand,
    "tensor.reshape": _reshape,
    "tensor.concat": _concat,
    "tensor.pad": _pad,
}
