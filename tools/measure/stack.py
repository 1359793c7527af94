"""The most stack that a function can take, whatever its inputs: from the linked executable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from microaot.tools.measure.disassembly import Function
from microaot.tools.measure.frames import Frame, Site, analyze


@dataclass(frozen=True)
class StackBound:
    """The worst case in bytes, and why it may be more; all functions that can be reached.

    `unknown` are reasons in words: a call through a pointer, recursion, a frame of variable size.
    """

    size: int
    unknown: tuple[str, ...]
    reached: frozenset[int]


def stack_bound(
    functions: Mapping[int, Function], start: int, declared: Mapping[str, int | None]
) -> StackBound:
    """The stack of the function at the address `start` with all that it can call.

    `declared` are sizes of frames that the compiler knows, by the names of functions; nothing for
    a frame that has no bound.
    """
    search = _Search(functions, declared)
    size = search.depth(start)
    return StackBound(size, tuple(dict.fromkeys(search.unknown)), frozenset(search.done))


def read_stack_usage(objects: Iterable[Path]) -> dict[str, int | None]:
    """The frames that a compiler has noted beside objects, `-fstack-usage`."""
    frames: dict[str, int | None] = {}
    for file in (object.with_suffix(".su") for object in objects):
        # A line is `file:line:column:function<tab>bytes<tab>static`.
        for line in file.read_text().splitlines() if file.is_file() else ():
            place, size, kind = line.split("\t")
            name = place.rpartition(":")[2]
            known = frames.get(name, 0)
            if kind == "dynamic" or known is None:
                frames[name] = None
            else:
                frames[name] = max(known, int(size))
    return frames


class _Search:
    def __init__(
        self, functions: Mapping[int, Function], declared: Mapping[str, int | None]
    ) -> None:
        self.unknown: list[str] = []
        self.done: dict[int, int] = {}
        self._functions = functions
        self._declared = declared
        self._active: list[int] = []

    def depth(self, address: int) -> int:
        """The stack of a function with its callees."""
        if address in self.done:
            return self.done[address]
        function = self._functions.get(address)
        if function is None:
            self.unknown.append(f"code without a symbol at {address:#x}")
            return 0
        if address in self._active:
            self.unknown.append(f"'{function.name}' calls itself")
            return 0
        self._active.append(address)
        frame = analyze(function)
        own = self._own(function, frame)
        size = max([own, *(self._at(function, frame, site, own) for site in frame.sites)])
        self._active.pop()
        self.done[address] = size
        return size

    def _own(self, function: Function, frame: Frame) -> int:
        declared = self._declared.get(function.name, 0 if frame.known else None)
        if declared is None:
            self.unknown.append(f"the frame of '{function.name}' is not known")
        return max(frame.depth, declared or 0)

    def _at(self, function: Function, frame: Frame, site: Site, own: int) -> int:
        # Where the instructions do not tell, all of the frame is in use at each call.
        depth = site.depth if frame.known else own
        if site.callee is None:
            self.unknown.append(f"'{function.name}' calls through a pointer")
            return depth
        return depth + self.depth(site.callee)
