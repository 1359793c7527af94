"""Buffers that take over the memory of others: a plan with fewer, longer-lived buffers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from microaot.passes.memory.buffers import Buffer, lower_bound
from microaot.passes.memory.one_pool import NODE_LIMIT
from microaot.passes.memory.pools import Pool
from microaot.passes.memory.several_pools import DoesNotFit, Plan, assign


@dataclass(frozen=True)
class SharedPlan:
    """A plan, and for each buffer the one at whose place it is: itself, or an earlier one."""

    plan: Plan
    places: list[tuple[str, int]]
    holders: list[int]


def share(buffers: Sequence[Buffer], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each buffer the one whose memory it takes over, directly or through others.

    A pair `(source, target)` may share: the last step of the source is the first of the target.
    Each buffer passes its memory on to at most one other, and takes over that of at most one.
    """
    holders = [*range(len(buffers))]
    given: set[int] = set()
    for source, target in sorted(pairs, key=lambda pair: (buffers[pair[1]].first, pair)):
        one, other = buffers[source], buffers[target]
        fits = one.size == other.size and one.pools == other.pools and one.last == other.first
        if fits and source not in given and holders[target] == target and source != target:
            given.add(source)
            holders[target] = holders[source]
    return holders


def plan_shared(
    buffers: Sequence[Buffer],
    pairs: Iterable[tuple[int, int]],
    pools: Sequence[Pool],
    node_limit: int = NODE_LIMIT,
) -> SharedPlan:
    """Place buffers that may share memory as `pairs` say; shares only if that saves memory, or
    costs none. Raises `DoesNotFit`."""
    apart = [*range(len(buffers))]
    shared = share(buffers, pairs)
    try:
        together = _plan(buffers, shared, pools, node_limit)
    except DoesNotFit:
        if shared == apart:
            raise
        return _plan(buffers, apart, pools, node_limit)
    if shared == apart or together.plan.size <= lower_bound(buffers):
        return together
    try:
        separate = _plan(buffers, apart, pools, node_limit)
    except DoesNotFit:
        return together
    return min(together, separate, key=lambda plan: plan.plan.size)


def _plan(
    buffers: Sequence[Buffer], holders: list[int], pools: Sequence[Pool], node_limit: int
) -> SharedPlan:
    united = {holder: buffers[holder] for holder in holders}
    for buffer, holder in zip(buffers, holders, strict=True):
        united[holder] = united[holder].united(buffer)
    plan = assign([*united.values()], pools, node_limit)
    places = dict(zip(united, plan.places, strict=True))
    return SharedPlan(plan, [places[holder] for holder in holders], holders)
