"""The device that an argument of a packed entry has to be on."""

from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue, Use
from xdsl.traits import SymbolTable

from microaot.dialects import packed
from microaot.passes.module_functions import Call, callee_name, convention
from microaot.tools.errors import OperationError

CPU = (1, 0)
"""Device type and id of the machine that runs the function."""


def device_of(module: ModuleOp, function: func.FuncOp, value: SSAValue) -> tuple[int, int] | None:
    """The device of a buffer: that of its type, the one that the function demands, or the one that
    runs the function if it touches the data. The demands are settled by that, and are erased."""
    if not isinstance(type := value.type, packed.BufferType):
        return None
    demands = [
        op
        for op in function.walk()
        if isinstance(op, packed.RequireDeviceOp) and op.buffer is value
    ]
    names = {op.device.root_reference.data for op in demands}
    if type.device_name is not None:
        names.add(type.device_name)
    identities = {_find_device(module, function, name).identity for name in names}
    if len(identities) > 1:
        places = " and ".join(sorted(names))
        raise OperationError(function, f"demands that one buffer be on {places}")
    for op in demands:
        op.detach()
        op.erase()
    if identities:
        return identities.pop()
    calls = [use for use in value.uses if _is_plain_call(use)]
    for call in calls:
        _refuse_demand(module, call)
    is_read = any(isinstance(use.operation, packed.DataOp) for use in value.uses)
    return CPU if is_read or calls else None


def _is_plain_call(use: Use) -> bool:
    op = use.operation
    return isinstance(op, Call) and convention(op) is packed.Convention.UNPACKED


def _refuse_demand(module: ModuleOp, use: Use) -> None:
    """An entry that nobody has told which device its buffer is on cannot please a callee."""
    call = use.operation
    assert isinstance(call, Call)
    callee = SymbolTable.lookup_symbol(module, callee_name(call))
    if not isinstance(callee, func.FuncOp) or callee.is_declaration:
        return
    argument = callee.body.blocks[0].args[use.index]
    for op in callee.body.blocks[0].ops:
        if isinstance(op, packed.RequireDeviceOp) and op.buffer is argument:
            raise OperationError(
                call,
                f"passes a buffer to @{callee.sym_name.data}, which demands that it be on "
                f"@{op.device.string_value()}: hoist-device-checks comes before packed entries",
            )


def _find_device(module: ModuleOp, function: func.FuncOp, name: str) -> packed.DeviceOp:
    for op in module.body.ops:
        if isinstance(op, packed.DeviceOp) and op.sym_name.data == name:
            return op
    raise OperationError(function, f"needs the device @{name}, which the module does not have")
