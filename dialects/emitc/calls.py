"""Calls of functions known to the program, and of any C function by name."""

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FlatSymbolRefAttrConstr,
    FloatAttr,
    IndexType,
    IntegerAttr,
    StringAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, Operation, SSAValue, TypeAttribute
from xdsl.irdl import (
    ParsePropInAttrDict,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    var_operand_def,
    var_result_def,
)
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.emitc.constraints import EmitCType
from microaot.dialects.emitc.functions import FuncOp
from microaot.dialects.emitc.interfaces import CExpressionOp, SymbolUserOp, lookup_symbol
from microaot.dialects.emitc.types import ArrayType, OpaqueAttr


@irdl_op_definition
class CallOp(CExpressionOp, SymbolUserOp):
    """A call of an `emitc.func`, `%r = emitc.call @f(%a) : (i32) -> i32`."""

    name = "emitc.call"

    callee = prop_def(FlatSymbolRefAttrConstr)
    arg_attrs = opt_prop_def(ArrayAttr[DictionaryAttr])
    res_attrs = opt_prop_def(ArrayAttr[DictionaryAttr])
    arguments = var_operand_def(EmitCType)
    res = var_result_def(EmitCType)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$callee `(` $arguments `)` attr-dict `:` functional-type($arguments, $res)"

    def __init__(
        self,
        callee: str | SymbolRefAttr,
        operands: Sequence[SSAValue | Operation],
        result_types: Sequence[Attribute],
    ):
        symbol = SymbolRefAttr(callee) if isinstance(callee, str) else callee
        super().__init__(
            operands=[operands], result_types=[result_types], properties={"callee": symbol}
        )

    def has_side_effects(self) -> bool:
        """Nothing is known of the callee. (MLIR 22 says no here, and repeats calls.)"""
        return True

    def verify_symbol_uses(self) -> None:
        """Check that the function exists and has this type."""
        type = lookup_symbol(self, self.callee, FuncOp, "a valid function").function_type
        for kind, expected, types in (
            ("operand", type.inputs.data, self.operand_types),
            ("result", type.outputs.data, self.result_types),
        ):
            if len(expected) != len(types):
                raise VerifyException(f"'emitc.call' incorrect number of {kind}s for callee")
            for i, (wanted, given) in enumerate(zip(expected, types, strict=True)):
                if wanted != given:
                    raise VerifyException(
                        f"'emitc.call' {kind} type mismatch: expected {kind} type '{wanted}', "
                        f"but provided '{given}' for {kind} number {i}"
                    )


@irdl_op_definition
class CallOpaqueOp(CExpressionOp):
    """A call of any C function or macro by name.

    `args` gives the C arguments in order, an index n standing for operand n and everything else
    for itself: `%r = emitc.call_opaque "f"(%a) {args = [0 : index, 7 : i32]} : (i32) -> i32` is
    `f(a, 7)`. Without `args` these are the operands. `template_args` needs C++.
    """

    name = "emitc.call_opaque"

    callee = prop_def(StringAttr)
    args = opt_prop_def(ArrayAttr)
    template_args = opt_prop_def(ArrayAttr)
    arguments = var_operand_def(EmitCType)
    res = var_result_def(EmitCType)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$callee `(` $arguments `)` attr-dict `:` functional-type($arguments, $res)"

    def __init__(
        self,
        callee: str | StringAttr,
        operands: Sequence[SSAValue | Operation],
        result_types: Sequence[Attribute],
        args: ArrayAttr[Attribute] | Sequence[Attribute] | None = None,
        template_args: ArrayAttr[Attribute] | Sequence[Attribute] | None = None,
    ):
        super().__init__(
            operands=[operands],
            result_types=[result_types],
            properties={
                "callee": StringAttr(callee) if isinstance(callee, str) else callee,
                "args": _optional_array(args),
                "template_args": _optional_array(template_args),
            },
        )

    def has_side_effects(self) -> bool:
        """Nothing is known of the callee."""
        return True

    def verify_(self) -> None:
        """Check the callee, its arguments and what it returns."""
        if not self.callee.data:
            raise VerifyException("'emitc.call_opaque' callee must not be empty")
        for arg in self.args or ():
            if isa(arg, IntegerAttr[IndexType]):
                if not 0 <= arg.value.data < len(self.arguments):
                    raise VerifyException("'emitc.call_opaque' index argument is out of range")
            elif isinstance(arg, ArrayAttr):
                raise VerifyException("'emitc.call_opaque' array argument has no type")
        for arg in self.template_args or ():
            if not isinstance(arg, TypeAttribute | IntegerAttr | FloatAttr | OpaqueAttr):
                raise VerifyException("'emitc.call_opaque' template argument has invalid type")
        if any(isinstance(type, ArrayType) for type in self.result_types):
            raise VerifyException("'emitc.call_opaque' cannot return array type")


def _optional_array(
    attributes: ArrayAttr[Attribute] | Sequence[Attribute] | None,
) -> ArrayAttr[Attribute] | None:
    if attributes is None or isinstance(attributes, ArrayAttr):
        return attributes
    return ArrayAttr(attributes)
