"""Models whose tensors have sizes that are only known at run time are refused."""

from xdsl.dialects import func
from xdsl.dialects.builtin import TensorType
from xdsl.ir import SSAValue
from xdsl.utils.hints import isa

from microaot.tools.errors import OperationError


def require_fixed_sizes(function: func.FuncOp) -> None:
    """Refuse tensors of open sizes, since memory is planned before a model runs."""
    for index, argument in enumerate(function.body.blocks[0].args):
        if not _is_fixed(argument):
            raise OperationError(
                function,
                f"input {index} is a {argument.type}; memory is planned for fixed sizes: fix the "
                "batch, or export the model for inputs of fixed sizes",
            )
    for op in function.walk():
        for result in op.results:
            if not _is_fixed(result):
                raise OperationError(
                    op,
                    f"gives a {result.type}, whose size depends on values that the model computes; "
                    "memory is planned for fixed sizes: export the model with constant shapes",
                )


def _is_fixed(value: SSAValue) -> bool:
    type = value.type
    return type.has_static_shape() if isa(type, TensorType) else type.name != "unranked_tensor"
