"""The function of a library that is measured: what it is called with, and how."""

from dataclasses import dataclass
from math import prod

import numpy as np

from microaot.tools.errors import UserError

_ELEMENTS = {
    "i1": ("bool", 1),
    "i8": ("int8", 1),
    "i16": ("int16", 2),
    "i32": ("int32", 4),
    "i64": ("int64", 8),
    "ui8": ("uint8", 1),
    "ui16": ("uint16", 2),
    "ui32": ("uint32", 4),
    "ui64": ("uint64", 8),
    "f16": ("float16", 2),
    "bf16": ("uint16", 2),
    "f32": ("float32", 4),
    "f64": ("float64", 8),
}
"""MLIR's element types: the type of NumPy that holds one, and its bytes."""


@dataclass(frozen=True)
class Buffer:
    """An array that the function reads or writes; `element` is MLIR's type of an element.

    `alignment` is in bytes.
    """

    name: str
    element: str
    shape: tuple[int, ...]
    alignment: int = 8

    def __post_init__(self) -> None:
        if self.element not in _ELEMENTS:
            raise UserError(f"'{self.name}' has elements of type {self.element}, no array for them")

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """The type of NumPy that has the bits of an element; bf16 is uint16."""
        return np.dtype(_ELEMENTS[self.element][0])

    @property
    def byte_size(self) -> int:
        """Bytes of the whole array."""
        return prod(self.shape) * _ELEMENTS[self.element][1]


@dataclass(frozen=True)
class Scratch:
    """Memory that the application lends to the function; sizes are in bytes."""

    name: str
    size: int
    alignment: int


@dataclass(frozen=True)
class Entry:
    """The function to measure.

    `declarations`, `call`, `before` and `after` are C: file-scope definitions, the expression that
    calls `function`, and statements that run around each call without being measured. In all,
    `{name}` is replaced by the array that holds the buffer or scratch of that name.
    `returns_status`: whether the call has a value, 0 for success. `is_list_of_calls`: whether the
    function calls each operator once, in order, and not in loops.
    """

    library: str
    function: str
    inputs: tuple[Buffer, ...]
    outputs: tuple[Buffer, ...]
    scratch: tuple[Scratch, ...]
    declarations: str
    call: str
    returns_status: bool
    before: str = ""
    after: str = ""
    is_list_of_calls: bool = False
