"""The terminator of all `emitc` regions: `emitc.yield`."""

from xdsl.ir import Operation, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    lazy_traits_def,
    opt_operand_def,
)
from xdsl.traits import HasParent, IsTerminator, OpTrait, Pure
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import EmitCType


def _traits() -> tuple[OpTrait, ...]:
    from microaot.dialects.emitc.control_flow import DoOp, ForOp, IfOp, SwitchOp
    from microaot.dialects.emitc.expressions import ExpressionOp

    return Pure(), IsTerminator(), HasParent(DoOp, ExpressionOp, ForOp, IfOp, SwitchOp)


@irdl_op_definition
class YieldOp(IRDLOperation):
    """Ends a region, with the value of an expression or condition: `emitc.yield %r : i32`."""

    name = "emitc.yield"

    value = opt_operand_def(EmitCType)

    traits = lazy_traits_def(_traits)

    assembly_format = "attr-dict ($value^ `:` type($value))?"

    def __init__(self, value: SSAValue | Operation | None = None):
        super().__init__(operands=[value])

    def verify_(self) -> None:
        """Check that a value is yielded if and only if the parent has a result."""
        parent = self.parent_op()
        # The condition of `emitc.do` yields a value that is not a result; `do` checks it.
        if parent is None or parent.name == "emitc.do":
            return
        if self.value is not None and len(parent.results) != 1:
            raise VerifyException("'emitc.yield' yields a value not returned by parent")
        if self.value is None and parent.results:
            raise VerifyException("'emitc.yield' does not yield a value to be returned by parent")
