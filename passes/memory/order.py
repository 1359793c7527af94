"""The order of independent steps in which the fewest bytes are in use at once."""

from collections.abc import Sequence
from dataclasses import dataclass

STATE_LIMIT = 200_000
"""How often a step is tried after others, before less promising ways to begin are dropped."""


@dataclass(frozen=True)
class Step:
    """A step that comes after the steps `after`; each pair of `shares` is a buffer that it may
    write into the memory of another one: `(written, read)`."""

    after: frozenset[int] = frozenset()
    shares: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Data:
    """A buffer of `size` bytes that the steps `users` need.

    `from_start`: in use before the first step; `to_end`: in use after the last one.
    """

    size: int
    users: frozenset[int]
    from_start: bool = False
    to_end: bool = False


@dataclass(frozen=True)
class Order:
    """The steps in order, their peak in bytes, and whether no order has a lower one."""

    steps: list[int]
    peak: int
    is_optimal: bool


@dataclass(frozen=True)
class _State:
    """The best way to have finished some steps: its peak, and the bytes that are in use now."""

    peak: int
    live: int
    step: int = -1
    before: "_State | None" = None


def best_order(
    steps: Sequence[Step], data: Sequence[Data], state_limit: int = STATE_LIMIT
) -> Order:
    """The order with the lowest peak, the given one if it is as good.

    What is in use depends only on which steps are finished, so each set of them needs its best
    predecessor only. If there are too many sets, only the best of each size are continued.
    """
    return _Ordering(steps, data).run(state_limit)


class _Ordering:
    """Sets of steps and of buffers are bits of an integer."""

    def __init__(self, steps: Sequence[Step], data: Sequence[Data]) -> None:
        self._steps = steps
        self._data = data
        self._after = [_mask(step.after) for step in steps]
        self._users = [_mask(buffer.users) for buffer in data]
        self._used: list[list[int]] = [[] for _ in steps]
        for d, buffer in enumerate(data):
            for step in buffer.users:
                self._used[step].append(d)

    def run(self, state_limit: int) -> Order:
        """Go from the empty set of finished steps to all, one step at a time."""
        start = sum(buffer.size for buffer in self._data if buffer.from_start)
        unused = sum(b.size for b in self._data if b.from_start and not b.users and not b.to_end)
        states = {0: _State(start, start - unused)}
        given = self._follow(states[0], range(len(self._steps)))
        if given.peak <= max(map(self._needs, range(len(self._steps))), default=0):
            return Order(_path(given), given.peak, True)
        most = max(1, state_limit // max(1, len(self._steps)))
        is_exact = True
        for _ in self._steps:
            following: dict[int, _State] = {}
            tried = 0
            for done, state in sorted(states.items(), key=lambda s: (s[1].peak, s[1].live, s[0])):
                if tried >= most:
                    is_exact = False
                    break
                for step in self._ready(done):
                    tried += 1
                    after = self._next(done, state, step)
                    known = following.get(done | 1 << step)
                    if after.peak < given.peak and (known is None or after.peak < known.peak):
                        following[done | 1 << step] = after
            states = following
        final = next(iter(states.values()), given)
        return Order(_path(final), final.peak, is_exact)

    def _needs(self, step: int) -> int:
        """What a step needs in any order."""
        used = sum(self._data[d].size for d in self._used[step])
        return used - sum(self._data[out].size for out, _ in self._steps[step].shares)

    def _follow(self, state: _State, steps: Sequence[int]) -> _State:
        done = 0
        for step in steps:
            state = self._next(done, state, step)
            done |= 1 << step
        return state

    def _ready(self, done: int) -> list[int]:
        return [
            step
            for step, after in enumerate(self._after)
            if not done >> step & 1 and after & done == after
        ]

    def _next(self, done: int, state: _State, step: int) -> _State:
        data, now = self._data, done | 1 << step
        born = [d for d in self._used[step] if not self._users[d] & done and not data[d].from_start]
        dead = {d for d in self._used[step] if self._users[d] | now == now and not data[d].to_end}
        during = state.live + sum(data[d].size for d in born)
        free = set(dead)
        written = set(born)
        shared = 0
        for out, source in self._steps[step].shares:
            if out in written and source in free and source not in born:
                written.remove(out)
                free.remove(source)
                shared += min(data[out].size, data[source].size)
        live = during - sum(data[d].size for d in dead)
        return _State(max(state.peak, during - shared), live, step, state)


def _mask(numbers: frozenset[int]) -> int:
    return sum(1 << number for number in numbers)


def _path(state: _State) -> list[int]:
    path: list[int] = []
    while state.before is not None:
        path.append(state.step)
        state = state.before
    return path[::-1]
