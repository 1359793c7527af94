"""Affine maps of indices."""

from functools import reduce

import numpy as np
from xdsl.dialects.builtin import AffineMapAttr
from xdsl.ir import Operation

from microaot.dialects.affine import DelinearizeIndexOp, LinearizeIndexOp
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values
from microaot.tools.verify.interpreter.tensors import mixed


def _results(op: Operation, args: Values) -> list[Array]:
    """The results of the map of an op, for its operands."""
    attribute = op.properties["map"]
    assert isinstance(attribute, AffineMapAttr)
    map = attribute.data
    dims, symbols = args[: map.num_dims], args[map.num_dims :]
    # xDSL evaluates for integers, by operators that arrays have as well.
    return [np.asarray(result.eval(dims, symbols)) for result in map.results]  # pyright: ignore[reportArgumentType]


def _apply(_: Frame, op: Operation, args: Values) -> Values:
    return _results(op, args)


def _min(_: Frame, op: Operation, args: Values) -> Values:
    return [reduce(np.minimum, _results(op, args))]


def _max(_: Frame, op: Operation, args: Values) -> Values:
    return [reduce(np.maximum, _results(op, args))]


def _delinearize(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, DelinearizeIndexOp)
    basis = mixed(op.static_basis, args[1:])
    # The first extent only says how great the index may be.
    inner = basis[len(basis) - len(op.multi_index) + 1 :]
    indices: list[Array] = []
    rest = args[0]
    for extent in reversed(inner):
        indices.append(rest % extent)
        rest = rest // extent
    return [rest, *reversed(indices)]


def _linearize(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, LinearizeIndexOp)
    count = len(op.multi_index)
    basis = mixed(op.static_basis, args[count:])
    result = args[0]
    for index, extent in zip(args[1:count], basis[len(basis) - count + 1 :], strict=True):
        result = result * extent + index
    return [result]


OPERATIONS: dict[str, Implementation] = {
    "affine.apply": _apply,
    "affine.min": _min,
    "affine.max": _max,
    "affine.delinearize_index": _delinearize,
    "affine.linearize_index": _linearize,
}
