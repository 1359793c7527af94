"""Checks at the border between an application and a model: `if (...) { return STATUS; }`."""

from collections.abc import Sequence

from xdsl.dialects.builtin import IntegerAttr, MemRefType, StringAttr, i64
from xdsl.ir import SSAValue
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    prop_def,
    var_operand_def,
)
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.aot.structs import StructType
from microaot.dialects.emitc.types import PointerType
from microaot.emitc_backend.c_names import is_identifier


def _verify_status(status: StringAttr) -> None:
    if not is_identifier(status.data):
        raise VerifyException(f"'{status.data}' is no name of a status in C")


@irdl_op_definition
class RequirePresentOp(IRDLOperation):
    """Leave the function with a status if one of the pointers is NULL.

    ```mlir
    aot.require_present %inputs, %outputs else "KWS_ERROR_NULL"
      : !aot.struct<"kws_inputs">, !aot.struct<"kws_outputs">
    ```
    """

    name = "aot.require_present"

    pointers = var_operand_def()
    status = prop_def(StringAttr)

    assembly_format = "$pointers `else` $status attr-dict `:` type($pointers)"

    def __init__(self, pointers: Sequence[SSAValue], status: str) -> None:
        super().__init__(operands=[pointers], properties={"status": StringAttr(status)})

    def verify_(self) -> None:
        """Check that these are pointers in C."""
        _verify_status(self.status)
        if not self.pointers:
            raise VerifyException("expects a pointer")
        for type in self.pointers.types:
            if not isinstance(type, MemRefType | StructType | PointerType):
                raise VerifyException(f"{type} is no pointer in C")


@irdl_op_definition
class RequireAlignedOp(IRDLOperation):
    """Leave the function with a status if a memref does not start at a multiple of `alignment`.

    ```mlir
    aot.require_aligned %x, %y to 4 else "KWS_ERROR_ALIGNMENT" : memref<4xf32>, memref<8xf32>
    ```
    """

    name = "aot.require_aligned"

    memrefs = var_operand_def(MemRefType)
    alignment = prop_def(IntegerAttr.constr(i64))
    status = prop_def(StringAttr)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$memrefs `to` $alignment `else` $status attr-dict `:` type($memrefs)"

    def __init__(self, memrefs: Sequence[SSAValue], alignment: int, status: str) -> None:
        super().__init__(
            operands=[memrefs],
            properties={"alignment": IntegerAttr(alignment, i64), "status": StringAttr(status)},
        )

    def verify_(self) -> None:
        """Check the alignment and the name of the status."""
        _verify_status(self.status)
        alignment = self.alignment.value.data
        if alignment < 1 or alignment & (alignment - 1):
            raise VerifyException(f"alignment {alignment} is no power of two")
        if not self.memrefs:
            raise VerifyException("expects a memref")
