"""What the functions of a module need of their buffer arguments besides the data."""

from collections.abc import Iterator
from typing import TypeAlias

from xdsl.dialects import func
from xdsl.ir import Operation, SSAValue

from microaot.dialects import packed
from microaot.passes.module_functions import (
    ModuleFunctions,
    callee_name,
    convention,
    entry_block,
)
from microaot.passes.packed.buffer_devices import Devices, root_buffer, same_buffer
from microaot.passes.worklist import spread
from microaot.tools.errors import OperationError

ScalarField: TypeAlias = type[packed.FieldReadOp]

SCALAR_FIELDS: tuple[ScalarField, ...] = (
    packed.ByteOffsetOp,
    packed.DeviceTypeOp,
    packed.DeviceIdOp,
)
"""The fields that a memref does not carry, in the order of the arguments they become."""

UNPACKED = packed.Convention.UNPACKED

Parameter: TypeAlias = tuple[str, int]
"""A function and the position of one of its arguments."""


def scalar_fact(
    buffer: SSAValue, field: ScalarField, devices: Devices, user: Operation
) -> int | None:
    """The value of a scalar field if a type of the buffer says it."""
    if field is packed.ByteOffsetOp:
        facts = (packed.buffer_type(v).static_byte_offset() for v in same_buffer(buffer))
        return next((fact for fact in facts if fact is not None), None)
    if (device := devices.known(buffer, user)) is None:
        return None
    return device.identity[field is packed.DeviceIdOp]


class BufferUses:
    """For each buffer argument the scalar fields that the function, or one it calls, reads.

    An argument that is used in any other way than by reading fields, or handing it to a function
    of the module in a plain call, is an error that names the use.
    """

    def __init__(self, functions: ModuleFunctions, devices: Devices) -> None:
        self._devices = devices
        self._functions = functions
        self._read: dict[tuple[Parameter, ScalarField], Operation] = {}
        self._passed: dict[Parameter, list[tuple[SSAValue, Operation, Parameter]]] = {}
        for name, function in functions.by_name.items():
            if (entry := entry_block(function)) is not None:
                for position, argument in enumerate(entry.args):
                    if isinstance(argument.type, packed.BufferType):
                        self._collect(argument, (name, position))
        self._needed = spread(self._read, self._needing)

    def scalars(self, parameter: Parameter) -> list[ScalarField]:
        """The fields that become arguments after this one."""
        return [field for field in SCALAR_FIELDS if (parameter, field) in self._needed]

    def _collect(self, argument: SSAValue, parameter: Parameter) -> None:
        pending = [argument]
        while pending:
            value = pending.pop()
            for use in value.uses:
                match user := use.operation:
                    case packed.CastOp():
                        pending.append(user.result)
                    case packed.FieldReadOp() if isinstance(user, SCALAR_FIELDS):
                        if scalar_fact(value, type(user), self._devices, user) is None:
                            self._read.setdefault((parameter, type(user)), user)
                    case packed.ReadOp():
                        pass
                    case func.CallOp() | packed.CallOp() if convention(user) is UNPACKED:
                        callee: Parameter = callee_name(user), use.index
                        self._passed.setdefault(callee, []).append((value, user, parameter))
                    case _:
                        raise _escape(user, value, parameter)

    def _needing(
        self, need: tuple[Parameter, ScalarField]
    ) -> Iterator[tuple[Parameter, ScalarField]]:
        """The arguments that have the field read because they are handed on to this one."""
        parameter, field = need
        for value, call, passed in self._passed.get(parameter, ()):
            if scalar_fact(value, field, self._devices, call) is None:
                yield passed, field


def _escape(user: Operation, value: SSAValue, parameter: Parameter) -> OperationError:
    name, position = parameter
    argument = root_buffer(value).name_hint
    hint = f" (%{argument})" if argument else ""
    if isinstance(user, packed.CallOp):
        use = f"passes argument {position}{hint} of @{name} to {user.callee} as a descriptor"
    else:
        use = f"uses argument {position}{hint} of @{name} as a descriptor"
    return OperationError(user, f"{use}: it cannot become a pointer")


def require_only_direct_calls(functions: ModuleFunctions, name: str) -> None:
    """Refuse to change the arguments of a function that something else than a call relies on."""
    for op in (*functions.cpacked_calls[name], *functions.other_uses[name]):
        raise OperationError(op, f"relies on the arguments of @{name}, which would change")
