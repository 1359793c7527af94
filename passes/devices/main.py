"""The main function of a program with the hooks of its devices between the steps."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count

from xdsl.dialects import func
from xdsl.dialects.builtin import StringAttr, UnitAttr
from xdsl.ir import Attribute, Block, Operation, SSAValue

from microaot.dialects import packed
from microaot.passes.devices.groups import Group, find_groups
from microaot.passes.devices.hooks import ACQUIRES, ON_FAILURE, RELEASES, DeviceHooks
from microaot.passes.devices.schedule import Event, Step, Wait, schedule
from microaot.passes.devices.steps import DEVICE_HANDLE, DeviceProgram, Steps, copied_by
from microaot.passes.memory.liveness import LAUNCH, SYNC
from microaot.passes.module_functions import callee_name


def devices_of(main: func.FuncOp, program: DeviceProgram) -> list[packed.DeviceOp]:
    """The devices that a function uses, in the order of first use."""
    found = [program.device_of(op) for op in main.body.block.ops]
    return [*dict.fromkeys(device for device in found if device is not None)]


class HookedMain:
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
        self._devices = {d.sym_name.data: d for d in devices_of(main, program)}
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
        is_held = acquire in device.hook_names
        key = StringAttr(f"{device.sym_name.data}.{next(self._keys) if is_held else ''}")
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
