"""`IntegerRange` against brute force: no value that can occur is left out."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microaot.passes.integers.integer_range import IntegerRange

NumberFunction: TypeAlias = Callable[[int, int], int]
RangeFunction: TypeAlias = Callable[[IntegerRange, IntegerRange], IntegerRange]
PartialRangeFunction: TypeAlias = Callable[[IntegerRange, IntegerRange], IntegerRange | None]

SMALL = st.integers(-20, 20)


@st.composite
def ranges(draw: st.DrawFn, bounds: st.SearchStrategy[int] = SMALL) -> IntegerRange:
    a, b = draw(bounds), draw(bounds)
    return IntegerRange(min(a, b), max(a, b))


def values(r: IntegerRange) -> range:
    return range(r.lo, r.hi + 1)


def truncating(x: int, y: int) -> int:
    return int(x / y)


BINARY: dict[
    str, tuple[Callable[[IntegerRange, IntegerRange], IntegerRange], Callable[[int, int], int]]
] = {
    "add": (lambda a, b: a + b, lambda x, y: x + y),
    "sub": (lambda a, b: a - b, lambda x, y: x - y),
    "mul": (lambda a, b: a * b, lambda x, y: x * y),
    "min": (IntegerRange.minimum, min),
    "max": (IntegerRange.maximum, max),
    "and": (IntegerRange.bitwise_and, lambda x, y: x & y),
    "or": (IntegerRange.bitwise_or, lambda x, y: x | y),
    "xor": (IntegerRange.bitwise_or, lambda x, y: x ^ y),
}

DIVISIONS: dict[
    str,
    tuple[Callable[[IntegerRange, IntegerRange], IntegerRange | None], Callable[[int, int], int]],
] = {
    "truncating": (IntegerRange.truncating_divide, truncating),
    "floor": (IntegerRange.floor_divide, lambda x, y: x // y),
    "ceil": (IntegerRange.ceil_divide, lambda x, y: -(-x // y)),
    "remainder": (IntegerRange.remainder, lambda x, y: x - y * truncating(x, y)),
}

EXACT = ("add", "sub", "min", "max")
"""Operations whose range is also tight."""


@pytest.mark.parametrize("name", BINARY)
@given(a=ranges(), b=ranges())
def test_binary(name: str, a: IntegerRange, b: IntegerRange) -> None:
    on_ranges, on_numbers = BINARY[name]
    possible = [on_numbers(x, y) for x in values(a) for y in values(b)]
    result = on_ranges(a, b)
    assert min(possible) >= result.lo and max(possible) <= result.hi
    if name in EXACT:
        assert result == IntegerRange(min(possible), max(possible))


@given(a=ranges(), b=ranges())
def test_product_is_tight(a: IntegerRange, b: IntegerRange) -> None:
    corners = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    assert a * b == IntegerRange(min(corners), max(corners))


@pytest.mark.parametrize("name", DIVISIONS)
@given(a=ranges(), b=ranges())
def test_divisions(name: str, a: IntegerRange, b: IntegerRange) -> None:
    on_ranges, on_numbers = DIVISIONS[name]
    possible = [on_numbers(x, y) for x in values(a) for y in values(b) if y != 0]
    result = on_ranges(a, b)
    if result is None:
        assert not possible
    else:
        assert all(value in result for value in possible)


@given(a=ranges(), amount=ranges(st.integers(0, 6)))
def test_shifts(a: IntegerRange, amount: IntegerRange) -> None:
    left, right = a << amount, a >> amount
    for x in values(a):
        for y in values(amount):
            assert x << y in left
            assert x >> y in right


@given(a=ranges(st.integers(-300, 300)), width=st.integers(1, 6))
def test_wrapping(a: IntegerRange, width: int) -> None:
    signed, unsigned = a.wrap_signed(width), a.wrap_unsigned(width)
    assert signed in IntegerRange.signed(width) and unsigned in IntegerRange.unsigned(width)
    for x in values(a):
        low = x % (1 << width)
        assert low in unsigned
        assert (low - (1 << width) if low >> (width - 1) else low) in signed


@given(a=ranges(), count=st.integers(0, 4), data=st.data())
def test_sums(a: IntegerRange, count: int, data: st.DataObject) -> None:
    terms = data.draw(st.lists(st.integers(a.lo, a.hi), max_size=count))
    assert sum(terms) in a.times_at_most(count)


def test_type_ranges() -> None:
    assert IntegerRange.signed(8) == IntegerRange(-128, 127)
    assert IntegerRange.unsigned(8) == IntegerRange(0, 255)
    assert IntegerRange.signed(1) == IntegerRange(-1, 0)
    assert IntegerRange(100, 130).wrap_signed(8) == IntegerRange.signed(8)
    assert IntegerRange(200, 210).wrap_signed(8) == IntegerRange(-56, -46)
    with pytest.raises(ValueError, match="empty"):
        IntegerRange(1, 0)


@given(a=ranges(), b=ranges(st.integers(1, 9)))
def test_modulo(a: IntegerRange, b: IntegerRange) -> None:
    assert all(x % y in a.modulo(b) for x in values(a) for y in values(b))
