"""An interpreter of programs on tensors, on NumPy: what MLIR says that they compute.

It shares the parser and `tosa-to-linalg` with the compiler, and nothing that comes later.

```python
outputs = interpret(module, "main", [np.zeros((1, 490), np.int8)])
```
"""

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation

from microaot.dialects.linalg.ops import MapOp
from microaot.passes.tosa_to_linalg import TosaToLinalg
from microaot.tools.frontend import new_context
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter import (
    affine,
    casts,
    control,
    floats,
    functions,
    integers,
    relayout,
    slices,
    structured,
    tensors,
)
from microaot.tools.verify.interpreter.elements import element_type, from_port, to_port
from microaot.tools.verify.interpreter.machine import Implementation, Program, run_function
from microaot.tools.verify.interpreter.structured import run_structured
from microaot.tools.verify.layers import tensor_buffers

_OPERATIONS: dict[str, Implementation] = {
    name: implementation
    for dialect in (
        affine,
        casts,
        control,
        floats,
        functions,
        integers,
        relayout,
        slices,
        structured,
        tensors,
    )
    for name, implementation in dialect.OPERATIONS.items()
}


def interpret(module: ModuleOp, function: func.FuncOp, inputs: Sequence[Array]) -> list[Array]:
    """The outputs of a function of a module for inputs that have the bits of their elements.

    The module must not be changed while it runs, and holds no TOSA: see `without_tosa`. Raises
    `UserError` for an op that the interpreter does not know.
    """
    program = program_of(module)
    types = function.function_type
    values = [from_port(a, element_type(t)) for a, t in zip(inputs, types.inputs, strict=True)]
    results = run_function(program, function, values)
    _, buffers = tensor_buffers(function)
    return [
        to_port(value, element_type(type), buffer.dtype)
        for value, type, buffer in zip(results, types.outputs, buffers, strict=True)
    ]


def without_tosa(module: ModuleOp) -> ModuleOp:
    """A copy of a module in which linalg says what its TOSA computes.

    Raises `UserError` for TOSA that cannot be lowered.
    """
    lowered = module.clone()
    if any(op.dialect_name() == "tosa" for op in lowered.walk()):
        TosaToLinalg().apply(new_context(), lowered)
    return lowered


def program_of(module: ModuleOp) -> Program:
    """The functions of a module, with an implementation for each op that is known."""
    structured_ops = {
        op.name for op in module.walk() if isinstance(op, LinalgStructuredOperation | MapOp)
    }
    return Program(module, {**_OPERATIONS, **dict.fromkeys(structured_ops, run_structured)})
