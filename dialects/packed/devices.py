"""Devices: what an operator runs on, by a name of the user's own."""

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    ArrayAttr,
    IntegerAttr,
    StringAttr,
    SymbolNameConstraint,
    SymbolRefAttr,
    i32,
)
from xdsl.ir import Operation
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    traits_def,
)
from xdsl.traits import SymbolOpInterface, SymbolTable
from xdsl.utils.exceptions import VerifyException

DLPACK_DEVICE_TYPES = {
    1: "cpu",
    2: "cuda",
    3: "cuda_host",
    4: "opencl",
    7: "vulkan",
    8: "metal",
    9: "vpi",
    10: "rocm",
    11: "rocm_host",
    12: "ext_dev",
    13: "cuda_managed",
    14: "one_api",
    15: "webgpu",
    16: "hexagon",
    17: "maia",
    18: "trn",
}
"""The values of DLPack's `DLDeviceType`."""

DEVICE = "aot.device"
"""Attribute of an operator: the device it runs on. Attribute of an argument: the handle of this
device."""

HOOKS = (
    *("open", "close", "activate", "deactivate", "launch", "sync"),
    *("copy_in", "copy_out"),
)
"""What an application may do to a device around the calls that use it."""

_NEEDS = {
    **{"open": "close", "close": "open", "activate": "deactivate", "deactivate": "activate"},
    "launch": "sync",
}
"""What a hook is useless without."""

MEMORIES = ("shared", "private")
"""Whether the operators of a device use the memory of the program, or only the device's own."""


@irdl_op_definition
class DeviceOp(IRDLOperation):
    """A device that buffers live on and operators run on.

    `device_type` and `device_id` are DLPack's, and are what a descriptor carries. `compiler` names
    who compiles the device's operators, `hooks` the functions the application provides for it.
    A device with the hook `sync` works beside the processor: calls of its operators return before
    the work is done. `queue` is how much of it may wait for `sync`, one call if not given.
    `memory = "private"`: its operators see its own memory only.

    ```mlir
    packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["open", "close"]}
    ```
    """

    name = "packed.device"

    sym_name = prop_def(SymbolNameConstraint())
    device_type = prop_def(IntegerAttr.constr(i32))
    device_id = prop_def(IntegerAttr.constr(i32))
    compiler = opt_prop_def(StringAttr)
    hooks = opt_prop_def(ArrayAttr[StringAttr])
    queue = opt_prop_def(IntegerAttr.constr(i32))
    memory = opt_prop_def(StringAttr)

    traits = traits_def(SymbolOpInterface())

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$sym_name attr-dict"

    def __init__(
        self,
        name: str,
        device_type: int,
        device_id: int = 0,
        compiler: str | None = None,
        hooks: Sequence[str] | None = None,
        queue: int | None = None,
        memory: str | None = None,
    ) -> None:
        super().__init__(
            properties={
                "sym_name": StringAttr(name),
                "device_type": IntegerAttr(device_type, i32),
                "device_id": IntegerAttr(device_id, i32),
                "compiler": None if compiler is None else StringAttr(compiler),
                "hooks": None if hooks is None else ArrayAttr(map(StringAttr, hooks)),
                "queue": None if queue is None else IntegerAttr(queue, i32),
                "memory": None if memory is None else StringAttr(memory),
            }
        )

    @property
    def identity(self) -> tuple[int, int]:
        """What a descriptor says of the device: its type and id."""
        return self.device_type.value.data, self.device_id.value.data

    @property
    def hook_names(self) -> frozenset[str]:
        """The hooks that the application provides."""
        return frozenset(hook.data for hook in self.hooks or ())

    def verify_(self) -> None:
        """Check the numbers against DLPack and the hooks against those that exist."""
        device_type, device_id = self.identity
        if device_type not in DLPACK_DEVICE_TYPES:
            raise VerifyException(f"DLPack has no device_type {device_type}")
        if device_id < 0:
            raise VerifyException(f"device_id {device_id} is negative")
        hooks = [hook.data for hook in self.hooks or ()]
        for hook in hooks:
            if hook not in HOOKS:
                raise VerifyException(f'no hook "{hook}": expects {", ".join(HOOKS)}')
        if len({*hooks}) != len(hooks):
            raise VerifyException("names a hook twice")
        for hook, needed in _NEEDS.items():
            if hook in hooks and needed not in hooks:
                raise VerifyException(f'has the hook "{hook}", but not "{needed}"')
        if self.queue is not None and (self.queue.value.data < 1 or "sync" not in hooks):
            raise VerifyException('expects a queue of at least 1 and the hook "sync"')
        if self.memory is not None and self.memory.data not in MEMORIES:
            raise VerifyException(f"expects memory to be one of {', '.join(MEMORIES)}")


def find_device(op: Operation, symbol: str | SymbolRefAttr) -> DeviceOp | None:
    """The device that `op` calls by this name, None if there is none or `op` is in no module."""
    ancestor = op.parent_op()
    while ancestor is not None and not ancestor.has_trait(SymbolTable):
        ancestor = ancestor.parent_op()
    found = None if ancestor is None else SymbolTable.lookup_symbol(ancestor, symbol)
    return found if isinstance(found, DeviceOp) else None


def verify_device(op: Operation, symbol: SymbolRefAttr) -> None:
    """Check that `op` may name this device; an op that is in no module yet may name any."""
    ancestor = op.parent_op()
    while ancestor is not None and not ancestor.has_trait(SymbolTable):
        ancestor = ancestor.parent_op()
    if ancestor is not None and find_device(op, symbol) is None:
        raise VerifyException(f"{symbol} is no packed.device of this module")
