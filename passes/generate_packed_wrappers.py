"""Packed entries beside the functions that they call."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import (
    FunctionType,
    MemRefType,
    ModuleOp,
    NoneAttr,
    StridedLayoutAttr,
)
from xdsl.ir import Attribute, Block, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import packed
from microaot.dialects.packed.types import data_type
from microaot.passes.make_packed_api import choose_functions, parse_abi, parse_messages
from microaot.passes.packed.entries import make_entry
from microaot.passes.packed.extent_inference import declare_extents
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class GeneratePackedWrappers(ModulePass):
    """Add a packed entry for each function, which checks what it gets and calls the function.

    The function itself stays as it is. By default all public functions get an entry, otherwise
    those called `functions`; see `make-packed-api` for names and checks.

    ```mlir
    func.func @add_one(%x: memref<4xf32>) { ... }
    ```
    gets, before it becomes a packed entry, the companion
    ```mlir
    func.func @add_one(%x: !packed.buffer<4xf32>) {
      %m = packed.data %x : !packed.buffer<4xf32> -> memref<4xf32>
      func.call @add_one(%m) : (memref<4xf32>) -> ()
      return
    }
    ```
    """

    name = "generate-packed-wrappers"

    abi: str = "ffi"
    functions: tuple[str, ...] = ()
    error_messages: str = "full"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Add the entries behind their functions."""
        abi, has_messages = parse_abi(self.abi), parse_messages(self.error_messages)
        for function in choose_functions(op, self.functions):
            declare_extents(function)
            wrapper = wrap(function)
            Rewriter.insert_op(wrapper, InsertPoint.after(function))
            make_entry(op, wrapper, abi, has_messages=has_messages)


def wrap(function: func.FuncOp) -> func.FuncOp:
    """A function of buffers that calls one of memrefs."""
    old = function.body.blocks[0].args
    types = [buffer_of(arg.type, arg.name_hint or f"arg{i}", function) for i, arg in enumerate(old)]
    outputs = function.function_type.outputs.data
    block = Block(arg_types=types)
    operands: list[SSAValue] = []
    for before, argument in zip(old, block.args, strict=True):
        argument.name_hint = before.name_hint
        operands.append(argument)
        if isa(before.type, MemRefType):
            data = packed.DataOp(argument)
            data.result.name_hint = before.name_hint
            block.add_op(data)
            operands[-1] = data.result
    arguments: dict[SSAValue, SSAValue] = dict(zip(old, block.args, strict=True))
    for demand in function.body.blocks[0].ops:
        # What the function demands of whoever calls it, its entry demands of its own callers.
        if isinstance(demand, packed.RequireDeviceOp) and demand.buffer in arguments:
            block.add_op(packed.RequireDeviceOp(arguments[demand.buffer], demand.device))
    call = func.CallOp(function.sym_name.data, operands, outputs)
    block.add_ops([call, func.ReturnOp(*call.results)])
    type = FunctionType.from_lists(types, outputs)
    wrapper = func.FuncOp(function.sym_name.data, type, Region(block), arg_attrs=function.arg_attrs)
    for op in (wrapper, *block.ops):
        op.location = function.location
    return wrapper


def buffer_of(type: Attribute, name: str, function: func.FuncOp) -> Attribute:
    """The type of the argument of the wrapper."""
    if not isa(type, MemRefType):
        return type
    layout = type.layout
    if data_type(type.element_type) is None or not isinstance(layout, StridedLayoutAttr | NoneAttr):
        raise OperationError(
            function, f"has an argument {name} of the type {type}, which no descriptor describes"
        )
    return packed.BufferType(type.get_shape(), type.element_type, layout)
