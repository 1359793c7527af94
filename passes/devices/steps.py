"""The main function of a program as steps on devices."""

from dataclasses import dataclass

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import IntegerAttr, MemRefType, ModuleOp, SymbolRefAttr
from xdsl.ir import Block, Operation, SSAValue
from xdsl.traits import IsTerminator, is_side_effect_free
from xdsl.utils.hints import isa

from microaot.dialects import packed, type_erased
from microaot.dialects.packed.devices import DEVICE
from microaot.passes.devices.schedule import Step
from microaot.passes.memory.accesses import VIEWS, Accesses
from microaot.passes.module_functions import ModuleFunctions, callee_name, is_public
from microaot.tools.errors import OperationError

DEVICE_HANDLE = "aot.device_handle"
"""Unit attribute of an external operator that takes the handle of its device as last argument."""

DESTINATIONS = "aot.destinations"
"""Attribute of a declared function: so many of its buffers, the last ones, are written and not
read; the others are read and not written."""

READ_ONLY = "emitc.const"
"""Unit attribute of an argument that is `const` in C."""


COPY_SOURCE = 2
"""Which operand of a copy to or from the memory of a device is read; the others are written."""


def copied_by(op: Operation) -> str | None:
    """The device whose memory `op` copies to or from, None if it is no such copy."""
    device = op.attributes.get(DEVICE) if isinstance(op, func.CallOp) else None
    return device.string_value() if isinstance(device, SymbolRefAttr) else None


def device_name(function: func.FuncOp) -> str | None:
    """The device that an operator runs on, by its name."""
    device = function.attributes.get(DEVICE)
    return device.string_value() if isinstance(device, SymbolRefAttr) else None


class DeviceProgram:
    """The devices of a module and the functions that run on them.

    Devices without hooks, and operators of those that do not ask for a handle, need no care.
    """

    def __init__(self, module: ModuleOp) -> None:
        self.functions = ModuleFunctions(module)
        self._devices = {
            op.sym_name.data: op for op in module.body.ops if isinstance(op, packed.DeviceOp)
        }
        self.operators = {
            name: device
            for name, function in self.functions.by_name.items()
            if (device := self._managed_device(function)) is not None
        }

    def _managed_device(self, function: func.FuncOp) -> packed.DeviceOp | None:
        if (name := device_name(function)) is None:
            if DEVICE_HANDLE in function.attributes:
                raise OperationError(function, "asks for a device handle, but has no device")
            return None
        if (device := self._devices.get(name)) is None:
            raise OperationError(function, f"runs on @{name}, which is no packed.device")
        wants_handle = DEVICE_HANDLE in function.attributes
        if wants_handle and not function.is_declaration:
            raise OperationError(function, "has a body, which has no use for a device handle")
        return device if wants_handle or device.hooks or device.memory else None

    def mains(self) -> list[func.FuncOp]:
        """The functions that call operators of devices.

        They have to be public and of one block, and the calls outside of any region.
        """
        found: dict[str, func.FuncOp] = {}
        for name, device in self.operators.items():
            where = f"calls @{name} on @{device.sym_name.data}"
            for op in self.functions.other_uses[name]:
                raise OperationError(op, f"uses @{name}, which runs on @{device.sym_name.data}")
            for call in self.functions.calls[name]:
                function = call.parent_op()
                if not isinstance(function, func.FuncOp):
                    raise OperationError(call, f"{where} under a condition or in a loop")
                if not is_public(function) or len(function.body.blocks) != 1:
                    raise OperationError(
                        call, f"{where}, but is in no public function of one block"
                    )
                found[function.sym_name.data] = function
        return [f for name, f in self.functions.by_name.items() if name in found]

    def device_of(self, op: Operation) -> packed.DeviceOp | None:
        """The device of which `op` calls an operator."""
        return self.operators.get(callee_name(op)) if isinstance(op, func.CallOp) else None


@dataclass(frozen=True)
class BufferAccess:
    """An operand of a step that is, or is made from, the buffer with this number."""

    buffer: int
    index: int
    reads: bool
    writes: bool


class Steps:
    """The ops of a block that do something, and the buffers that they read and write.

    The other ops only make values: constants, buffers, views.
    """

    def __init__(self, block: Block, module: ModuleOp) -> None:
        self.ops = [op for op in block.ops if is_step(op)]
        self.buffers: list[SSAValue] = []
        self.accesses: dict[Operation, list[BufferAccess]] = {op: [] for op in self.ops}
        self._declarations = {
            op.sym_name.data: op
            for op in module.body.ops
            if isinstance(op, func.FuncOp) and DESTINATIONS in op.attributes
        }
        self._block = block
        numbers: dict[str, int] = {}
        self._all_accesses = accesses = Accesses(module)
        for value in _roots(block):
            number = len(self.buffers)
            if isinstance(value.owner, memref.GetGlobalOp):
                number = numbers.setdefault(value.owner.name_.string_value(), number)
            if number == len(self.buffers):
                self.buffers.append(value)
            self._collect(value, number, accesses)

    def _collect(self, value: SSAValue, number: int, accesses: Accesses) -> None:
        for access in accesses.of(value):
            op = access.op
            while op.parent is not self._block:
                parent = op.parent_op()
                assert parent is not None
                op = parent
            if op not in self.accesses:
                continue
            for index, operand in enumerate(access.op.operands):
                if operand is access.view:
                    reads, writes = self._declared(access.op, index) or (
                        access.reads,
                        access.writes,
                    )
                    found = BufferAccess(number, index, reads, writes)
                    if found not in self.accesses[op]:
                        self.accesses[op].append(found)

    def _declared(self, op: Operation, index: int) -> tuple[bool, bool] | None:
        """Whether an operand is read and written, if a declaration or the operand says so."""
        if not isinstance(op, func.CallOp):
            return None
        if copied_by(op) is not None:
            return index == COPY_SOURCE, index != COPY_SOURCE
        if (function := self._declarations.get(callee_name(op))) is None:
            return None
        is_read = index in read_only_arguments(function)
        return is_read, not is_read

    def step(self, op: Operation, device: str | None, *, is_queued: bool) -> Step:
        """The op as a step; one that other ops depend on in another way comes after all others."""
        found = self.accesses[op]
        reads = frozenset(access.buffer for access in found if access.reads)
        writes = frozenset(access.buffer for access in found if access.writes)
        if any(result.uses for result in op.results) or isinstance(op, memref.DeallocOp):
            writes = frozenset(range(len(self.buffers)))
            return Step(device, reads, writes)
        return Step(device, reads, writes, is_queued, not self._all_accesses.is_hidden(op))


def is_step(op: Operation) -> bool:
    """Whether an op of a block does something, rather than to make a value or to end the block."""
    makes = (memref.AllocOp, memref.AllocaOp, memref.GetGlobalOp, type_erased.FrameOp, *VIEWS)
    return not (op.has_trait(IsTerminator) or isinstance(op, makes) or is_side_effect_free(op))


def _roots(block: Block) -> list[SSAValue]:
    makes = (memref.AllocOp, memref.AllocaOp, memref.GetGlobalOp)
    made = [op.results[0] for op in block.ops if isinstance(op, makes)]
    return [*(arg for arg in block.args if isa(arg.type, MemRefType)), *made]


def read_only_arguments(function: func.FuncOp) -> set[int]:
    """The memrefs that a declared function only reads, as it says by `aot.destinations`."""
    destinations = function.attributes.get(DESTINATIONS)
    if not isinstance(destinations, IntegerAttr):
        return set()
    inputs = function.function_type.inputs.data
    memrefs = [i for i, type in enumerate(inputs) if isa(type, MemRefType)]
    count = destinations.value.data
    if not 0 <= count <= len(memrefs):
        raise OperationError(function, f"has {len(memrefs)} buffers, but {count} destinations")
    return {*memrefs[: len(memrefs) - count]}
