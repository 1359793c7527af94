"""Parts of variables and their addresses: subscript, member, `&` and `*`."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar

from xdsl.dialects.builtin import StringAttr
from xdsl.ir import Attribute, Operation, SSAValue
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
    var_operand_def,
)
from xdsl.traits import (
    EffectInstance,
    MemoryEffect,
    MemoryEffectKind,
    MemoryReadEffect,
    NoMemoryEffect,
)
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import (
    ArrayOrLValue,
    EmitCType,
    EmitCTypeOrLValue,
    LValueOfOpaque,
    LValueOfOpaqueOrPointer,
    Subscriptable,
)
from microaot.dialects.emitc.interfaces import CExpressionOp
from microaot.dialects.emitc.types import (
    ArrayType,
    LValueType,
    OpaqueType,
    PointerType,
    is_integer_index_or_opaque_type,
)


class SubscriptEffects(MemoryEffect):
    """To name an element does not touch it, unless the type is opaque and `[]` overloaded."""

    @classmethod
    def get_effects(cls, op: Operation) -> AbstractSet[EffectInstance] | None:
        """No effects on arrays and pointers, unknown ones on opaque types."""
        return None if isinstance(op.operands[0].type, OpaqueType) else frozenset()


@irdl_op_definition
class SubscriptOp(IRDLOperation):
    """An element as an lvalue, `base[i][j]`.

    `%e = emitc.subscript %a[%i, %j] : (!emitc.array<4x8xf32>, index, index) -> !emitc.lvalue<f32>`
    """

    name = "emitc.subscript"

    base = operand_def(Subscriptable)
    indices = var_operand_def(EmitCType)
    result = result_def(LValueType)

    traits = traits_def(SubscriptEffects())

    assembly_format = "$base `[` $indices `]` attr-dict `:` functional-type(operands, results)"

    def __init__(
        self,
        base: SSAValue | Operation,
        indices: Sequence[SSAValue | Operation],
        result_type: Attribute | None = None,
    ):
        """The result type must be given only when `base` is opaque."""
        base = SSAValue.get(base)
        if result_type is None:
            result_type = LValueType(_element_type(base.type))
        super().__init__(operands=[base, indices], result_types=[result_type])

    def verify_(self) -> None:
        """Check the number and types of the indices; of opaque types nothing is known."""
        base = self.base.type
        if isinstance(base, OpaqueType):
            return
        is_array = isinstance(base, ArrayType)
        kind, rank = ("array", base.get_num_dims()) if is_array else ("pointer", 1)
        if len(self.indices) != rank:
            raise VerifyException(
                f"'emitc.subscript' on {kind} operand requires number of indices "
                f"({len(self.indices)}) to match the rank of the {kind} type ({rank})"
            )
        for i, index in enumerate(self.indices):
            if not is_integer_index_or_opaque_type(index.type):
                raise VerifyException(
                    f"'emitc.subscript' on {kind} operand requires index operand {i} to be "
                    f"integer-like, but got '{index.type}'"
                )
        element, result = _element_type(base), self.result.type.value_type
        if element != result:
            raise VerifyException(
                f"'emitc.subscript' on {kind} operand requires element type ('{element}') and "
                f"result type ('{result}') to match"
            )


def _element_type(base: Attribute) -> Attribute:
    if isinstance(base, ArrayType):
        return base.element_type
    if isinstance(base, PointerType):
        return base.pointee_type
    raise ValueError(f"the element type of {base} is not known")


@irdl_op_definition
class MemberOp(IRDLOperation):
    """`operand.member` of a variable of an opaque struct type.

    `%m = "emitc.member"(%s) <{member = "a"}> :
    (!emitc.lvalue<!emitc.opaque<"S">>) -> !emitc.lvalue<i32>`
    """

    name = "emitc.member"

    member = prop_def(StringAttr)
    operand = operand_def(LValueOfOpaque)
    result = result_def(ArrayOrLValue)

    traits = traits_def(NoMemoryEffect())

    def __init__(
        self, member: str | StringAttr, operand: SSAValue | Operation, result_type: Attribute
    ):
        member = StringAttr(member) if isinstance(member, str) else member
        super().__init__(
            operands=[operand], result_types=[result_type], properties={"member": member}
        )


@irdl_op_definition
class MemberOfPtrOp(IRDLOperation):
    """`operand->member` of a variable that holds a pointer to an opaque struct type.

    `%m = "emitc.member_of_ptr"(%p) <{member = "a"}> :
    (!emitc.lvalue<!emitc.ptr<!emitc.opaque<"S">>>) -> !emitc.lvalue<i32>`
    """

    name = "emitc.member_of_ptr"

    member = prop_def(StringAttr)
    operand = operand_def(LValueOfOpaqueOrPointer)
    result = result_def(ArrayOrLValue)

    # Which struct is meant depends on the pointer that the variable holds now.
    traits = traits_def(MemoryReadEffect())

    def __init__(
        self, member: str | StringAttr, operand: SSAValue | Operation, result_type: Attribute
    ):
        member = StringAttr(member) if isinstance(member, str) else member
        super().__init__(
            operands=[operand], result_types=[result_type], properties={"member": member}
        )


@irdl_op_definition
class AddressOfOp(CExpressionOp):
    """`&lvalue`, `%p = emitc.address_of %v : !emitc.lvalue<i32>`."""

    T: ClassVar = VarConstraint("T", AnyAttr())

    name = "emitc.address_of"

    lvalue = operand_def(ParamAttrConstraint.get(LValueType, T))
    result = result_def(ParamAttrConstraint.get(PointerType, T))

    assembly_format = "$lvalue `:` type($lvalue) attr-dict"

    def __init__(self, lvalue: SSAValue | Operation):
        lvalue = SSAValue.get(lvalue, type=LValueType)
        super().__init__(operands=[lvalue], result_types=[PointerType(lvalue.type.value_type)])

    def has_side_effects(self) -> bool:
        """An address never changes."""
        return False


@irdl_op_definition
class DereferenceOp(IRDLOperation):
    """`*pointer` as an lvalue, `%v = emitc.dereference %p : !emitc.ptr<i32>`."""

    T: ClassVar = VarConstraint("T", AnyAttr())

    name = "emitc.dereference"

    pointer = operand_def(ParamAttrConstraint.get(PointerType, T))
    result = result_def(ParamAttrConstraint.get(LValueType, T))

    traits = traits_def(NoMemoryEffect())

    assembly_format = "$pointer `:` type($pointer) attr-dict"

    def __init__(self, pointer: SSAValue | Operation):
        pointer = SSAValue.get(pointer, type=PointerType)
        super().__init__(operands=[pointer], result_types=[LValueType(pointer.type.pointee_type)])


@irdl_op_definition
class ApplyOp(CExpressionOp):
    """`&operand` or `*operand` as a value; new code uses `address_of` and `dereference`.

    `%p = emitc.apply "&"(%v) : (!emitc.lvalue<i32>) -> !emitc.ptr<i32>`
    """

    name = "emitc.apply"

    applicable_operator = prop_def(StringAttr, prop_name="applicableOperator")
    operand = operand_def(EmitCTypeOrLValue)
    result = result_def(EmitCType)

    assembly_format = (
        "$applicableOperator `(` $operand `)` attr-dict `:` functional-type($operand, $result)"
    )

    def __init__(
        self, operator: str | StringAttr, operand: SSAValue | Operation, result_type: Attribute
    ):
        operator = StringAttr(operator) if isinstance(operator, str) else operator
        super().__init__(
            operands=[operand],
            result_types=[result_type],
            properties={"applicableOperator": operator},
        )

    def has_side_effects(self) -> bool:
        """What a pointer points to depends on when it is read."""
        return self.applicable_operator.data == "*"

    def memory_effects(self) -> AbstractSet[EffectInstance]:
        """`*` reads, `&` does not."""
        if self.has_side_effects():
            return {EffectInstance(MemoryEffectKind.READ)}
        return frozenset()

    def verify_(self) -> None:
        """Check that the operator exists and applies to the operand."""
        operand, result = self.operand.type, self.result.type
        match self.applicable_operator.data:
            case "&":
                if not isinstance(operand, LValueType):
                    raise VerifyException("operand type must be an lvalue when applying `&`")
                if not isinstance(result, PointerType):
                    raise VerifyException("result type must be a pointer when applying `&`")
            case "*":
                if not isinstance(operand, PointerType):
                    raise VerifyException("operand type must be a pointer when applying `*`")
            case "":
                raise VerifyException("applicable operator must not be empty")
            case _:
                raise VerifyException("applicable operator is illegal")
