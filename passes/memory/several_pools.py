"""Buffers to pools, and offsets in them: within every limit, and in preferred pools if possible."""

from collections.abc import Sequence
from dataclasses import dataclass

from microaot.passes.memory.buffers import Buffer, lower_bound, neighbours
from microaot.passes.memory.greedy import find_gap, orders
from microaot.passes.memory.one_pool import NODE_LIMIT, Placement, place
from microaot.passes.memory.pools import Pool


class DoesNotFit(Exception):
    """`buffers` are those that found no place, the others being placed."""

    def __init__(self, buffers: Sequence[Buffer]) -> None:
        super().__init__(", ".join(f"{buffer.name} ({buffer.size} B)" for buffer in buffers))
        self.buffers = list(buffers)


@dataclass(frozen=True)
class Plan:
    """For each buffer its pool and offset, and for each pool how it is filled."""

    places: list[tuple[str, int]]
    pools: dict[str, Placement]

    @property
    def size(self) -> int:
        """The bytes of all pools."""
        return sum(placement.size for placement in self.pools.values())


def assign(buffers: Sequence[Buffer], pools: Sequence[Pool], node_limit: int = NODE_LIMIT) -> Plan:
    """Place every buffer in one of its pools; raises `DoesNotFit`.

    Whether a pool that is not the first choice is used is decided first, how high the pools get
    then. The pools come in the order of preference, for buffers that do not name theirs.
    """
    limits = {pool.name: pool.limit for pool in pools}
    chosen = _Assignment(buffers, limits, node_limit).best()
    placements: dict[str, Placement] = {}
    places: list[tuple[str, int]] = [("", 0)] * len(buffers)
    for name in limits:
        members = [i for i, pool in enumerate(chosen) if pool == name]
        placement = place([buffers[i] for i in members], node_limit)
        placements[name] = placement
        for i, offset in zip(members, placement.offsets, strict=True):
            places[i] = (name, offset)
    return Plan(places, placements)


class _Assignment:
    """Chooses a pool for each buffer."""

    def __init__(
        self, buffers: Sequence[Buffer], limits: dict[str, int | None], nodes: int
    ) -> None:
        self._buffers = buffers
        self._limits = limits
        self._near = neighbours(buffers)
        self._nodes = nodes

    def best(self) -> list[str]:
        choices = [self._greedy(order) for order in orders(self._buffers, self._near)]
        complete = [choice for choice in choices if "" not in choice]
        if complete:
            return min(complete, key=self._cost)
        order = next(orders(self._buffers, self._near))
        if (found := self._search(order)) is not None:
            return found
        closest = min(choices, key=self._missing)
        raise DoesNotFit([b for b, pool in zip(self._buffers, closest, strict=True) if not pool])

    def _missing(self, choice: list[str]) -> int:
        return sum(b.size or 1 for b, pool in zip(self._buffers, choice, strict=True) if not pool)

    def _cost(self, choice: list[str]) -> int:
        """Bytes that are not in the best pool, more so the worse the pool."""
        return sum(
            buffer.size * self._pools(buffer).index(pool)
            for buffer, pool in zip(self._buffers, choice, strict=True)
        )

    def _pools(self, buffer: Buffer) -> tuple[str, ...]:
        return buffer.pools or tuple(self._limits)

    def _greedy(self, order: Sequence[int]) -> list[str]:
        """Each buffer in turn goes to the first pool that has room for it; `""` if none has."""
        chosen = [""] * len(self._buffers)
        offsets = [-1] * len(self._buffers)
        for i in order:
            for pool in self._pools(self._buffers[i]):
                near = [n for n in self._near[i] if chosen[n] == pool]
                offset = find_gap(self._buffers, near, offsets, i)
                limit = self._limits[pool]
                if limit is None or offset + self._buffers[i].size <= limit:
                    chosen[i], offsets[i] = pool, offset
                    break
        return chosen

    def _search(self, order: Sequence[int]) -> list[str] | None:
        """Try all ways to choose pools, as long as there are nodes left."""
        chosen: dict[int, str] = {}
        pending = [iter(self._pools(self._buffers[order[0]]))]
        while pending and self._nodes > 0:
            self._nodes -= 1
            index = order[len(pending) - 1]
            chosen.pop(index, None)
            if (pool := next(pending[-1], None)) is None:
                pending.pop()
                continue
            chosen[index] = pool
            complete = len(pending) == len(order)
            if not self._has_room(chosen, pool, complete=complete):
                continue
            if complete:
                return [chosen[i] for i in range(len(order))]
            pending.append(iter(self._pools(self._buffers[order[len(pending)]])))
        return None

    def _has_room(self, chosen: dict[int, str], pool: str, *, complete: bool) -> bool:
        """Whether the pool may hold what was chosen for it; certainly, if that is all."""

        def members(name: str) -> list[Buffer]:
            return [self._buffers[i] for i in sorted(chosen) if chosen[i] == name]

        limit = self._limits[pool]
        if limit is not None and lower_bound(members(pool)) > limit:
            return False
        return not complete or all(
            most is None or place(members(name), len(self._buffers)).size <= most
            for name, most in self._limits.items()
        )
