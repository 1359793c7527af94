"""Variables of file scope: `emitc.global` and `emitc.get_global`."""

from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    DenseResourceAttr,
    FlatSymbolRefAttrConstr,
    StringAttr,
    SymbolNameConstraint,
    SymbolRefAttr,
    UnitAttr,
)
from xdsl.ir import Attribute, TypeAttribute, TypedAttribute
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.traits import Pure, SymbolOpInterface
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import ArrayOrLValue, InitialValue
from microaot.dialects.emitc.interfaces import SymbolUserOp, lookup_symbol
from microaot.dialects.emitc.syntax import TypeAndInitialValue, initializer_type
from microaot.dialects.emitc.types import ArrayType, LValueType, OpaqueAttr, is_emitc_type


@irdl_op_definition
class GlobalOp(IRDLOperation):
    """A global variable or a declaration of one.

    `emitc.global static const @x : !emitc.array<2xi32> = dense<[1, 2]> {alignment = 16 : i64}`
    """

    name = "emitc.global"

    sym_name = prop_def(SymbolNameConstraint())
    type = prop_def(TypeAttribute)
    initial_value = opt_prop_def(InitialValue)
    extern_specifier = opt_prop_def(UnitAttr)
    static_specifier = opt_prop_def(UnitAttr)
    const_specifier = opt_prop_def(UnitAttr)

    traits = traits_def(SymbolOpInterface())

    custom_directives = (TypeAndInitialValue,)
    assembly_format = (
        "(`extern` $extern_specifier^)? (`static` $static_specifier^)? "
        "(`const` $const_specifier^)? $sym_name `:` "
        "custom<TypeAndInitialValue>($type, $initial_value) attr-dict"
    )

    def __init__(
        self,
        name: str,
        type: Attribute,
        initial_value: Attribute | None = None,
        extern: bool = False,
        static: bool = False,
        const: bool = False,
    ):
        super().__init__(
            properties={
                "sym_name": StringAttr(name),
                "type": type,
                "initial_value": initial_value,
                "extern_specifier": UnitAttr() if extern else None,
                "static_specifier": UnitAttr() if static else None,
                "const_specifier": UnitAttr() if const else None,
            }
        )

    def verify_(self) -> None:
        """Check that C can declare the variable and that the initial value fits it."""
        if not is_emitc_type(self.type):
            raise VerifyException("'emitc.global' expected valid emitc type")
        if self.initial_value is not None:
            self._verify_initial_value(self.initial_value)
        if self.static_specifier is not None and self.extern_specifier is not None:
            raise VerifyException("'emitc.global' cannot have both static and extern specifiers")

    def _verify_initial_value(self, value: Attribute) -> None:
        if isinstance(value, OpaqueAttr):
            return
        is_elements = isinstance(value, DenseIntOrFPElementsAttr | DenseResourceAttr)
        if is_elements and not isinstance(self.type, ArrayType):
            raise VerifyException(f"'emitc.global' expected array type, but got '{self.type}'")
        assert isinstance(value, TypedAttribute)
        if value.get_type() != initializer_type(self.type):
            raise VerifyException(
                f"'emitc.global' initial value expected to be of type '{self.type}', but was of "
                f"type '{value.get_type()}'"
            )


@irdl_op_definition
class GetGlobalOp(SymbolUserOp):
    """A global variable as an array or lvalue, `%x = emitc.get_global @x : !emitc.lvalue<i32>`."""

    name = "emitc.get_global"

    name_ = prop_def(FlatSymbolRefAttrConstr, prop_name="name")
    result = result_def(ArrayOrLValue)

    traits = traits_def(Pure())

    assembly_format = "$name `:` type($result) attr-dict"

    def __init__(self, name: str | SymbolRefAttr, type: Attribute):
        symbol = SymbolRefAttr(name) if isinstance(name, str) else name
        super().__init__(properties={"name": symbol}, result_types=[type])

    def verify_symbol_uses(self) -> None:
        """Check that the global exists and has this type."""
        target = lookup_symbol(self, self.name_, GlobalOp, "a valid emitc.global")
        expected = target.type if isinstance(target.type, ArrayType) else LValueType(target.type)
        if self.result.type != expected:
            raise VerifyException(
                f"'emitc.get_global' expects result type '{expected}' for the global "
                f"@{target.sym_name.data}, but got '{self.result.type}'"
            )
