"""Which device a buffer is known to be on, and demands on it that can be answered."""

from collections.abc import Iterator

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, ModuleOp, i32
from xdsl.ir import Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import packed
from microaot.passes.module_functions import own_ops
from microaot.tools.errors import OperationError


def same_buffer(value: SSAValue) -> Iterator[SSAValue]:
    """`value` and what it was before each `packed.cast`: all are one descriptor."""
    yield value
    while isinstance(cast := value.owner, packed.CastOp):
        value = cast.source
        yield value


def root_buffer(value: SSAValue) -> SSAValue:
    """The buffer before any cast."""
    *_, root = same_buffer(value)
    return root


class Devices:
    """The devices of a module by name."""

    def __init__(self, module: ModuleOp) -> None:
        self._devices = {
            op.sym_name.data: op for op in module.body.ops if isinstance(op, packed.DeviceOp)
        }

    def find(self, name: str, user: Operation) -> packed.DeviceOp:
        """The device that `user` names."""
        if (device := self._devices.get(name)) is None:
            raise OperationError(user, f"names @{name}, which is no packed.device of this module")
        return device

    def known(self, buffer: SSAValue, user: Operation) -> packed.DeviceOp | None:
        """The device that the buffer is on, if one of its types says so."""
        for value in same_buffer(buffer):
            if (name := packed.buffer_type(value).device_name) is not None:
                return self.find(name, user)
        return None

    def is_met(self, buffer: SSAValue, demanded: packed.DeviceOp, user: Operation) -> bool:
        """Whether the buffer is known to be on the device; an error if it is known not to be.

        Devices are the same if a descriptor cannot tell them apart, whatever they are called.
        """
        device = self.known(buffer, user)
        if device is None:
            return False
        if device.identity != demanded.identity:
            raise OperationError(
                user,
                f"needs a buffer on {describe_device(demanded)}, "
                f"and this one is on {describe_device(device)}",
            )
        return True


def describe_device(device: packed.DeviceOp) -> str:
    """The device as messages name it."""
    device_type, device_id = device.identity
    return f"@{device.sym_name.data} (device_type {device_type}, device_id {device_id})"


def check_device(demand: packed.RequireDeviceOp, device: packed.DeviceOp) -> None:
    """Replace a demand by reads of the descriptor and a check of what they say."""
    reads = [packed.DeviceTypeOp(demand.buffer), packed.DeviceIdOp(demand.buffer)]
    ops: list[Operation] = []
    equal: list[arith.CmpiOp] = []
    for read, expected in zip(reads, device.identity, strict=True):
        constant = arith.ConstantOp(IntegerAttr(expected, i32))
        equal.append(arith.CmpiOp(read, constant, "eq"))
        ops += [read, constant, equal[-1]]
    both = arith.AndIOp(equal[0], equal[1])
    message = f"expected a buffer on {describe_device(device)}"
    ops += [both, packed.CheckOp(both, packed.ErrorKind.VALUE_ERROR, message)]
    for op in ops:
        op.location = demand.location
    Rewriter.insert_op(ops, InsertPoint.before(demand))
    Rewriter.erase_op(demand)


def answer_demands(module: ModuleOp, devices: Devices) -> None:
    """Leave no `packed.require_device`: what is known is settled, the rest is read and checked."""
    for demand in [op for op in own_ops(module) if isinstance(op, packed.RequireDeviceOp)]:
        device = devices.find(demand.device.string_value(), demand)
        if devices.is_met(demand.buffer, device, demand):
            Rewriter.erase_op(demand)
        else:
            check_device(demand, device)
