"""In which order the steps of a program run when some devices work beside the processor.

A step that a device has queued is *pending* until the program waits for the device. The schedule
waits as late as possible, and moves independent steps of others in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Step:
    """A step that reads and writes some buffers; `device` is None for the processor.

    `is_queued`: the device does it after the step has returned, in the order of its steps.
    `is_free`: the step does nothing else than to read and write the buffers.
    """

    device: str | None = None
    reads: frozenset[int] = frozenset()
    writes: frozenset[int] = frozenset()
    is_queued: bool = False
    is_free: bool = False

    def conflicts_with(self, other: "Step") -> bool:
        """Whether the order of the two matters."""
        both = self.writes & (other.reads | other.writes)
        return bool(both or self.reads & other.writes)


@dataclass(frozen=True)
class Wait:
    """The program waits until a device has done the steps, all that are pending."""

    device: str
    steps: tuple[int, ...]


Event: TypeAlias = int | Wait
"""A step, by its number, or a wait."""


def schedule(steps: Sequence[Step], queues: Mapping[str, int]) -> list[Event]:
    """Order the steps and wait where it is necessary, at the latest in the end.

    `queues` says how many steps of a device may be pending, 1 if it does not name the device.
    The steps of one device, and those of the processor that are not free, keep their order. Without
    queued steps all do.
    """
    if not any(step.is_queued for step in steps):
        return [*range(len(steps))]
    return _Scheduler(steps, queues).run()


class _Scheduler:
    """Takes one step after another, preferably such that need not wait."""

    def __init__(self, steps: Sequence[Step], queues: Mapping[str, int]) -> None:
        self._steps = steps
        self._queues = queues
        self._events: list[Event] = []
        self._pending: dict[str, list[int]] = {}
        self._left: dict[str | int | None, list[int]] = {}
        for number in range(len(steps)):
            self._left.setdefault(self._lane(number), []).append(number)
        self._before = [
            {j for j in range(i) if step.conflicts_with(steps[j])} for i, step in enumerate(steps)
        ]
        self._done: set[int] = set()

    def run(self) -> list[Event]:
        """All steps, then waits for what is still pending, in the order in which it began."""
        for _ in self._steps:
            self._take(min(self._ready(), key=self._rank))
        for device in [*self._pending]:
            self._wait(device)
        return self._events

    def _lane(self, number: int) -> str | int | None:
        """What the steps have in common that keep their order."""
        step = self._steps[number]
        return number if step.is_free and step.device is None else step.device

    def _ready(self) -> list[int]:
        """The next step of each lane that only needs the data of steps before."""
        heads = [left[0] for left in self._left.values() if left]
        return [head for head in heads if self._before[head] <= self._done]

    def _rank(self, step: int) -> tuple[bool, bool, int]:
        """Steps that need not wait come first, among them those that a device does meanwhile."""
        return bool(self._waits(step)), not self._steps[step].is_queued, step

    def _waits(self, number: int) -> list[str]:
        """The devices to wait for before a step."""
        step = self._steps[number]
        found: list[str] = []
        for device, pending in self._pending.items():
            if device == step.device and step.is_queued:
                is_in_the_way = len(pending) >= self._queues.get(device, 1)
            else:
                is_in_the_way = any(step.conflicts_with(self._steps[p]) for p in pending)
            if is_in_the_way:
                found.append(device)
        return found

    def _take(self, number: int) -> None:
        for device in self._waits(number):
            self._wait(device)
        step = self._steps[number]
        self._left[self._lane(number)].pop(0)
        self._done.add(number)
        self._events.append(number)
        if step.is_queued:
            assert step.device is not None
            self._pending.setdefault(step.device, []).append(number)

    def _wait(self, device: str) -> None:
        self._events.append(Wait(device, tuple(self._pending.pop(device))))
