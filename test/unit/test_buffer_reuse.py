"""Buffers that share memory are never in use at once, and no sharing is missed."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from microaot.passes.memory.buffer_reuse import Lifetime, reuse

LIFETIMES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from("ab")).map(
        lambda t: Lifetime(min(t[:2]), max(t[:2]), t[2])
    ),
    max_size=12,
)


@given(LIFETIMES)
def test_no_two_of_a_group_overlap(lifetimes: list[Lifetime[str]]) -> None:
    for group in reuse(lifetimes):
        members = sorted((lifetimes[i] for i in group), key=lambda m: m.first)
        assert len({m.kind for m in members}) == 1
        for earlier, later in itertools.pairwise(members):
            assert earlier.last < later.first


@given(LIFETIMES)
def test_every_buffer_is_in_one_group(lifetimes: list[Lifetime[str]]) -> None:
    assert sorted(i for group in reuse(lifetimes) for i in group) == [*range(len(lifetimes))]


@given(LIFETIMES)
def test_groups_are_as_few_as_buffers_in_use_at_once(lifetimes: list[Lifetime[str]]) -> None:
    groups = reuse(lifetimes)
    for kind in "ab":
        busiest = max(
            sum(m.first <= t <= m.last for m in lifetimes if m.kind == kind) for t in range(21)
        )
        assert sum(lifetimes[group[0]].kind == kind for group in groups) == busiest
