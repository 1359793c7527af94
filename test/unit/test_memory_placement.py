"""Placements are legal, as low as possible, and never worse than those of other planners."""

import random
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_instances import FAN_OUT, LINEAR, MOBILENET, RESNET, Known, buffers

from microaot.passes.memory.buffers import Buffer, height, lower_bound, neighbours
from microaot.passes.memory.check import mistakes
from microaot.passes.memory.exact import Answer, Search
from microaot.passes.memory.greedy import place_greedily, place_in_order
from microaot.passes.memory.one_pool import place
from microaot.passes.memory.pools import Pool, parse_pools
from microaot.passes.memory.several_pools import DoesNotFit, Plan, assign
from microaot.tools.errors import UserError

ANY = {"": None}


def lowest_of_all_orders(given: list[Buffer]) -> int:
    """The least height: every lowest placement comes from placing upwards in some order."""
    near = neighbours(given)
    every = permutations(range(len(given)))
    return min(height(given, place_in_order(given, near, order)) for order in every)


@given(buffers(most=6))
@settings(max_examples=60, deadline=None)
def test_placement_is_as_low_as_possible(given: list[Buffer]) -> None:
    placement = place(given)
    assert not [*mistakes(given, [("", o) for o in placement.offsets], ANY)]
    assert placement.is_optimal
    assert placement.size == height(given, placement.offsets) == lowest_of_all_orders(given)


@given(buffers(most=7), st.integers(1, 40))
@settings(max_examples=100, deadline=None)
def test_search_finds_what_exists(given: list[Buffer], capacity: int) -> None:
    filled = [buffer for buffer in given if buffer.size]
    search = Search(filled, neighbours(filled), 100_000)
    answer = search.run(capacity)
    least = place(filled).size
    assert answer is (Answer.FOUND if least <= capacity else Answer.IMPOSSIBLE)
    if answer is Answer.FOUND:
        assert not [*mistakes(filled, [("", o) for o in search.offsets], {"": capacity})]


def test_the_least_size_may_be_above_the_bound() -> None:
    rows = [(7, 2, 1, 4), (5, 2, 5, 8), (7, 1, 4, 6), (5, 2, 2, 5), (1, 2, 2, 5)]
    given = [Buffer(f"b{i}", *row) for i, row in enumerate(rows)]
    placement = place(given)
    assert placement.is_optimal
    assert placement.size == lowest_of_all_orders(given) > lower_bound(given)


def test_search_finds_what_the_fast_placement_misses() -> None:
    rows = [(5, 2, 0, 2), (1, 4, 4, 6), (2, 2, 4, 6), (5, 2, 1, 4), (7, 4, 5, 7)]
    given = [Buffer(f"b{i}", *row) for i, row in enumerate(rows)]
    assert height(given, place_greedily(given, neighbours(given), 0)) == 12
    assert place(given).size == 11


def test_bound_counts_what_alignment_wastes() -> None:
    given = [Buffer("a", 5, 4, 0, 1), Buffer("b", 5, 4, 0, 1)]
    assert lower_bound(given) == 13
    assert place(given).offsets in ([0, 8], [8, 0])


def test_nothing_needs_nothing() -> None:
    assert place([]).size == 0
    assert place([Buffer("empty", 0, 4, 0, 3), Buffer("b", 4, 4, 0, 3)]).size == 4


def test_giving_up_says_so() -> None:
    rng = random.Random(7)
    given = [
        Buffer(f"b{i}", rng.randrange(1, 999), rng.choice([1, 4, 8]), t := rng.randrange(40), t + 9)
        for i in range(60)
    ]
    placement = place(given, node_limit=10)
    assert placement.bound == lower_bound(given) < placement.size
    assert not placement.is_optimal
    assert place(given, node_limit=10) == placement


def test_many_buffers_are_placed_in_seconds() -> None:
    rng = random.Random(3)
    given = [
        Buffer(f"b{i}", rng.randrange(1, 4000), 4, t := rng.randrange(500), t + rng.randrange(30))
        for i in range(500)
    ]
    placement = place(given, node_limit=500)
    assert not [*mistakes(given, [("", o) for o in placement.offsets], ANY)]
    assert placement.size <= 1.05 * placement.bound


@pytest.mark.parametrize("known", [LINEAR, FAN_OUT, RESNET])
def test_never_worse_than_the_best_of_tvm(known: Known) -> None:
    placement = place(known.buffers)
    assert placement.size <= known.best
    assert placement.is_optimal


def test_two_pools_of_tvm() -> None:
    pools = parse_pools(["fast_memory:200704", "slow_memory"])
    plan = assign(MOBILENET.buffers, pools)
    assert plan.pools["fast_memory"].size <= 200_704
    assert plan.pools["slow_memory"].size <= MOBILENET.best


def limits_of(pools: list[Pool]) -> dict[str, int | None]:
    return {pool.name: pool.limit for pool in pools}


@given(buffers(most=6), st.integers(0, 20), st.integers(0, 20))
@settings(max_examples=60, deadline=None)
def test_plans_of_several_pools_are_legal_and_complete(
    given: list[Buffer], small: int, large: int
) -> None:
    pools = [Pool("small", small), Pool("large", large)]
    plan: Plan | None
    try:
        plan = assign(given, pools)
    except DoesNotFit as error:
        assert error.buffers
        plan = None
    else:
        assert not [*mistakes(given, plan.places, limits_of(pools))]
    choices = range(2 ** len(given))
    possible = any(
        place([b for i, b in enumerate(given) if choice >> i & 1]).size <= small
        and place([b for i, b in enumerate(given) if not choice >> i & 1]).size <= large
        for choice in choices
    )
    assert (plan is not None) == possible


def test_buffers_choose_their_pools() -> None:
    given = [Buffer("a", 8, 1, 0, 1, ("slow", "fast")), Buffer("b", 8, 1, 0, 1, ("fast",))]
    plan = assign(given, parse_pools(["fast", "slow"]))
    assert plan.places == [("slow", 0), ("fast", 0)]


def test_the_first_pool_is_filled_first() -> None:
    given = [Buffer(f"b{i}", 8, 1, 0, 1) for i in range(3)]
    plan = assign(given, parse_pools(["fast:16", "slow"]))
    assert {name: placement.size for name, placement in plan.pools.items()} == {
        "fast": 16,
        "slow": 8,
    }


def test_what_does_not_fit_is_listed() -> None:
    given = [Buffer("a", 8, 1, 0, 1), Buffer("b", 4, 1, 0, 1)]
    with pytest.raises(DoesNotFit, match=r"b \(4 B\)"):
        assign(given, parse_pools(["only:8"]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a b:4", "name that is one in C"),
        ("int:4", "name that is one in C"),
        ("a:4KB", "write bytes"),
        ("a:-1", "write bytes"),
        ("a:4:me", "belongs to 'me'"),
        ("a:4:app:3", "no power of two"),
        ("a:4:app:0", "no power of two"),
        ("a:4:app:8:9", "name:size:owner:alignment"),
    ],
)
def test_wrong_pools_are_refused(text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        Pool.parse(text)


def test_pools_have_different_names() -> None:
    with pytest.raises(UserError, match="two pools called 'a'"):
        parse_pools(["a", "b", "a:4"])


def test_sizes_have_units() -> None:
    texts = ["a:7", "b:7B", "c:2KiB", "d:1MiB", "e:*"]
    assert [pool.limit for pool in parse_pools(texts)] == [7, 7, 2048, 1024 * 1024, None]
