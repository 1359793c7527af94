"""Writes scalar computations: what a structured op does to one element."""

from typing import Protocol, TypeAlias

from xdsl.dialects import arith, math, tensor
from xdsl.dialects.builtin import (
    AnyFloat,
    AnyFloatConstr,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    LocationAttr,
)
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.irdl import IRDLOperation
from xdsl.utils.hints import isa

from microaot.dialects.linalg.index import IndexOp


class Constants(Protocol):
    """Where the constants of scalar bodies are kept."""

    location: LocationAttr

    def scalar(self, number: "Number", type: Attribute) -> SSAValue:
        """A number as a scalar."""
        ...

    def known_scalar(self, value: SSAValue) -> "Number | None":
        """The number that a scalar constant is."""
        ...


Number: TypeAlias = int | float | bool

Operand: TypeAlias = SSAValue | Number
"""A value, or a number of the type of the other operand."""

_INTEGER: dict[str, type[IRDLOperation]] = {
    "add": arith.AddiOp,
    "sub": arith.SubiOp,
    "mul": arith.MuliOp,
    "max": arith.MaxSIOp,
    "min": arith.MinSIOp,
    "and": arith.AndIOp,
    "or": arith.OrIOp,
    "xor": arith.XOrIOp,
    "div": arith.DivSIOp,
    "floordiv": arith.FloorDivSIOp,
    "shl": arith.ShLIOp,
    "shrs": arith.ShRSIOp,
    "shru": arith.ShRUIOp,
}

_FLOAT: dict[str, type[IRDLOperation]] = {
    "add": arith.AddfOp,
    "sub": arith.SubfOp,
    "mul": arith.MulfOp,
    "div": arith.DivfOp,
    "max": arith.MaximumfOp,
    "min": arith.MinimumfOp,
    "maxnum": arith.MaxnumfOp,
    "minnum": arith.MinnumfOp,
    "pow": math.PowFOp,
}

_NEUTRAL: dict[str, Number] = {"add": 0, "sub": 0, "mul": 1, "shl": 0, "shrs": 0, "shru": 0}
"""Second operands that change no integer."""


def is_float(type: Attribute) -> bool:
    """Whether a type is a float."""
    return AnyFloatConstr.verifies(type)


def is_integer(type: Attribute) -> bool:
    """Whether a type is an integer of a certain width."""
    return isa(type, IntegerType)


def width(type: Attribute) -> int:
    """The number of bits of an integer."""
    assert isa(type, IntegerType)
    return type.bitwidth


def limits(bits: int, *, unsigned: bool = False) -> tuple[int, int]:
    """The least and the greatest integer of a width."""
    return (0, (1 << bits) - 1) if unsigned else (-(1 << bits - 1), (1 << bits - 1) - 1)


def number_attribute(number: Number, type: Attribute) -> IntegerAttr | FloatAttr:
    """A number of a certain type."""
    if isa(type, AnyFloat):
        return FloatAttr(float(number), type)
    assert isa(type, IntegerType | IndexType)
    if isa(type, IntegerType):
        bits = type.bitwidth
        number = int(number) & ((1 << bits) - 1)
        number -= (1 << bits) if number >> (bits - 1) and bits > 1 else 0
    return IntegerAttr(int(number), type)


def number_of(attribute: Attribute) -> Number:
    """The value of a number that is an attribute."""
    assert isa(attribute, IntegerAttr | FloatAttr)
    return attribute.value.data


class Scalars:
    """Appends scalar ops to the body of a structured op; constants stay outside of it."""

    def __init__(self, constants: Constants, block: Block) -> None:
        self.constants = constants
        self.block = block

    def add(self, op: Operation) -> SSAValue | None:
        """Append an op and return its result, if it has one."""
        op.location = self.constants.location
        self.block.add_op(op)
        return op.results[0] if op.results else None

    def value(self, op: Operation) -> SSAValue:
        """Append an op and return its result."""
        result = self.add(op)
        assert result is not None
        return result

    def constant(self, number: Number, type: Attribute) -> SSAValue:
        """A constant."""
        return self.constants.scalar(number, type)

    def apply(self, function: str, a: SSAValue, b: Operand) -> SSAValue:
        """A function of two operands of one type, such as `add`, for integers or floats."""
        table = _FLOAT if is_float(a.type) else _INTEGER
        if not isinstance(b, SSAValue):
            if table is _INTEGER and _NEUTRAL.get(function) == b:
                return a
            b = self.constant(b, a.type)
        return self.value(table[function].build(operands=[a, b], result_types=[a.type]))

    def unary(self, op: type[IRDLOperation], a: SSAValue) -> SSAValue:
        """An op on one operand, such as `math.ExpOp`."""
        return self.value(op.build(operands=[a], result_types=[a.type]))

    def compare(self, predicate: str, a: SSAValue, b: Operand) -> SSAValue:
        """A comparison with the predicates of `arith.cmpi` or `arith.cmpf`."""
        b = b if isinstance(b, SSAValue) else self.constant(b, a.type)
        op = arith.CmpfOp if is_float(a.type) else arith.CmpiOp
        return self.value(op(a, b, predicate))

    def select(self, condition: SSAValue, a: Operand, b: Operand) -> SSAValue:
        """`condition ? a : b`."""
        type = a.type if isinstance(a, SSAValue) else b.type if isinstance(b, SSAValue) else None
        assert type is not None
        values = [v if isinstance(v, SSAValue) else self.constant(v, type) for v in (a, b)]
        return self.value(arith.SelectOp(condition, *values))

    def resize(self, a: SSAValue, to: Attribute, *, unsigned: bool = False) -> SSAValue:
        """An integer in a wider or narrower type."""
        if a.type == to:
            return a
        if width(to) < width(a.type):
            return self.value(arith.TruncIOp(a, to))  # pyright: ignore[reportArgumentType]  # `width` has checked it
        unsigned = unsigned or width(a.type) == 1
        extend = arith.ExtUIOp if unsigned else arith.ExtSIOp
        return self.value(extend.build(operands=[a], result_types=[to]))

    def resize_number(
        self, a: SSAValue, to: Attribute, *, unsigned: bool = False
    ) -> "SSAValue | int":
        """An integer in another type; as a number if it is a constant."""
        number = self.constants.known_scalar(a)
        if number is None:
            return self.resize(a, to, unsigned=unsigned)
        return int(number) & ((1 << width(a.type)) - 1) if unsigned else int(number)

    def float_to(self, a: SSAValue, to: Attribute) -> SSAValue:
        """A float in a wider or narrower type."""
        if a.type == to:
            return a
        assert isa(a.type, AnyFloat) and isa(to, AnyFloat)
        op = arith.ExtFOp if a.type.bitwidth < to.bitwidth else arith.TruncFOp
        return self.value(op.build(operands=[a], result_types=[to]))

    def clamp(self, a: SSAValue, least: Number, greatest: Number) -> SSAValue:
        """At least the one and at most the other; without what the type allows for anyway."""
        low, high = limits(width(a.type)) if not is_float(a.type) else (-_INF, _INF)
        if least > low:
            a = self.apply("max", a, least)
        return self.apply("min", a, greatest) if greatest < high else a

    def index(self, loop: int) -> SSAValue:
        """The index of a loop."""
        return self.value(IndexOp(loop))

    def to_index(self, a: SSAValue) -> SSAValue:
        """An integer as an index."""
        return self.value(arith.IndexCastOp(a, IndexType()))

    def from_index(self, a: SSAValue, to: Attribute) -> SSAValue:
        """An index as an integer."""
        return self.value(arith.IndexCastOp(a, to))

    def extract(self, of: SSAValue, *indices: SSAValue, element: Attribute) -> SSAValue:
        """An element of a tensor."""
        return self.value(tensor.ExtractOp(of, indices, element))


_INF = float("inf")
