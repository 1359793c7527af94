"""Let functions take descriptors: the border to a world that passes tensors around."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import (
    MemRefType,
    ModuleOp,
    NoneAttr,
    StridedLayoutAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import packed
from microaot.passes.module_functions import (
    Call,
    ModuleFunctions,
    entry_block,
    is_public,
    set_arguments,
    set_inputs,
)
from microaot.passes.packed.buffer_devices import Devices
from microaot.passes.packed.buffer_uses import require_only_direct_calls
from microaot.tools.errors import OperationError, UserError


@dataclass(frozen=True)
class PackArguments(ModulePass):
    """Make each memref argument of some functions a buffer: `unpack-buffers` backwards.

    `functions` are those to change, by default all public ones with a body; `device` is the device
    that the buffers are on, by default any. Calls in the module make descriptors, for which the
    device has to be given.

    ```mlir
    packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
    func.func @f(%m: memref<4xf32>, %i: index) -> f32 {
      %x = memref.load %m[%i] : memref<4xf32>
      return %x : f32
    }
    ```
    becomes, with `device=cpu`,
    ```mlir
    packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
    func.func @f(%m: !packed.buffer<4xf32, @cpu>, %i: index) -> f32 {
      %data = packed.data %m : !packed.buffer<4xf32, @cpu> -> memref<4xf32>
      %x = memref.load %data[%i] : memref<4xf32>
      return %x : f32
    }
    ```
    """

    name = "pack-arguments"

    functions: tuple[str, ...] = ()
    device: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change signatures and bodies, then the calls."""
        functions = ModuleFunctions(op)
        device = None if self.device is None else SymbolRefAttr(self.device)
        if self.device is not None:
            Devices(op).find(self.device, op)
        changed: dict[str, list[Attribute]] = {}
        for function in self._selected(functions):
            inputs = [_buffer(t, device, function) for t in function.function_type.inputs]
            if inputs != [*function.function_type.inputs]:
                require_only_direct_calls(functions, function.sym_name.data)
                changed[function.sym_name.data] = inputs
        reads: list[packed.DataOp] = []
        for name, inputs in changed.items():
            reads += _change_function(functions.by_name[name], inputs)
        for name, inputs in changed.items():
            for call in functions.calls[name]:
                _change_call(call, name, inputs)
        for read in reads:
            if read.result.first_use is None:
                Rewriter.erase_op(read)

    def _selected(self, functions: ModuleFunctions) -> list[func.FuncOp]:
        if not self.functions:
            found = functions.by_name.values()
            return [f for f in found if is_public(f) and not f.is_declaration]
        for name in self.functions:
            if name not in functions.by_name:
                raise UserError(f"{self.name}: no function @{name} in this module")
        return [functions.by_name[name] for name in dict.fromkeys(self.functions)]


def _buffer(type: Attribute, device: SymbolRefAttr | None, function: func.FuncOp) -> Attribute:
    """The buffer type of a memref; other types stay what they are."""
    if not isa(type, MemRefType[Attribute]):
        return type
    if not isinstance(type.layout, NoneAttr | StridedLayoutAttr):
        reason = "no strides say where its elements are"
    elif not isinstance(type.memory_space, NoneAttr):
        reason = "a descriptor has no memory space"
    elif packed.data_type(type.element_type) is None:
        reason = f"DLPack has no element type for {type.element_type}"
    else:
        return packed.BufferType(type.get_shape(), type.element_type, type.layout, device)
    raise OperationError(function, f"takes {type}, which cannot be a buffer: {reason}")


def _change_function(function: func.FuncOp, inputs: list[Attribute]) -> list[packed.DataOp]:
    """Change the signature; return the reads of the data of the new arguments."""
    reads: list[packed.DataOp] = []
    for old, new in zip(*set_inputs(function, inputs, range(len(inputs))), strict=True):
        if old.type != new.type:
            read = packed.DataOp(new)
            read.location = function.location
            read.result.name_hint = old.name_hint
            old.replace_all_uses_with(read.result)
            reads.append(read)
    if (entry := entry_block(function)) is not None:
        Rewriter.insert_op(reads, InsertPoint.at_start(entry))
    return reads


def _change_call(call: Call, callee: str, inputs: list[Attribute]) -> None:
    set_arguments(
        call,
        [
            value if value.type == type else _descriptor(value, type, call, callee)
            for value, type in zip(call.operands, inputs, strict=True)
        ],
    )


def _descriptor(value: SSAValue, type: Attribute, call: Call, callee: str) -> SSAValue:
    """The descriptor of a memref: the one that it came from, or a new one."""
    assert isinstance(type, packed.BufferType)
    read = value.owner
    if isinstance(read, packed.DataOp) and read.buffer.type == type:
        return read.buffer
    if type.device_name is None:
        raise OperationError(
            call,
            f"has to make a descriptor for @{callee}: say with `device` on which device it is",
        )
    made = packed.MakeBufferOp(value, type)
    made.location = call.location
    made.buffer.name_hint = value.name_hint
    Rewriter.insert_op(made, InsertPoint.before(call))
    return made.buffer
