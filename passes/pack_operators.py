"""Operators of a model behind type-erased entries, as TVM's packed API had them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, func
from xdsl.dialects.builtin import (
    FunctionType,
    IntegerAttr,
    MemRefType,
    ModuleOp,
    StringAttr,
    i32,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import SymbolTable
from xdsl.utils.hints import isa

from microaot.dialects import packed, type_erased
from microaot.dialects.packed.entry import ABI, ArgumentsType
from microaot.emitc_backend.c_symbol_names import FIXED_NAME
from microaot.passes.c_interface import find_entry
from microaot.passes.devices.steps import device_name
from microaot.passes.make_packed_api import MakePackedAPI, parse_abi
from microaot.passes.module_functions import is_public
from microaot.passes.pack_arguments import PackArguments
from microaot.passes.packed.abi import PACKED_ABIS
from microaot.passes.packed.entry_devices import CPU
from microaot.passes.packed.frames import ExtentTables, insert_before, make_frame
from microaot.passes.status.scopes import may_fail
from microaot.tools.errors import OperationError

PACKED = "aot.packed"
"""Unit attribute of a declared operator: another library has a packed entry for it."""


@dataclass(frozen=True)
class PackOperators(ModulePass):
    """Let the entry of a model call operators through a packed ABI.

    The operators are the private functions that it calls. Of one that is only declared this has to
    be said by `aot.packed`: without, it is a plain function in C. Descriptors and arguments are on
    the stack of the entry, one set for all calls; `constant-descriptors` moves into flash what
    never changes. Each call has a status, as `propagate-status` wants it.

    ```mlir
    func.func private @relu(%x: memref<4xf32>) attributes {aot.operator} { ... }
    func.func @main(%x: memref<4xf32> {aot.output = "x"}) {
      func.call @relu(%x) : (memref<4xf32>) -> ()
      return
    }
    ```
    becomes with `abi=ffi`, types left out,
    ```mlir
    func.func private @relu_packed(%args: !packed.arguments<ffi>) { ... }
    func.func @main(%x: memref<4xf32> {aot.output = "x"}) {
      %tensors, %values = type_erased.frame
      %shape = memref.get_global @shape_4
      %status = type_erased.call @relu_packed(%x) ffi devices(%cpu, %zero) shapes(%shape)
        frame(%tensors, %values) {returns_status} -> i32
      return
    }
    ```

    `abi`: `tvm`, `ffi`, or `none`, which only refuses operators that have packed entries.
    `error_messages`: what entries say of wrong arguments, `full` or `none`.
    """

    name = "pack-operators"

    abi: str = "ffi"
    error_messages: str = "full"
    entry: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change the calls, then the operators."""
        if self.abi == "none":
            _refuse_packed(op)
            return
        abi = parse_abi(self.abi)
        entry = find_entry(op, self.entry)
        packing = _Packing(op, abi)
        calls = [*packing.calls(entry)]
        if not calls:
            return
        packing.change_calls(entry, calls)
        operators = {packing.callee(call).sym_name.data: packing.callee(call) for call in calls}
        own = tuple(name for name, function in operators.items() if not function.is_declaration)
        names = {function: packing.symbol(function) for function in operators.values()}
        if own:
            PackArguments(own).apply(ctx, op)
            MakePackedAPI(abi, own, self.error_messages).apply(ctx, op)
        for function, symbol in names.items():
            function.properties["sym_name"] = StringAttr(symbol)
            if not function.is_declaration:
                function.attributes.pop(FIXED_NAME, None)
            else:
                arguments = FunctionType.from_lists([ArgumentsType(abi)], [])
                function.properties["function_type"] = arguments
                function.properties.pop("arg_attrs", None)


def _refuse_packed(module: ModuleOp) -> None:
    for op in module.body.ops:
        if isinstance(op, func.FuncOp) and PACKED in op.attributes:
            raise OperationError(
                op, f"@{op.sym_name.data} has a packed entry, which needs an ABI: --packed-api"
            )


class _Packing:
    """Changes the calls of one entry."""

    def __init__(self, module: ModuleOp, abi: ABI) -> None:
        self._module = module
        self._abi = abi
        self._functions = {
            op.sym_name.data: op for op in module.body.ops if isinstance(op, func.FuncOp)
        }
        self._devices = {
            op.sym_name.data: op for op in module.body.ops if isinstance(op, packed.DeviceOp)
        }
        self._tables = ExtentTables(module)
        self._symbols: dict[func.FuncOp, str] = {}

    def callee(self, call: func.CallOp) -> func.FuncOp:
        """The operator that is called."""
        return self._functions[call.callee.string_value()]

    def calls(self, entry: func.FuncOp) -> Iterator[func.CallOp]:
        """The calls that go through packed entries; checks that this is possible."""
        for call in entry.walk():
            if not isinstance(call, func.CallOp) or is_public(function := self.callee(call)):
                continue
            if function.is_declaration and PACKED not in function.attributes:
                continue
            name = function.sym_name.data
            if any(not isa(type, MemRefType[Attribute]) for type in call.arguments.types):
                raise OperationError(
                    call, f"calls @{name} with what is no tensor: a packed operator has only those"
                )
            if not function.is_declaration and any(map(may_fail, function.walk())):
                raise OperationError(
                    function, "makes calls that can fail: it cannot be a packed operator"
                )
            if call.result_types not in ((), (i32,)) or any(result.uses for result in call.results):
                raise OperationError(call, f"uses a result of @{name}: a packed operator has none")
            yield call

    def change_calls(self, entry: func.FuncOp, calls: Sequence[func.CallOp]) -> None:
        """Replace the calls."""
        count = max(len(call.arguments) for call in calls)
        frame = make_frame(self._abi, count, count + 1)
        frame.location = calls[0].location
        for call in calls:
            # Arguments are taken from the callee before its signature changes.
            arguments = [self._described(value, call) for value in call.arguments]
            new = type_erased.CallOp(
                self.symbol(self.callee(call)),
                self._abi,
                arguments,
                frame.arrays,
                [i32],
                returns_status=True,
            )
            new.attributes.update(call.attributes)
            insert_before([new], call)
            Rewriter.erase_op(call)
        Rewriter.insert_op(frame, InsertPoint.at_start(entry.body.blocks[0]))

    def symbol(self, function: func.FuncOp) -> str:
        """The entry of an operator: ours has a name that is free, others one that the ABI fixes."""
        if function not in self._symbols:
            name = function.sym_name.data
            if function.is_declaration:
                abi = PACKED_ABIS[self._abi]
                symbol = abi.symbol.format(name) if abi.is_fixed_name else name
            else:
                symbol = f"{name}_packed"
                while SymbolTable.lookup_symbol(self._module, symbol) is not None:
                    symbol += "_"
            self._symbols[function] = symbol
        return self._symbols[function]

    def _described(self, value: SSAValue, call: func.CallOp) -> type_erased.Argument:
        type = value.type
        assert isa(type, MemRefType[Attribute])
        device = [arith.ConstantOp(IntegerAttr(number, i32)) for number in self._device_of(call)]
        insert_before(device, call)
        shape = self._tables.shape(value, type, call) if type.get_num_dims() else None
        strides = (
            self._tables.strides(value, type, call) if type_erased.needs_strides(type) else None
        )
        return type_erased.Argument(value, tuple(op.result for op in device), shape, strides)

    def _device_of(self, call: func.CallOp) -> tuple[int, int]:
        """Where the tensors are: with the processor, unless a device has memory of its own."""
        function = self.callee(call)
        device = self._devices.get(device_name(function) or "")
        if device is None or device.memory != StringAttr("private"):
            return CPU
        return device.identity if function.is_declaration else CPU
