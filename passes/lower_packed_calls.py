"""Make C calls of packed calls, by the convention of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xdsl.context import Context
from xdsl.dialects import arith, func
from xdsl.dialects.builtin import IntegerAttr, MemRefType, ModuleOp, SymbolRefAttr, i32
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import packed, type_erased
from microaot.dialects.packed.entry import ABI
from microaot.passes.module_functions import ModuleFunctions, function_of
from microaot.passes.packed.abi import scalar_kind
from microaot.passes.packed.buffer_devices import Devices, root_buffer
from microaot.passes.packed.callees import PackedCallees
from microaot.passes.packed.frames import ExtentTables, insert_before, make_frame
from microaot.passes.packed.reachability import ReachingEntries
from microaot.passes.packed.scalars import CARRIERS, from_carrier, last_result, to_carrier
from microaot.passes.status.return_status import return_status
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class LowerPackedCalls(ModulePass):
    """Replace each `packed.call`.

    - *unpacked*: a `func.call` with the same arguments.
    - *cpacked*: a call of the packed entry, whose symbol the linker knows. Of a function of this
      module it is the one that `make-packed-api` or `generate-packed-wrappers` makes.
    - *packed*: the same through a function that looks the name up once, in the registry.

    Descriptors and argument arrays are on the stack, one set for all calls of a function. A
    descriptor has a stride pointer only if the elements are not dense; extents that are known are
    constants. A function that calls a packed entry can fail: it returns a status now, and so do
    its callers; scalar results go through arguments.

    ```mlir
    packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
    func.func @f(%m: memref<4xf32>) {
      %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
      packed.call @g(%b) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
      return
    }
    ```
    becomes with `abi=ffi`, types left out,
    ```mlir
    func.func @f(%m: memref<4xf32>) -> i32 attributes {packed.status} {
      %tensors, %values = type_erased.frame
      %shape = memref.get_global @shape_4
      type_erased.call @__tvm_ffi_g(%m) ffi devices(%cpu, %zero) shapes(%shape)
        frame(%tensors, %values)
      return %zero
    }
    ```
    """

    name = "lower-packed-calls"

    abi: Literal["tvm", "ffi"] = "tvm"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Replace the calls of one function after another, then change signatures."""
        lowering = _Lowering(op, ABI(self.abi))
        failing: dict[func.FuncOp, None] = {}
        calls = [inner for inner in op.walk() if isinstance(inner, packed.CallOp)]
        by_function: dict[func.FuncOp, list[packed.CallOp]] = {}
        for call in calls:
            if call.convention.data is packed.Convention.UNPACKED:
                _lower_unpacked(call)
            elif (function := function_of(call)) is not None:
                by_function.setdefault(function, []).append(call)
                failing[function] = None
        entries = ReachingEntries(ModuleFunctions(op))
        for function, erased in by_function.items():
            for other in entries.abis(function.sym_name.data):
                if other is not lowering.abi:
                    raise OperationError(
                        erased[0],
                        f"reports its errors in the ABI {self.abi}, but an entry in the ABI "
                        f"{other} may be where it comes from",
                    )
            lowering.lower(function, erased)
        return_status(op, failing)


def _lower_unpacked(call: packed.CallOp) -> None:
    assert isinstance(call.callee, SymbolRefAttr)
    plain = func.CallOp(call.callee, call.arguments, call.res.types)
    insert_before([plain], call)
    _finish(call, plain.results)


class _Lowering:
    """Lowers the type-erased calls of a module."""

    def __init__(self, module: ModuleOp, abi: ABI) -> None:
        self.abi = abi
        self._devices = Devices(module)
        self._tables = ExtentTables(module)
        self._callees = PackedCallees(module, abi)

    def lower(self, function: func.FuncOp, calls: list[packed.CallOp]) -> None:
        """Give the function a frame and replace the calls."""
        descriptors = max(sum(map(_needs_descriptor, call.arguments)) for call in calls)
        values = 1 + max(len(call.arguments) for call in calls)
        frame = make_frame(self.abi, descriptors, values)
        frame.location = calls[0].location
        Rewriter.insert_op(frame, InsertPoint.at_start(function.body.blocks[0]))
        for call in calls:
            self._lower(call, frame)

    def _lower(self, call: packed.CallOp, frame: type_erased.FrameOp) -> None:
        arguments = [self._described(given, call) for given in call.arguments]
        results = [_carrier(type) for type in call.res.types]
        symbol = self._callees.symbol(call)
        new = type_erased.CallOp(symbol, self.abi, arguments, frame.arrays, results)
        insert_before([new], call)
        returned: list[SSAValue] = []
        for carried, result in zip(new.res, call.res, strict=True):
            ops = from_carrier(carried, result.type)
            insert_before(ops, call)
            returned.append(last_result(carried, ops))
        _finish(call, returned)

    def _described(self, given: SSAValue, call: packed.CallOp) -> type_erased.Argument:
        """The argument, with what its descriptor needs if this function has to make one."""
        value = self._argument(given, call)
        if not isa(type := value.type, MemRefType):
            return type_erased.Argument(value)
        device = tuple(self._device(given, call))
        shape = self._tables.shape(value, type, call) if type.get_num_dims() else None
        strides = (
            self._tables.strides(value, type, call) if type_erased.needs_strides(type) else None
        )
        return type_erased.Argument(value, device, shape, strides)

    def _argument(self, given: SSAValue, call: packed.CallOp) -> SSAValue:
        """The scalar that travels, the memref behind a buffer, or the buffer."""
        if not isinstance(given.type, packed.BufferType):
            ops = to_carrier(given)
            insert_before(ops, call)
            return last_result(given, ops)
        root = root_buffer(given)
        if isinstance(made := root.owner, packed.MakeBufferOp):
            return made.memref
        if not _needs_descriptor(given):
            return root
        data = packed.DataOp(root)
        insert_before([data], call)
        return data.result

    def _device(self, given: SSAValue, call: packed.CallOp) -> list[SSAValue]:
        root = root_buffer(given)
        if (device := self._devices.known(root, call)) is not None:
            ops: list[Operation] = [
                arith.ConstantOp(IntegerAttr(number, i32)) for number in device.identity
            ]
        else:
            ops = [packed.DeviceTypeOp(root), packed.DeviceIdOp(root)]
        insert_before(ops, call)
        return [op.results[0] for op in ops]


def _needs_descriptor(given: SSAValue) -> bool:
    """Whether the caller makes a descriptor: not of a scalar, nor if it has been given one.

    An argument of the function may lose its descriptor yet, by `unpack-buffers`.
    """
    if not isinstance(given.type, packed.BufferType):
        return False
    root = root_buffer(given)
    return isinstance(root, BlockArgument) or isinstance(root.owner, packed.MakeBufferOp)


def _carrier(type: Attribute) -> Attribute:
    kind = scalar_kind(type)
    assert kind is not None, "the verifier lets only scalars return"
    return CARRIERS[kind]


def _finish(call: packed.CallOp, results: Sequence[SSAValue]) -> None:
    """Replace the call, and forget descriptors that nobody needs any more."""
    for old, new in zip(call.res, results, strict=True):
        new.name_hint = old.name_hint
        old.replace_all_uses_with(new)
    pending = [argument.owner for argument in call.arguments]
    Rewriter.erase_op(call)
    while pending:
        op = pending.pop()
        if isinstance(op, packed.MakeBufferOp | packed.CastOp) and not op.results[0].uses:
            if op.parent is not None:
                pending += [operand.owner for operand in op.operands]
                Rewriter.erase_op(op)
