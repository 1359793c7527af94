"""Elementwise ops: one element of each operand gives one element of the result."""

from collections.abc import Callable, Sequence

from xdsl.dialects import arith, math
from xdsl.dialects.builtin import IntegerType, i32, i64
from xdsl.ir import SSAValue
from xdsl.irdl import IRDLOperation

from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.constants import constant
from microaot.passes.tosa.emitter import Emitter, element_of, shape_of
from microaot.passes.tosa.lowering import Lowering
from microaot.passes.tosa.moves import reshape
from microaot.passes.tosa.scalars import Scalars, is_float, limits, number_of, width

ScalarFunction = Callable[[Scalars, TosaOp, Sequence[SSAValue]], SSAValue]


def lower(function: ScalarFunction) -> Lowering:
    """Apply a scalar function to the elements of all operands."""

    def lowering(e: Emitter, op: TosaOp) -> SSAValue:
        result = op.results[0]
        return e.elementwise(
            op.operands,
            shape_of(result),
            element_of(result),
            lambda s, args: function(s, op, args),
        )

    return lowering


def _function(name: str) -> ScalarFunction:
    return lambda s, op, args: s.apply(name, *args)


def _unary(op_class: type[IRDLOperation]) -> ScalarFunction:
    return lambda s, op, args: s.unary(op_class, args[0])


def _compare(integer: str, float: str) -> ScalarFunction:
    return lambda s, op, args: s.compare(float if is_float(args[0].type) else integer, *args)


def _abs(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    (a,) = args
    if is_float(a.type):
        return s.unary(math.AbsFOp, a)
    negative = s.apply("sub", s.constant(0, a.type), a)
    return s.select(s.compare("sgt", a, 0), a, negative)


def _extremum(name: str) -> ScalarFunction:
    """The greater or smaller value; a NaN wins, or loses if NaNs are ignored."""

    def function(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
        ignores = is_float(args[0].type) and op.choice("nan_mode") == "IGNORE"
        return s.apply(f"{name}num" if ignores else name, *args)

    return function


def _multiply(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    a, b = args
    result = element_of(op.results[0])
    if is_float(result):
        return s.apply("mul", a, b)
    shift = constant(op.operands[2])
    amount = int(shift.flat[0]) if shift is not None else 0
    if amount == 0 or result != i32:
        return s.apply("mul", s.resize(a, result), s.resize(b, result))
    product = s.apply("mul", s.resize(a, i64), s.resize(b, i64))
    rounded = s.apply("add", product, 1 << (amount - 1))
    return s.resize(s.apply("shrs", rounded, amount), result)


def lower_multiply(e: Emitter, op: TosaOp) -> SSAValue:
    """The product of two operands; of 32-bit integers it is shifted and rounded."""
    result = op.results[0]
    if e.known(op.operands[2]) is None and not is_float(element_of(result)):
        shape = shape_of(result)
        shift = reshape(e, op.operands[2], (1,) * len(shape))
        operands = [*op.operands[:2], shift]
        return e.elementwise(operands, shape, element_of(result), _multiply_and_shift)
    return e.elementwise(
        op.operands[:2],
        shape_of(result),
        element_of(result),
        lambda s, args: _multiply(s, op, args),
    )


def _multiply_and_shift(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
    a, b, shift = args
    product = s.apply("mul", s.resize(a, i64), s.resize(b, i64))
    amount = s.resize(shift, i64)
    half = s.apply("shrs", s.apply("shl", s.constant(1, i64), amount), 1)
    return s.resize(s.apply("shrs", s.apply("add", product, half), amount), i32)


def _arithmetic_right_shift(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    a, amount = args
    shifted = s.apply("shrs", a, amount)
    if not op.flag("round"):
        return shifted
    # The last bit that is shifted out rounds; if none is, a shift by one less would be undefined.
    is_positive = s.compare("sgt", amount, 0)
    last = s.resize(s.apply("shrs", a, s.apply("sub", amount, 1)), IntegerType(1))
    bit = s.select(is_positive, last, s.constant(0, IntegerType(1)))
    return s.apply("add", shifted, s.resize(bit, a.type, unsigned=True))


def _bitwise_not(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    return s.apply("xor", args[0], -1)


def _logical_not(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    return s.apply("xor", args[0], s.constant(1, args[0].type))


def _reciprocal(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    return s.apply("div", s.constant(1.0, args[0].type), args[0])


def _sigmoid(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    one = s.constant(1.0, args[0].type)
    exponential = s.unary(math.ExpOp, s.unary(arith.NegfOp, args[0]))
    return s.apply("div", one, s.apply("add", exponential, one))


def _clamp(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    (a,) = args
    low, high = (number_of(op.attribute(name)) for name in ("min_val", "max_val"))
    if not is_float(a.type):
        return s.clamp(a, low, high)
    if op.choice("nan_mode") == "IGNORE":
        return s.apply("minnum", s.apply("maxnum", a, low), high)
    return s.clamp(a, low, high)


def _select(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    return s.select(*args)


def lower_negate(e: Emitter, op: TosaOp) -> SSAValue:
    """`-(x - input zero point) + output zero point`, within the limits of the type."""
    value, element = op.operands[0], element_of(op.operands[0])
    shape = shape_of(op.results[0])
    if is_float(element):
        return e.elementwise([value], shape, element, lambda s, args: s.unary(arith.NegfOp, *args))
    zero_in, zero_out = (e.only_element(operand) for operand in op.operands[1:])

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        if width(element) >= 32:
            return s.apply("sub", s.constant(0, element), args[0])
        known = [e.known(operand) for operand in op.operands[1:]]
        wide = s.resize(args[0], i32)
        if known[0] is not None and known[1] is not None:
            total = int(known[0].flat[0]) + int(known[1].flat[0])
            result = s.apply("sub", s.constant(total, i32), wide)
        else:
            total = s.apply("add", s.resize(zero_in, i32), s.resize(zero_out, i32))
            result = s.apply("sub", total, wide)
        return s.resize(s.clamp(result, *limits(width(element))), element)

    return e.elementwise([value], shape, element, body)


def _leading_zeros(s: Scalars, op: TosaOp, args: Sequence[SSAValue]) -> SSAValue:
    return s.unary(math.CountLeadingZerosOp, args[0])


LOWERINGS: dict[str, Lowering] = {
    "abs": lower(_abs),
    "add": lower(_function("add")),
    "arithmetic_right_shift": lower(_arithmetic_right_shift),
    "bitwise_and": lower(_function("and")),
    "bitwise_not": lower(_bitwise_not),
    "bitwise_or": lower(_function("or")),
    "bitwise_xor": lower(_function("xor")),
    "ceil": lower(_unary(math.CeilOp)),
    "clamp": lower(_clamp),
    "clz": lower(_leading_zeros),
    "cos": lower(_unary(math.CosOp)),
    "equal": lower(_compare("eq", "oeq")),
    "erf": lower(_unary(math.ErfOp)),
    "exp": lower(_unary(math.ExpOp)),
    "floor": lower(_unary(math.FloorOp)),
    "greater": lower(_compare("sgt", "ogt")),
    "greater_equal": lower(_compare("sge", "oge")),
    "intdiv": lower(_function("div")),
    "log": lower(_unary(math.LogOp)),
    "logical_and": lower(_function("and")),
    "logical_left_shift": lower(_function("shl")),
    "logical_not": lower(_logical_not),
    "logical_or": lower(_function("or")),
    "logical_right_shift": lower(_function("shru")),
    "logical_xor": lower(_function("xor")),
    "maximum": lower(_extremum("max")),
    "minimum": lower(_extremum("min")),
    "mul": lower_multiply,
    "negate": lower_negate,
    "pow": lower(_function("pow")),
    "reciprocal": lower(_reciprocal),
    "rsqrt": lower(_unary(math.RsqrtOp)),
    "select": lower(_select),
    "sigmoid": lower(_sigmoid),
    "sin": lower(_unary(math.SinOp)),
    "sub": lower(_function("sub")),
    "tanh": lower(_unary(math.TanhOp)),
}
