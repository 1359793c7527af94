"""The memref dialect: xDSL's ops, those it lacks, and the syntax it cannot read."""

from xdsl.dialects import memref

from microaot.dialects.extension import extend_dialect
from microaot.dialects.memref_dma import DmaStartOp, DmaWaitOp
from microaot.dialects.memref_ops import (
    OPERATIONS,
    AtomicYieldOp,
    DistinctObjectsOp,
    GenericAtomicRMWOp,
    PrefetchOp,
    ReallocOp,
    ReshapeOp,
    TransposeOp,
)
from microaot.dialects.memref_syntax import SYNTAX, DynamicCopyOp, ExternalGlobalOp

__all__ = [
    "MEMREF",
    "AtomicYieldOp",
    "DistinctObjectsOp",
    "DmaStartOp",
    "DmaWaitOp",
    "DynamicCopyOp",
    "ExternalGlobalOp",
    "GenericAtomicRMWOp",
    "PrefetchOp",
    "ReallocOp",
    "ReshapeOp",
    "TransposeOp",
]

MEMREF = extend_dialect(
    memref.MemRef,
    operations=OPERATIONS,
    replacing=[*SYNTAX, DmaStartOp, DmaWaitOp],
)
