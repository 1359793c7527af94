"""What every structured op of linalg has in common, whatever its operands are called.

A structured op is inputs, outputs, one indexing map per operand, one iterator type per loop, and a
scalar body. Passes read exactly that, through `StructuredOp`, and never look at an op's name.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from xdsl.dialects.builtin import AffineMapAttr, AnyTensorType, ArrayAttr, MemRefType, TensorType
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation
from xdsl.dialects.linalg.attrs import IteratorTypeAttr
from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Attribute, Block, Region, SSAValue
from xdsl.ir.affine import AffineMap
from xdsl.irdl import AttrSizedOperandSegments, ParsePropInAttrDict
from xdsl.utils.hints import isa

from microaot.dialects.linalg.bodies import Body, Scalars


class StructuredOp(LinalgStructuredOperation, ABC):
    """Base of microaot's structured ops; subclasses give the maps as plain `AffineMap`s."""

    @abstractmethod
    def maps(self) -> Sequence[AffineMap]:
        """The indexing map of each operand."""

    @abstractmethod
    def reductions(self) -> Sequence[bool]:
        """For each loop, whether it is a reduction."""

    def get_indexing_maps(self) -> ArrayAttr[AffineMapAttr]:
        """The indexing maps, as xDSL's passes ask for them."""
        return ArrayAttr([AffineMapAttr(map_) for map_ in self.maps()])

    def get_iterator_types(self) -> ArrayAttr[IteratorTypeAttr]:
        """The iterator types, as xDSL's passes ask for them."""
        return iterator_types(self.reductions())


class SegmentedOp(StructuredOp, ABC):
    """A structured op that records how many of its operands are inputs."""

    irdl_options = (AttrSizedOperandSegments(as_property=True), ParsePropInAttrDict())


def iterator_types(reductions: Sequence[bool]) -> ArrayAttr[IteratorTypeAttr]:
    """Iterator types from one flag per loop."""
    parallel, reduction = IteratorTypeAttr.parallel(), IteratorTypeAttr.reduction()
    return ArrayAttr([reduction if is_reduction else parallel for is_reduction in reductions])


def element_type(value: SSAValue) -> Attribute:
    """The type of the scalar that a body sees of an operand."""
    type_ = value.type
    return type_.get_element_type() if isa(type_, MemRefType | AnyTensorType) else type_


def shape(value: SSAValue) -> tuple[int, ...]:
    """The extents of an operand, empty for a scalar."""
    type_ = value.type
    # Every pass asks for shapes: the class says enough, and is much quicker to tell than a type.
    return type_.get_shape() if isinstance(type_, MemRefType | TensorType) else ()


def rank(value: SSAValue) -> int:
    """The number of dimensions of an operand, 0 for a scalar."""
    return len(shape(value))


def tensor_types(values: Sequence[SSAValue]) -> list[Attribute]:
    """The results of a structured op: one per output that is a tensor."""
    return [type_ for value in values if isa(type_ := value.type, AnyTensorType)]


def hidden_region(body: Body, operands: Sequence[SSAValue], unsigned: bool = False) -> Region:
    """Build the region of a named op, which its custom syntax does not show."""
    block = Block(arg_types=[element_type(operand) for operand in operands])
    scalars = Scalars(unsigned)
    result = body(scalars, block.args)
    block.add_ops(scalars.ops)
    block.add_op(YieldOp(result))
    return Region(block)


def reductions_of(num_loops: int, outputs: Sequence[AffineMap]) -> tuple[bool, ...]:
    """A loop is a reduction if no output uses it."""
    used = {dim for map_ in outputs for expr in map_.results for dim in expr.used_dims()}
    return tuple(loop not in used for loop in range(num_loops))
