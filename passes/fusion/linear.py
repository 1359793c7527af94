"""Indices as linear expressions over loop counters, so that they compose and simplify exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xdsl.ir import SSAValue
from xdsl.ir.affine import (
    AffineBinaryOpExpr,
    AffineBinaryOpKind,
    AffineConstantExpr,
    AffineDimExpr,
    AffineExpr,
)

Bounds: TypeAlias = Mapping[SSAValue, tuple[int, int]]
"""The smallest and largest value of each loop counter that has any."""


@dataclass(frozen=True, eq=False)
class Linear:
    """`constant + coefficient * value + ...`; no coefficient is 0."""

    terms: Mapping[SSAValue, int]
    constant: int = 0

    @staticmethod
    def of(value: "SSAValue | int") -> "Linear":
        """A number or a value as an expression."""
        return Linear({}, value) if isinstance(value, int) else Linear({value: 1})

    def _key(self) -> tuple[frozenset[tuple[SSAValue, int]], int]:
        return frozenset(self.terms.items()), self.constant

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Linear) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __add__(self, other: "Linear | int") -> "Linear":
        if isinstance(other, int):
            return Linear(self.terms, self.constant + other)
        terms = dict(self.terms)
        for value, coefficient in other.terms.items():
            terms[value] = terms.get(value, 0) + coefficient
        kept = {value: coefficient for value, coefficient in terms.items() if coefficient}
        return Linear(kept, self.constant + other.constant)

    def __mul__(self, factor: int) -> "Linear":
        if factor == 0:
            return Linear({})
        return Linear({v: c * factor for v, c in self.terms.items()}, self.constant * factor)

    def without(self, value: SSAValue) -> "Linear":
        """The expression with one term taken out."""
        return Linear({v: c for v, c in self.terms.items() if v is not value}, self.constant)

    @property
    def number(self) -> int | None:
        """The value, if it is the same everywhere."""
        return None if self.terms else self.constant

    def range(self, bounds: Bounds) -> tuple[int, int] | None:
        """The smallest and largest value, None if some counter has no bounds."""
        low = high = self.constant
        for value, coefficient in self.terms.items():
            if (known := bounds.get(value)) is None:
                return None
            ends = (known[0] * coefficient, known[1] * coefficient)
            low, high = low + min(ends), high + max(ends)
        return low, high

    def divided(self, divisor: int, bounds: Bounds) -> "tuple[Linear, Linear] | None":
        """Quotient and remainder by a positive number, if both are linear."""
        quotient = Linear({v: c // divisor for v, c in self.terms.items() if c % divisor == 0})
        rest = Linear({v: c for v, c in self.terms.items() if c % divisor}, self.constant)
        known = rest.range(bounds)
        if known is None or known[0] // divisor != known[1] // divisor:
            return None
        whole = known[0] // divisor
        return quotient + whole, rest + -whole * divisor


def linearize(indices: Sequence[Linear], shape: Sequence[int]) -> Linear:
    """The row-major position of an element."""
    position = Linear({})
    for index, size in zip(indices, shape, strict=True):
        position = position * size + index
    return position


def delinearize(position: Linear, shape: Sequence[int], bounds: Bounds) -> list[Linear] | None:
    """The indices of the element at a row-major position within the shape, if they are linear."""
    indices: list[Linear] = []
    for size in reversed(shape[1:]):
        if (parts := position.divided(size, bounds) if size else None) is None:
            return None
        position, index = parts
        indices.append(index)
    return [*([position] if shape else []), *reversed(indices)]


def apply(expr: AffineExpr, loops: Sequence[Linear], bounds: Bounds) -> Linear | None:
    """An affine expression of loops, if it is linear there."""
    match expr:
        case AffineConstantExpr():
            return Linear({}, expr.value)
        case AffineDimExpr():
            return loops[expr.position]
        case AffineBinaryOpExpr():
            lhs, rhs = apply(expr.lhs, loops, bounds), apply(expr.rhs, loops, bounds)
            if lhs is None or rhs is None:
                return None
            return _binary(expr.kind, lhs, rhs, bounds)
        case _:
            return None


def _binary(kind: AffineBinaryOpKind, lhs: Linear, rhs: Linear, bounds: Bounds) -> Linear | None:
    if kind is AffineBinaryOpKind.Add:
        return lhs + rhs
    if kind is AffineBinaryOpKind.Mul and (factor := lhs.number) is not None:
        return rhs * factor
    if (factor := rhs.number) is None:
        return None
    if kind is AffineBinaryOpKind.Mul:
        return lhs * factor
    if kind is AffineBinaryOpKind.CeilDiv:
        lhs = lhs + (factor - 1)
    parts = lhs.divided(factor, bounds) if factor > 0 else None
    return parts and parts[1 if kind is AffineBinaryOpKind.Mod else 0]
