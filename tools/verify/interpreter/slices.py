"""Slices of tensors: with offsets, sizes and strides, or at coordinates that are data."""

import numpy as np
from xdsl.dialects.tensor import ExtractSliceOp, InsertSliceOp
from xdsl.ir import Operation

from microaot.dialects.tensor import GatherOp, ParallelInsertSliceOp, ScatterOp
from microaot.tools.errors import OperationError
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values
from microaot.tools.verify.interpreter.tensors import mixed, result_shape

_Slice = ExtractSliceOp | InsertSliceOp | ParallelInsertSliceOp


def _place(op: _Slice, whole: Array, dynamic: Values) -> tuple[slice, ...]:
    """The slice; `dynamic` are the offsets, sizes and strides that are only known now."""
    first, second = len(op.offsets), len(op.offsets) + len(op.sizes)
    offsets = mixed(op.static_offsets, dynamic[:first])
    sizes = mixed(op.static_sizes, dynamic[first:second])
    strides = mixed(op.static_strides, dynamic[second:])
    place: list[slice] = []
    for extent, start, size, stride in zip(whole.shape, offsets, sizes, strides, strict=True):
        last = start + (size - 1) * stride
        if size < 0 or (size > 0 and not (0 <= start < extent and 0 <= last < extent)):
            raise OperationError(op, "has a slice that runs out of its tensor")
        stop = last + (1 if stride > 0 else -1)
        # What ends in front of the first element has no number to say so.
        place.append(slice(start, stop if stop >= 0 else None, stride) if size else slice(0, 0))
    return tuple(place)


def _extract_slice(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, ExtractSliceOp)
    part = args[0][_place(op, args[0], args[1:])]
    # Extents of 1 that the type leaves out are the only ones that may be left out.
    shape = result_shape(op.result, [np.asarray(n) for n in _open_extents(op, part)])
    return [part.reshape(shape)]


def _open_extents(op: ExtractSliceOp, part: Array) -> list[int]:
    """The extents of a slice for which there is an operand, as they are the open ones."""
    static = op.static_sizes.get_values()
    return [n for n, size in zip(part.shape, static, strict=True) if size < 0]


def insert_slice(op: InsertSliceOp | ParallelInsertSliceOp, args: Values) -> Array:
    """The destination with the source in it."""
    source, result = args[0], args[1].copy()
    place = _place(op, result, args[2:])
    result[place] = source.reshape(result[place].shape)
    return result


def _insert_slice(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, InsertSliceOp)
    return [insert_slice(op, args)]


def _coordinates(op: Operation, dims: list[int], whole: Array, indices: Array) -> tuple[Array, ...]:
    """For each dimension of the whole, the indices of all slices: an axis for each dimension."""
    rank, outer = whole.ndim, indices.ndim - 1
    place: list[Array] = []
    for dim, extent in enumerate(whole.shape):
        if dim in dims:
            numbers: Array = indices[..., dims.index(dim)]
            if np.any((numbers < 0) | (numbers >= extent)):
                raise OperationError(op, "has coordinates outside of its tensor")
            place.append(np.expand_dims(numbers, (*range(outer, outer + rank),)))
        else:
            every = np.arange(extent, dtype=np.int64)
            place.append(every.reshape(extent, *[1] * (rank - dim - 1)))
    return tuple(place)


def _gather(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, GatherOp)
    place = _coordinates(op, [*op.gather_dims.get_values()], args[0], args[1])
    shape = [*args[1].shape[:-1]]
    kept = set(range(args[0].ndim)) - {*op.gather_dims.get_values()}
    is_full = len(result_shape(op.result)) == len(shape) + args[0].ndim
    shape += [n if d in kept else 1 for d, n in enumerate(args[0].shape) if is_full or d in kept]
    return [args[0][place].reshape(shape)]


def _scatter(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, ScatterOp)
    result = args[1].copy()
    place = _coordinates(op, [*op.scatter_dims.get_values()], result, args[2])
    result[place] = args[0].reshape(result[place].shape)
    return [result]


OPERATIONS: dict[str, Implementation] = {
    "tensor.extract_slice": _extract_slice,
    "tensor.insert_slice": _insert_slice,
    "tensor.gather": _gather,
    "tensor.scatter": _scatter,
}
