"""Make pointers of buffer arguments: nothing is left of a descriptor that nobody needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func, memref
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import packed
from microaot.passes.module_functions import (
    Call,
    ModuleFunctions,
    set_arguments,
    set_inputs,
)
from microaot.passes.packed.buffer_devices import Devices, answer_demands, root_buffer, same_buffer
from microaot.passes.packed.buffer_fields import constant_field, read_memref
from microaot.passes.packed.buffer_uses import (
    BufferUses,
    ScalarField,
    require_only_direct_calls,
    scalar_fact,
)


@dataclass(frozen=True)
class UnpackBuffers(ModulePass):
    """Make each buffer argument of each function a memref, and let the calls follow.

    What the type says of the buffer is a constant. Extents and strides that it leaves open are
    read from the memref. Any other field that is read becomes an argument after the memref, in the
    order byte offset, device type, device id; a declaration gets none. A buffer that is needed as
    a descriptor, say by a packed call, is an error.

    ```mlir
    packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
    func.func @f(%b: !packed.buffer<4x?xf32, @cpu>) -> index {
      %m = packed.data %b : !packed.buffer<4x?xf32, @cpu> -> memref<4x?xf32>
      %n = packed.dim %b, 1 : !packed.buffer<4x?xf32, @cpu>
      return %n : index
    }
    ```
    becomes
    ```mlir
    packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
    func.func @f(%b: memref<4x?xf32>) -> index {
      %c1 = arith.constant 1 : index
      %n = memref.dim %b, %c1 : memref<4x?xf32>
      return %n : index
    }
    ```
    """

    name = "unpack-buffers"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Find out what is needed, then change signatures, bodies and calls."""
        functions, devices = ModuleFunctions(op), Devices(op)
        changed = [
            function
            for function in functions.by_name.values()
            if any(isinstance(t, packed.BufferType) for t in function.function_type.inputs)
        ]
        for function in changed:
            require_only_direct_calls(functions, function.sym_name.data)
        answer_demands(op, devices)
        unpacking = _Unpacking(BufferUses(functions, devices), devices)
        before = {f.sym_name.data: f.function_type.inputs.data for f in changed}
        for function in changed:
            unpacking.change_signature(function)
        unpacking.replace_reads()
        for name, inputs in before.items():
            for call in functions.calls[name]:
                unpacking.change_call(call, name, inputs)
        unpacking.clean_up()


@dataclass
class _Pointer:
    """What a buffer argument has become."""

    memref: BlockArgument
    scalars: Mapping[ScalarField, BlockArgument]


class _Unpacking:
    def __init__(self, uses: BufferUses, devices: Devices) -> None:
        self.uses = uses
        self.devices = devices
        self.pointers: dict[SSAValue, _Pointer] = {}
        self.obsolete: list[packed.CastOp | packed.MakeBufferOp] = []

    def change_signature(self, function: func.FuncOp) -> None:
        """Give the function its new arguments."""
        name = function.sym_name.data
        fields_of: dict[int, list[ScalarField]] = {}
        inputs: list[Attribute] = []
        sources: list[int | None] = []
        for position, type in enumerate(function.function_type.inputs):
            sources.append(position)
            if not isinstance(type, packed.BufferType):
                inputs.append(type)
                continue
            fields_of[position] = fields = self.uses.scalars((name, position))
            inputs += [type.memref_type, *(field.result_type() for field in fields)]
            sources += [None] * len(fields)
        old, new = set_inputs(function, inputs, sources)
        arguments = iter(new)
        for position, argument in enumerate(old):
            first = next(arguments)
            if (fields := fields_of.get(position)) is not None:
                scalars = {field: next(arguments) for field in fields}
                for field, scalar in scalars.items():
                    scalar.name_hint = _name_of_field(argument, field)
                    scalar.location = argument.location
                self.pointers[argument] = _Pointer(first, scalars)

    def replace_reads(self) -> None:
        """Let everything that reads a buffer argument read what it has become."""
        for argument, pointer in self.pointers.items():
            pending = [argument]
            while pending:
                for op in [use.operation for use in pending.pop().uses]:
                    if isinstance(op, packed.CastOp):
                        self.obsolete.append(op)
                        pending.append(op.result)
                    elif isinstance(op, packed.DataOp):
                        data = _as_type(pointer.memref, op.result.type, op, op.result.name_hint)
                        Rewriter.replace_op(op, [], [data])
                    elif isinstance(op, packed.FieldReadOp):
                        self._replace_read(op, pointer)

    def _replace_read(self, op: packed.FieldReadOp, pointer: _Pointer) -> None:
        facts = (self._fact(op.of(v), op) for v in same_buffer(op.buffer))
        fact = next((fact for fact in facts if fact is not None), None)
        if fact is not None:
            Rewriter.replace_op(op, constant_field(op, fact))
        elif isinstance(op, packed.DimensionFieldOp):
            of_root = op.of(root_buffer(op.buffer))
            assert isinstance(of_root, packed.DimensionFieldOp)
            ops, value = read_memref(of_root, pointer.memref)
            for made in ops:
                made.location = op.location
            value.name_hint = op.result.name_hint
            of_root.erase()
            Rewriter.replace_op(op, ops, [value])
        else:
            Rewriter.replace_op(op, [], [pointer.scalars[type(op)]])

    def _fact(self, op: packed.FieldReadOp, place: Operation) -> int | None:
        """The field if the type of the buffer says it; `op` is only asked, and erased."""
        if isinstance(op, packed.ByteOffsetOp | packed.DeviceTypeOp | packed.DeviceIdOp):
            fact = scalar_fact(op.buffer, type(op), self.devices, place)
        else:
            fact = op.static_value()
        op.erase()
        return fact

    def change_call(self, call: Call, callee: str, inputs: tuple[Attribute, ...]) -> None:
        """Pass pointers, and the fields that the callee reads."""
        arguments: list[SSAValue] = []
        for position, (value, type) in enumerate(zip(call.operands, inputs, strict=True)):
            if not isinstance(type, packed.BufferType):
                arguments.append(value)
                continue
            root = root_buffer(value)
            arguments.append(self._data(value, root, type, call))
            for field in self.uses.scalars((callee, position)):
                arguments.append(self._scalar(value, root, field, call))
            self._retire(value)
        set_arguments(call, arguments)

    def _data(
        self, value: SSAValue, root: SSAValue, type: packed.BufferType, call: Call
    ) -> SSAValue:
        if (pointer := self.pointers.get(root)) is not None:
            return _as_type(pointer.memref, type.memref_type, call)
        if isinstance(made := root.owner, packed.MakeBufferOp):
            return _as_type(made.memref, type.memref_type, call)
        data = packed.DataOp(value)
        data.result.name_hint = value.name_hint
        return _insert(data, call).results[0]

    def _scalar(self, value: SSAValue, root: SSAValue, field: ScalarField, call: Call) -> SSAValue:
        read = field(root)
        fact = scalar_fact(value, field, self.devices, call)
        if fact is None and root not in self.pointers:
            read.result.name_hint = value.name_hint
            return _insert(read, call).results[0]
        constant = None if fact is None else constant_field(read, fact)
        read.erase()
        if constant is not None:
            return _insert(constant, call).results[0]
        return self.pointers[root].scalars[field]

    def _retire(self, value: SSAValue) -> None:
        """Remember descriptors of this function that may have lost their last use."""
        for buffer in same_buffer(value):
            if isinstance(op := buffer.owner, packed.CastOp | packed.MakeBufferOp):
                self.obsolete.append(op)

    def clean_up(self) -> None:
        """Remove the casts and descriptors that nobody uses any more."""
        pending = {op: None for op in self.obsolete}
        while pending:
            op, _ = pending.popitem()
            if op.results[0].first_use is None:
                source = op.operands[0].owner
                Rewriter.erase_op(op)
                if isinstance(source, packed.CastOp | packed.MakeBufferOp):
                    pending[source] = None


def _name_of_field(argument: SSAValue, field: ScalarField) -> str | None:
    """`x_device_id` for a field of `x`."""
    name = argument.name_hint
    return f"{name}_{field.name.removeprefix('packed.')}" if name else None


def _insert(op: Operation, user: Operation) -> Operation:
    op.location = user.location
    Rewriter.insert_op(op, InsertPoint.before(user))
    return op


def _as_type(
    value: SSAValue, type: Attribute, user: Operation, name: str | None = None
) -> SSAValue:
    """The memref with the type that `user` expects."""
    if value.type == type:
        return value
    cast = memref.CastOp.build(operands=[value], result_types=[type])
    cast.dest.name_hint = name or value.name_hint
    return _insert(cast, user).results[0]
