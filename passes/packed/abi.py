"""What the type-erased calling conventions call types, and what they accept for which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from xdsl.dialects.builtin import (
    BFloat16Type,
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntegerType,
)
from xdsl.ir import Attribute

from microaot.dialects.packed.entry import ABI


class ArgumentKind(Enum):
    """What an argument may be, in the words of a message."""

    TENSOR = "a tensor"
    INT = "an int"
    BOOL = "a bool"
    FLOAT = "a float"


@dataclass(frozen=True)
class PackedABI:
    """The numbers of one convention."""

    accepted: Mapping[ArgumentKind, tuple[int, ...]]
    """The type indices that an argument of a kind may have."""
    symbol: str
    """The symbol of the entry of a function `{}`."""
    is_fixed_name: bool
    """Whether that is the C name as well, whatever the library is called."""


PACKED_ABIS: dict[ABI, PackedABI] = {
    # DLTensor pointers and tensor objects; a number stands for a less special one.
    ABI.FFI: PackedABI(
        {
            ArgumentKind.TENSOR: (7, 70),
            ArgumentKind.INT: (1, 2),
            ArgumentKind.BOOL: (2, 1),
            ArgumentKind.FLOAT: (3, 1, 2),
        },
        "__tvm_ffi_{}",
        is_fixed_name=True,
    ),
    # DLTensor and NDArray handles begin with the same descriptor; truth values are integers.
    ABI.TVM: PackedABI(
        {
            ArgumentKind.TENSOR: (7, 13),
            ArgumentKind.INT: (0,),
            ArgumentKind.BOOL: (0,),
            ArgumentKind.FLOAT: (2, 0),
        },
        "{}_packed",
        is_fixed_name=False,
    ),
}


def scalar_kind(type: Attribute) -> ArgumentKind | None:
    """As what a scalar of this type travels, None if it cannot."""
    match type:
        case IntegerType() if type.width.data == 1:
            return ArgumentKind.BOOL
        case IntegerType() if 1 < type.width.data <= 64:
            return ArgumentKind.INT
        case IndexType():
            return ArgumentKind.INT
        case Float16Type() | BFloat16Type() | Float32Type() | Float64Type():
            return ArgumentKind.FLOAT
        case _:
            return None
