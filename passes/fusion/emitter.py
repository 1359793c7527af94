"""Emits what computes one element of a tensor, at the place where that is needed."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import (
    AnyFloat,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    LocationAttr,
    TensorType,
    UnknownLoc,
)
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.class_lookup import for_class
from microaot.passes.fusion.linear import Linear, linearize
from microaot.passes.fusion.materialize import Materialization
from microaot.passes.fusion.scopes import Scopes
from microaot.passes.integers.dense_data import dense_constant, element_at, is_uniform

_NSW = arith.IntegerOverflowAttr([arith.IntegerOverflowFlag.NSW])

Compute: TypeAlias = "Callable[[Emitter, Operation, Sequence[Linear]], Sequence[SSAValue]]"
"""Emits one element of each result of an op."""


class Emitter:
    """Emits scalars: elements of tensors, and indices.

    An element is looked up where it is stored, or computed by the rule of the op that makes the
    tensor. It is computed in the outermost loop in which its indices are known, and once per place.
    """

    def __init__(self, block: Block, plan: Materialization, rules: "Rules") -> None:
        self.scopes = Scopes(block)
        self.bounds: dict[SSAValue, tuple[int, int]] = {}
        self.inside: set[tuple[Linear, int]] = set()
        """Indices that are known to be at least 0 and less than a size."""
        self.location: LocationAttr = UnknownLoc()
        self._plan = plan
        self._rules = rules

    # Elements

    def element(self, value: SSAValue, indices: Sequence[Linear]) -> SSAValue:
        """The element of a tensor; a scalar is its own element."""
        if not isa(value.type, TensorType):
            return value
        owner = value.owner
        with self.scopes.at(indices) as scope:
            if (constant := _constant_element(value, indices)) is not None:
                return self.attribute_constant(constant)
            if not isinstance(owner, Operation) or not self._is_computed(owner):
                key = (value, tuple(indices))
                if key not in scope.known:
                    scope.known[key] = (self._extract(value, indices),)
                return scope.known[key][0]
            key = (owner, tuple(indices))
            if key not in scope.known:
                scope.known[key] = self.compute(owner, indices)
            return scope.known[key][owner.results.index(value)]

    def compute(self, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
        """Emit one element of each result of an op that can be computed element by element."""
        outer, self.location = self.location, op.location
        results = self._rules.of(op)(self, op, indices)
        self.location = outer
        return results

    def _is_computed(self, op: Operation) -> bool:
        return self._plan.is_computable(op) and not self._plan.is_stored(op)

    def _extract(self, value: SSAValue, indices: Sequence[Linear]) -> SSAValue:
        operands = [self.index(index) for index in indices]
        assert isa(value.type, TensorType)
        extract = tensor.ExtractOp(value, operands, value.type.get_element_type())
        return self.insert(extract).results[0]

    # Ops

    def insert(self, op: Operation) -> Operation:
        """Put an op in place."""
        op.location = self.location
        return self.scopes.insert(op)

    def attribute_constant(self, attribute: Attribute) -> SSAValue:
        """A scalar constant."""
        assert isa(attribute, IntegerAttr[IntegerType | IndexType] | FloatAttr)
        with self.scopes.at(()) as scope:
            if attribute not in scope.known:
                scope.known[attribute] = (self.insert(arith.ConstantOp(attribute)).results[0],)
            return scope.known[attribute][0]

    def zero(self, type: Attribute) -> SSAValue:
        """The zero of a scalar type."""
        if isa(type, AnyFloat):
            return self.attribute_constant(FloatAttr(0.0, type))
        assert isa(type, IntegerType | IndexType)
        return self.attribute_constant(IntegerAttr(0, type))

    def constant(self, value: int) -> SSAValue:
        """An index that is known."""
        return self.attribute_constant(IntegerAttr(value, IndexType()))

    def index(self, linear: Linear) -> SSAValue:
        """The value of a linear expression, which stays within the size of some tensor."""
        positive = [(v, c) for v, c in linear.terms.items() if c > 0]
        negative = [(v, -c) for v, c in linear.terms.items() if c < 0]
        result: SSAValue | None = None
        for value, coefficient in positive:
            term = self._scaled(value, coefficient)
            result = term if result is None else self._sum(arith.AddiOp, result, term)
        if result is None:
            result = self.constant(linear.constant)
        elif linear.constant > 0:
            result = self._sum(arith.AddiOp, result, self.constant(linear.constant))
        for value, coefficient in negative:
            result = self._sum(arith.SubiOp, result, self._scaled(value, coefficient))
        if positive and linear.constant < 0:
            result = self._sum(arith.SubiOp, result, self.constant(-linear.constant))
        return result

    def _scaled(self, value: SSAValue, coefficient: int) -> SSAValue:
        if coefficient == 1:
            return value
        return self._sum(arith.MuliOp, value, self.constant(coefficient))

    def _sum(
        self,
        op: type[arith.AddiOp] | type[arith.SubiOp] | type[arith.MuliOp],
        lhs: SSAValue,
        rhs: SSAValue,
    ) -> SSAValue:
        return self.insert(op(lhs, rhs, overflow=_NSW)).results[0]

    def symbol(self, value: SSAValue, low: int, high: int) -> Linear:
        """A computed index with bounds, as an expression of its own."""
        self.bounds[value] = (low, high)
        return Linear.of(value)

    def range(self, index: Linear) -> tuple[int, int] | None:
        """What an index can be."""
        return index.range(self.bounds)

    def is_inside(self, index: Linear, size: int) -> bool:
        """Whether an index is known to be at least 0 and less than a size."""
        known = self.range(index)
        return (index, size) in self.inside or (
            known is not None and known[0] >= 0 and known[1] < size
        )


class Rules:
    """How elements are computed, by the class of the op."""

    def __init__(self, by_class: dict[type[Operation], Compute], structured: Compute) -> None:
        self._by_class = by_class
        self._structured = structured

    def of(self, op: Operation) -> Compute:
        """The rule for an op."""
        return for_class(self._by_class, op) or self._structured


def _constant_element(value: SSAValue, indices: Sequence[Linear]) -> IntegerAttr | FloatAttr | None:
    """The element of a constant, if it is the same everywhere or its indices are known."""
    if (data := dense_constant(value)) is None:
        return None
    if is_uniform(data):
        return element_at(data, 0)
    position = linearize(indices, data.get_shape()).number
    return None if position is None else element_at(data, position)
