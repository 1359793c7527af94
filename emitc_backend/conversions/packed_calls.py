"""type_erased to emitc: descriptors and argument arrays on the stack, calls, failures.

What is stored is what a callee may read, and no more: of the result only that there is none yet.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import reduce

from xdsl.dialects import func
from xdsl.dialects.builtin import StringAttr
from xdsl.ir import Attribute, Operation, SSAValue

from microaot.dialects import emitc, packed, type_erased
from microaot.dialects.packed import entry
from microaot.dialects.packed.descriptors import DescriptorType
from microaot.emitc_backend.conversions.builder import UNINITIALIZED
from microaot.emitc_backend.conversions.cf import c_string
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.packed_descriptor import member
from microaot.emitc_backend.conversions.packed_entry_abi import ENTRY_ABIS
from microaot.emitc_backend.conversions.packed_tensors import VOID_POINTER, TensorParts
from microaot.emitc_backend.conversions.types import BOOL, F64, I32, I64, PTRDIFF, U32
from microaot.passes.packed.abi import PACKED_ABIS, ArgumentKind

INT = emitc.OpaqueType(StringAttr("int"))


class CallABI(ABC):
    """Writes the values of a call into the arrays of a frame, the result's behind the last."""

    array_count: int
    pointer: str
    """The member of a value that holds a pointer."""

    def __init__(self, c: FunctionConverter, frame: Sequence[SSAValue]) -> None:
        self.c = c
        self.arrays = frame[-self.array_count :]

    @abstractmethod
    def set_type(self, position: int, type: Attribute | None) -> None:
        """Say that a value is an i1, i64 or f64, a tensor if it is a pointer, or nothing yet."""

    @abstractmethod
    def c_arguments(self, number: int) -> list[SSAValue]:
        """The arguments of the C function, for so many values."""

    def element(self, array: int, position: int) -> SSAValue:
        """An element of one of the arrays."""
        b = self.c.b
        return b.subscript(self.arrays[array], [b.constant(position, PTRDIFF)])

    def member(self, position: int, type: Attribute) -> SSAValue:
        """Where a value of this type lies."""
        names: dict[Attribute, str] = {BOOL: "v_int64", I64: "v_int64", F64: "v_float64"}
        name = names.get(type, self.pointer)
        type = I64 if type == BOOL else type
        return member(self.c.b, self.element(0, position), name, type)

    def set(self, position: int, value: SSAValue) -> None:
        """Store a value with its type."""
        b = self.c.b
        lvalue = self.member(position, value.type)
        b.assign(lvalue, b.cast(value, I64) if value.type == BOOL else value)
        self.set_type(position, value.type)

    @abstractmethod
    def type_index(self, position: int) -> SSAValue:
        """Where the type of a value is."""

    def value(self, position: int, type: Attribute) -> SSAValue:
        """A value that a callee has stored, of a type that the ABI has."""
        value = self.c.b.load(self.member(position, type))
        return self.c.b.compare("ne", value, self.c.b.constant(0, I64)) if type == BOOL else value

    def null(self) -> SSAValue:
        """A pointer to nothing."""
        return self.c.b.insert(emitc.LiteralOp("NULL", VOID_POINTER)).result


class TVM(CallABI):
    """Values and type codes."""

    array_count = 2
    pointer = "v_handle"

    def set_type(self, position: int, type: Attribute | None) -> None:
        """Truth values are integers; a result has no type until there is one."""
        codes: dict[Attribute | None, str] = {
            BOOL: "kTVMArgInt",
            I64: "kTVMArgInt",
            F64: "kTVMArgFloat",
            None: "kTVMNullptr",
        }
        code = emitc.LiteralOp(codes.get(type, "kTVMDLTensorHandle"), INT)
        self.c.b.assign(self.type_index(position), self.c.b.insert(code).result)

    def type_index(self, position: int) -> SSAValue:
        """An array of its own."""
        return self.element(1, position)

    def c_arguments(self, number: int) -> list[SSAValue]:
        """Both arrays, how many, where the result goes, and no resource."""
        b = self.c.b
        count = b.insert(emitc.LiteralOp(str(number), INT)).result
        places = [b.address_of(self.element(array, number)) for array in (0, 1)]
        return [*self.arrays, count, *places, self.null()]


class FFI(CallABI):
    """Values that know their type."""

    array_count = 1
    pointer = "v_ptr"

    def set_type(self, position: int, type: Attribute | None) -> None:
        """All members but the value."""
        b = self.c.b
        indices: dict[Attribute | None, str] = {
            BOOL: "kTVMFFIBool",
            I64: "kTVMFFIInt",
            F64: "kTVMFFIFloat",
            None: "kTVMFFINone",
        }
        index = emitc.LiteralOp(indices.get(type, "kTVMFFIDLTensorPtr"), I32)
        b.assign(self.type_index(position), b.insert(index).result)
        padding = member(b, self.element(0, position), "zero_padding", U32)
        b.assign(padding, b.constant(0, U32))

    def type_index(self, position: int) -> SSAValue:
        """A member of the value."""
        return member(self.c.b, self.element(0, position), "type_index", I32)

    def c_arguments(self, number: int) -> list[SSAValue]:
        """No function, the array, how many, and where the result goes."""
        b = self.c.b
        result = b.address_of(self.element(0, number))
        return [self.null(), *self.arrays, b.constant(number, I32), result]


CALL_ABIS: dict[entry.ABI, type[CallABI]] = {entry.ABI.TVM: TVM, entry.ABI.FFI: FFI}


def convert_frame(c: FunctionConverter, op: type_erased.FrameOp) -> None:
    """Local arrays."""
    for array in op.arrays:
        variable = c.b.insert(emitc.VariableOp(UNINITIALIZED, array.type))
        c.bind(array, variable.result)


def convert_call(c: FunctionConverter, op: type_erased.CallOp) -> None:
    """Fill descriptors and values, then call."""
    callee = c.symbol(op.callee, Operation, op)
    frame = c.values(op.frame)
    abi = CALL_ABIS[op.abi.data](c, frame)
    parts = TensorParts(c, op)
    for position, argument in enumerate(op.described_arguments()):
        if argument.is_filled:
            tensor = parts.fill_next(frame[0], argument)
            abi.set(position, c.b.cast(c.b.address_of(tensor), VOID_POINTER))
        elif isinstance(argument.value.type, packed.BufferType | DescriptorType):
            abi.set(position, c.b.cast(c.value(argument.value), VOID_POINTER))
        else:
            abi.set(position, c.value(argument.value))
    number = len(op.arguments)
    abi.set_type(number, None)
    arguments = abi.c_arguments(number)
    call = c.b.insert(emitc.CallOpaqueOp(op.callee.string_value(), arguments, [I32]))
    if op.returns_status is not None:
        c.bind(op.res[0], call.res[0])
        return
    return_failure(c, call.res[0])
    for result in op.res:
        type = c.scalar_type(result.type, op)
        # An entry of this module is known to return what it says.
        is_known = isinstance(callee, func.FuncOp)
        c.bind(result, abi.value(number, type) if is_known else foreign_result(abi, op, type))


def foreign_result(abi: CallABI, op: type_erased.CallOp, type: Attribute) -> SSAValue:
    """The result of a function that may return anything: the type that it has decides.

    Numbers are converted as those that an entry gets; anything else ends the function with an
    error.
    """
    b, number, kind = abi.c.b, len(op.arguments), RESULT_KINDS[type]
    names, accepted = ENTRY_ABIS[op.abi.data], PACKED_ABIS[op.abi.data].accepted[kind]
    index = b.cast(b.load(abi.type_index(number)), I32)
    differs = [b.compare("ne", index, b.constant(known, I32)) for known in accepted]
    then, _ = b.if_else(reduce(b.logical_and, differs), otherwise=False)
    name = c_string(op.callee.string_value())
    text = f'return {names.error}("TypeError", {name}, NULL, "{kind.value} as result",'
    with b.at_end_of(then):
        actual = [abi.type_index(number)]
        b.insert(emitc.VerbatimOp(f"{text}\n        {names.kind_of}({{}}));", actual))
    if type != F64:
        return abi.value(number, type)
    is_float = b.compare("eq", index, b.constant(names.float_type, I32))
    return b.conditional(is_float, abi.value(number, F64), b.cast(abi.value(number, I64), F64))


RESULT_KINDS: dict[Attribute, ArgumentKind] = {
    BOOL: ArgumentKind.BOOL,
    I64: ArgumentKind.INT,
    F64: ArgumentKind.FLOAT,
}


def convert_return_failure(c: FunctionConverter, op: type_erased.ReturnFailureOp) -> None:
    """A return from the middle of the function."""
    return_failure(c, c.value(op.status))


def return_failure(c: FunctionConverter, status: SSAValue) -> None:
    """`if (status != 0) { return status; }`; emitc has no `return` in the middle of a function."""
    returned = status
    if isinstance(load := status.owner, emitc.LoadOp) and c.b.is_last(load):
        returned = load.lvalue
    else:
        status.name_hint = "status"
    failed = c.b.compare("ne", status, c.b.constant(0, I32))
    then, _ = c.b.if_else(failed, otherwise=False)
    with c.b.at_end_of(then):
        c.b.insert(emitc.VerbatimOp("return {};", [returned]))


CONVERSIONS: dict[type[Operation], Handler] = {
    type_erased.CallOp: convert_call,
    type_erased.FrameOp: convert_frame,
    type_erased.ReturnFailureOp: convert_return_failure,
}
