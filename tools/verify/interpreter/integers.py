"""arith on integers, and what the math and index dialects have for them.

Where MLIR leaves a result open (a shift by too much, a division by zero) it is some number.
"""

from collections.abc import Callable

import numpy as np
from xdsl.dialects.arith import CmpiOp
from xdsl.ir import Attribute, Operation

from microaot.dialects.index import CmpOp
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.elements import (
    dtype_of,
    element_type,
    fit,
    truth,
    unsigned,
    width,
)
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values

_Compute = Callable[[Array, Array], Array]
_TypedCompute = Callable[[Array, Array, Attribute], Array]

_PREDICATES: tuple[str, ...] = ("eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge")
_COMPARE: dict[str, Callable[[Array, Array], Array]] = {
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}


def _signed(compute: _Compute) -> Implementation:
    return _typed(lambda a, b, _: compute(a, b))


def _unsigned(compute: _Compute) -> Implementation:
    return _typed(lambda a, b, type: compute(unsigned(a, type), unsigned(b, type)))


def _typed(compute: _TypedCompute) -> Implementation:
    def run(_: Frame, op: Operation, args: Values) -> Values:
        type = element_type(op.results[0].type)
        return [fit(np.asarray(compute(args[0], args[1], type)), type)]

    return run


def _divide(a: Array, b: Array) -> Array:
    """The quotient, rounded towards zero."""
    floor = a // b
    return floor + ((a % b != 0) & ((a < 0) != (b < 0)))


def _divide_up(a: Array, b: Array) -> Array:
    return a // b + (a % b != 0)


def _shift_left(a: Array, b: Array, type: Attribute) -> Array:
    amount = unsigned(b, type)
    bits = unsigned(a, type)
    return np.where(amount < width(type), bits << amount, bits.dtype.type(0))


def _shift_right(a: Array, b: Array, type: Attribute) -> Array:
    amount = np.minimum(unsigned(b, type), width(type) - 1).astype(a.dtype)
    return a >> amount


def _shift_right_unsigned(a: Array, b: Array, type: Attribute) -> Array:
    amount = unsigned(b, type)
    bits = unsigned(a, type)
    return np.where(amount < width(type), bits >> amount, bits.dtype.type(0))


def power(base: Array, exponent: Array, type: Attribute) -> Array:
    """The power of integers: what has a negative exponent is rounded towards zero."""
    square, result, left = base, np.ones_like(base), np.maximum(exponent, 0)
    while np.any(left):
        result = fit(np.where(left & 1, result * square, result), type)
        square, left = fit(square * square, type), left >> 1
    sign = np.where(exponent & 1, base, 1)
    of_negative = np.where(base == 1, 1, np.where(base == -1, sign, 0)).astype(base.dtype)
    return np.where(exponent < 0, of_negative, result)


def compare(a: Array, b: Array, predicate: str, type: Attribute) -> Array:
    """The `i1` that a predicate such as `ult` gives."""
    if predicate[0] == "u":
        a, b = unsigned(a, type), unsigned(b, type)
    return truth(_COMPARE[predicate[-2:]](a, b))


def _cmpi(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, CmpiOp)
    type = element_type(op.lhs.type)
    return [compare(args[0], args[1], _PREDICATES[op.predicate.value.data], type)]


def _index_cmp(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, CmpOp)
    return [compare(args[0], args[1], op.pred.data.value, op.lhs.type)]


def _add_extended(_: Frame, op: Operation, args: Values) -> Values:
    type = element_type(op.results[0].type)
    total = fit(np.asarray(args[0] + args[1]), type)
    return [total, truth(unsigned(total, type) < unsigned(args[0], type))]


def _multiply_extended(is_signed: bool) -> Implementation:
    def run(_: Frame, op: Operation, args: Values) -> Values:
        type = element_type(op.results[0].type)
        numbers = args if is_signed else [unsigned(array, type) for array in args]
        # Python's integers have any width.
        a, b = (np.asarray(array.astype(object)) for array in numbers)
        product, modulus = np.asarray(a * b, object), 1 << width(type)
        low, high = product % modulus, (product // modulus) % modulus
        parts = [np.asarray(part, object).astype(np.uint64) for part in (low, high)]
        return [fit(part.view(np.int64).astype(dtype_of(type)), type) for part in parts]

    return run


def _unary(compute: Callable[[Array, Attribute], Array]) -> Implementation:
    def run(_: Frame, op: Operation, args: Values) -> Values:
        type = element_type(op.results[0].type)
        return [fit(compute(args[0], type), type)]

    return run


def _bits(array: Array, type: Attribute) -> Array:
    """The bits of numbers, the lowest first, along a new axis in front."""
    one = np.uint64(1)
    number = unsigned(array, type).astype(np.uint64)
    return np.stack([(number >> np.uint64(bit)) & one for bit in range(width(type))])


def _leading_zeros(array: Array, type: Attribute) -> Array:
    return np.logical_and.accumulate(_bits(array, type)[::-1] == 0).sum(0)


def _trailing_zeros(array: Array, type: Attribute) -> Array:
    return np.logical_and.accumulate(_bits(array, type) == 0).sum(0)


OPERATIONS: dict[str, Implementation] = {
    "arith.cmpi": _cmpi,
    "index.cmp": _index_cmp,
    "arith.addui_extended": _add_extended,
    "arith.mulsi_extended": _multiply_extended(True),
    "arith.mului_extended": _multiply_extended(False),
    "math.absi": _unary(lambda a, _: np.abs(a)),
    "math.ctlz": _unary(_leading_zeros),
    "math.cttz": _unary(_trailing_zeros),
    "math.ctpop": _unary(lambda a, type: _bits(a, type).sum(0)),
    "math.ipowi": _typed(power),
}

for _arith, _index, _implementation in (
    ("addi", "add", _signed(np.add)),
    ("subi", "sub", _signed(np.subtract)),
    ("muli", "mul", _signed(np.multiply)),
    ("andi", "and", _signed(np.bitwise_and)),
    ("ori", "or", _signed(np.bitwise_or)),
    ("xori", "xor", _signed(np.bitwise_xor)),
    ("maxsi", "maxs", _signed(np.maximum)),
    ("minsi", "mins", _signed(np.minimum)),
    ("maxui", "maxu", _unsigned(np.maximum)),
    ("minui", "minu", _unsigned(np.minimum)),
    ("divsi", "divs", _signed(_divide)),
    ("remsi", "rems", _signed(np.fmod)),
    ("floordivsi", "floordivs", _signed(np.floor_divide)),
    ("ceildivsi", "ceildivs", _signed(_divide_up)),
    ("divui", "divu", _unsigned(np.floor_divide)),
    ("remui", "remu", _unsigned(np.remainder)),
    ("ceildivui", "ceildivu", _unsigned(_divide_up)),
    ("shli", "shl", _typed(_shift_left)),
    ("shrsi", "shrs", _typed(_shift_right)),
    ("shrui", "shru", _typed(_shift_right_unsigned)),
):
    OPERATIONS[f"arith.{_arith}"] = OPERATIONS[f"index.{_index}"] = _implementation
