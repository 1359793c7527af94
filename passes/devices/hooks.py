"""The C functions that an application provides for a device."""

from collections.abc import Mapping, Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    IndexType,
    ModuleOp,
    StringAttr,
    UnitAttr,
    i32,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import packed
from microaot.passes.devices.steps import READ_ONLY
from microaot.tools.errors import OperationError, UserError

ACQUIRES, RELEASES = "aot.acquires", "aot.releases"
"""Attributes of a call that takes something, and of the one that gives it back; equal values belong
together. What has been taken is given back on every way out of the function."""

ON_FAILURE = "aot.on_failure"
"""Unit attribute of a call that only happens when a call before it, since the last that takes
something which is still held, has failed."""

_COPY = ("target", "source", "size")
_PARAMETERS: Mapping[str, Sequence[str]] = {"copy_in": _COPY, "copy_out": _COPY}
"""The parameters of a hook after the handle of the device."""


NAMINGS = ("microaot", "tvm")
"""In whose manner hooks can be called."""


def hook_symbol(device: str, hook: str, naming: str) -> str:
    """The C function: `microaot_device_ethos_u_open`, or in TVM's manner `TVMDeviceEthosUOpen`."""
    match naming:
        case "microaot":
            return f"microaot_device_{device}_{hook}"
        case "tvm":
            words = [word[:1].upper() + word[1:] for word in f"{device}_{hook}".split("_")]
            return f"TVMDevice{''.join(words)}"
        case _:
            raise UserError(f'no naming "{naming}": expects microaot or tvm')


class DeviceHooks:
    """Makes calls of hooks, and declares those that are called."""

    def __init__(self, module: ModuleOp, naming: str) -> None:
        self._module = module
        self._naming = naming
        self._declared: set[str] = set()
        self._first_function = next(op for op in module.body.ops if isinstance(op, func.FuncOp))

    def call(
        self,
        device: packed.DeviceOp,
        hook: str,
        handle: SSAValue,
        arguments: Sequence[SSAValue] = (),
        attributes: Mapping[str, Attribute] | None = None,
    ) -> func.CallOp:
        """A call of the hook, which is not in any block yet."""
        name = hook_symbol(device.sym_name.data, hook, self._naming)
        if name not in self._declared:
            self._declare(name, device, ("device", *_PARAMETERS.get(hook, ())))
        call = func.CallOp(name, [handle, *arguments], [i32])
        call.attributes.update(attributes or {})
        return call

    def _declare(self, name: str, device: packed.DeviceOp, parameters: Sequence[str]) -> None:
        for op in self._module.body.ops:
            symbol = op.properties.get("sym_name")
            if isinstance(symbol, StringAttr) and symbol.data == name:
                raise OperationError(op, f"is called like a hook of @{device.sym_name.data}")
        types = [IndexType() if p == "size" else packed.VOID_POINTER for p in parameters]
        function = func.FuncOp.external(name, types, [i32])
        function.properties["arg_attrs"] = ArrayAttr(map(_attributes, parameters))
        function.location = device.location
        Rewriter.insert_op(function, InsertPoint.before(self._first_function))
        self._declared.add(name)


def _attributes(parameter: str) -> DictionaryAttr:
    name: dict[str, Attribute] = {"emitc.name": StringAttr(parameter)}
    return DictionaryAttr({**name, READ_ONLY: UnitAttr()} if parameter == "source" else name)
