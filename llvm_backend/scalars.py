"""arith and math as ops of the llvm dialect, intrinsics and functions of the C library."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from xdsl.dialects import arith, llvm, math
from xdsl.dialects.builtin import (
    AnyFloat,
    Float32Type,
    FloatAttr,
    IntegerAttr,
    IntegerType,
    i1,
    i64,
)
from xdsl.ir import Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.llvm_backend.builder import LLVMBuilder
from microaot.tools.errors import OperationError

Handler: TypeAlias = Callable[[LLVMBuilder, Any], SSAValue]
"""Makes what the only result of an op becomes."""

_INTEGER: Mapping[type[Operation], Any] = {
    arith.AddiOp: llvm.AddOp,
    arith.SubiOp: llvm.SubOp,
    arith.MuliOp: llvm.MulOp,
    arith.DivSIOp: llvm.SDivOp,
    arith.DivUIOp: llvm.UDivOp,
    arith.RemSIOp: llvm.SRemOp,
    arith.RemUIOp: llvm.URemOp,
    arith.AndIOp: llvm.AndOp,
    arith.OrIOp: llvm.OrOp,
    arith.XOrIOp: llvm.XOrOp,
    arith.ShLIOp: llvm.ShlOp,
    arith.ShRSIOp: llvm.AShrOp,
    arith.ShRUIOp: llvm.LShrOp,
    arith.AddfOp: llvm.FAddOp,
    arith.SubfOp: llvm.FSubOp,
    arith.MulfOp: llvm.FMulOp,
    arith.DivfOp: llvm.FDivOp,
}
"""Ops of two operands that LLVM has as well."""

_SLT, _SGT, _ULT, _UGT = 2, 4, 6, 8
_CHOOSE: Mapping[type[Operation], int] = {
    arith.MinSIOp: _SLT,
    arith.MaxSIOp: _SGT,
    arith.MinUIOp: _ULT,
    arith.MaxUIOp: _UGT,
}
"""The operand is chosen for which the comparison holds."""

_INTRINSICS: Mapping[type[Operation], str] = {
    arith.MaximumfOp: "maximum",
    arith.MinimumfOp: "minimum",
    arith.MaxnumfOp: "maxnum",
    arith.MinnumfOp: "minnum",
    math.AbsFOp: "fabs",
    math.FloorOp: "floor",
    math.CeilOp: "ceil",
    math.FmaOp: "fma",
    math.CopySignOp: "copysign",
    math.CtPopOp: "ctpop",
}
_INTRINSICS_WITH_FLAG: Mapping[type[Operation], str] = {
    math.CountLeadingZerosOp: "ctlz",
    math.CountTrailingZerosOp: "cttz",
    math.AbsIOp: "abs",
}
"""Their last operand says whether 0, or the least number, gives poison; here it does not."""

_LIBRARY: Mapping[type[Operation], str] = {
    math.ExpOp: "exp",
    math.LogOp: "log",
    math.SqrtOp: "sqrt",
    math.TanhOp: "tanh",
    math.ErfOp: "erf",
    math.SinOp: "sin",
    math.CosOp: "cos",
    math.PowFOp: "pow",
}
"""Functions of `<math.h>`, as the C code calls them."""


def convert_constant(b: LLVMBuilder, op: arith.ConstantOp) -> SSAValue:
    """A number."""
    type = b.type(op.result.type, op)
    match op.value:
        case IntegerAttr() as integer:
            return b.integer(integer.value.data, type)
        case FloatAttr() as number:
            return b.insert(llvm.ConstantOp(number, type)).result
        case _:
            raise OperationError(op, "is no number")


def convert_cast(b: LLVMBuilder, op: Operation) -> SSAValue:
    """A number of another type."""
    (value,), type = b.operands(op), b.type(op.results[0].type, op)
    match op:
        case arith.ExtSIOp() | arith.TruncIOp() | arith.IndexCastOp():
            return b.resize(value, type, is_signed=True)
        case arith.ExtUIOp():
            return b.resize(value, type, is_signed=False)
        case arith.SIToFPOp():
            return b.insert(llvm.SIToFPOp(value, type)).result
        case arith.FPToSIOp():
            return _saturated(b, "fptosi.sat", value, type)
        case arith.FPToUIOp():
            return _saturated(b, "fptoui.sat", value, type)
        case arith.ExtFOp():
            return b.insert(llvm.FPExtOp(value, type)).result
        case arith.TruncFOp():
            return b.insert(llvm.FPTruncOp(value, type)).result
        case _:
            return b.insert(llvm.BitcastOp(value, type)).result


def _saturated(b: LLVMBuilder, name: str, value: SSAValue, type: Any) -> SSAValue:
    """What does not fit is undefined in MLIR; here it is the nearest number."""
    source = "f32" if isinstance(value.type, Float32Type) else "f64"
    full = f"llvm.{name}.i{type.bitwidth}.{source}"
    op = b.insert(llvm.CallIntrinsicOp(full, [value], [type]))
    assert op.ress is not None
    return op.ress


def convert_uitofp(b: LLVMBuilder, op: arith.UIToFPOp) -> SSAValue:
    """By way of a signed number that holds every unsigned one."""
    (value,) = b.operands(op)
    source = value.type
    assert isa(source, IntegerType)
    if source.bitwidth > 32:
        raise OperationError(op, f"converts {source}, which operators for LLVM do not have")
    wide = b.resize(value, i64, is_signed=False)
    return b.insert(llvm.SIToFPOp(wide, b.type(op.results[0].type, op))).result


def _binary(b: LLVMBuilder, op: Operation) -> SSAValue:
    made = _INTEGER[_kind(op, _INTEGER)](*b.operands(op))
    return b.insert(made).results[0]


def _choose(b: LLVMBuilder, op: Operation) -> SSAValue:
    lhs, rhs = b.operands(op)
    return b.select(b.compare(_CHOOSE[_kind(op, _CHOOSE)], lhs, rhs), lhs, rhs)


def _intrinsic(b: LLVMBuilder, op: Operation) -> SSAValue:
    name = _INTRINSICS[_kind(op, _INTRINSICS)]
    return b.intrinsic(name, b.operands(op), b.type(op.results[0].type, op))


def _intrinsic_with_flag(b: LLVMBuilder, op: Operation) -> SSAValue:
    name = _INTRINSICS_WITH_FLAG[_kind(op, _INTRINSICS_WITH_FLAG)]
    return b.intrinsic(name, [*b.operands(op), b.integer(0, i1)], b.type(op.results[0].type, op))


def _library(b: LLVMBuilder, op: Operation) -> SSAValue:
    type = b.type(op.results[0].type, op)
    name = _LIBRARY[_kind(op, _LIBRARY)]
    return b.call(name + "f" * isinstance(type, Float32Type), b.operands(op), type).results[0]


def convert_rsqrt(b: LLVMBuilder, op: math.RsqrtOp) -> SSAValue:
    """`1 / sqrt(x)`."""
    type = b.type(op.result.type, op)
    assert isinstance(type, AnyFloat)
    one = b.insert(llvm.ConstantOp(FloatAttr(1.0, type), type)).result
    name = "sqrtf" if isinstance(type, Float32Type) else "sqrt"
    return b.insert(llvm.FDivOp(one, b.call(name, b.operands(op), type).results[0])).res


def convert_cmpi(b: LLVMBuilder, op: arith.CmpiOp) -> SSAValue:
    """A comparison of integers."""
    return b.compare(op.predicate.value.data, *b.operands(op))


def convert_cmpf(b: LLVMBuilder, op: arith.CmpfOp) -> SSAValue:
    """A comparison of floats."""
    predicate = IntegerAttr(op.predicate.value.data, i64)
    return b.insert(llvm.FCmpOp(b.value(op.lhs), b.value(op.rhs), predicate)).res


def convert_negf(b: LLVMBuilder, op: arith.NegfOp) -> SSAValue:
    """A float of the other sign."""
    return b.insert(llvm.FNegOp(b.value(op.operand))).res


def convert_select(b: LLVMBuilder, op: arith.SelectOp) -> SSAValue:
    """One of two values."""
    return b.select(b.value(op.cond), b.value(op.lhs), b.value(op.rhs))


def _kind(op: Operation, table: Mapping[type[Operation], Any]) -> type[Operation]:
    return next(cls for cls in type(op).__mro__ if cls in table)


SCALARS: dict[type[Operation], Handler] = {
    arith.ConstantOp: convert_constant,
    **dict.fromkeys(_INTEGER, _binary),
    **dict.fromkeys(_CHOOSE, _choose),
    **dict.fromkeys(_INTRINSICS, _intrinsic),
    **dict.fromkeys(_INTRINSICS_WITH_FLAG, _intrinsic_with_flag),
    **dict.fromkeys(_LIBRARY, _library),
    arith.ExtSIOp: convert_cast,
    arith.ExtUIOp: convert_cast,
    arith.TruncIOp: convert_cast,
    arith.IndexCastOp: convert_cast,
    arith.SIToFPOp: convert_cast,
    arith.FPToSIOp: convert_cast,
    arith.FPToUIOp: convert_cast,
    arith.ExtFOp: convert_cast,
    arith.TruncFOp: convert_cast,
    arith.BitcastOp: convert_cast,
    arith.UIToFPOp: convert_uitofp,
    arith.CmpiOp: convert_cmpi,
    arith.CmpfOp: convert_cmpf,
    arith.NegfOp: convert_negf,
    arith.SelectOp: convert_select,
    math.RsqrtOp: convert_rsqrt,
}
