"""The scalar bodies of linalg's named ops.

A body is a function from the scalars of one iteration (inputs, then the old value of the output)
to the new value of the output. It is built with `Scalars`, which picks the arith, math or complex
op for the element type and converts the inputs to the type of the output first, as linalg does.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from xdsl.dialects import arith, complex, math
from xdsl.dialects.builtin import (
    AnyFloat,
    ComplexType,
    Float64Type,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    i32,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.irdl import IRDLOperation

from microaot.dialects.linalg.index import IndexOp

_BOOL, _INT, _FLOAT, _COMPLEX = "i1", "integer", "float", "complex"

_FUNCTIONS: dict[str, dict[str, type[IRDLOperation]]] = {
    "abs": {_FLOAT: math.AbsFOp},
    "ceil": {_FLOAT: math.CeilOp},
    "erf": {_FLOAT: math.ErfOp},
    "exp": {_FLOAT: math.ExpOp},
    "floor": {_FLOAT: math.FloorOp},
    "log": {_FLOAT: math.LogOp},
    "negf": {_FLOAT: arith.NegfOp},
    "round": {_FLOAT: math.RoundOp},
    "rsqrt": {_FLOAT: math.RsqrtOp},
    "sqrt": {_FLOAT: math.SqrtOp},
    "tanh": {_FLOAT: math.TanhOp},
    "add": {
        _BOOL: arith.OrIOp,
        _INT: arith.AddiOp,
        _FLOAT: arith.AddfOp,
        _COMPLEX: complex.AddOp,
    },
    "sub": {_INT: arith.SubiOp, _FLOAT: arith.SubfOp, _COMPLEX: complex.SubOp},
    "mul": {
        _BOOL: arith.AndIOp,
        _INT: arith.MuliOp,
        _FLOAT: arith.MulfOp,
        _COMPLEX: complex.MulOp,
    },
    "div": {_INT: arith.DivSIOp, _FLOAT: arith.DivfOp, _COMPLEX: complex.DivOp},
    "div_unsigned": {_INT: arith.DivUIOp},
    "max": {_BOOL: arith.MaxSIOp, _INT: arith.MaxSIOp, _FLOAT: arith.MaximumfOp},
    "min": {_BOOL: arith.MinSIOp, _INT: arith.MinSIOp, _FLOAT: arith.MinimumfOp},
    "max_unsigned": {_INT: arith.MaxUIOp},
    "min_unsigned": {_INT: arith.MinUIOp},
    "powf": {_FLOAT: math.PowFOp},
}
"""Which op computes a function, by the kind of its operands' type."""


class UnsupportedBody(ValueError):
    """A named op is used on element types for which linalg defines no body."""


def _kind(type_: Attribute) -> str:
    if isinstance(type_, IntegerType):
        return _BOOL if type_.bitwidth == 1 else _INT
    if isinstance(type_, AnyFloat):
        return _FLOAT
    return _COMPLEX if isinstance(type_, ComplexType) else str(type_)


class Scalars:
    """Builds scalar ops into a list; `unsigned` says how integers convert."""

    def __init__(self, unsigned: bool = False):
        self.ops: list[Operation] = []
        self.unsigned = unsigned

    def add_op(self, op: Operation) -> SSAValue:
        """Append an op and return its result."""
        self.ops.append(op)
        return op.results[0]

    def apply(self, function: str, *operands: SSAValue) -> SSAValue:
        """Apply a function of `_FUNCTIONS`, chosen by the type of its operands."""
        types = {operand.type for operand in operands}
        kind = _kind(operands[0].type)
        op_class = _FUNCTIONS[function].get(kind)
        if op_class is None or len(types) != 1:
            names = ", ".join(str(operand.type) for operand in operands)
            raise UnsupportedBody(f"'{function}' is not defined on {names}")
        return self.add_op(op_class.build(operands=operands, result_types=[operands[0].type]))

    def convert(self, value: SSAValue, to: Attribute) -> SSAValue:
        """Convert a number to another type, as linalg does before it computes."""
        source = value.type
        if source == to:
            return value
        op_class = self._conversion(source, to)
        if op_class is None:
            raise UnsupportedBody(f"no conversion from {source} to {to}")
        return self.add_op(op_class.build(operands=[value], result_types=[to]))

    def _conversion(self, source: Attribute, to: Attribute) -> type[IRDLOperation] | None:
        if isinstance(source, IntegerType) and isinstance(to, IntegerType):
            if to.bitwidth < source.bitwidth:
                return arith.TruncIOp
            return arith.ExtUIOp if self.unsigned else arith.ExtSIOp
        if isinstance(source, IntegerType) and isinstance(to, AnyFloat):
            return arith.UIToFPOp if self.unsigned else arith.SIToFPOp
        if isinstance(source, AnyFloat) and isinstance(to, IntegerType):
            return arith.FPToUIOp if self.unsigned else arith.FPToSIOp
        if isinstance(source, AnyFloat) and isinstance(to, AnyFloat):
            if source.bitwidth != to.bitwidth:
                return arith.ExtFOp if source.bitwidth < to.bitwidth else arith.TruncFOp
        elif isinstance(source, IndexType) and isinstance(to, IntegerType):
            return arith.IndexCastOp
        return None


Body: TypeAlias = Callable[[Scalars, Sequence[SSAValue]], SSAValue]
"""Builds a body from the scalars of one iteration and returns the value to yield."""


def _multiply_add(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
    lhs, rhs, acc = args
    product = s.apply("mul", s.convert(lhs, acc.type), s.convert(rhs, acc.type))
    return s.apply("add", acc, product)


def _multiply_add_zero_points(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
    lhs, rhs, lhs_zero, rhs_zero, acc = args
    left = s.apply("sub", s.convert(lhs, acc.type), s.convert(lhs_zero, acc.type))
    right = s.apply("sub", s.convert(rhs, acc.type), s.convert(rhs_zero, acc.type))
    return s.apply("add", acc, s.apply("mul", left, right))


def _pool(function: str) -> Body:
    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        value, _, acc = args
        s.unsigned = function.endswith("unsigned")
        return s.apply(function, acc, s.convert(value, acc.type))

    return body


def _elementwise(function: str) -> Body:
    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        return s.apply(function, *args[:-1])

    return body


def _convert(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
    return s.convert(args[0], args[1].type)


def _square(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
    return s.apply("mul", args[0], args[0])


def _reciprocal(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
    type_ = args[0].type
    if not isinstance(type_, AnyFloat):
        raise UnsupportedBody(f"'reciprocal' is not defined on {type_}")
    one = s.add_op(arith.ConstantOp(FloatAttr(1.0, type_)))
    return s.apply("div", one, args[0])


def _select(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
    condition, true_value, false_value, _ = args
    if _kind(condition.type) != _BOOL or true_value.type != false_value.type:
        raise UnsupportedBody("'select' needs an i1 and two values of one type")
    return s.add_op(arith.SelectOp(condition, true_value, false_value))


def _fill_rng_2d(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
    """Two steps of a linear congruential generator, scaled to the range [low, high)."""
    low, high, seed, out = args
    multiplier = s.add_op(arith.ConstantOp(IntegerAttr(1103515245, i32)))
    increment = s.add_op(arith.ConstantOp(IntegerAttr(12345, i32)))
    state = seed
    for dim in (0, 1):
        index = s.convert(s.add_op(IndexOp(dim)), i32)
        mixed = s.apply("add", index, state)
        state = s.apply("add", s.apply("mul", mixed, multiplier), increment)
    f64 = Float64Type()
    offset = s.add_op(arith.ConstantOp(FloatAttr(2147483647.0, f64)))
    inverse_range = s.add_op(arith.ConstantOp(FloatAttr(2.3283064e-10, f64)))
    positive = s.apply("add", s.convert(state, f64), offset)
    scale = s.apply("mul", s.apply("sub", high, low), inverse_range)
    value = s.apply("add", s.apply("mul", positive, scale), low)
    return s.convert(value, out.type)


BODIES: dict[str, Body] = {
    "multiply_add": _multiply_add,
    "multiply_add_zero_points": _multiply_add_zero_points,
    "pool_sum": _pool("add"),
    **{f"pool_{f}": _pool(f) for f in ("max", "min", "max_unsigned", "min_unsigned")},
    **{function: _elementwise(function) for function in _FUNCTIONS},
    "copy": _convert,
    "fill": _convert,
    "fill_rng_2d": _fill_rng_2d,
    "reciprocal": _reciprocal,
    "select": _select,
    "square": _square,
}
"""Body kind -> body. Elementwise kinds are named like their function."""
