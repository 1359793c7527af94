"""The pass that replaces affine by scf, arith and memref."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from xdsl.builder import Builder
from xdsl.context import Context
from xdsl.dialects import affine, memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, AffineMapAttr, ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects.affine import (
    DelinearizeIndexOp,
    LinearizeIndexOp,
    MaxOp,
    PrefetchOp,
    ReducingParallelOp,
)
from microaot.passes.affine.control import expand_for, expand_if, expand_map
from microaot.passes.affine.expressions import IndexArithmetic, Term
from microaot.passes.affine.parallel import expand_parallel
from microaot.tools.errors import OperationError

Expansion: TypeAlias = Callable[[Builder, Any], Sequence[SSAValue]]
"""Inserts what replaces an op, and returns the values for its results."""


def expand_apply(builder: Builder, op: affine.ApplyOp) -> Sequence[SSAValue]:
    """The value of the map."""
    return [term.value(builder) for term in expand_map(builder, op.map, op.mapOperands)]


def expand_min(builder: Builder, op: affine.MinOp) -> Sequence[SSAValue]:
    """The smallest of the results of the map."""
    arithmetic = IndexArithmetic(builder)
    smallest, *others = expand_map(builder, op.map, op.operands)
    for other in others:
        smallest = arithmetic.minimum(smallest, other)
    return [smallest.value(builder)]


def expand_max(builder: Builder, op: MaxOp) -> Sequence[SSAValue]:
    """The largest of the results of the map."""
    arithmetic = IndexArithmetic(builder)
    largest, *others = expand_map(builder, op.map, op.operands)
    for other in others:
        largest = arithmetic.maximum(largest, other)
    return [largest.value(builder)]


def expand_load(builder: Builder, op: affine.LoadOp) -> Sequence[SSAValue]:
    """A load at the results of the map."""
    indices = expand_indices(builder, op.map, op.indices)
    return [builder.insert(memref.LoadOp.get(op.memref, indices)).res]


def expand_store(builder: Builder, op: affine.StoreOp) -> Sequence[SSAValue]:
    """A store at the results of the map."""
    indices = expand_indices(builder, op.map, op.indices)
    builder.insert(memref.StoreOp.get(op.value, op.memref, indices))
    return []


def expand_indices(
    builder: Builder, map: AffineMapAttr, operands: Sequence[SSAValue]
) -> list[SSAValue]:
    """The results of the map as values."""
    return [term.value(builder) for term in expand_map(builder, map, operands)]


def expand_delinearize(builder: Builder, op: DelinearizeIndexOp) -> Sequence[SSAValue]:
    """Digits of a number in a mixed radix, the most significant one first.

    The first digit takes what the others leave, rounded down, so that it alone may be negative.
    """
    arithmetic = IndexArithmetic(builder)
    basis = mixed_terms(op.static_basis.get_values(), op.dynamic_basis)
    inner = basis[-(len(op.results) - 1) :] if len(op.results) > 1 else []
    digits: list[Term] = []
    rest = Term(op.linear_index)
    for i in range(len(inner)):
        stride = product(arithmetic, inner[i:])
        digits.append(arithmetic.floor_divide(rest, stride))
        rest = arithmetic.modulo(rest, stride)
    return [digit.value(builder) for digit in (*digits, rest)]


def expand_linearize(builder: Builder, op: LinearizeIndexOp) -> Sequence[SSAValue]:
    """The number with these digits in a mixed radix, by Horner's rule."""
    arithmetic = IndexArithmetic(builder)
    basis = mixed_terms(op.static_basis.get_values(), op.dynamic_basis)
    digits = [Term(index) for index in op.multi_index]
    inner = basis[-(len(digits) - 1) :] if len(digits) > 1 else []
    total = digits[0] if digits else Term(0)
    for digit, size in zip(digits[1:], inner, strict=True):
        total = arithmetic.add(arithmetic.multiply(total, size), digit)
    return [total.value(builder)]


def mixed_terms(static: Sequence[int], dynamic: Sequence[SSAValue]) -> list[Term]:
    """Sizes of which some are attributes and the others operands."""
    remaining = iter(dynamic)
    return [Term(next(remaining) if size == DYNAMIC_INDEX else size) for size in static]


def product(arithmetic: IndexArithmetic, factors: Sequence[Term]) -> Term:
    """The product of all factors."""
    result = Term(1)
    for factor in factors:
        result = arithmetic.multiply(result, factor)
    return result


EXPANSIONS: dict[type[Operation], Expansion] = {
    affine.ApplyOp: expand_apply,
    affine.ForOp: expand_for,
    affine.IfOp: expand_if,
    affine.LoadOp: expand_load,
    affine.MinOp: expand_min,
    affine.ParallelOp: expand_parallel,
    affine.StoreOp: expand_store,
    DelinearizeIndexOp: expand_delinearize,
    LinearizeIndexOp: expand_linearize,
    MaxOp: expand_max,
    PrefetchOp: lambda builder, op: [],
    ReducingParallelOp: expand_parallel,
}
"""`affine.yield` has no entry: the op around it replaces it. A prefetch is only a hint."""


class ExpandAffine(ModulePass):
    """Replace affine ops by scf, arith and memref, with MLIR's rounding for negative numbers.

    ```mlir
    affine.for %i = 0 to %n {
      %v = affine.load %m[%i + 1] : memref<?xf32>
    }
    ```
    becomes
    ```mlir
    scf.for %i = %c0 to %n step %c1 {
      %0 = arith.addi %i, %c1_0 overflow<nsw> : index
      %v = memref.load %m[%0] : memref<?xf32>
    }
    ```
    """

    name = "expand-affine"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Expand every affine op, outer ones first."""
        for nested in list(op.walk()):
            if (expansion := EXPANSIONS.get(type(nested))) is not None:
                expand(nested, expansion)
            elif nested.dialect_name() == "affine" and not isinstance(nested, affine.YieldOp):
                raise OperationError(nested, "has no expansion into scf, arith and memref")


def expand(op: Operation, expansion: Expansion) -> None:
    """Replace `op`; what replaces it is at the same source location and keeps the names."""

    def locate(new: Operation) -> None:
        new.location = op.location

    builder = Builder(InsertPoint.before(op), operation_insertion_handler=[locate])
    try:
        results = expansion(builder, op)
    except ValueError as error:
        raise OperationError(op, str(error)) from error
    Rewriter.replace_op(op, [], results)
