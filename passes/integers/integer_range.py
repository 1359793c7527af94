"""Ranges of integers, with arithmetic that never leaves a possible value out.

```python
IntegerRange(-128, 127) * IntegerRange(0, 3)  # IntegerRange(-384, 381)
```

Results are exact mathematical ranges: whether they fit a machine type is for the caller to ask.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class IntegerRange:
    """All integers from `lo` to `hi`, both included; never empty."""

    lo: int
    hi: int

    def __post_init__(self) -> None:
        """Refuse an empty range."""
        if self.lo > self.hi:
            raise ValueError(f"empty range {self.lo}..{self.hi}")

    @staticmethod
    def constant(value: int) -> "IntegerRange":
        """One value."""
        return IntegerRange(value, value)

    @staticmethod
    def signed(width: int) -> "IntegerRange":
        """What a signed integer of `width` bits can hold."""
        return IntegerRange(-(1 << (width - 1)), (1 << (width - 1)) - 1)

    @staticmethod
    def unsigned(width: int) -> "IntegerRange":
        """What an unsigned integer of `width` bits can hold."""
        return IntegerRange(0, (1 << width) - 1)

    def __contains__(self, value: "int | IntegerRange") -> bool:
        """Whether a number, or every number of a range, is in this range."""
        if isinstance(value, int):
            return self.lo <= value <= self.hi
        return self.lo <= value.lo and value.hi <= self.hi

    @property
    def is_constant(self) -> bool:
        """Whether there is one value only."""
        return self.lo == self.hi

    @property
    def is_non_negative(self) -> bool:
        """Whether no value is below zero."""
        return self.lo >= 0

    def hull(self, other: "IntegerRange") -> "IntegerRange":
        """The smallest range that holds both."""
        return IntegerRange(min(self.lo, other.lo), max(self.hi, other.hi))

    def intersect(self, other: "IntegerRange") -> "IntegerRange | None":
        """What both hold, None if that is nothing."""
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        return IntegerRange(lo, hi) if lo <= hi else None

    def __neg__(self) -> "IntegerRange":
        """The range of `-x`."""
        return IntegerRange(-self.hi, -self.lo)

    def __add__(self, other: "IntegerRange") -> "IntegerRange":
        """The range of `x + y`."""
        return IntegerRange(self.lo + other.lo, self.hi + other.hi)

    def __sub__(self, other: "IntegerRange") -> "IntegerRange":
        """The range of `x - y`."""
        return IntegerRange(self.lo - other.hi, self.hi - other.lo)

    def __mul__(self, other: "IntegerRange") -> "IntegerRange":
        """The range of `x * y`."""
        return self._corners(other, lambda x, y: x * y)

    def __lshift__(self, amount: "IntegerRange") -> "IntegerRange":
        """The range of `x * 2**y` for a non-negative amount."""
        return self._corners(amount, lambda x, y: x << y)

    def __rshift__(self, amount: "IntegerRange") -> "IntegerRange":
        """The range of `floor(x / 2**y)` for a non-negative amount."""
        return self._corners(amount, lambda x, y: x >> y)

    def minimum(self, other: "IntegerRange") -> "IntegerRange":
        """The range of `min(x, y)`."""
        return IntegerRange(min(self.lo, other.lo), min(self.hi, other.hi))

    def maximum(self, other: "IntegerRange") -> "IntegerRange":
        """The range of `max(x, y)`."""
        return IntegerRange(max(self.lo, other.lo), max(self.hi, other.hi))

    def truncating_divide(self, other: "IntegerRange") -> "IntegerRange | None":
        """The range of `x / y` rounded to zero, as in C; None if the divisor is always zero."""
        return self._divide(other, _truncating_divide)

    def floor_divide(self, other: "IntegerRange") -> "IntegerRange | None":
        """The range of `x / y` rounded down; None if the divisor is always zero."""
        return self._divide(other, lambda x, y: x // y)

    def ceil_divide(self, other: "IntegerRange") -> "IntegerRange | None":
        """The range of `x / y` rounded up; None if the divisor is always zero."""
        return self._divide(other, lambda x, y: -(-x // y))

    def remainder(self, other: "IntegerRange") -> "IntegerRange | None":
        """The range of the remainder with the sign of `x`, as C's `%`; None if `y` is always zero.

        It is smaller than the divisor and no larger than the dividend.
        """
        largest = max(abs(other.lo), abs(other.hi))
        if largest == 0:
            return None
        lo = 0 if self.lo >= 0 else max(self.lo, 1 - largest)
        hi = 0 if self.hi <= 0 else min(self.hi, largest - 1)
        return IntegerRange(lo, hi)

    def modulo(self, other: "IntegerRange") -> "IntegerRange":
        """The range of the remainder that is never negative, for positive divisors."""
        largest = max(0, other.hi - 1)
        return IntegerRange(0, min(largest, self.hi) if self.is_non_negative else largest)

    def bitwise_and(self, other: "IntegerRange") -> "IntegerRange":
        """The range of `x & y`: a non-negative operand bounds it from above."""
        if not (self.is_non_negative or other.is_non_negative):
            bits = max(_bits(self), _bits(other))
            return IntegerRange(-(1 << bits), max(self.hi, other.hi, -1))
        return IntegerRange(0, min(r.hi for r in (self, other) if r.is_non_negative))

    def bitwise_or(self, other: "IntegerRange") -> "IntegerRange":
        """The range of `x | y` and of `x ^ y`: no bit beyond those of the operands."""
        bits = max(_bits(self), _bits(other))
        lo = 0 if self.is_non_negative and other.is_non_negative else -(1 << bits)
        return IntegerRange(lo, (1 << bits) - 1)

    def times_at_most(self, count: int) -> "IntegerRange":
        """The range of a sum of up to `count` values of this range."""
        return IntegerRange(min(0, self.lo * count), max(0, self.hi * count))

    def wrap_signed(self, width: int) -> "IntegerRange":
        """The range of `x` modulo `2**width`, read as a signed number."""
        type_range = IntegerRange.signed(width)
        offset = (self.lo - type_range.lo) // (1 << width) * (1 << width)
        moved = IntegerRange(self.lo - offset, self.hi - offset)
        return moved if moved in type_range else type_range

    def wrap_unsigned(self, width: int) -> "IntegerRange":
        """The range of `x` modulo `2**width`, read as an unsigned number."""
        offset = self.lo >> width << width
        moved = IntegerRange(self.lo - offset, self.hi - offset)
        type_range = IntegerRange.unsigned(width)
        return moved if moved in type_range else type_range

    def _corners(
        self, other: "IntegerRange", function: Callable[[int, int], int]
    ) -> "IntegerRange":
        """The range of a function that is monotonic in each argument."""
        values = [function(x, y) for x in (self.lo, self.hi) for y in (other.lo, other.hi)]
        return IntegerRange(min(values), max(values))

    def _divide(
        self, other: "IntegerRange", function: Callable[[int, int], int]
    ) -> "IntegerRange | None":
        """A division is monotonic on either side of zero in the divisor."""
        parts = (
            other.intersect(IntegerRange(min(other.lo, -1), -1)),
            other.intersect(IntegerRange(1, max(other.hi, 1))),
        )
        results = [self._corners(part, function) for part in parts if part is not None]
        if not results:
            return None
        return results[0] if len(results) == 1 else results[0].hull(results[1])


def _truncating_divide(x: int, y: int) -> int:
    quotient = abs(x) // abs(y)
    return quotient if (x < 0) == (y < 0) else -quotient


def _bits(range: IntegerRange) -> int:
    """Bits that two's complement needs for every value, the sign bit not counted."""
    return max((v if v >= 0 else ~v).bit_length() for v in (range.lo, range.hi))
