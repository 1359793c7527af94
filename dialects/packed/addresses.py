"""Addresses for C functions that take memory of any type."""

from xdsl.dialects.builtin import MemRefType, StringAttr
from xdsl.ir import Operation, SSAValue
from xdsl.irdl import IRDLOperation, irdl_op_definition, operand_def, result_def, traits_def
from xdsl.traits import Pure

from microaot.dialects.emitc.types import OpaqueType, PointerType

VOID_POINTER = PointerType(OpaqueType(StringAttr("void")))
"""`void *`: a device handle, or memory."""


@irdl_op_definition
class AddressOp(IRDLOperation):
    """The address of the first element of a memref, as an untyped pointer.

    ```mlir
    %p = packed.address %m : memref<4xf32>
    ```
    """

    name = "packed.address"

    memref = operand_def(MemRefType)
    result = result_def(VOID_POINTER)

    traits = traits_def(Pure())

    assembly_format = "$memref attr-dict `:` type($memref)"

    def __init__(self, memref: SSAValue | Operation) -> None:
        super().__init__(operands=[memref], result_types=[VOID_POINTER])
