"""arith on floats, and `arith.select`."""

from collections.abc import Callable

import numpy as np
from xdsl.dialects.arith import CmpfOp
from xdsl.ir import Operation

from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.elements import element_type, fit, truth
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values

_PREDICATES = "false oeq ogt oge olt ole one ord ueq ugt uge ult ule une uno true".split()
_COMPARE: dict[str, Callable[[Array, Array], Array]] = {
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}


def maximum(a: Array, b: Array) -> Array:
    """The greater one; NaN if one is NaN, and +0 is greater than -0."""
    return np.where(a == b, np.where(np.signbit(a), b, a), np.maximum(a, b))


def minimum(a: Array, b: Array) -> Array:
    """The smaller one; NaN if one is NaN, and -0 is smaller than +0."""
    return np.where(a == b, np.where(np.signbit(a), a, b), np.minimum(a, b))


def _binary(compute: Callable[[Array, Array], Array]) -> Implementation:
    def run(_: Frame, op: Operation, args: Values) -> Values:
        type = element_type(op.results[0].type)
        return [fit(np.asarray(compute(args[0], args[1])), type)]

    return run


def _negate(_: Frame, op: Operation, args: Values) -> Values:
    return [np.negative(args[0])]


def _cmpf(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, CmpfOp)
    a, b = args
    predicate = _PREDICATES[op.predicate.value.data]
    unordered = np.isnan(a) | np.isnan(b)
    match predicate:
        case "false" | "true":
            result = np.full(unordered.shape, predicate == "true")
        case "ord" | "uno":
            result = unordered == (predicate == "uno")
        case _:
            compared = _COMPARE[predicate[1:]](a, b)
            result = compared & ~unordered if predicate[0] == "o" else compared | unordered
    return [truth(result)]


def _select(_: Frame, op: Operation, args: Values) -> Values:
    return [np.where(args[0] != 0, args[1], args[2])]


OPERATIONS: dict[str, Implementation] = {
    "arith.addf": _binary(np.add),
    "arith.subf": _binary(np.subtract),
    "arith.mulf": _binary(np.multiply),
    "arith.divf": _binary(np.divide),
    "arith.remf": _binary(np.fmod),
    "arith.maximumf": _binary(maximum),
    "arith.minimumf": _binary(minimum),
    "arith.maxnumf": _binary(np.fmax),
    "arith.minnumf": _binary(np.fmin),
    "arith.negf": _negate,
    "arith.cmpf": _cmpf,
    "arith.select": _select,
}
