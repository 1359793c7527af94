"""Exact placement: a search that finds offsets below a height, or proves that there are none.

In some lowest placement every buffer rests on the floor or on a buffer that is in use at the same
time. Placed in the order of their offsets, each buffer then starts where the highest of its
neighbours that is already placed ends. So it is enough to search through orders.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from microaot.passes.memory.buffers import Buffer, align_up


class Answer(Enum):
    """What a search ended with."""

    FOUND = auto()
    IMPOSSIBLE = auto()
    GAVE_UP = auto()


@dataclass
class Search:
    """Looks for offsets of `buffers` (none of them empty) that stay within `capacity` bytes.

    `nodes` is the number of placements that may still be tried; it goes down.
    """

    buffers: Sequence[Buffer]
    near: Sequence[Sequence[int]]
    nodes: int
    offsets: list[int] = field(default_factory=list[int])

    def run(self, capacity: int) -> Answer:
        """Search; the offsets are in `offsets` if there are any."""
        buffers = self.buffers
        self._capacity = capacity
        self._floor = [0] * len(buffers)
        self._open = set(range(len(buffers)))
        self.offsets = [-1] * len(buffers)
        starts = sorted({buffer.first for buffer in buffers})
        self._spans = [
            [t for t, step in enumerate(starts) if b.first <= step <= b.last] for b in buffers
        ]
        self._level = [0] * len(starts)
        self._rest = [0] * len(starts)
        for buffer, span in zip(buffers, self._spans, strict=True):
            for t in span:
                self._rest[t] += buffer.size
        if not self._fits((-1, -1)):
            return Answer.IMPOSSIBLE
        return self._descend()

    def _descend(self) -> Answer:
        """Depth first, without recursion: there may be more buffers than Python has frames."""
        last = (-1, -1)
        pending: list[Iterator[int]] = [iter(self._candidates(last))]
        undo: list[tuple[int, tuple[int, int], list[tuple[int, int]], list[int]]] = []
        while pending:
            if not self._open:
                return Answer.FOUND
            index = next(pending[-1], -1)
            if index < 0:
                pending.pop()
                if undo:
                    last = self._take_back(*undo.pop())
                continue
            if self.nodes <= 0:
                return Answer.GAVE_UP
            self.nodes -= 1
            undo.append((index, last, *self._place(index)))
            last = (self.offsets[index], index)
            if self._fits(last):
                pending.append(iter(self._candidates(last)))
            else:
                last = self._take_back(*undo.pop())
        return Answer.IMPOSSIBLE

    def _candidates(self, last: tuple[int, int]) -> list[int]:
        """The buffers that may come next, those that are likely to lead to a placement first.

        None that leaves room below it for a buffer that is still to be placed: that one could go
        there without harm. Of buffers that are all alike, only the first.
        """
        buffers, floor = self.buffers, self._floor
        roof = min((floor[i] + buffers[i].size for i in self._open), default=0)
        seen: set[tuple[int, int, int, int]] = set()
        chosen: list[int] = []
        for i in sorted(self._open):
            b = buffers[i]
            kind = (b.first, b.last, b.size, b.alignment)
            if (floor[i], i) > last and floor[i] < roof and kind not in seen:
                chosen.append(i)
            seen.add(kind)
        return sorted(chosen, key=lambda i: (floor[i], -buffers[i].size * len(self._spans[i]), i))

    def _place(self, index: int) -> tuple[list[tuple[int, int]], list[int]]:
        buffer = self.buffers[index]
        self._open.remove(index)
        self.offsets[index] = self._floor[index]
        end = self._floor[index] + buffer.size
        raised: list[tuple[int, int]] = []
        for n in self.near[index]:
            if n in self._open and self._floor[n] < end:
                raised.append((n, self._floor[n]))
                self._floor[n] = align_up(end, self.buffers[n].alignment)
        span = self._spans[index]
        levels = [self._level[t] for t in span]
        for t in span:
            self._level[t] = end
            self._rest[t] -= buffer.size
        return raised, levels

    def _take_back(
        self,
        index: int,
        last: tuple[int, int],
        raised: list[tuple[int, int]],
        levels: list[int],
    ) -> tuple[int, int]:
        self._open.add(index)
        self.offsets[index] = -1
        for n, floor in raised:
            self._floor[n] = floor
        for t, level in zip(self._spans[index], levels, strict=True):
            self._level[t] = level
            self._rest[t] += self.buffers[index].size
        return last

    def _fits(self, last: tuple[int, int]) -> bool:
        """Whether what is still to be placed can stay within the capacity, as far as one sees."""
        lowest = max(last[0], 0)
        return all(
            not rest or max(level, lowest) + rest <= self._capacity
            for level, rest in zip(self._level, self._rest, strict=True)
        ) and all(self._floor[i] + self.buffers[i].size <= self._capacity for i in self._open)
