"""tensor as MLIR 22 has it: xDSL's ops, those it lacks, and the checks that it leaves out.

| file | what |
|---|---|
| `ops.py`, `gathers.py`, `slices.py` | the ops that xDSL lacks |
| `syntax.py`, `slices.py` | text and checks of the ops that xDSL has |
| `shapes.py` | what must hold of shapes |
"""

from xdsl.dialects import tensor

from microaot.dialects.extension import extend_dialect
from microaot.dialects.tensor import gathers, ops, slices, syntax
from microaot.dialects.tensor.gathers import GatherOp, ScatterOp
from microaot.dialects.tensor.ops import BitcastOp, GenerateOp, RankOp
from microaot.dialects.tensor.slices import ParallelInsertSliceOp

__all__ = [
    "TENSOR",
    "BitcastOp",
    "GatherOp",
    "GenerateOp",
    "ParallelInsertSliceOp",
    "RankOp",
    "ScatterOp",
]

TENSOR = extend_dialect(
    tensor.Tensor,
    operations=[*ops.OPERATIONS, *gathers.OPERATIONS, ParallelInsertSliceOp],
    replacing=[*syntax.SYNTAX, *slices.SYNTAX],
)
