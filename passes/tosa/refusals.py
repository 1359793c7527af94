"""Which ops of TOSA cannot be lowered, and what can be done instead."""

from collections.abc import Container

from xdsl.dialects.builtin import DYNAMIC_INDEX, BFloat16Type, TensorType, UnrankedTensorType
from xdsl.ir import Attribute, Operation
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.constants import dtype_of
from microaot.dialects.tosa.control_flow import IfOp, WhileOp, YieldOp
from microaot.dialects.tosa.variables import ApplyScaleOp
from microaot.passes.tosa.element_types import SIGNLESS, is_unsigned
from microaot.tools.errors import OperationError

_ALTERNATIVES = {
    "tosa.variable": "make the state an input and an output of the model",
    "tosa.variable_read": "make the state an input of the model",
    "tosa.variable_write": "make the state an output of the model",
    "tosa.matmul_t_block_scaled": "use tosa.matmul on floats",
    "tosa.cast_from_block_scaled": "store the tensor as floats",
    "tosa.cast_to_block_scaled": "store the tensor as floats",
}
"""What can be done where there is no lowering."""


def refusal(op: Operation, lowered: Container[str]) -> OperationError | None:
    """Why an op cannot be lowered, as far as its name and its types say.

    `lowered` holds the names of ops that have a lowering.
    """
    if op.dialect_name() != "tosa":
        return None
    known = op.name in lowered or op.name in ("tosa.const", "tosa.const_shape", "tosa.dim")
    shape_computation = isinstance(op, TosaOp) and op.name.endswith("_shape")
    if not (known or shape_computation or isinstance(op, IfOp | WhileOp | YieldOp | ApplyScaleOp)):
        return OperationError(op, f"is not supported; {_ALTERNATIVES.get(op.name, 'remove it')}")
    for value in (*op.operands, *op.results):
        element = value.type.element_type if isa(value.type, TensorType[Attribute]) else None
        if element is not None and dtype_of(element) is None and element != BFloat16Type():
            return OperationError(op, f"has elements of type {element}; use wider ones")
    if op.name.removeprefix("tosa.") not in SIGNLESS:
        unsigned = next((v.type for v in (*op.operands, *op.results) if is_unsigned(v.type)), None)
        if unsigned is not None:
            return OperationError(op, f"computes with {unsigned}; use tosa.rescale before it")
    return None


def dynamic_shape(op: Operation) -> OperationError | None:
    """Where a shape is not known; all ops behind the first one would say the same."""
    if op.dialect_name() != "tosa":
        return None
    for value in (*op.operands, *op.results):
        if isa(value.type, UnrankedTensorType[Attribute]):
            return OperationError(op, "has a tensor of unknown rank; give it a static shape")
        if isa(value.type, TensorType[Attribute]) and DYNAMIC_INDEX in value.type.get_shape():
            return OperationError(op, f"has a dynamic shape, {value.type}; fix it with fix-batch")
    return None
