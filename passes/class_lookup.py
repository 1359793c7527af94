"""What a table says of an op, by its class or one that this extends."""

from collections.abc import Mapping
from typing import TypeVar

from xdsl.ir import Operation

Entry = TypeVar("Entry")


def for_class(table: Mapping[type[Operation], Entry], op: Operation) -> Entry | None:
    """The entry of the nearest class, since some of our ops extend the dialects that xDSL has."""
    return next((table[base] for base in type(op).__mro__ if base in table), None)
