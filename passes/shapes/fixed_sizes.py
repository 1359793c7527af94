"""Models on tensors whose sizes are only known at run time."""

from xdsl.dialects import func
from xdsl.dialects.builtin import TensorType
from xdsl.ir import Attribute
from xdsl.utils.hints import isa

from microaot.tools.errors import OperationError


def require_fixed_interface(function: func.FuncOp) -> None:
    """Refuse inputs and outputs of open sizes, since memory is planned before a model runs."""
    types = function.function_type
    for kind, of_kind in (("input", types.inputs), ("output", types.outputs)):
        for index, type in enumerate(of_kind):
            if not _is_fixed(type):
                raise OperationError(
                    function,
                    f"{kind} {index} is a {type}; memory is planned for fixed sizes: fix the "
                    "batch, or export the model for inputs of fixed sizes",
                )


def has_fixed_sizes(function: func.FuncOp) -> bool:
    """Whether the sizes of all tensors in a function are known."""
    return all(_is_fixed(result.type) for op in function.walk() for result in op.results)


def _is_fixed(type: Attribute) -> bool:
    return type.has_static_shape() if isa(type, TensorType) else type.name != "unranked_tensor"
