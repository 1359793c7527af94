"""One view of every structured op of linalg: operands, indexing maps, scalar body."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from xdsl.dialects.builtin import MemRefType, TensorType
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation
from xdsl.ir import Block, Operation, SSAValue
from xdsl.ir.affine import AffineMap

from microaot.dialects.linalg.ops import MapOp
from microaot.dialects.linalg.structured import shape
from microaot.tools.errors import OperationError


@dataclass(frozen=True, eq=False)
class StructuredView:
    """A structured op as loops, operands with maps, and a body; whatever its name is."""

    op: Operation
    inputs: Sequence[SSAValue]
    outputs: Sequence[SSAValue]
    body: Block

    @staticmethod
    def of(op: Operation) -> "StructuredView | None":
        """The view of a structured op, None for other ops; tensors are refused."""
        if not isinstance(op, LinalgStructuredOperation | MapOp):
            return None
        if any(isinstance(value.type, TensorType) for value in (*op.operands, *op.results)):
            raise OperationError(op, "works on tensors; bufferize it before lowering it to loops")
        return StructuredView(op, tuple(op.inputs), tuple(op.outputs), op.body.block)

    @staticmethod
    def of_tensors(op: Operation) -> "StructuredView | None":
        """The view of a structured op whose outputs are all tensors, None for other ops."""
        if not isinstance(op, LinalgStructuredOperation | MapOp):
            return None
        if not all(isinstance(value.type, TensorType) for value in op.outputs):
            return None
        return StructuredView(op, tuple(op.inputs), tuple(op.outputs), op.body.block)

    @cached_property
    def maps(self) -> tuple[AffineMap, ...]:
        """The indexing map of each operand, inputs first."""
        assert isinstance(self.op, LinalgStructuredOperation | MapOp)
        return tuple(attribute.data for attribute in self.op.get_indexing_maps())

    @property
    def operands(self) -> tuple[SSAValue, ...]:
        """Inputs, then outputs, as the body's arguments are ordered."""
        return (*self.inputs, *self.outputs)

    @property
    def output_maps(self) -> tuple[AffineMap, ...]:
        """The indexing maps of the outputs."""
        return self.maps[len(self.inputs) :]

    @cached_property
    def num_loops(self) -> int:
        """How many loops the op has."""
        return self.maps[0].num_dims if self.maps else 0

    def shapes(self) -> list[tuple[int, ...]]:
        """The extents of each operand; scalars have none."""
        return [shape(operand) for operand in self.operands]

    def reads_output(self, index: int) -> bool:
        """Whether the body uses the old value of an output."""
        return bool(self.body.args[len(self.inputs) + index].uses)

    def is_memref(self, index: int) -> bool:
        """Whether an operand is a buffer rather than a scalar."""
        return isinstance(self.operands[index].type, MemRefType)
