"""linalg, complete for what compiles to loops: xDSL's `generic` and `yield`, and every named op.

| file | what |
|---|---|
| `notation.py` | iteration spaces in one line of text |
| `table.py` | all named ops: space and body kind |
| `bodies.py` | the scalar bodies |
| `structured.py` | what all structured ops share |
| `named.py` | the op classes made from the table |
| `ops.py`, `index.py` | the ops that are not in the table |
"""

from xdsl.dialects.linalg.ops import GenericOp, YieldOp
from xdsl.ir import Dialect

from microaot.dialects.linalg.attrs import ATTRIBUTES
from microaot.dialects.linalg.index import IndexOp
from microaot.dialects.linalg.named import NAMED_OP_CLASSES
from microaot.dialects.linalg.ops import (
    BroadcastOp,
    ContractOp,
    ElementwiseOp,
    MapOp,
    ReduceOp,
    TransposeOp,
)
from microaot.dialects.linalg.softmax import SoftmaxOp

LINALG = Dialect(
    "linalg",
    [
        GenericOp,
        YieldOp,
        IndexOp,
        BroadcastOp,
        ContractOp,
        ElementwiseOp,
        MapOp,
        ReduceOp,
        SoftmaxOp,
        TransposeOp,
        *NAMED_OP_CLASSES.values(),
    ],
    ATTRIBUTES,
)
