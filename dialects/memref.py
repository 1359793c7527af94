"""The memref dialect: xDSL's ops, those it lacks, and the syntax it cannot read."""

from xdsl.dialects import memref
from xdsl.dialects.builtin import (
    IndexType,
    IntegerType,
    MemRefType,
    UnrankedMemRefType,
)
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    result_def,
    traits_def,
)
from xdsl.traits import NoMemoryEffect
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.extension import extend_dialect
from microaot.dialects.memref_syntax import SYNTAX


@irdl_op_definition
class ReshapeOp(IRDLOperation):
    """The same elements under the extents that a one-dimensional memref holds at run time.

    ```mlir
    %r = memref.reshape %m(%shape) : (memref<8xf32>, memref<2xindex>) -> memref<?x?xf32>
    ```
    """

    name = "memref.reshape"

    source = operand_def(MemRefType | UnrankedMemRefType)
    shape = operand_def(MemRefType.constr(IntegerType | IndexType))
    result = result_def(MemRefType | UnrankedMemRefType)

    traits = traits_def(NoMemoryEffect())

    assembly_format = "$source `(` $shape `)` attr-dict `:` functional-type(operands, results)"

    def verify_(self) -> None:
        """Check that the shape has one element per dimension of the result."""
        shape_type, result_type = self.shape.type, self.result.type
        assert isa(shape_type, MemRefType)
        if len(shape_type.get_shape()) != 1:
            raise VerifyException("expects a one-dimensional shape operand")
        if isa(result_type, MemRefType):
            rank = len(result_type.get_shape())
            if shape_type.get_shape()[0] != rank:
                raise VerifyException(f"expects a shape operand with {rank} elements")


MEMREF = extend_dialect(memref.MemRef, operations=[ReshapeOp], replacing=SYNTAX)
