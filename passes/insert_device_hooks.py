"""`insert-device-hooks`: the main function calls the hooks of the devices that it uses."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
    UnitAttr,
)
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass

from microaot.dialects import packed
from microaot.emitc_backend.printer.program import NAME
from microaot.passes.devices.copies import copy_private_data
from microaot.passes.devices.hooks import DeviceHooks, hook_symbol
from microaot.passes.devices.main import HookedMain, devices_of
from microaot.passes.devices.steps import (
    DEVICE,
    DEVICE_HANDLE,
    READ_ONLY,
    DeviceProgram,
    Steps,
    read_only_arguments,
)
from microaot.passes.module_functions import set_inputs


@dataclass(frozen=True)
class InsertDeviceHooks(ModulePass):
    """Call what the application provides for the devices of a program.

    A device is activated and deactivated once, and open around operators of it that follow each
    other. What a device does beside the processor (`sync`) is waited for as late as possible; until
    then others do what does not depend on it. Data goes into private memory and back. The handles
    of devices become arguments of the main function. Each hook returns a status, see
    `propagate-status`; their names are those of `naming`, which is `microaot` or `tvm`.

    ```mlir
    packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["open", "close"]}
    func.func private @conv(memref<4xf32>, memref<4xf32>) -> i32 attributes {aot.device = @npu}
    func.func @main(%x: memref<4xf32>, %y: memref<4xf32>) {
      %0 = func.call @conv(%x, %y) : (memref<4xf32>, memref<4xf32>) -> i32
      return
    }
    ```
    becomes
    ```mlir
    packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["open", "close"]}
    func.func private @microaot_device_npu_open(
        !emitc.ptr<!emitc.opaque<"void">> {emitc.name = "device"}) -> i32
    func.func private @microaot_device_npu_close(
        !emitc.ptr<!emitc.opaque<"void">> {emitc.name = "device"}) -> i32
    func.func private @conv(memref<4xf32>, memref<4xf32>) -> i32 attributes {aot.device = @npu}
    func.func @main(%x: memref<4xf32>, %y: memref<4xf32>,
        %npu: !emitc.ptr<!emitc.opaque<"void">> {aot.device = @npu}) {
      %0 = func.call @microaot_device_npu_open(%npu) {aot.acquires = "npu.0"}
        : (!emitc.ptr<!emitc.opaque<"void">>) -> i32
      %1 = func.call @conv(%x, %y) : (memref<4xf32>, memref<4xf32>) -> i32
      %2 = func.call @microaot_device_npu_close(%npu) {aot.releases = "npu.0"}
        : (!emitc.ptr<!emitc.opaque<"void">>) -> i32
      return
    }
    ```
    """

    name = "insert-device-hooks"

    naming: str = "microaot"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change each main function, then the operators that take a handle."""
        hook_symbol("", "", self.naming)
        program = DeviceProgram(op)
        mains = program.mains()
        hooks = DeviceHooks(op, self.naming)
        for main in mains:
            handles = _add_handles(main, devices_of(main, program))
            copy_private_data(main, program, hooks, handles, op)
            HookedMain(main, program, hooks, handles).rewrite(Steps(main.body.block, op))
        _take_handles(program)
        for function in program.functions.by_name.values():
            _declare_constants(function)


def _add_handles(main: func.FuncOp, devices: Sequence[packed.DeviceOp]) -> dict[str, SSAValue]:
    """Arguments for the handles of the devices."""
    if main.arg_attrs is None:
        empty = [DictionaryAttr({})] * len(main.function_type.inputs)
        main.properties["arg_attrs"] = ArrayAttr(empty)
    old = main.function_type.inputs.data
    types = [*old, *[packed.VOID_POINTER] * len(devices)]
    _, arguments = set_inputs(main, types, [*range(len(old)), *[None] * len(devices)])
    assert main.arg_attrs is not None
    attributes = [*main.arg_attrs][: len(old)]
    handles: dict[str, SSAValue] = {}
    for device, argument in zip(devices, arguments[len(old) :], strict=True):
        name = device.sym_name.data
        argument.name_hint = name
        argument.location = device.location
        handles[name] = argument
        attributes.append(DictionaryAttr({DEVICE: SymbolRefAttr(name)}))
    main.properties["arg_attrs"] = ArrayAttr(attributes)
    return handles


def _take_handles(program: DeviceProgram) -> None:
    """Declare the last parameter of the operators that ask for it; their calls have it already."""
    for name in program.operators:
        function = program.functions.by_name[name]
        if DEVICE_HANDLE in function.attributes:
            inputs = function.function_type.inputs.data
            set_inputs(function, [*inputs, packed.VOID_POINTER], [*range(len(inputs)), None])
            given = function.arg_attrs or [DictionaryAttr({})] * (len(inputs) + 1)
            named = DictionaryAttr({NAME: StringAttr("device")})
            function.properties["arg_attrs"] = ArrayAttr([*[*given][:-1], named])
            del function.attributes[DEVICE_HANDLE]


def _declare_constants(function: func.FuncOp) -> None:
    """Say of the arguments of a declaration which ones are `const` in C."""
    read_only = read_only_arguments(function)
    if function.is_declaration and read_only:
        given = function.arg_attrs or [DictionaryAttr({})] * len(function.function_type.inputs)
        function.properties["arg_attrs"] = ArrayAttr(
            DictionaryAttr({**entry.data, READ_ONLY: UnitAttr()}) if i in read_only else entry
            for i, entry in enumerate(given)
        )
