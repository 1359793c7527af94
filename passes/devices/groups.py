"""From where to where a device is open: around steps that follow each other, not around each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from microaot.passes.devices.schedule import Event, Step, Wait


@dataclass(frozen=True)
class Group:
    """The events from `first` to `last`, both included, in which `device` is open."""

    device: str
    first: int
    last: int


def find_groups(events: Sequence[Event], steps: Sequence[Step]) -> list[Group]:
    """The largest groups that contain no step of anybody else, except while the device is busy.

    Groups are nested or disjoint, so that devices are closed in the reverse order of opening; a
    device stays open longer for that. They are in the order of opening.
    """
    return _nest(_Finder(steps).run(events))


class _Finder:
    """Goes through the events; knows the groups that may still grow."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._groups: list[Group] = []
        self._growing: dict[str, Group] = {}
        self._busy: set[str] = set()

    def run(self, events: Sequence[Event]) -> list[Group]:
        """The groups without regard to each other."""
        for position, event in enumerate(events):
            if isinstance(event, Wait):
                self._busy.discard(event.device)
                self._grow(event.device, position)
                continue
            step = self._steps[event]
            for device in [*self._growing]:
                if device != step.device and device not in self._busy:
                    self._groups.append(self._growing.pop(device))
            if step.device is not None:
                self._grow(step.device, position)
                if step.is_queued:
                    self._busy.add(step.device)
        return [*self._groups, *self._growing.values()]

    def _grow(self, device: str, position: int) -> None:
        group = self._growing.get(device, Group(device, position, position))
        self._growing[device] = replace(group, last=position)


def _nest(groups: Sequence[Group]) -> list[Group]:
    """Let groups end later until none begins in another one that ends before it does."""
    nested = sorted(groups, key=lambda group: group.first)
    while (pair := _overlapping(nested)) is not None:
        outer, inner = pair
        nested[nested.index(outer)] = replace(outer, last=max(outer.last, inner.last))
        if outer.device == inner.device:
            nested.remove(inner)
    return nested


def _overlapping(groups: Sequence[Group]) -> tuple[Group, Group] | None:
    """Two groups that are not nested in each other, or are the same device open twice."""
    for index, inner in enumerate(groups):
        for outer in groups[:index]:
            is_nested = inner.last <= outer.last and inner.device != outer.device
            if inner.first <= outer.last and not is_nested:
                return outer, inner
    return None
