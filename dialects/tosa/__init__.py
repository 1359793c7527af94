"""TOSA 1.0 as MLIR 22 has it: all operations, types and attributes, in place of xDSL's part.

| file | what |
|---|---|
| `table.py` | all ops on tensors and shapes: operands, results and attributes, a line each |
| `fields.py`, `constraints.py` | what the kinds in a line mean |
| `base.py`, `ops.py` | the op classes made from the table, with their syntax |
| `verifier.py`, `shape_functions.py` | how types, shapes and attributes go together |
| `control_flow.py`, `variables.py` | the ops with regions or symbols |
| `attributes.py` | types and attributes |
"""

from xdsl.ir import Dialect

from microaot.dialects.tosa import control_flow, variables
from microaot.dialects.tosa.attributes import ATTRIBUTES, TYPES
from microaot.dialects.tosa.ops import OP_CLASSES

TOSA = Dialect(
    "tosa",
    [*OP_CLASSES.values(), *control_flow.OPERATIONS, *variables.OPERATIONS],
    [*TYPES, *ATTRIBUTES],
)
