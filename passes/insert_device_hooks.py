"""`insert-device-hooks`: the main function calls the hooks of the devices that it uses."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count

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
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.passes import ModulePass

from microaot.dialects import packed
from microaot.passes.device_copies import copy_private_data
from microaot.passes.device_groups import Group, find_groups
from microaot.passes.device_hooks import (
    ACQUIRES,
    ON_FAILURE,
    RELEASES,
    DeviceHooks,
    hook_symbol,
)
from microaot.passes.device_schedule import Event, Step, Wait, schedule
from microaot.passes.device_steps import (
    DEVICE,
    DEVICE_HANDLE,
    READ_ONLY,
    DeviceProgram,
    Steps,
    copied_by,
    read_only_arguments,
)
from microaot.passes.memory.liveness import LAUNCH, SYNC
from microaot.passes.module_functions import callee_name, set_inputs


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
      %0 = func.call @microaot_device_npu_open(%npu) {aot.acquires = "npu.1"}
        : (!emitc.ptr<!emitc.opaque<"void">>) -> i32
      %1 = func.call @conv(%x, %y) : (memref<4xf32>, memref<4xf32>) -> i32
      %2 = func.call @microaot_device_npu_close(%npu) {aot.releases = "npu.1"}
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
            handles = _add_handles(main, _devices_of(main, program))
            copy_private_data(main, program, hooks, handles, op)
            _Main(main, program, hooks, handles).rewrite(Steps(main.body.block, op))
        _take_handles(program)
        for function in program.functions.by_name.values():
            _declare_constants(function)


def _devices_of(main: func.FuncOp, program: DeviceProgram) -> list[packed.DeviceOp]:
    """The devices that a function uses, in the order of first use."""
    found = [program.device_of(op) for op in main.body.block.ops]
    return [*dict.fromkeys(device for device in found if device is not None)]


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


class _Main:
    """Rewrites the block of one main function."""

    def __init__(
        self,
        main: func.FuncOp,
        program: DeviceProgram,
        hooks: DeviceHooks,
        handles: dict[str, SSAValue],
    ) -> None:
        self._block = main.body.block
        self._program = program
        self._hooks = hooks
        self._handles = handles
        self._devices = {d.sym_name.data: d for d in _devices_of(main, program)}
        self._keys = count()
        self._new: list[Operation] = []

    def rewrite(self, steps: Steps) -> None:
        """Order the steps and put hooks between them."""
        described = [self._describe(op, steps) for op in steps.ops]
        queues = {name: d.queue.value.data for name, d in self._devices.items() if d.queue}
        events = schedule(described, queues)
        with ExitStack() as active:
            for device in self._devices.values():
                active.enter_context(self._held(device, "activate", "deactivate", steps.ops[0]))
            self._add_events(events, described, steps)
        place(self._block, self._new)

    def _describe(self, op: Operation, steps: Steps) -> Step:
        device = self._device_of(op)
        is_queued = device is not None and "sync" in device.hook_names and copied_by(op) is None
        return steps.step(op, None if device is None else device.sym_name.data, is_queued=is_queued)

    def _device_of(self, op: Operation) -> packed.DeviceOp | None:
        name = copied_by(op)
        return self._program.device_of(op) if name is None else self._devices[name]

    def _add_events(self, events: Sequence[Event], described: Sequence[Step], steps: Steps) -> None:
        """The steps, with devices open around groups of them."""
        pending = _keys_of_waits(events)
        opened: list[tuple[Group, ExitStack]] = []
        groups = {group.first: group for group in find_groups(events, described)}
        for position, event in enumerate(events):
            like = steps.ops[event.steps[0] if isinstance(event, Wait) else event]
            if (group := groups.get(position)) is not None:
                opened.append((group, ExitStack()))
                device = self._devices[group.device]
                opened[-1][1].enter_context(self._held(device, "open", "close", like))
            if isinstance(event, Wait):
                key = {SYNC: StringAttr(pending[event.steps[0]])}
                self._add_hook(self._devices[event.device], "sync", like, key)
            else:
                self._add_step(like, pending.get(event))
            while opened and opened[-1][0].last == position:
                opened.pop()[1].close()

    def _add_step(self, op: Operation, key: str | None) -> None:
        """A step; a device that does it later keeps its buffers until a sync with this key."""
        self._new.append(op)
        device = self._program.device_of(op)
        if device is None or not isinstance(op, func.CallOp):
            return
        if DEVICE_HANDLE in self._program.functions.by_name[callee_name(op)].attributes:
            op.operands = [*op.operands, self._handles[device.sym_name.data]]
        if key is not None:
            op.attributes[LAUNCH] = StringAttr(key)
        self._add_hook(device, "launch", op)

    @contextmanager
    def _held(
        self, device: packed.DeviceOp, acquire: str, release: str, like: Operation
    ) -> Generator[None]:
        """Call one hook now, and the other one when what is added meanwhile is done."""
        key = StringAttr(f"{device.sym_name.data}.{next(self._keys)}")
        self._add_hook(device, acquire, like, {ACQUIRES: key})
        yield
        like = self._new[-1]
        if release == _last_release(device):
            self._add_hook(device, "sync", like, {ON_FAILURE: UnitAttr()})
        self._add_hook(device, release, like, {RELEASES: key})

    def _add_hook(
        self,
        device: packed.DeviceOp,
        hook: str,
        like: Operation,
        attributes: Mapping[str, Attribute] | None = None,
    ) -> None:
        """A call of the hook if the device has it."""
        if hook in device.hook_names:
            handle = self._handles[device.sym_name.data]
            call = self._hooks.call(device, hook, handle, (), attributes)
            call.location = like.location
            self._new.append(call)


def _last_release(device: packed.DeviceOp) -> str:
    """The hook that ends the work of a device: nothing of it may be pending then."""
    return "close" if "close" in device.hook_names else "deactivate"


def _keys_of_waits(events: Sequence[Event]) -> dict[int, str]:
    """For each step that is waited for, what it shares with the wait."""
    waits = [event for event in events if isinstance(event, Wait)]
    return {
        step: f"{wait.device}.{number}" for number, wait in enumerate(waits) for step in wait.steps
    }


def place(block: Block, steps: Sequence[Operation]) -> None:
    """Give the block these steps in this order; what only makes values stands where it is used."""
    end = block.last_op
    assert end is not None
    for op in [*block.ops]:
        op.detach()
    placed: set[Operation] = set()

    def add(op: Operation) -> None:
        if op in placed:
            return
        placed.add(op)
        for inner in op.walk():
            for operand in inner.operands:
                owner = operand.owner
                if isinstance(owner, Operation) and owner.parent is None and owner is not op:
                    add(owner)
        block.add_op(op)

    for op in [*steps, end]:
        add(op)
