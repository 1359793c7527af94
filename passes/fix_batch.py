"""`fix-batch`: a model for a batch of any size becomes one for a batch of a certain size."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import DYNAMIC_INDEX, FunctionType, ModuleOp, TensorType
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.control_flow import IfOp, WhileOp, YieldOp
from microaot.dialects.tosa.shape_functions import Shape, infer_shapes
from microaot.tools.errors import OperationError, UserError


@dataclass(frozen=True)
class FixBatch(ModulePass):
    """Gives the first extent of each input, where it is unknown, a size; all shapes follow.

    Importers leave the batch open, but memory is planned for shapes that are known.

    ```mlir
    func.func @main(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
      %y = tosa.abs %x : (tensor<?x4xf32>) -> tensor<?x4xf32>
      return %y : tensor<?x4xf32>
    }
    ```
    becomes, with `batch=1`,
    ```mlir
    func.func @main(%x: tensor<1x4xf32>) -> tensor<1x4xf32> {
      %y = tosa.abs %x : (tensor<1x4xf32>) -> tensor<1x4xf32>
      return %y : tensor<1x4xf32>
    }
    ```
    """

    name = "fix-batch"

    batch: int = 1
    """How many samples the model takes at once."""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Fix the inputs of every function and infer what follows."""
        if self.batch < 1:
            raise UserError(f"a batch of {self.batch} is none; give a number of samples")
        for function in op.walk():
            if isinstance(function, func.FuncOp) and not function.is_declaration:
                self._fix(function)

    def _fix(self, function: func.FuncOp) -> None:
        entry = function.body.blocks[0]
        for argument in [*entry.args]:
            shape = _shape(argument)
            if shape and shape[0] == DYNAMIC_INDEX:
                _set_shape(argument, (self.batch, *shape[1:]))
        for block in function.body.blocks:
            _infer(block)
        last = function.body.blocks[-1].last_op
        outputs = last.operand_types if isinstance(last, func.ReturnOp) else ()
        types = [argument.type for argument in entry.args]
        function.function_type = FunctionType.from_lists(types, [*outputs])


def _shape(value: SSAValue) -> Shape:
    type = value.type
    return type.get_shape() if isa(type, TensorType[Attribute]) else None


def _set_shape(value: SSAValue, shape: Sequence[int]) -> None:
    type = value.type
    if isa(type, TensorType[Attribute]) and type.get_shape() != tuple(shape):
        new = TensorType(type.element_type, shape, type.encoding)
        Rewriter.replace_value_with_new_type(value, new)


def _refine(values: Sequence[SSAValue], shapes: Sequence[Shape]) -> None:
    """Fill in the extents that are unknown."""
    for value, shape in zip([*values], shapes, strict=True):
        have = _shape(value)
        if have is None or shape is None or len(have) != len(shape):
            continue
        pairs = zip(have, shape, strict=True)
        _set_shape(value, [new if old == DYNAMIC_INDEX else old for old, new in pairs])


def _infer(block: Block) -> None:
    for op in block.ops:
        match op:
            case TosaOp():
                _refine(op.results, _inferred(op))
            case IfOp():
                for graph in (op.then_graph, op.else_graph):
                    _refine(graph.block.args, [*map(_shape, op.input_list)])
                    _infer(graph.block)
                _refine(op.results, _yielded(op.then_graph.block))
            case WhileOp():
                for graph in (op.cond_graph, op.body_graph):
                    _refine(graph.block.args, [*map(_shape, op.input_list)])
                    _infer(graph.block)
                _refine(op.results, [*map(_shape, op.input_list)])
            case _:
                pass


def _yielded(block: Block) -> list[Shape]:
    last: Operation | None = block.last_op
    return [*map(_shape, last.operands)] if isinstance(last, YieldOp) else []


def _inferred(op: TosaOp) -> Sequence[Shape]:
    try:
        return infer_shapes(op)
    except VerifyException as error:
        raise OperationError(op, f"does not fit the batch: {error}") from error
