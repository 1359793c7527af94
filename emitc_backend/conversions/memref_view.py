"""What a memref becomes in C: an array or a pointer, and how its indices map to it.

A view op (subview, transpose, expand_shape, ...) makes no C at all as long as every index of the
array beneath is an affine function of the view's indices: the view carries that function and each
access applies it, so that an element of a subview reads `image[row + i][j]`. Only where a memref
has to be a value (a call, a loop-carried memref) does a pointer to its first element appear.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from xdsl.ir import SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.types import PTRDIFF

Extent: TypeAlias = int | SSAValue
"""A size, stride or offset: a number, or a `ptrdiff_t` computed at run time."""


def add(b: EmitCBuilder, lhs: Extent, rhs: Extent) -> Extent:
    """`lhs + rhs`; it cannot overflow: both belong to an object that fits the address space."""
    if isinstance(lhs, int) and isinstance(rhs, int):
        return lhs + rhs
    if rhs == 0:
        return lhs
    if lhs == 0:
        return rhs
    if isinstance(rhs, int) and rhs < 0:
        return b.binary(emitc.SubOp, value(b, lhs), value(b, -rhs))
    return b.binary(emitc.AddOp, value(b, lhs), value(b, rhs))


def multiply(b: EmitCBuilder, lhs: Extent, rhs: Extent) -> Extent:
    """`lhs * rhs`; it cannot overflow, see `add`."""
    if isinstance(lhs, int) and isinstance(rhs, int):
        return lhs * rhs
    if lhs == 0 or rhs == 0:
        return 0
    if rhs == 1:
        return lhs
    if lhs == 1:
        return rhs
    return b.binary(emitc.MulOp, value(b, lhs), value(b, rhs))


def value(b: EmitCBuilder, extent: Extent) -> SSAValue:
    """The extent as an emitc value."""
    return b.constant(extent, PTRDIFF) if isinstance(extent, int) else extent


def dense_strides(b: EmitCBuilder, sizes: Sequence[Extent]) -> list[Extent]:
    """Strides of a dense row-major memref of these sizes."""
    strides: list[Extent] = [1] * len(sizes)
    for d in reversed(range(len(sizes) - 1)):
        strides[d] = multiply(b, sizes[d + 1], strides[d + 1])
    return strides


@dataclass(frozen=True)
class LinearIndex:
    """`offset + sum of coefficient * index`, one coefficient per dimension of the view."""

    offset: Extent
    coefficients: tuple[Extent, ...]

    def apply(self, b: EmitCBuilder, indices: Sequence[Extent]) -> Extent:
        """The index of the object beneath for `indices` of the view."""
        terms: list[Extent] = []
        for coefficient, index in zip(self.coefficients, indices, strict=True):
            terms.append(multiply(b, index, coefficient))
        # The constant part goes last, as a person writes it: `i * 8 + j + 3`.
        terms.append(self.offset)
        total: Extent = 0
        for term in terms:
            total = add(b, total, term)
        return total

    def compose(self, b: EmitCBuilder, inner: Sequence["LinearIndex"]) -> "LinearIndex":
        """This index after `inner`, which gives each of its arguments from the new indices."""
        offset = self.offset
        rank = len(inner[0].coefficients) if inner else 0
        coefficients: list[Extent] = [0] * rank
        for outer_coefficient, index in zip(self.coefficients, inner, strict=True):
            offset = add(b, offset, multiply(b, index.offset, outer_coefficient))
            for d, coefficient in enumerate(index.coefficients):
                scaled = multiply(b, coefficient, outer_coefficient)
                coefficients[d] = add(b, coefficients[d], scaled)
        return LinearIndex(offset, tuple(coefficients))


def identity_indices(rank: int) -> tuple[LinearIndex, ...]:
    """One index per dimension, each its own."""
    return tuple(LinearIndex(0, tuple(int(d == i) for d in range(rank))) for i in range(rank))


@dataclass(frozen=True)
class MemRefView:
    """A memref during conversion.

    `base` is an emitc array or a pointer; `indices` has one entry per array dimension, or one for a
    pointer; `sizes` has one entry per dimension of the memref. `origin` says how many elements
    behind the start of the underlying buffer `base` points, None if that is not known: offsets in
    MLIR count from the start of the buffer, but C callers pass the first element.
    """

    base: SSAValue
    indices: tuple[LinearIndex, ...]
    sizes: tuple[Extent, ...]
    origin: int | None = 0

    @staticmethod
    def of_array(base: SSAValue, sizes: Sequence[int]) -> "MemRefView":
        """All of an array; a rank-0 memref is an array of one element."""
        if not sizes:
            return MemRefView(base, (LinearIndex(0, ()),), ())
        return MemRefView(base, identity_indices(len(sizes)), tuple(sizes))

    @staticmethod
    def of_pointer(
        base: SSAValue,
        sizes: Sequence[Extent],
        strides: Sequence[Extent],
        origin: int | None = 0,
        offset: Extent = 0,
    ) -> "MemRefView":
        """What a pointer points at, `offset` elements on."""
        return MemRefView(base, (LinearIndex(offset, tuple(strides)),), tuple(sizes), origin)

    @property
    def rank(self) -> int:
        """Number of dimensions of the memref."""
        return len(self.sizes)

    @property
    def is_array(self) -> bool:
        """Whether `base` is an array, with one index for each of its dimensions."""
        return isinstance(self.base.type, emitc.ArrayType)

    @property
    def base_strides(self) -> tuple[int, ...]:
        """Elements between neighbours along each dimension of `base`."""
        if isinstance(self.base.type, emitc.ArrayType):
            shape = self.base.type.get_shape()
            return tuple(prod(shape[d + 1 :]) for d in range(len(shape)))
        return (1,)

    @property
    def is_whole_array(self) -> bool:
        """Whether the view is `base` itself, dimension by dimension."""
        return (
            isinstance(self.base.type, emitc.ArrayType)
            and self == MemRefView.of_array(self.base, self.base.type.get_shape())
        ) or self.is_whole_scalar

    @property
    def is_whole_scalar(self) -> bool:
        """Whether the view is a rank-0 memref on an array of one element."""
        return (
            not self.sizes
            and isinstance(self.base.type, emitc.ArrayType)
            and self.base.type.get_shape() == (1,)
        )

    def element(self, b: EmitCBuilder, indices: Sequence[Extent]) -> SSAValue:
        """The lvalue of one element."""
        return b.subscript(self.base, [value(b, index.apply(b, indices)) for index in self.indices])

    def strides(self, b: EmitCBuilder) -> tuple[Extent, ...]:
        """Elements between neighbours along each dimension of the view."""
        result: list[Extent] = [0] * self.rank
        for index, base_stride in zip(self.indices, self.base_strides, strict=True):
            for d, coefficient in enumerate(index.coefficients):
                result[d] = add(b, result[d], multiply(b, coefficient, base_stride))
        return tuple(result)

    def remap(
        self, b: EmitCBuilder, inner: Sequence[LinearIndex], sizes: Sequence[Extent]
    ) -> "MemRefView":
        """A view of this view: `inner` gives this view's indices from the new one's."""
        indices = tuple(index.compose(b, inner) for index in self.indices)
        if not inner:
            rank_zero = (LinearIndex(index.offset, (0,) * len(sizes)) for index in self.indices)
            indices = tuple(rank_zero)
        return MemRefView(self.base, indices, tuple(sizes), self.origin)

    def offset(self, b: EmitCBuilder) -> Extent:
        """Elements from `base` to the first element of the view."""
        total: Extent = 0
        for index, stride in zip(self.indices, self.base_strides, strict=True):
            total = add(b, total, multiply(b, index.offset, stride))
        return total

    def pointer(self, b: EmitCBuilder) -> SSAValue:
        """A pointer to the first element."""
        zeros = [0] * self.rank
        starts = [index.apply(b, zeros) for index in self.indices]
        if not isinstance(self.base.type, emitc.ArrayType) and starts == [0]:
            return self.base
        return b.address_of(b.subscript(self.base, [value(b, start) for start in starts]))

    def buffer_pointer(self, b: EmitCBuilder) -> SSAValue:
        """A pointer to where `base` starts."""
        if not self.is_array:
            return self.base
        return b.address_of(b.subscript(self.base, [value(b, 0)] * len(self.indices)))

    def as_pointer(self, b: EmitCBuilder) -> "MemRefView":
        """The same elements through a pointer to the first one."""
        offset = self.offset(b)
        origin: int | None = None
        if isinstance(offset, int) and self.origin is not None:
            origin = self.origin + offset
        return MemRefView.of_pointer(self.pointer(b), self.sizes, self.strides(b), origin)
