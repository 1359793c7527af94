"""Unary and binary operators of C: arithmetic, bitwise and logical, and casts."""

from abc import ABC

from xdsl.dialects.builtin import IntegerType, i1
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, result_def
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import (
    I1,
    EmitCType,
    FloatIntegerIndexOrOpaque,
    IntegerIndexOrOpaque,
)
from microaot.dialects.emitc.interfaces import CExpressionOp
from microaot.dialects.emitc.types import (
    ArrayType,
    OpaqueType,
    PointerType,
    PtrDiffType,
    is_float_type,
    is_integer_index_or_opaque_type,
)


class UnaryOp(CExpressionOp, ABC):
    """A prefix operator, `%r = emitc.unary_minus %a : (i32) -> i32`."""

    operand = operand_def(EmitCType)
    result = result_def(EmitCType)

    assembly_format = "$operand attr-dict `:` functional-type(operands, results)"

    def __init__(self, operand: SSAValue | Operation, result_type: Attribute):
        super().__init__(operands=[operand], result_types=[result_type])


class BinaryOp(CExpressionOp, ABC):
    """An infix operator, `%r = emitc.add %a, %b : (i32, i32) -> i32`.

    C's own conversions apply: operand types may differ, and the result type is the type of the
    C variable that takes the value.
    """

    lhs = operand_def(EmitCType)
    rhs = operand_def(EmitCType)
    result = result_def(EmitCType)

    assembly_format = "operands attr-dict `:` functional-type(operands, results)"

    def __init__(
        self, lhs: SSAValue | Operation, rhs: SSAValue | Operation, result_type: Attribute
    ):
        super().__init__(operands=[lhs, rhs], result_types=[result_type])


@irdl_op_definition
class AddOp(BinaryOp):
    """`lhs + rhs`; one of the two may be a pointer."""

    name = "emitc.add"

    def verify_(self) -> None:
        """Check the rules of pointer arithmetic."""
        types = (self.lhs.type, self.rhs.type)
        pointers = sum(isinstance(type, PointerType) for type in types)
        if pointers == 2:
            raise VerifyException("'emitc.add' requires that at most one operand is a pointer")
        if pointers == 1 and not any(isinstance(t, IntegerType | OpaqueType) for t in types):
            raise VerifyException(
                "'emitc.add' requires that one operand is an integer or of opaque type if the "
                "other is a pointer"
            )


@irdl_op_definition
class SubOp(BinaryOp):
    """`lhs - rhs`; a pointer minus an integer is a pointer, minus a pointer it is a distance."""

    name = "emitc.sub"

    def verify_(self) -> None:
        """Check the rules of pointer arithmetic."""
        lhs, rhs, result = self.lhs.type, self.rhs.type, self.result.type
        if not isinstance(lhs, PointerType):
            if isinstance(rhs, PointerType):
                raise VerifyException("'emitc.sub' rhs can only be a pointer if lhs is a pointer")
            return
        if not isinstance(rhs, IntegerType | OpaqueType | PointerType):
            raise VerifyException(
                "'emitc.sub' requires that rhs is an integer, pointer or of opaque type if lhs "
                "is a pointer"
            )
        if isinstance(rhs, PointerType) and not isinstance(
            result, IntegerType | PtrDiffType | OpaqueType
        ):
            raise VerifyException(
                "'emitc.sub' requires that the result is an integer, ptrdiff_t or of opaque "
                "type if lhs and rhs are pointers"
            )


@irdl_op_definition
class MulOp(BinaryOp):
    """`lhs * rhs`."""

    name = "emitc.mul"

    lhs = operand_def(FloatIntegerIndexOrOpaque)
    rhs = operand_def(FloatIntegerIndexOrOpaque)
    result = result_def(FloatIntegerIndexOrOpaque)


@irdl_op_definition
class DivOp(BinaryOp):
    """`lhs / rhs`; integers round towards zero, as in C99."""

    name = "emitc.div"

    lhs = operand_def(FloatIntegerIndexOrOpaque)
    rhs = operand_def(FloatIntegerIndexOrOpaque)
    result = result_def(FloatIntegerIndexOrOpaque)


@irdl_op_definition
class RemOp(BinaryOp):
    """`lhs % rhs`, for integers; the sign is that of `lhs`."""

    name = "emitc.rem"

    lhs = operand_def(IntegerIndexOrOpaque)
    rhs = operand_def(IntegerIndexOrOpaque)
    result = result_def(IntegerIndexOrOpaque)


@irdl_op_definition
class UnaryMinusOp(UnaryOp):
    """`-operand`."""

    name = "emitc.unary_minus"


@irdl_op_definition
class UnaryPlusOp(UnaryOp):
    """`+operand`."""

    name = "emitc.unary_plus"


@irdl_op_definition
class BitwiseAndOp(BinaryOp):
    """`lhs & rhs`."""

    name = "emitc.bitwise_and"


@irdl_op_definition
class BitwiseOrOp(BinaryOp):
    """`lhs | rhs`."""

    name = "emitc.bitwise_or"


@irdl_op_definition
class BitwiseXorOp(BinaryOp):
    """`lhs ^ rhs`."""

    name = "emitc.bitwise_xor"


@irdl_op_definition
class BitwiseLeftShiftOp(BinaryOp):
    """`lhs << rhs`."""

    name = "emitc.bitwise_left_shift"


@irdl_op_definition
class BitwiseRightShiftOp(BinaryOp):
    """`lhs >> rhs`."""

    name = "emitc.bitwise_right_shift"


@irdl_op_definition
class BitwiseNotOp(UnaryOp):
    """`~operand`."""

    name = "emitc.bitwise_not"


class LogicalBinaryOp(BinaryOp, ABC):
    """A logical operator, `%r = emitc.logical_and %a, %b : i32, i32`, whose result is i1."""

    result = result_def(I1)

    assembly_format = "operands attr-dict `:` type(operands)"

    def __init__(
        self,
        lhs: SSAValue | Operation,
        rhs: SSAValue | Operation,
        result_type: Attribute = i1,
    ):
        super().__init__(lhs, rhs, result_type)


@irdl_op_definition
class LogicalAndOp(LogicalBinaryOp):
    """`lhs && rhs`."""

    name = "emitc.logical_and"


@irdl_op_definition
class LogicalOrOp(LogicalBinaryOp):
    """`lhs || rhs`."""

    name = "emitc.logical_or"


@irdl_op_definition
class LogicalNotOp(UnaryOp):
    """`!operand`, `%r = emitc.logical_not %a : i32`."""

    name = "emitc.logical_not"

    result = result_def(I1)

    assembly_format = "$operand attr-dict `:` type($operand)"

    def __init__(self, operand: SSAValue | Operation, result_type: Attribute = i1):
        super().__init__(operand, result_type)


@irdl_op_definition
class CastOp(CExpressionOp):
    """`(type) source`, `%r = emitc.cast %a : i32 to f32`."""

    name = "emitc.cast"

    source = operand_def(EmitCType)
    result = result_def(EmitCType)

    assembly_format = "$source attr-dict `:` type($source) `to` type($result)"

    def __init__(self, source: SSAValue | Operation, type: Attribute):
        super().__init__(operands=[source], result_types=[type])

    def has_side_effects(self) -> bool:
        """A cast only converts."""
        return False

    def verify_(self) -> None:
        """Check that C can convert one type to the other."""
        source, result = self.source.type, self.result.type
        if not (_decays_to(source, result) or (_is_scalar(source) and _is_scalar(result))):
            raise VerifyException(
                f"'emitc.cast' operand type '{source}' and result type '{result}' are cast "
                "incompatible"
            )


def _decays_to(source: Attribute, result: Attribute) -> bool:
    """Whether `source` is an array and `result` the type of the address of its first element."""
    return (
        isinstance(source, ArrayType)
        and isinstance(result, PointerType)
        and source.get_num_dims() == 1
        and source.get_shape()[0] >= 1
        and source.element_type == result.pointee_type
    )


def _is_scalar(type: Attribute) -> bool:
    return (
        isinstance(type, PointerType)
        or is_float_type(type)
        or is_integer_index_or_opaque_type(type)
    )
