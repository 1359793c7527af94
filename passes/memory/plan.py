"""The memory plan of a library, as reports read it from the attribute of the module."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    IntegerAttr,
    ModuleOp,
    StringAttr,
    i64,
)
from xdsl.ir import Attribute

MEMORY_PLAN = "aot.memory_plan"
"""The attribute of the module that holds the plan."""


@dataclass(frozen=True)
class PlannedPool:
    """A pool: the bytes it needs and may need at most (None: any number), and who provides it.

    `bound` is a size that no placement of its buffers goes below: the plan is proved to be optimal
    if it is equal to `size`.
    """

    name: str
    owner: str
    size: int
    alignment: int
    bound: int
    limit: int | None = None

    @property
    def is_optimal(self) -> bool:
        """Whether no placement of the buffers of this pool is smaller."""
        return self.size == self.bound


@dataclass(frozen=True)
class PlannedBuffer:
    """A buffer: where it is, and in which steps, from `first` to `last`, it is in use.

    `kind` is `input`, `output`, `inout`, `intermediate` or `scratch`. -1 is before the first step,
    the number of steps is after the last. `shares` names the buffer whose memory it takes over.
    `argument` is the position that an input or output had among the arguments of the entry,
    `label` its name in the interface, `type` its type there as a memref, `scale` and `zero_point`
    what its elements mean if it is quantised.
    """

    name: str
    kind: str
    pool: str
    offset: int
    size: int
    alignment: int
    first: int
    last: int
    shares: str | None = None
    argument: int | None = None
    label: str | None = None
    type: Attribute | None = None
    scale: Attribute | None = None
    zero_point: int | None = None

    @property
    def end(self) -> int:
        """The offset behind its last byte."""
        return self.offset + self.size


@dataclass(frozen=True)
class MemoryPlan:
    """Pools and buffers of the function `entry`; `steps` names what it calls, in order."""

    entry: str
    steps: Sequence[str]
    pools: Sequence[PlannedPool]
    buffers: Sequence[PlannedBuffer]

    def in_pool(self, pool: str) -> list[PlannedBuffer]:
        """The buffers of a pool."""
        return [buffer for buffer in self.buffers if buffer.pool == pool]

    def attach(self, module: ModuleOp) -> None:
        """Record the plan at the module."""
        module.attributes[MEMORY_PLAN] = DictionaryAttr(
            {
                "entry": StringAttr(self.entry),
                "steps": ArrayAttr([StringAttr(step) for step in self.steps]),
                "pools": ArrayAttr([_dictionary(pool) for pool in self.pools]),
                "buffers": ArrayAttr([_dictionary(buffer) for buffer in self.buffers]),
            }
        )

    @staticmethod
    def of(module: ModuleOp) -> "MemoryPlan | None":
        """The plan of a module, None if it has none."""
        attribute = module.attributes.get(MEMORY_PLAN)
        if not isinstance(attribute, DictionaryAttr):
            return None
        fields = _plain(attribute)
        return MemoryPlan(
            fields["entry"],
            fields["steps"],
            [PlannedPool(**pool) for pool in fields["pools"]],
            [PlannedBuffer(**buffer) for buffer in fields["buffers"]],
        )


def _dictionary(row: PlannedPool | PlannedBuffer) -> DictionaryAttr:
    fields: dict[str, Attribute] = {}
    for name, value in vars(row).items():
        if isinstance(value, int):
            fields[name] = IntegerAttr(value, i64)
        elif isinstance(value, str):
            fields[name] = StringAttr(value)
        elif isinstance(value, Attribute):
            fields[name] = value
    return DictionaryAttr(fields)


def _plain(attribute: Attribute) -> Any:
    match attribute:
        case DictionaryAttr():
            return {name: _plain(inner) for name, inner in attribute.data.items()}
        case ArrayAttr():
            return [_plain(inner) for inner in attribute.data]
        case IntegerAttr():
            return attribute.value.data
        case StringAttr():
            return attribute.data
        case _:
            return attribute
