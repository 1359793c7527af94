"""Plain calls in the place of packed calls whose checks can only succeed."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import IntAttr, ModuleOp
from xdsl.ir import Attribute, SSAValue
from xdsl.passes import ModulePass
from xdsl.utils.hints import isa

from microaot.dialects import packed
from microaot.passes.packed.buffer_devices import Devices, root_buffer
from microaot.passes.packed.entry_devices import CPU


@dataclass(frozen=True)
class InlinePackedCalls(ModulePass):
    """Make each cpacked call of a function of the module an unpacked one, where it is safe.

    It is where the caller knows everything that the packed entry would check: shape, element type,
    layout, alignment and device of each buffer. What a `packed.cast` promises does not count. A
    callee with dynamic extents is still called as before: only its entry compares them.

    With `unpack-buffers` after it, descriptors and checks are gone.

    ```mlir
    packed.call @f(%b) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
    ```
    becomes
    ```mlir
    packed.call @f(%b) : (!packed.buffer<4xf32, @cpu>) -> ()
    ```
    """

    name = "inline-packed-calls"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change the convention of calls."""
        devices = Devices(op)
        defined = {
            function.sym_name.data
            for function in op.body.ops
            if isinstance(function, func.FuncOp) and not function.is_declaration
        }
        for call in op.walk():
            if not isinstance(call, packed.CallOp) or call.callee_name not in defined:
                continue
            if call.convention.data is packed.Convention.CPACKED and all(
                _is_proved(argument, call, devices) for argument in call.arguments
            ):
                call.convention = packed.ConventionAttr(packed.Convention.UNPACKED)


def _is_proved(argument: SSAValue, call: packed.CallOp, devices: Devices) -> bool:
    """Whether a packed entry could find nothing wrong with the argument.

    The types of call and callee are equal, which the verifier has seen to.
    """
    if not isinstance(expected := argument.type, packed.BufferType):
        return True
    root = root_buffer(argument)
    device = devices.known(root, call)
    wanted = devices.known(argument, call) if expected.device_name else None
    if device is None or device.identity != (wanted.identity if wanted else CPU):
        return False
    return _implies(packed.buffer_type(root), expected)


def _implies(known: packed.BufferType, expected: packed.BufferType) -> bool:
    """Whether every buffer of the type `known` has the shape and layout that is expected."""
    return (
        None not in expected.static_extents()
        and known.static_extents() == expected.static_extents()
        and known.element_type == expected.element_type
        and _layout(known) == _layout(expected)
        and _alignment(known.alignment) >= _alignment(expected.alignment)
    )


def _layout(type: packed.BufferType) -> object:
    return type.static_strides(), type.static_byte_offset()


def _alignment(alignment: Attribute) -> int:
    return alignment.data if isa(alignment, IntAttr) else 1
