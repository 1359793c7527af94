"""Data of operators whose device has memory of its own: it is copied there and back."""

from collections.abc import Sequence

from xdsl.dialects import arith, func, memref
from xdsl.dialects.builtin import (
    ArrayAttr,
    IndexType,
    MemRefType,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import packed
from microaot.dialects.aot.arguments import OUTPUT
from microaot.passes.devices.hooks import DeviceHooks
from microaot.passes.devices.steps import DEVICE, BufferAccess, DeviceProgram, Steps
from microaot.passes.memory.accesses import VIEWS
from microaot.passes.memory.sizes import POOLS, layout_of
from microaot.tools.errors import OperationError


def copy_private_data(
    main: func.FuncOp,
    program: DeviceProgram,
    hooks: DeviceHooks,
    handles: dict[str, SSAValue],
    module: ModuleOp,
) -> None:
    """Let operators of devices with private memory work on buffers there, and copy the data.

    A buffer that only operators of one such device use moves into its memory. Of others there is a
    second one, which is brought up to date when the other side has written and this side reads.
    Buffers in the memory of a device are in the pool that is called like it.
    """
    users = [_user(op, program) for op in main.body.block.ops]
    for device in dict.fromkeys(user for user in users if user is not None):
        steps = Steps(main.body.block, module)
        on_device = [_user(op, program) is device for op in steps.ops]
        copies = _Copies(main, steps, device, on_device, hooks, handles[device.sym_name.data])
        copies.insert()


def _user(op: Operation, program: DeviceProgram) -> packed.DeviceOp | None:
    """The device with private memory that a step runs on."""
    device = program.device_of(op)
    is_private = (
        device is not None and device.memory is not None and device.memory.data == "private"
    )
    return device if is_private else None


class _Copies:
    """Goes through the steps of one block; knows for each buffer which side has its data."""

    def __init__(
        self,
        main: func.FuncOp,
        steps: Steps,
        device: packed.DeviceOp,
        on_device: Sequence[bool],
        hooks: DeviceHooks,
        handle: SSAValue,
    ) -> None:
        self._main = main
        self._block = main.body.block
        self._steps = steps
        self._device = device
        self._name = device.sym_name.data
        self._hooks = hooks
        self._handle = handle
        self._on_device = on_device
        self._twins: dict[int, SSAValue] = {}
        self._newer_outside: set[int] = set()
        self._newer_inside: set[int] = set()

    def insert(self) -> None:
        """Move the buffers of the device, give others a twin, and copy between them."""
        inside, outside = self._buffers_used_by(True), self._buffers_used_by(False)
        for number in sorted(inside):
            buffer = self._steps.buffers[number]
            if number in outside or not isinstance(buffer.owner, memref.AllocOp):
                self._twins[number] = self._twin(buffer)
            else:
                buffer.owner.attributes[POOLS] = self._pool()
        self._newer_outside = {number for number in self._twins if self._holds_data(number)}
        for op, is_inside in zip(self._steps.ops, self._on_device, strict=True):
            self._run(op, is_inside)
        end = self._block.last_op
        assert end is not None
        for number in sorted(self._newer_inside):
            if not isinstance(self._steps.buffers[number].owner, memref.AllocOp):
                self._copy("copy_out", number, end)

    def _holds_data(self, number: int) -> bool:
        """Whether a buffer holds data before the first step."""
        buffer = self._steps.buffers[number]
        if not isinstance(buffer, BlockArgument):
            return not isinstance(buffer.owner, memref.AllocOp)
        given = self._main.arg_attrs
        return given is None or OUTPUT not in given.data[buffer.index].data

    def _buffers_used_by(self, inside: bool) -> set[int]:
        return {
            access.buffer
            for op, is_inside in zip(self._steps.ops, self._on_device, strict=True)
            if is_inside is inside
            for access in self._steps.accesses[op]
        }

    def _pool(self) -> Attribute:
        return ArrayAttr([StringAttr(self._name)])

    def _twin(self, buffer: SSAValue) -> SSAValue:
        """A buffer of the same type in the memory of the device."""
        type = buffer.type
        assert isa(type, MemRefType)
        owner = buffer.owner
        like = owner if isinstance(owner, Operation) else self._block.first_op
        assert like is not None
        layout_of(buffer, like)
        twin = memref.AllocOp.get(type.element_type, shape=type.get_shape())
        twin.location = like.location
        twin.attributes[POOLS] = self._pool()
        twin.memref.name_hint = f"{buffer.name_hint or 'buffer'}_{self._name}"
        Rewriter.insert_op(twin, InsertPoint.at_start(self._block))
        return twin.memref

    def _run(self, op: Operation, is_inside: bool) -> None:
        """Bring what a step uses up to date on its side."""
        newer_here, newer_there = self._newer_outside, self._newer_inside
        if is_inside:
            newer_here, newer_there = newer_there, newer_here
        accesses = [a for a in self._steps.accesses[op] if a.buffer in self._twins]
        for access in accesses:
            # A step that writes may leave a part as it was.
            if access.buffer in newer_there:
                self._copy("copy_in" if is_inside else "copy_out", access.buffer, op)
                newer_there.discard(access.buffer)
        for access in accesses:
            if access.writes:
                newer_here.add(access.buffer)
            if is_inside:
                self._use_twin(op, access)

    def _use_twin(self, op: Operation, access: BufferAccess) -> None:
        """Let the operand of an operator be the same part of the twin."""
        buffer = self._steps.buffers[access.buffer]
        twins = {buffer: self._twins[access.buffer]}
        chain: list[Operation] = []
        value = op.operands[access.index]
        while value is not buffer and isinstance(view := value.owner, VIEWS):
            chain.append(view)
            value = view.operands[0]
        for view in reversed(chain):
            clone = view.clone(twins)
            Rewriter.insert_op(clone, InsertPoint.before(op))
            twins[view.results[0]] = clone.results[0]
        op.operands[access.index] = twins[op.operands[access.index]]

    def _copy(self, hook: str, number: int, before: Operation) -> None:
        outer, inner = self._steps.buffers[number], self._twins[number]
        source, target = (outer, inner) if hook == "copy_in" else (inner, outer)
        if hook not in self._device.hook_names:
            raise OperationError(
                before,
                f"needs {_name(outer)} {'in' if hook == 'copy_in' else 'out of'} the memory of "
                f"@{self._name}, which has no hook {hook}",
            )
        to, source_address = packed.AddressOp(target), packed.AddressOp(source)
        size = arith.ConstantOp.from_int_and_width(layout_of(outer, before).size, IndexType())
        arguments = (to.result, source_address.result, size.result)
        call = self._hooks.call(self._device, hook, self._handle, arguments)
        call.attributes[DEVICE] = SymbolRefAttr(self._name)
        for op in (to, source_address, size, call):
            op.location = before.location
            Rewriter.insert_op(op, InsertPoint.before(before))


def _name(buffer: SSAValue) -> str:
    return f"%{buffer.name_hint}" if buffer.name_hint else "a buffer"
