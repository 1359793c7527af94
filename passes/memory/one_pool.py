"""The lowest placement of buffers in one pool."""

from collections.abc import Sequence
from dataclasses import dataclass

from microaot.passes.memory.buffers import Buffer, height, lower_bound, neighbours
from microaot.passes.memory.exact import Answer, Search
from microaot.passes.memory.greedy import place_greedily

NODE_LIMIT = 20_000
"""Placements that the exact search tries before it gives up: a few seconds at most."""


@dataclass(frozen=True)
class Placement:
    """Offsets of buffers, the size that the pool needs, and what is known of the least size.

    `bound` is a size that no placement goes below; `size` is the least one if they are equal.
    """

    offsets: list[int]
    size: int
    bound: int

    @property
    def is_optimal(self) -> bool:
        """Whether the size is proved to be the least."""
        return self.size == self.bound


def place(buffers: Sequence[Buffer], node_limit: int = NODE_LIMIT) -> Placement:
    """Place buffers as low as possible; the same input always gives the same placement.

    >>> a, b = Buffer("a", 6, 4, 0, 1), Buffer("b", 2, 4, 1, 2)
    >>> place([a, b])
    Placement(offsets=[0, 8], size=10, bound=10)
    """
    offsets = [0] * len(buffers)
    near = neighbours(buffers)
    size = bound = 0
    for part in _independent_parts(buffers):
        members = [buffers[i] for i in part]
        number = {old: new for new, old in enumerate(part)}
        placement = _place_part(members, [[number[n] for n in near[i]] for i in part], node_limit)
        for i, offset in zip(part, placement.offsets, strict=True):
            offsets[i] = offset
        size, bound = max(size, placement.size), max(bound, placement.bound)
    return Placement(offsets, size, bound)


def _independent_parts(buffers: Sequence[Buffer]) -> list[list[int]]:
    """Groups of buffers that are never in use together with one of another group."""
    parts: list[list[int]] = []
    last = -1
    filled = (i for i, buffer in enumerate(buffers) if buffer.size)
    for i in sorted(filled, key=lambda i: (buffers[i].first, buffers[i].last, buffers[i].name)):
        if not parts or buffers[i].first > last:
            parts.append([])
            last = buffers[i].last
        parts[-1].append(i)
        last = max(last, buffers[i].last)
    return parts


def _place_part(
    buffers: Sequence[Buffer], near: Sequence[Sequence[int]], node_limit: int
) -> Placement:
    bound = lower_bound(buffers)
    best = place_greedily(buffers, near, bound)
    size = height(buffers, best)
    search = Search(buffers, near, node_limit // 2)
    if size > bound and search.run(bound) is Answer.FOUND:
        return Placement(search.offsets, bound, bound)
    search.nodes += node_limit - node_limit // 2
    while size > bound:
        match search.run(size - 1):
            case Answer.FOUND:
                best, size = [*search.offsets], height(buffers, search.offsets)
            case Answer.IMPOSSIBLE:
                bound = size
            case Answer.GAVE_UP:
                break
    return Placement(best, size, bound)
