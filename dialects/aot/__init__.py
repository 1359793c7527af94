"""The `aot` dialect: the interface that a compiled model has for firmware."""

from xdsl.ir import Dialect

from microaot.dialects.aot.checks import RequireAlignedOp, RequirePresentOp
from microaot.dialects.aot.entries import (
    HANDLE,
    DeviceOp,
    InputOp,
    OutputOp,
    PoolOp,
    TensorOp,
)
from microaot.dialects.aot.model import ModelOp, Style, find_struct
from microaot.dialects.aot.structs import MakeStructOp, MemberOp, MemoryOp, StructType

__all__ = [
    "AOT",
    "HANDLE",
    "DeviceOp",
    "InputOp",
    "MakeStructOp",
    "MemberOp",
    "MemoryOp",
    "ModelOp",
    "OutputOp",
    "PoolOp",
    "RequireAlignedOp",
    "RequirePresentOp",
    "StructType",
    "Style",
    "TensorOp",
    "find_struct",
]

AOT = Dialect(
    "aot",
    [
        DeviceOp,
        InputOp,
        MakeStructOp,
        MemberOp,
        MemoryOp,
        ModelOp,
        OutputOp,
        PoolOp,
        RequireAlignedOp,
        RequirePresentOp,
    ],
    [StructType],
)
