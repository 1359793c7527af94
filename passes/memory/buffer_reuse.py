"""Which buffers can take the same memory: a scan over their lifetimes."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

KindT = TypeVar("KindT", bound=Hashable)


@dataclass(frozen=True)
class Lifetime(Generic[KindT]):
    """A buffer of some kind, in use from op number `first` to op number `last`, both included.

    Only buffers of equal kind may share memory.
    """

    first: int
    last: int
    kind: KindT


def reuse(lifetimes: Sequence[Lifetime[KindT]]) -> list[list[int]]:
    """Group buffers by index so that no two of a group are in use at once.

    Taking the buffers in the order in which they begin, and of the free groups of the kind any one,
    needs the fewest groups possible: as many as are in use at the worst moment.

    >>> reuse([Lifetime(0, 2, "a"), Lifetime(1, 3, "a"), Lifetime(3, 4, "a")])
    [[0, 2], [1]]
    """
    groups: list[list[int]] = []
    by_kind: dict[KindT, list[list[int]]] = {}
    for index in sorted(range(len(lifetimes)), key=lambda i: lifetimes[i].first):
        lifetime = lifetimes[index]
        same_kind = by_kind.setdefault(lifetime.kind, [])
        free = (g for g in same_kind if lifetimes[g[-1]].last < lifetime.first)
        if (group := next(free, None)) is None:
            groups.append(group := [])
            same_kind.append(group)
        group.append(index)
    return groups
