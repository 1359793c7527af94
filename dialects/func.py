"""The func dialect: xDSL's ops, and functions as values."""

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import FlatSymbolRefAttrConstr, FunctionType, SymbolRefAttr
from xdsl.ir import Operation, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import ConstantLike, Pure, SymbolTable, SymbolUserOpInterface
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.extension import (
    GenericForm,
    extend_dialect,
    keep_as_attributes,
    keep_flags,
    with_syntax,
)


class _ConstantUsesFunction(SymbolUserOpInterface):
    def verify(self, op: Operation) -> None:
        assert isinstance(op, ConstantOp)
        function = SymbolTable.lookup_symbol(op, op.value)
        if not isinstance(function, func.FuncOp):
            raise VerifyException(f"{op.value} is not a function of this module")
        if function.function_type != op.result.type:
            raise VerifyException(f"{op.value} has the type {function.function_type}")


@irdl_op_definition
class ConstantOp(IRDLOperation):
    """A function as a value.

    ```mlir
    %f = func.constant @twice : (i32) -> i32
    ```
    """

    name = "func.constant"

    value = prop_def(FlatSymbolRefAttrConstr)
    result = result_def(FunctionType)

    traits = traits_def(Pure(), ConstantLike(), _ConstantUsesFunction())

    assembly_format = "attr-dict $value `:` type($result)"

    def __init__(self, function: str | SymbolRefAttr, type: FunctionType) -> None:
        symbol = SymbolRefAttr(function) if isinstance(function, str) else function
        super().__init__(result_types=[type], properties={"value": symbol})


@irdl_op_definition
class CallIndirectOp(IRDLOperation):
    """Call of a function that is a value.

    ```mlir
    %r = func.call_indirect %f(%a) : (i32) -> i32
    ```
    """

    name = "func.call_indirect"

    callee = operand_def(FunctionType)
    callee_operands = var_operand_def()
    res = var_result_def()

    def __init__(
        self, callee: SSAValue | Operation, arguments: Sequence[SSAValue | Operation]
    ) -> None:
        type = SSAValue.get(callee, type=FunctionType).type
        super().__init__(operands=[callee, arguments], result_types=[type.outputs.data])

    @classmethod
    def parse(cls, parser: Parser) -> "CallIndirectOp":
        """Parse `%f(%a) : (i32) -> i32`."""
        callee = parser.parse_unresolved_operand()
        names = parser.parse_comma_separated_list(
            parser.Delimiter.PAREN, parser.parse_unresolved_operand
        )
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        position = parser.pos
        type = parser.parse_function_type()
        arguments = parser.resolve_operands(names, type.inputs.data, position)
        op = cls(parser.resolve_operand(callee, type), arguments)
        op.attributes |= attributes
        return op

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.callee)
        with printer.in_parens():
            printer.print_list(self.callee_operands, printer.print_ssa_value)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_attribute(self.callee.type)

    def verify_(self) -> None:
        """Check arguments and results against the type of the callee."""
        type = self.callee.type
        assert isinstance(type, FunctionType)
        if type.inputs.data != self.callee_operands.types:
            raise VerifyException(f"expects arguments of the types {type.inputs}")
        if type.outputs.data != self.res.types:
            raise VerifyException(f"expects results of the types {type.outputs}")


def _normalize_call(form: GenericForm) -> None:
    # MLIR's inliner reads `no_inline`; arguments of a call may carry attributes, as in a function.
    keep_flags("no_inline", as_attributes=True)(form)
    keep_as_attributes("arg_attrs", "res_attrs")(form)


FUNC = extend_dialect(
    func.Func,
    operations=[ConstantOp, CallIndirectOp],
    replacing=[
        with_syntax(func.FuncOp, normalize=keep_flags("no_inline", as_attributes=True)),
        with_syntax(func.CallOp, normalize=_normalize_call),
    ],
)
