"""Buffers that a planner places, and the least memory that they can need."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Buffer:
    """`size` bytes at a multiple of `alignment`, in use from step `first` to step `last`, both
    included.

    `pools` are the names of the pools that may hold it, the best one first.
    """

    name: str
    size: int
    alignment: int
    first: int
    last: int
    pools: tuple[str, ...] = ()

    def overlaps(self, other: "Buffer") -> bool:
        """Whether both are in use at some step."""
        return self.first <= other.last and other.first <= self.last

    def united(self, other: "Buffer") -> "Buffer":
        """The buffer that serves both, one after the other, at one address."""
        return replace(
            self,
            size=max(self.size, other.size),
            alignment=max(self.alignment, other.alignment),
            first=min(self.first, other.first),
            last=max(self.last, other.last),
        )


def align_up(offset: int, alignment: int) -> int:
    """The next multiple of `alignment`."""
    return -(-offset // alignment) * alignment


def neighbours(buffers: Sequence[Buffer]) -> list[list[int]]:
    """For each buffer those that must not overlap it, by index."""
    result: list[list[int]] = [[] for _ in buffers]
    for i, one in enumerate(buffers):
        for j in range(i):
            if one.overlaps(buffers[j]) and one.size and buffers[j].size:
                result[i].append(j)
                result[j].append(i)
    return result


def lower_bound(buffers: Sequence[Buffer]) -> int:
    """Bytes that no placement goes below: what the buffers of the busiest step fill.

    All of them start at multiples of their smallest alignment, so each fills up to the next one,
    except the topmost, which may be the one that would waste most.
    """
    bound = 0
    for step in {buffer.first for buffer in buffers}:
        live = [b for b in buffers if b.first <= step <= b.last and b.size]
        if live:
            grain = min(buffer.alignment for buffer in live)
            filled = [align_up(buffer.size, grain) for buffer in live]
            waste = max(f - buffer.size for f, buffer in zip(filled, live, strict=True))
            bound = max(bound, sum(filled) - waste)
    return bound


def height(buffers: Sequence[Buffer], offsets: Sequence[int]) -> int:
    """The end of the topmost buffer."""
    return max((b.size + o for b, o in zip(buffers, offsets, strict=True)), default=0)
