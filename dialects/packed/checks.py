"""What has to hold, or the function ends with an error."""

from xdsl.dialects.builtin import FlatSymbolRefAttrConstr, StringAttr, SymbolRefAttr, i1
from xdsl.dialects.utils import EnumAttribute
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.ir import Operation, SpacedOpaqueSyntaxAttribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    prop_def,
    traits_def,
)
from xdsl.pattern_rewriter import RewritePattern
from xdsl.traits import SymbolUserOpInterface
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.str_enum import StrEnum

from microaot.dialects.packed.devices import verify_device
from microaot.dialects.packed.types import BufferType


class ErrorKind(StrEnum):
    """What went wrong; each is the Python exception of the same name in a host process."""

    TYPE_ERROR = "type_error"
    VALUE_ERROR = "value_error"
    INDEX_ERROR = "index_error"
    KEY_ERROR = "key_error"
    ATTRIBUTE_ERROR = "attribute_error"
    ASSERTION_ERROR = "assertion_error"
    MEMORY_ERROR = "memory_error"
    RUNTIME_ERROR = "runtime_error"


@irdl_attr_definition
class ErrorKindAttr(EnumAttribute[ErrorKind], SpacedOpaqueSyntaxAttribute):
    """An error kind as an attribute."""

    name = "packed.error_kind"


@irdl_op_definition
class CheckOp(HasCanonicalizationPatternsInterface, IRDLOperation):
    """End the function with an error unless the condition holds.

    ```mlir
    packed.check %is_2d, value_error, "expected 2 dimensions"
    ```
    """

    name = "packed.check"

    condition = operand_def(i1)
    kind = prop_def(ErrorKindAttr)
    message = prop_def(StringAttr)

    assembly_format = "$condition `,` $kind `,` $message attr-dict"

    def __init__(self, condition: SSAValue | Operation, kind: ErrorKind, message: str) -> None:
        super().__init__(
            operands=[condition],
            properties={"kind": ErrorKindAttr(kind), "message": StringAttr(message)},
        )

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        """What is proved need not be checked."""
        from microaot.passes.canonicalization_patterns.packed import CheckOfTrue

        return (CheckOfTrue(),)

    def verify_(self) -> None:
        """Check that there is a message: a host process may die of an error without one."""
        if not self.message.data:
            raise VerifyException("expects a message")


class _UsesDevice(SymbolUserOpInterface):
    def verify(self, op: Operation) -> None:
        assert isinstance(op, RequireDeviceOp)
        verify_device(op, op.device)


@irdl_op_definition
class RequireDeviceOp(IRDLOperation):
    """An operator's demand that a buffer be on this device, by device type and id.

    `hoist-device-checks` moves it to where the descriptor enters the program.

    ```mlir
    packed.require_device %b, @npu : !packed.buffer<4xf32>
    ```
    """

    name = "packed.require_device"

    buffer = operand_def(BufferType)
    device = prop_def(FlatSymbolRefAttrConstr)

    traits = traits_def(_UsesDevice())

    assembly_format = "$buffer `,` $device attr-dict `:` type($buffer)"

    def __init__(self, buffer: SSAValue | Operation, device: str | SymbolRefAttr) -> None:
        symbol = SymbolRefAttr(device) if isinstance(device, str) else device
        super().__init__(operands=[buffer], properties={"device": symbol})
