"""How reshapes put dimensions together, for all small shapes."""

from itertools import product
from math import prod

import pytest

from microaot.passes.tosa.moves import reassociation_groups


def _shapes(size: int) -> list[tuple[int, ...]]:
    """All shapes of up to four dimensions with so many elements."""
    divisors = [extent for extent in range(1, size + 1) if size % extent == 0]
    shapes = [shape for rank in range(1, 5) for shape in product(divisors, repeat=rank)]
    return [shape for shape in shapes if prod(shape) == size]


@pytest.mark.parametrize("size", [1, 4, 6, 12])
def test_groups_are_consecutive_and_not_empty(size: int) -> None:
    found = 0
    for high, low in product(_shapes(size), repeat=2):
        groups = reassociation_groups(high, low)
        if groups is None:
            continue
        found += 1
        assert all(groups)
        assert [dim for group in groups for dim in group] == [*range(len(high))]
        assert [prod(high[dim] for dim in group) for group in groups] == [*low]
    assert found
