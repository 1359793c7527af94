"""Writing FlatBuffers without a schema: tables are described by the numbers of their fields.

```python
write(Table({0: Number("Uint32", 3), 3: "a text", 4: [Table({})]}), b"TFL3")
```
"""

# The package `flatbuffers` carries no types.
# pyright: basic, reportMissingImports=false

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import flatbuffers
import numpy as np


@dataclass(frozen=True)
class Number:
    """A number in a field; `kind` is one of the kinds of FlatBuffers: `Int8`, `Uint32` ..."""

    kind: str
    value: int


@dataclass(frozen=True)
class Table:
    """A table: what its fields hold, by the numbers that the schema gives them."""

    fields: "Mapping[int, Field]"


Field = Number | str | np.ndarray | Sequence[Table] | Table
"""What a field can hold; an array is a vector of numbers."""


def write(root: Table, identifier: bytes) -> bytes:
    """The bytes of a file whose root is `root`."""
    builder = flatbuffers.Builder(1024)
    builder.Finish(_write_table(builder, root), file_identifier=identifier)
    return bytes(builder.Output())


def _write_table(builder: flatbuffers.Builder, table: Table) -> int:
    # What a table refers to is written before it.
    offsets = {
        slot: _write_value(builder, value)
        for slot, value in table.fields.items()
        if not isinstance(value, Number)
    }
    builder.StartObject(max(table.fields, default=-1) + 1)
    for slot, value in table.fields.items():
        if isinstance(value, Number):
            getattr(builder, f"Prepend{value.kind}Slot")(slot, value.value, None)
        else:
            builder.PrependUOffsetTRelativeSlot(slot, offsets[slot], 0)
    return builder.EndObject()


def _write_value(
    builder: flatbuffers.Builder, value: str | np.ndarray | Sequence[Table] | Table
) -> int:
    match value:
        case str():
            return builder.CreateString(value)
        case np.ndarray():
            # Constants of 8 bits stand for numbers of any width, and readers cast their address.
            builder.StartVector(value.itemsize, value.size, 16)
            builder.head -= value.nbytes
            builder.Bytes[builder.head : builder.head + value.nbytes] = value.tobytes()
            return builder.EndVector()
        case Table():
            return _write_table(builder, value)
        case _:
            tables = [_write_table(builder, table) for table in value]
            builder.StartVector(4, len(tables), 4)
            for offset in reversed(tables):
                builder.PrependUOffsetTRelative(offset)
            return builder.EndVector()
