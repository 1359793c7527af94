"""Values, variables and how they change: constant, literal, variable, load, assign."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar

from xdsl.dialects.builtin import IndexType, StringAttr
from xdsl.interfaces import HasFolderInterface
from xdsl.ir import Attribute, Block, Operation, SSAValue, TypedAttribute
from xdsl.irdl import (
    AnyAttr,
    IRDLOperation,
    ParamAttrConstraint,
    VarConstraint,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.traits import (
    ConstantLike,
    EffectInstance,
    MemoryEffect,
    MemoryEffectKind,
    MemoryWriteEffect,
    Pure,
)
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import ArrayOrLValue, EmitCType, InitialValue
from microaot.dialects.emitc.interfaces import CExpressionOp
from microaot.dialects.emitc.syntax import ShortLValueType
from microaot.dialects.emitc.types import LValueType, OpaqueAttr, is_pointer_wide_type


def _verify_initial_value(op_name: str, value: Attribute, type: Attribute) -> None:
    """Check that C code for `value` can initialise a variable of this type."""
    if isinstance(value, OpaqueAttr):
        return
    assert isinstance(value, TypedAttribute)
    value_type = value.get_type()
    if is_pointer_wide_type(type) and isinstance(value_type, IndexType):
        return
    if value_type != type:
        raise VerifyException(
            f"'{op_name}' requires an #emitc.opaque attribute or one whose type ('{value_type}') "
            f"matches the op's result type ('{type}')"
        )


@irdl_op_definition
class ConstantOp(CExpressionOp, HasFolderInterface):
    """A constant, `%c = "emitc.constant"() <{value = 42 : i32}> : () -> i32`."""

    name = "emitc.constant"

    value = prop_def(InitialValue)
    result = result_def(EmitCType)

    traits = traits_def(Pure(), ConstantLike())

    def __init__(self, value: Attribute, result_type: Attribute):
        super().__init__(properties={"value": value}, result_types=[result_type])

    def fold(self) -> Sequence[SSAValue | Attribute]:
        """A constant folds to its attribute."""
        return (self.value,)

    def verify_(self) -> None:
        """Check that the value is there and fits the result type."""
        _verify_initial_value(self.name, self.value, self.result.type)
        if isinstance(self.value, OpaqueAttr) and not self.value.value.data:
            raise VerifyException("'emitc.constant' value must not be empty")


@irdl_op_definition
class LiteralOp(IRDLOperation):
    """C text that stands wherever the result is used, `%pi = emitc.literal "M_PI" : f32`."""

    name = "emitc.literal"

    value = prop_def(StringAttr)
    result = result_def(EmitCType)

    traits = traits_def(Pure())

    assembly_format = "$value attr-dict `:` type($result)"

    def __init__(self, text: str | StringAttr, type: Attribute):
        value = StringAttr(text) if isinstance(text, str) else text
        super().__init__(properties={"value": value}, result_types=[type])

    def verify_(self) -> None:
        """Check that there is text."""
        if not self.value.data:
            raise VerifyException("'emitc.literal' value must not be empty")


class AllocatesResult(MemoryEffect):
    """The operation makes the variable that is its result, and does nothing else."""

    @classmethod
    def get_effects(cls, op: Operation) -> AbstractSet[EffectInstance]:
        """One allocation, of the result; a variable without uses may be erased."""
        return {EffectInstance(MemoryEffectKind.ALLOC, op.results[0])}


@irdl_op_definition
class VariableOp(IRDLOperation):
    """A local variable, an lvalue or an array; the value `#emitc.opaque<"">` is none.

    `%v = "emitc.variable"() <{value = 42 : i32}> : () -> !emitc.lvalue<i32>`
    """

    name = "emitc.variable"

    value = prop_def(InitialValue)
    result = result_def(ArrayOrLValue)

    traits = traits_def(AllocatesResult())

    def __init__(self, value: Attribute, result_type: Attribute):
        super().__init__(properties={"value": value}, result_types=[result_type])

    def verify_(self) -> None:
        """Check that the initial value fits the variable."""
        type = self.result.type
        value_type = type.value_type if isinstance(type, LValueType) else type
        _verify_initial_value(self.name, self.value, value_type)


@irdl_op_definition
class LoadOp(CExpressionOp):
    """The value that an lvalue has now, `%x = emitc.load %v : <i32>`."""

    T: ClassVar = VarConstraint("T", AnyAttr())

    name = "emitc.load"

    lvalue = operand_def(ParamAttrConstraint.get(LValueType, T))
    result = result_def(T)

    custom_directives = (ShortLValueType,)
    assembly_format = "$lvalue attr-dict `:` custom<ShortLValueType>(type($lvalue))"

    def __init__(self, lvalue: SSAValue | Operation):
        lvalue = SSAValue.get(lvalue, type=LValueType)
        super().__init__(operands=[lvalue], result_types=[lvalue.type.value_type])

    def has_side_effects(self) -> bool:
        """The value depends on when it is read."""
        return True

    def memory_effects(self) -> AbstractSet[EffectInstance]:
        """It reads and does nothing else."""
        return {EffectInstance(MemoryEffectKind.READ)}


@irdl_op_definition
class AssignOp(IRDLOperation):
    """`var = value;`, `emitc.assign %x : i32 to %v : <i32>`."""

    name = "emitc.assign"

    var = operand_def(LValueType)
    value = operand_def(EmitCType)

    traits = traits_def(MemoryWriteEffect())

    custom_directives = (ShortLValueType,)
    assembly_format = (
        "$value `:` type($value) `to` $var `:` custom<ShortLValueType>(type($var)) attr-dict"
    )

    def __init__(self, var: SSAValue | Operation, value: SSAValue | Operation):
        super().__init__(operands=[var, value])

    def verify_(self) -> None:
        """Check that the variable is known and takes values of this type."""
        if isinstance(self.var.owner, Block):
            raise VerifyException("'emitc.assign' cannot assign to block argument")
        variable = self.var.type
        assert isinstance(variable, LValueType)
        if variable.value_type != self.value.type:
            raise VerifyException(
                f"'emitc.assign' requires value's type ('{self.value.type}') to match "
                f"variable's type ('{variable.value_type}')"
            )
