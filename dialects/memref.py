"""The memref dialect: xDSL's ops, those it lacks, and the syntax it cannot read."""

from xdsl.dialects import memref

from microaot.dialects.extension import extend_dialect
from microaot.dialects.memref_dma import DmaStartOp, DmaWaitOp
from microaot.dialects.memref_ops import OPERATIONS
from microaot.dialects.memref_syntax import SYNTAX

MEMREF = extend_dialect(
    memref.MemRef,
    operations=OPERATIONS,
    replacing=[*SYNTAX, DmaStartOp, DmaWaitOp],
)
