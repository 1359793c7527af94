"""Fast placement: buffers one by one into the gaps between those that are already placed."""

from collections.abc import Callable, Iterator, Sequence

from microaot.passes.memory.buffers import Buffer, align_up, height

ROUNDS = 64
"""How often an order is improved."""

WORK = 20_000
"""The buffers that are placed while an order is improved, so that many buffers get fewer rounds."""


def place_in_order(
    buffers: Sequence[Buffer],
    near: Sequence[Sequence[int]],
    order: Sequence[int],
    *,
    tightest: bool = False,
) -> list[int]:
    """Offsets of buffers that are placed in `order`, each in the lowest gap that holds it, or in
    the `tightest`."""
    offsets = [-1] * len(buffers)
    for index in order:
        offsets[index] = find_gap(buffers, near[index], offsets, index, tightest=tightest)
    return offsets


def find_gap(
    buffers: Sequence[Buffer],
    near: Sequence[int],
    offsets: Sequence[int],
    index: int,
    *,
    tightest: bool = False,
) -> int:
    """Where the buffer fits between its neighbours `near`; a negative offset is not placed yet."""
    buffer = buffers[index]
    taken = sorted((offsets[n], offsets[n] + buffers[n].size) for n in near if offsets[n] >= 0)
    best, spare, end = -1, 0, 0
    for start, stop in taken:
        offset = align_up(end, buffer.alignment)
        left = start - offset - buffer.size
        if left >= 0 and (best < 0 or left < spare):
            best, spare = offset, left
            if not tightest:
                break
        end = max(end, stop)
    return best if best >= 0 else align_up(end, buffer.alignment)


def orders(buffers: Sequence[Buffer], near: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The orders that are worth trying, ties by name so that the input may come in any order."""

    def conflicting(i: int) -> int:
        return buffers[i].size + sum(buffers[n].size for n in near[i])

    keys: tuple[Callable[[int], tuple[int, int]], ...] = (
        lambda i: (-buffers[i].size, -(buffers[i].last - buffers[i].first)),
        lambda i: (-buffers[i].size * (buffers[i].last - buffers[i].first + 1), -buffers[i].size),
        lambda i: (-conflicting(i), -buffers[i].size),
        lambda i: (-(buffers[i].last - buffers[i].first), -buffers[i].size),
        lambda i: (buffers[i].first, -buffers[i].size),
        lambda i: (-buffers[i].last, -buffers[i].size),
    )
    for key in keys:
        yield sorted(range(len(buffers)), key=lambda i: (key(i), buffers[i].name))


def place_greedily(
    buffers: Sequence[Buffer], near: Sequence[Sequence[int]], enough: int
) -> list[int]:
    """The best placement that several orders find; stops when it is as low as `enough`."""
    best: list[int] = []
    best_order: list[int] = []
    lowest = -1
    for order in orders(buffers, near):
        for tightest in (False, True):
            offsets = place_in_order(buffers, near, order, tightest=tightest)
            top = height(buffers, offsets)
            if lowest < 0 or top < lowest:
                best, best_order, lowest = offsets, order, top
            if lowest <= enough:
                return best
    return _improve(buffers, near, best, best_order, enough)


def _improve(
    buffers: Sequence[Buffer],
    near: Sequence[Sequence[int]],
    best: list[int],
    order: list[int],
    enough: int,
) -> list[int]:
    """Again and again let the buffer that ended on top choose before the others."""
    lowest = height(buffers, best)
    offsets = best
    for _ in range(min(ROUNDS, WORK // len(buffers))):
        top = max(order, key=lambda i: offsets[i] + buffers[i].size)
        place = order.index(top)
        order = [*order[: place // 2], top, *order[place // 2 : place], *order[place + 1 :]]
        offsets = place_in_order(buffers, near, order)
        if (reached := height(buffers, offsets)) < lowest:
            best, lowest = offsets, reached
        if lowest <= enough:
            break
    return best
