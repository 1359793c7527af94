"""Calls, by a convention of the caller's choice."""

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    FlatSymbolRefAttrConstr,
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntegerType,
    MemRefType,
    StringAttr,
    SymbolRefAttr,
)
from xdsl.dialects.func import FuncOp
from xdsl.dialects.utils import EnumAttribute
from xdsl.ir import Attribute, Operation, SpacedOpaqueSyntaxAttribute, SSAValue
from xdsl.irdl import (
    AnyOf,
    BaseAttr,
    IRDLOperation,
    irdl_attr_definition,
    irdl_op_definition,
    prop_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import SymbolTable, SymbolUserOpInterface
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa
from xdsl.utils.str_enum import StrEnum

from microaot.dialects.packed.types import BufferType, symbol_name


class Convention(StrEnum):
    """How arguments and results travel."""

    UNPACKED = "unpacked"
    """A plain C call, one C argument per value."""
    CPACKED = "cpacked"
    """Type-erased arguments, to a symbol known at link time."""
    PACKED = "packed"
    """Type-erased arguments, to a function that a registry finds by name."""


@irdl_attr_definition
class ConventionAttr(EnumAttribute[Convention], SpacedOpaqueSyntaxAttribute):
    """A calling convention as an attribute."""

    name = "packed.convention"


UNPACKED = ConventionAttr(Convention.UNPACKED)


class _UsesCallee(SymbolUserOpInterface):
    def verify(self, op: Operation) -> None:
        assert isinstance(op, CallOp)
        ancestor = op.parent_op()
        while ancestor is not None and not ancestor.has_trait(SymbolTable):
            ancestor = ancestor.parent_op()
        if ancestor is not None and isinstance(op.callee, SymbolRefAttr):
            op.verify_callee(SymbolTable.lookup_symbol(ancestor, op.callee))


@irdl_op_definition
class CallOp(IRDLOperation):
    """A call with a calling convention; `unpacked` goes without saying.

    ```mlir
    packed.call @add_one(%a, %b) : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
    packed.call @add_one(%a, %b) via cpacked : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
    %n = packed.call "count"(%a) via packed : (!packed.buffer<4xf32>) -> i64
    ```

    A function that is called by its symbol has these types if the module knows it; one that is
    called unpacked has to be known. By name, in quotes, only the registry knows it.
    """

    name = "packed.call"

    callee = prop_def(AnyOf((FlatSymbolRefAttrConstr, BaseAttr(StringAttr))))
    convention = prop_def(ConventionAttr, default_value=UNPACKED)
    arguments = var_operand_def()
    res = var_result_def()

    traits = traits_def(_UsesCallee())

    assembly_format = (
        "$callee `(` $arguments `)` (`via` $convention^)? attr-dict `:` "
        "functional-type($arguments, $res)"
    )

    def __init__(
        self,
        callee: str | SymbolRefAttr | StringAttr,
        arguments: Sequence[SSAValue | Operation],
        result_types: Sequence[Attribute],
        convention: Convention = Convention.UNPACKED,
    ) -> None:
        super().__init__(
            operands=[arguments],
            result_types=[result_types],
            properties={
                "callee": SymbolRefAttr(callee) if isinstance(callee, str) else callee,
                "convention": ConventionAttr(convention),
            },
        )

    @property
    def callee_name(self) -> str:
        """The name of the function."""
        assert isinstance(self.callee, SymbolRefAttr | StringAttr)
        return symbol_name(self.callee)

    def verify_(self) -> None:
        """Check that values of these types can travel this way."""
        convention = self.convention.data
        if not self.callee_name:
            raise VerifyException("expects the name of a function")
        if isinstance(self.callee, StringAttr) and convention is not Convention.PACKED:
            raise VerifyException(f"a {convention} call needs the symbol of a function")
        if convention is Convention.UNPACKED:
            return
        for type in self.arguments.types:
            if not isinstance(type, BufferType) and not is_packed_scalar(type):
                hint = ", make a buffer of it" if isa(type, MemRefType) else ""
                raise VerifyException(f"no {convention} argument can be of the type {type}{hint}")
        if len(self.res) > 1 or not all(map(is_packed_scalar, self.res.types)):
            raise VerifyException(f"a {convention} call returns at most one scalar")

    def verify_callee(self, callee: Operation | None) -> None:
        """Check arguments and results against the function of the module."""
        if callee is None and self.convention.data is not Convention.UNPACKED:
            return
        if not isinstance(callee, FuncOp):
            raise VerifyException(f"@{self.callee_name} is no function of this module")
        type = callee.function_type
        if type.inputs.data != tuple(self.arguments.types):
            raise VerifyException(f"@{self.callee_name} takes {_list(type.inputs.data)}")
        if type.outputs.data != tuple(self.res.types):
            raise VerifyException(f"@{self.callee_name} returns {_list(type.outputs.data)}")


def is_packed_scalar(type: Attribute) -> bool:
    """Whether the type-erased conventions carry a value of this type by itself."""
    if isa(type, IntegerType):
        return type.width.data <= 64
    return isinstance(type, IndexType | Float16Type | Float32Type | Float64Type)


def _list(types: Sequence[Attribute]) -> str:
    return f"({', '.join(map(str, types))})"
