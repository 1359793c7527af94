"""The `emitc` dialect with all operations of MLIR 22.

It takes the place of xDSL's own `emitc`, which has three of the 49 operations.
"""

from xdsl.dialect_interfaces.constant_materialization import ConstantMaterializationInterface
from xdsl.ir import Attribute, Dialect, Operation

from microaot.dialects.emitc.arithmetic import (
    AddOp,
    BinaryOp,
    BitwiseAndOp,
    BitwiseLeftShiftOp,
    BitwiseNotOp,
    BitwiseOrOp,
    BitwiseRightShiftOp,
    BitwiseXorOp,
    CastOp,
    DivOp,
    LogicalAndOp,
    LogicalNotOp,
    LogicalOrOp,
    MulOp,
    RemOp,
    SubOp,
    UnaryMinusOp,
    UnaryOp,
    UnaryPlusOp,
)
from microaot.dialects.emitc.calls import CallOp, CallOpaqueOp
from microaot.dialects.emitc.classes import ClassOp, FieldOp, GetFieldOp
from microaot.dialects.emitc.comparison import CmpOp, CmpPredicate, ConditionalOp
from microaot.dialects.emitc.control_flow import DoOp, ForOp, IfOp, SwitchOp
from microaot.dialects.emitc.expressions import ExpressionOp
from microaot.dialects.emitc.files import FileOp, IncludeOp, VerbatimOp
from microaot.dialects.emitc.functions import DeclareFuncOp, FuncOp, ReturnOp
from microaot.dialects.emitc.globals import GetGlobalOp, GlobalOp
from microaot.dialects.emitc.interfaces import CExpressionOp
from microaot.dialects.emitc.lvalues import (
    AddressOfOp,
    ApplyOp,
    DereferenceOp,
    MemberOfPtrOp,
    MemberOp,
    SubscriptOp,
)
from microaot.dialects.emitc.types import (
    ArrayType,
    LValueType,
    OpaqueAttr,
    OpaqueType,
    PointerType,
    PtrDiffType,
    SignedSizeType,
    SizeType,
)
from microaot.dialects.emitc.values import AssignOp, ConstantOp, LiteralOp, LoadOp, VariableOp
from microaot.dialects.emitc.yields import YieldOp

__all__ = [
    "EMITC",
    "AddOp",
    "AddressOfOp",
    "ApplyOp",
    "ArrayType",
    "AssignOp",
    "BinaryOp",
    "BitwiseAndOp",
    "BitwiseLeftShiftOp",
    "BitwiseNotOp",
    "BitwiseOrOp",
    "BitwiseRightShiftOp",
    "BitwiseXorOp",
    "CExpressionOp",
    "CallOp",
    "CallOpaqueOp",
    "CastOp",
    "ClassOp",
    "CmpOp",
    "CmpPredicate",
    "ConditionalOp",
    "ConstantOp",
    "DeclareFuncOp",
    "DereferenceOp",
    "DivOp",
    "DoOp",
    "ExpressionOp",
    "FieldOp",
    "FileOp",
    "ForOp",
    "FuncOp",
    "GetFieldOp",
    "GetGlobalOp",
    "GlobalOp",
    "IfOp",
    "IncludeOp",
    "LValueType",
    "LiteralOp",
    "LoadOp",
    "LogicalAndOp",
    "LogicalNotOp",
    "LogicalOrOp",
    "MemberOfPtrOp",
    "MemberOp",
    "MulOp",
    "OpaqueAttr",
    "OpaqueType",
    "PointerType",
    "PtrDiffType",
    "RemOp",
    "ReturnOp",
    "SignedSizeType",
    "SizeType",
    "SubOp",
    "SubscriptOp",
    "SwitchOp",
    "UnaryMinusOp",
    "UnaryOp",
    "UnaryPlusOp",
    "VariableOp",
    "VerbatimOp",
    "YieldOp",
]


class EmitCConstants(ConstantMaterializationInterface):
    """Lets xDSL's folder turn an attribute into an `emitc.constant`."""

    def materialize_constant(self, value: Attribute, type: Attribute) -> Operation:
        """Make a constant of this value and type."""
        return ConstantOp(value, type)


EMITC = Dialect(
    "emitc",
    [
        AddOp,
        AddressOfOp,
        ApplyOp,
        AssignOp,
        BitwiseAndOp,
        BitwiseLeftShiftOp,
        BitwiseNotOp,
        BitwiseOrOp,
        BitwiseRightShiftOp,
        BitwiseXorOp,
        CallOp,
        CallOpaqueOp,
        CastOp,
        ClassOp,
        CmpOp,
        ConditionalOp,
        ConstantOp,
        DeclareFuncOp,
        DereferenceOp,
        DivOp,
        DoOp,
        ExpressionOp,
        FieldOp,
        FileOp,
        ForOp,
        FuncOp,
        GetFieldOp,
        GetGlobalOp,
        GlobalOp,
        IfOp,
        IncludeOp,
        LiteralOp,
        LoadOp,
        LogicalAndOp,
        LogicalNotOp,
        LogicalOrOp,
        MemberOfPtrOp,
        MemberOp,
        MulOp,
        RemOp,
        ReturnOp,
        SubOp,
        SubscriptOp,
        SwitchOp,
        UnaryMinusOp,
        UnaryPlusOp,
        VariableOp,
        VerbatimOp,
        YieldOp,
    ],
    [
        ArrayType,
        LValueType,
        OpaqueAttr,
        OpaqueType,
        PointerType,
        PtrDiffType,
        SignedSizeType,
        SizeType,
    ],
    [EmitCConstants()],
)
