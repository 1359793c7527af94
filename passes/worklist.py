"""Facts that spread along edges until nothing changes."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

_N = TypeVar("_N")
_O = TypeVar("_O")


def spread(origins: Mapping[_N, _O], next_of: Callable[[_N], Iterable[_N]]) -> dict[_N, _O]:
    """Every node that can be reached, each with the origin it was first reached from.

    Each node is visited once, so the cost is that of the edges.
    """
    found = dict(origins)
    pending = [*found]
    while pending:
        node = pending.pop()
        for reached in next_of(node):
            if reached not in found:
                found[reached] = found[node]
                pending.append(reached)
    return found
