"""Ask for a device once, where the descriptor enters the program."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, BlockArgument, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import packed
from microaot.passes.module_functions import (
    Call,
    ModuleFunctions,
    entry_block,
    function_of,
    is_always_run,
    is_public,
    own_ops,
)
from microaot.passes.packed.buffer_devices import Devices, describe_device, root_buffer
from microaot.passes.worklist import spread
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class HoistDeviceChecks(ModulePass):
    """Move each `packed.require_device` to the callers, until the device is known.

    A demand on a buffer whose device is known is dropped, or is an error if the device is another
    one. What is not known by then is asked once per buffer, at the entry of the public functions
    that receive it. A demand that is only made under some condition moves no further than that:
    the program may be right to never make it.

    ```mlir
    packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
    func.func private @relu(%b: !packed.buffer<4xf32>) {
      packed.require_device %b, @npu : !packed.buffer<4xf32>
      return
    }
    func.func @main(%b: !packed.buffer<4xf32>) {
      func.call @relu(%b) : (!packed.buffer<4xf32>) -> ()
      func.call @relu(%b) : (!packed.buffer<4xf32>) -> ()
      return
    }
    ```
    becomes
    ```mlir
    packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
    func.func private @relu(%b: !packed.buffer<4xf32>) {
      return
    }
    func.func @main(%b: !packed.buffer<4xf32>) {
      packed.require_device %b, @npu : !packed.buffer<4xf32>
      func.call @relu(%b) : (!packed.buffer<4xf32>) -> ()
      func.call @relu(%b) : (!packed.buffer<4xf32>) -> ()
      return
    }
    ```
    """

    name = "hoist-device-checks"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Collect the demands, spread them to the callers, place what is left."""
        hoisting = _Hoisting(op)
        hoisting.settle(op)
        hoisting.collect()
        hoisting.place()
        hoisting.drop_repetitions(op)


class _Demand(NamedTuple):
    """That an argument of a function be on a device, each time the function is called."""

    function: str
    position: int
    device: tuple[int, int]


class _Hoisting:
    def __init__(self, module: ModuleOp) -> None:
        self.functions = ModuleFunctions(module)
        self.devices = Devices(module)
        self.demands: dict[_Demand, packed.RequireDeviceOp] = {}

    def device_of(self, demand: packed.RequireDeviceOp) -> packed.DeviceOp:
        """The demanded device."""
        return self.devices.find(demand.device.string_value(), demand)

    def settle(self, module: ModuleOp) -> None:
        """Drop the demands that are known to be met."""
        for op in [op for op in own_ops(module) if isinstance(op, packed.RequireDeviceOp)]:
            if self.devices.is_met(op.buffer, self.device_of(op), op):
                Rewriter.erase_op(op)

    def collect(self) -> None:
        """Find what each function demands of its arguments, by itself or by its calls."""
        origins: dict[_Demand, packed.RequireDeviceOp] = {}
        for name, function in self.functions.by_name.items():
            for op in [] if (entry := entry_block(function)) is None else [*entry.ops]:
                if isinstance(op, packed.RequireDeviceOp) and _is_argument(op.buffer, function):
                    position = _argument(op.buffer).index
                    origins.setdefault(_Demand(name, position, self.device_of(op).identity), op)
                    Rewriter.erase_op(op)
        self.demands = spread(origins, self._of_callers)

    def _of_callers(self, demand: _Demand) -> Iterator[_Demand]:
        for call in self._calls(demand.function):
            function = function_of(call)
            value = call.operands[demand.position]
            if (
                function is not None
                and is_always_run(call, function)
                and _is_argument(value, function)
                and self.devices.known(value, call) is None
            ):
                name = function.sym_name.data
                yield _Demand(name, _argument(value).index, demand.device)

    def place(self) -> None:
        """Put each demand where it is to be answered."""
        seen: dict[tuple[str, int], _Demand] = {}
        entries: dict[str, list[_Demand]] = {}
        for demand in sorted(self.demands):
            first = seen.setdefault(demand[:2], demand)
            if first is not demand:
                self._refuse_both(first, demand)
            if self._is_border(demand.function):
                entries.setdefault(demand.function, []).append(demand)
            for call in self._calls(demand.function):
                self._place_at_call(demand, call)
        for name, demands in entries.items():
            entry = entry_block(self.functions.by_name[name])
            assert entry is not None
            requirements = [self._make(d, entry.args[d.position]) for d in demands]
            Rewriter.insert_op(requirements, InsertPoint.at_start(entry))

    def _calls(self, name: str) -> list[Call]:
        return self.functions.calls[name] + self.functions.cpacked_calls[name]

    def _is_border(self, name: str) -> bool:
        """Whether somebody may call the function whom this pass cannot see."""
        is_seen = bool(self._calls(name)) and not self.functions.other_uses[name]
        return is_public(self.functions.by_name[name]) or not is_seen

    def _place_at_call(self, demand: _Demand, call: Call) -> None:
        """Demand before the call what the caller does not demand at its entry."""
        value, function = call.operands[demand.position], function_of(call)
        if self.devices.is_met(value, self.device_of(self.demands[demand]), call):
            return
        if self._is_border(demand.function) or function is None:
            return
        if _is_argument(value, function):
            entry = _Demand(function.sym_name.data, _argument(value).index, demand.device)
            if entry in self.demands:
                return
        Rewriter.insert_op(self._make(demand, value, call), InsertPoint.before(call))

    def _make(
        self, demand: _Demand, buffer: SSAValue, place: Operation | None = None
    ) -> packed.RequireDeviceOp:
        origin = self.demands[demand]
        made = packed.RequireDeviceOp(root_buffer(buffer), origin.device)
        made.location = origin.location if place is None else place.location
        return made

    def _refuse_both(self, first: _Demand, second: _Demand) -> None:
        devices = [describe_device(self.device_of(self.demands[d])) for d in (first, second)]
        raise OperationError(
            self.demands[second],
            f"leaves no device for argument {second.position} of @{second.function}: "
            f"it needs to be on {devices[0]} and on {devices[1]}",
        )

    def drop_repetitions(self, module: ModuleOp) -> None:
        """Drop the demands that have been answered before they are made again."""
        answered: dict[Block, set[tuple[SSAValue, tuple[int, int]]]] = {}
        for op in [op for op in own_ops(module) if isinstance(op, packed.RequireDeviceOp)]:
            root, device, block = root_buffer(op.buffer), self.device_of(op).identity, op.parent
            assert block is not None
            function = function_of(op)
            is_entry = function is not None and block is entry_block(function)
            here = answered.setdefault(block, set())
            demanded = (
                function is not None
                and not is_entry
                and _is_argument(root, function)
                and _Demand(function.sym_name.data, _argument(root).index, device) in self.demands
            )
            if demanded or (root, device) in here:
                Rewriter.erase_op(op)
            here.add((root, device))


def _argument(buffer: SSAValue) -> BlockArgument:
    root = root_buffer(buffer)
    assert isinstance(root, BlockArgument)
    return root


def _is_argument(buffer: SSAValue, function: func.FuncOp) -> bool:
    """Whether the function was given this buffer."""
    root = root_buffer(buffer)
    return isinstance(root, BlockArgument) and root.block is entry_block(function)
