"""The tensor ops that xDSL lacks."""

from xdsl.dialects.builtin import (
    AnyFloat,
    AnyUnrankedTensorTypeConstr,
    IndexType,
    IntegerType,
    TensorType,
    UnrankedTensorType,
)
from xdsl.dialects.tensor import YieldOp
from xdsl.ir import Block
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    region_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.traits import Pure, RecursiveMemoryEffect, SingleBlockImplicitTerminator
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.tensor.shapes import (
    Tensor,
    are_compatible,
    check_same_width,
    check_sizes,
    ranked,
)

_ANY_TENSOR = TensorType | UnrankedTensorType
_NUMBERS = IntegerType | AnyFloat
_TENSOR_OF_NUMBERS = TensorType.constr(_NUMBERS) | AnyUnrankedTensorTypeConstr


@irdl_op_definition
class BitcastOp(IRDLOperation):
    """The same bits as elements of another type of the same width.

    ```mlir
    %f = tensor.bitcast %i : tensor<4xi32> to tensor<4xf32>
    ```
    """

    name = "tensor.bitcast"

    source = operand_def(_TENSOR_OF_NUMBERS)
    dest = result_def(_TENSOR_OF_NUMBERS)

    traits = traits_def(Pure())

    assembly_format = "$source attr-dict `:` type($source) `to` type($dest)"

    def verify_(self) -> None:
        """Check that shapes can be the same and that elements have the same width."""
        source, dest = self.source.type, self.dest.type
        check_same_width(source, dest)
        if isa(source, Tensor) and isa(dest, Tensor):
            if not are_compatible(source.get_shape(), dest.get_shape()):
                raise VerifyException(f"expects the same shape, not {source} and {dest}")


@irdl_op_definition
class RankOp(IRDLOperation):
    """The number of dimensions of a tensor.

    ```mlir
    %n = tensor.rank %t : tensor<*xf32>
    ```
    """

    name = "tensor.rank"

    tensor = operand_def(_ANY_TENSOR)
    result = result_def(IndexType())

    traits = traits_def(Pure())

    assembly_format = "$tensor attr-dict `:` type($tensor)"


@irdl_op_definition
class GenerateOp(IRDLOperation):
    """A tensor of which a region computes each element from its indices.

    ```mlir
    %t = tensor.generate %n {
    ^bb0(%i: index):
      tensor.yield %x : f32
    } : tensor<?xf32>
    ```
    """

    name = "tensor.generate"

    dynamicExtents = var_operand_def(IndexType)
    result = result_def(TensorType)
    body = region_def("single_block")

    traits = traits_def(RecursiveMemoryEffect(), SingleBlockImplicitTerminator(YieldOp))

    assembly_format = "$dynamicExtents $body attr-dict `:` type($result)"

    def verify_(self) -> None:
        """Check that the region gives an element for an index per dimension."""
        check_sizes(self.result.type, self.dynamicExtents)
        check_element_region(self.body.block, ranked(self.result))


def check_element_region(block: Block, type: Tensor) -> None:
    """Check the region of an op that computes elements of a tensor from their indices."""
    rank, last = type.get_num_dims(), block.last_op
    if block.arg_types != (IndexType(),) * rank:
        raise VerifyException(f"expects a region with {rank} arguments of type index")
    if not isinstance(last, YieldOp) or last.operand_types != (type.element_type,):
        raise VerifyException(f"expects a region that yields one {type.element_type}")


OPERATIONS = [BitcastOp, RankOp, GenerateOp]
