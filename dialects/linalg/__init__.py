"""linalg as MLIR 22 has it.

| file | what |
|---|---|
| `notation.py` | iteration spaces in one line of text |
| `table.py` | all named ops: space and body kind |
| `bodies.py` | the scalar bodies |
| `structured.py` | what all structured ops share |
| `named.py` | the op classes made from the table |
| `mapped.py` | `contract` and `elementwise`, which take their maps as attributes |
| `generic.py`, `ops.py`, `index.py`, `softmax.py` | the ops that are not in the table |
| `relayout.py`, `winograd.py` | tensors in other layouts: `pack`, `unpack`, Winograd transforms |
"""

from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Dialect

from microaot.dialects.linalg import relayout, winograd
from microaot.dialects.linalg.attrs import ATTRIBUTES
from microaot.dialects.linalg.generic import GENERIC
from microaot.dialects.linalg.index import IndexOp
from microaot.dialects.linalg.mapped import ContractOp, ElementwiseOp
from microaot.dialects.linalg.named import NAMED_OP_CLASSES
from microaot.dialects.linalg.ops import (
    BroadcastOp,
    MapOp,
    ReduceOp,
    TransposeOp,
)
from microaot.dialects.linalg.softmax import SoftmaxOp

LINALG = Dialect(
    "linalg",
    [
        GENERIC,
        YieldOp,
        IndexOp,
        BroadcastOp,
        ContractOp,
        ElementwiseOp,
        MapOp,
        ReduceOp,
        SoftmaxOp,
        TransposeOp,
        *relayout.OPERATIONS,
        *winograd.OPERATIONS,
        *NAMED_OP_CLASSES.values(),
    ],
    ATTRIBUTES,
)
