"""Making ops of the llvm dialect for one function."""

from typing import TypeVar

from xdsl.dialects import llvm
from xdsl.dialects.builtin import (
    Float32Type,
    Float64Type,
    IndexType,
    IntegerAttr,
    IntegerType,
    MemRefType,
    Signedness,
    i1,
    i64,
)
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.tools.errors import OperationError

OpT = TypeVar("OpT", bound=Operation)

POINTER = llvm.LLVMPointerType()
_WIDTHS = (1, 8, 16, 32, 64)


class LLVMBuilder:
    """Inserts ops at the end of `block`; knows what the values of the plain function became.

    `index_width` is the number of bits of an index: those of a pointer of the target.
    """

    def __init__(self, index_width: int) -> None:
        self.index = IntegerType(index_width)
        self.values: dict[SSAValue, SSAValue] = {}
        self.callees: dict[str, llvm.LLVMFunctionType] = {}
        """The C functions that are called."""
        self.block = Block()
        self.entry = self.block

    def insert(self, op: OpT) -> OpT:
        """Add an op."""
        self.block.add_op(op)
        return op

    def insert_at_entry(self, op: OpT) -> OpT:
        """Add an op to what runs once per call of the function."""
        Rewriter.insert_op(op, InsertPoint.at_start(self.entry))
        return op

    def value(self, old: SSAValue) -> SSAValue:
        """What a value became."""
        return self.values[old]

    def operands(self, op: Operation) -> list[SSAValue]:
        """What the operands of `op` became."""
        return [self.values[operand] for operand in op.operands]

    def integer(self, value: int, type: Attribute) -> SSAValue:
        """An integer."""
        assert isa(type, IntegerType)
        return self.insert(llvm.ConstantOp(IntegerAttr(value, type), type)).result

    def compare(self, predicate: int, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        """A comparison of integers, by MLIR's number of the predicate."""
        return self.insert(llvm.ICmpOp(lhs, rhs, IntegerAttr(predicate, i64))).res

    def select(self, condition: SSAValue, then: SSAValue, other: SSAValue) -> SSAValue:
        """One of two values."""
        return self.insert(llvm.SelectOp(condition, then, other)).res

    def resize(self, value: SSAValue, type: Attribute, *, is_signed: bool) -> SSAValue:
        """An integer of another width."""
        source = value.type
        assert isa(source, IntegerType) and isa(type, IntegerType)
        if source.bitwidth == type.bitwidth:
            return value
        if source.bitwidth > type.bitwidth:
            return self.insert(llvm.TruncOp(value, type)).res
        return self.insert((llvm.SExtOp if is_signed else llvm.ZExtOp)(value, type)).res

    def intrinsic(self, name: str, arguments: list[SSAValue], result: Attribute) -> SSAValue:
        """An intrinsic function of LLVM for values of the type `result`."""
        full = f"llvm.{name}.{_suffix(result)}"
        op = self.insert(llvm.CallIntrinsicOp(full, arguments, [result]))
        assert op.ress is not None
        return op.ress

    def call(self, name: str, arguments: list[SSAValue], result: Attribute | None) -> Operation:
        """A C function."""
        types = [argument.type for argument in arguments]
        self.callees[name] = llvm.LLVMFunctionType(types, result)
        return self.insert(llvm.CallOp(name, *arguments, return_type=result))

    def type(self, type: Attribute, op: Operation) -> Attribute:
        """The type of a scalar, or of a memref as C has it: a pointer."""
        match type:
            case IndexType():
                return self.index
            case Float32Type() | Float64Type():
                return type
            case IntegerType() if type.bitwidth in _WIDTHS:
                if type.signedness.data is Signedness.SIGNLESS:
                    return type
            case _ if isa(type, MemRefType):
                return POINTER
            case _:
                pass
        raise OperationError(op, f"has the type {type}, which operators for LLVM do not have")

    def memory_type(self, type: Attribute, op: Operation) -> Attribute:
        """The type of an element in memory: C's bool is a byte."""
        converted = self.type(type, op)
        return IntegerType(8) if converted == i1 else converted


def _suffix(type: Attribute) -> str:
    match type:
        case Float32Type():
            return "f32"
        case Float64Type():
            return "f64"
        case IntegerType():
            return f"i{type.bitwidth}"
        case _:
            raise ValueError(f"no intrinsic works on {type}")
