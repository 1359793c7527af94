"""`convert-operators-to-llvm`: loops on memrefs to the llvm dialect, as xDSL's backend takes it."""

from dataclasses import dataclass
from math import prod

from xdsl.context import Context
from xdsl.dialects import cf, func, llvm, memref
from xdsl.dialects.builtin import (
    ArrayAttr,
    DenseIntOrFPElementsAttr,
    DictionaryAttr,
    IntegerType,
    MemRefType,
    ModuleOp,
    UnitAttr,
    i1,
)
from xdsl.ir import Attribute, Block, Operation, Region
from xdsl.passes import ModulePass
from xdsl.transforms.convert_scf_to_cf import ConvertScfToCf
from xdsl.utils.hints import isa

from microaot.llvm_backend.builder import LLVMBuilder
from microaot.llvm_backend.memory import MEMORY
from microaot.llvm_backend.scalars import SCALARS
from microaot.passes.module_functions import is_public
from microaot.tools.errors import OperationError, UserError


@dataclass(frozen=True)
class ConvertOperatorsToLLVM(ModulePass):
    """Convert functions on memrefs of known layout to the llvm dialect.

    A memref argument is a pointer, a scalar what it is in C: functions are called as those that
    `plain-to-emitc` makes. `index_width` is the number of bits of a pointer.

    ```mlir
    func.func @store(%x: i32, %m: memref<4xi32>) {
      %c1 = arith.constant 1 : index
      memref.store %x, %m[%c1] : memref<4xi32>
      return
    }
    ```
    becomes
    ```mlir
    llvm.func @store(%x: i32, %m: !llvm.ptr) {
      %c1 = llvm.mlir.constant(1 : i32) : i32
      %p = llvm.getelementptr inbounds %m[%c1] : (!llvm.ptr, i32) -> !llvm.ptr, i32
      llvm.store %x, %p : i32, !llvm.ptr
      llvm.return
    }
    ```
    """

    name = "convert-operators-to-llvm"

    index_width: int = 32

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Convert loops to branches, then each function and constant."""
        if self.index_width not in (32, 64):
            raise UserError(f"index_width is 32 or 64, not {self.index_width}")
        ConvertScfToCf().apply(ctx, op)
        callees: dict[str, llvm.LLVMFunctionType] = {}
        converted: list[Operation] = []
        for top in op.body.ops:
            match top:
                case func.FuncOp() if not top.is_declaration:
                    converted.append(_convert_function(top, self.index_width, callees))
                case func.FuncOp():
                    pass
                case memref.GlobalOp():
                    converted.append(_convert_global(top, self.index_width))
                case _:
                    raise OperationError(top, "has no counterpart in LLVM")
        defined = {top.sym_name.data for top in converted if isinstance(top, llvm.FuncOp)}
        for name, type in callees.items():
            if name not in defined:
                converted.append(llvm.FuncOp(name, type, llvm.LinkageAttr("external")))
        op.detach_region(op.body)
        op.add_region(Region(Block(converted)))


def _convert_function(
    function: func.FuncOp, index_width: int, callees: dict[str, llvm.LLVMFunctionType]
) -> llvm.FuncOp:
    b = LLVMBuilder(index_width)
    outputs = [b.type(type, function) for type in function.function_type.outputs]
    if len(outputs) > 1:
        raise OperationError(function, "returns several values, which operators for LLVM do not")
    blocks = {old: Block() for old in function.body.blocks}
    for old, new in blocks.items():
        for argument in old.args:
            made = new.insert_arg(b.type(argument.type, function), len(new.args))
            b.values[argument] = made
    b.entry = blocks[function.body.blocks[0]]
    for old, new in blocks.items():
        b.block = new
        for op in old.ops:
            _convert_op(b, op, blocks)
    inputs = [argument.type for argument in b.entry.args]
    type = llvm.LLVMFunctionType(inputs, outputs[0] if outputs else None)
    callees.update(b.callees)
    return llvm.FuncOp(
        function.sym_name.data,
        type,
        llvm.LinkageAttr("external" if is_public(function) else "internal"),
        body=Region(blocks.values()),
        other_props={"arg_attrs": ArrayAttr(map(_extension, inputs))},
    )


def _extension(type: Attribute) -> DictionaryAttr:
    """Who calls a function fills the register of a small number, as C compilers expect."""
    if not isinstance(type, IntegerType) or type.bitwidth >= 32:
        return DictionaryAttr({})
    return DictionaryAttr({"llvm.zeroext" if type == i1 else "llvm.signext": UnitAttr()})


def _convert_op(b: LLVMBuilder, op: Operation, blocks: dict[Block, Block]) -> None:
    match op:
        case cf.BranchOp():
            b.insert(llvm.BrOp(blocks[op.successor], *map(b.value, op.arguments)))
        case cf.ConditionalBranchOp():
            then, other = map(b.value, op.then_arguments), map(b.value, op.else_arguments)
            successors = blocks[op.then_block], blocks[op.else_block]
            condition = b.value(op.cond)
            b.insert(llvm.CondBrOp(condition, successors[0], [*then], successors[1], [*other]))
        case func.ReturnOp():
            b.insert(llvm.ReturnOp(*map(b.value, op.arguments)))
        case func.CallOp():
            types = [b.type(result.type, op) for result in op.results]
            if len(types) > 1:
                raise OperationError(op, "calls a function with several results")
            name = op.callee.string_value()
            call = b.call(name, b.operands(op), types[0] if types else None)
            b.values.update(zip(op.results, call.results, strict=True))
        case _:
            for kind in type(op).__mro__:
                if kind in SCALARS:
                    b.values[op.results[0]] = SCALARS[kind](b, op)
                    return
                if kind in MEMORY:
                    MEMORY[kind](b, op)
                    return
            raise OperationError(op, "is no part of operators for LLVM")


def _convert_global(op: memref.GlobalOp, index_width: int) -> llvm.GlobalOp:
    """A constant that only operators use."""
    type = op.type
    assert isa(type, MemRefType[Attribute])
    if op.constant is None or not isinstance(op.initial_value, DenseIntOrFPElementsAttr):
        raise OperationError(op, "is a variable, which operators for LLVM do not have")
    element = LLVMBuilder(index_width).memory_type(type.element_type, op)
    array = llvm.LLVMArrayType(prod(type.get_shape()), element)
    return llvm.GlobalOp(array, op.sym_name.data, "internal", constant=True, value=op.initial_value)
