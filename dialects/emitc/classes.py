"""C++ classes: `emitc.class` with its fields. C99 output has no use for them."""

from xdsl.dialects.builtin import (
    FlatSymbolRefAttrConstr,
    StringAttr,
    SymbolNameConstraint,
    SymbolRefAttr,
    UnitAttr,
)
from xdsl.ir import Attribute, Region, TypeAttribute
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    region_def,
    result_def,
    traits_def,
)
from xdsl.traits import (
    HasAncestor,
    HasParent,
    IsolatedFromAbove,
    NoTerminator,
    Pure,
    SymbolOpInterface,
    SymbolTable,
)
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import EmitCType, InitialValue, NoArguments
from microaot.dialects.emitc.interfaces import SymbolUserOp, lookup_symbol
from microaot.dialects.emitc.syntax import BodyRegion, TypeAndInitialValue
from microaot.dialects.emitc.types import is_emitc_type


@irdl_op_definition
class ClassOp(IRDLOperation):
    """A class of fields and member functions, `emitc.class final @C { ... }`."""

    name = "emitc.class"

    sym_name = prop_def(SymbolNameConstraint())
    final_specifier = opt_prop_def(UnitAttr)
    body = region_def("single_block", entry_args=NoArguments)

    traits = traits_def(IsolatedFromAbove(), SymbolTable(), SymbolOpInterface(), NoTerminator())

    custom_directives = (BodyRegion,)
    assembly_format = (
        "(`final` $final_specifier^)? $sym_name attr-dict-with-keyword custom<BodyRegion>($body)"
    )

    def __init__(self, name: str, body: Region, final: bool = False):
        super().__init__(
            properties={
                "sym_name": StringAttr(name),
                "final_specifier": UnitAttr() if final else None,
            },
            regions=[body],
        )


@irdl_op_definition
class FieldOp(IRDLOperation):
    """A field of a class, `emitc.field @f : i32 = 3`."""

    name = "emitc.field"

    sym_name = prop_def(SymbolNameConstraint())
    type = prop_def(TypeAttribute)
    initial_value = opt_prop_def(InitialValue)

    traits = traits_def(SymbolOpInterface(), HasParent(ClassOp))

    custom_directives = (TypeAndInitialValue,)
    assembly_format = "$sym_name `:` custom<TypeAndInitialValue>($type, $initial_value) attr-dict"

    def __init__(self, name: str, type: Attribute, initial_value: Attribute | None = None):
        super().__init__(
            properties={
                "sym_name": StringAttr(name),
                "type": type,
                "initial_value": initial_value,
            }
        )

    def verify_(self) -> None:
        """Check that C++ can declare the field."""
        if not is_emitc_type(self.type):
            raise VerifyException("'emitc.field' expected valid emitc type")
        if not self.sym_name.data:
            raise VerifyException("'emitc.field' must have a non-empty symbol name")


@irdl_op_definition
class GetFieldOp(SymbolUserOp):
    """A field of the object whose member function runs, `%f = emitc.get_field @f : i32`."""

    name = "emitc.get_field"

    field_name = prop_def(FlatSymbolRefAttrConstr)
    result = result_def(EmitCType)

    traits = traits_def(Pure())

    assembly_format = "$field_name `:` type($result) attr-dict"

    def __init__(self, name: str | SymbolRefAttr, type: Attribute):
        symbol = SymbolRefAttr(name) if isinstance(name, str) else name
        super().__init__(properties={"field_name": symbol}, result_types=[type])

    def verify_symbol_uses(self) -> None:
        """Check that there is a class and that it has the field, of this type."""
        HasAncestor(ClassOp).verify(self)
        field = lookup_symbol(self, self.field_name, FieldOp, "a field of the class")
        if field.type != self.result.type:
            raise VerifyException(
                f"'emitc.get_field' result type '{self.result.type}' does not match field "
                f"@{field.sym_name.data} type '{field.type}'"
            )
