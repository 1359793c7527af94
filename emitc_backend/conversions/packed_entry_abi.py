"""The C side of the type-erased calling conventions: parameters and where things lie in them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from xdsl.dialects.builtin import StringAttr
from xdsl.ir import Attribute, SSAValue

from microaot.dialects import emitc
from microaot.dialects.packed.entry import ABI
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.packed_descriptor import (
    ask,
    is_not_null,
    member,
    pointee,
)
from microaot.emitc_backend.conversions.types import BOOL, DESCRIPTOR, F64, I32, I64, PTRDIFF, U32
from microaot.emitc_backend.runtime.abi_headers import STATUS_OF_KIND


def opaque(name: str) -> emitc.OpaqueType:
    """A C type by its name."""
    return emitc.OpaqueType(StringAttr(name))


INT = opaque("int")
VOID_POINTER = emitc.PointerType(opaque("void"))


class EntryABI(ABC):
    """One convention; the values are the parameters of the C function."""

    parameters: Sequence[tuple[str, Attribute]]
    """Names and types."""
    read_only: tuple[str, ...] = ()
    """The parameters that point to constants."""
    error: str
    """The helper that reports an error."""
    value_error: str
    """The helper that reports a number which is not the expected one."""
    kind_of: str
    """The helper that names a type index."""
    float_type: int
    """The type index of floats."""

    def __init__(self, b: EmitCBuilder, values: Sequence[SSAValue]) -> None:
        self.b = b
        self.values = {
            name: value for (name, _), value in zip(self.parameters, values, strict=True)
        }

    def count(self) -> SSAValue:
        """How many arguments there are."""
        return self.b.cast(self.values["num_args"], I32)

    def present(self, name: str) -> SSAValue:
        """Whether a pointer parameter is not NULL."""
        return is_not_null(self.b, self.values[name])

    @staticmethod
    @abstractmethod
    def failure(kind: str) -> str:
        """C that fails with an error of a kind and no more to say."""

    @abstractmethod
    def has_arguments(self) -> SSAValue:
        """Whether the arrays are there."""

    @abstractmethod
    def has_result(self) -> SSAValue:
        """Whether there is room for a result."""

    @abstractmethod
    def type_index(self, position: int) -> SSAValue:
        """The lvalue that says of which type an argument is."""

    @abstractmethod
    def tensor(self, position: int) -> SSAValue:
        """The descriptor of a tensor argument."""

    @abstractmethod
    def return_value(self, value: SSAValue) -> None:
        """Write the result."""

    def element(self, position: int) -> SSAValue:
        """An argument as an lvalue."""
        return self.b.subscript(self.values["args"], [self.b.constant(position, PTRDIFF)])

    def integer(self, position: int) -> SSAValue:
        """An argument that is an integer."""
        return self.b.load(member(self.b, self.element(position), "v_int64", I64))

    def scalar(self, position: int, type: Attribute) -> SSAValue:
        """An argument as a number of a type that travels."""
        integer = self.integer(position)
        if type == I64:
            return integer
        if type == BOOL:
            return self.b.compare("ne", integer, self.b.constant(0, I64))
        real = self.b.load(member(self.b, self.element(position), "v_float64", F64))
        index = self.b.cast(self.b.load(self.type_index(position)), I32)
        is_float = self.b.compare("eq", index, self.b.constant(self.float_type, I32))
        return self.b.conditional(is_float, real, self.b.cast(integer, F64))

    def set(self, lvalue: SSAValue, name: str, type: Attribute, value: SSAValue | int) -> None:
        """`lvalue.name = value`."""
        number = self.b.constant(value, type) if isinstance(value, int) else value
        self.b.assign(member(self.b, lvalue, name, type), number)


RESULT_TYPES: dict[Attribute, int] = {I64: 1, BOOL: 2, F64: 3}
"""The type indices of results in TVM-FFI."""


class FFI(EntryABI):
    """TVM-FFI."""

    parameters = (
        ("self", VOID_POINTER),
        ("args", emitc.PointerType(opaque("TVMFFIAny"))),
        ("num_args", I32),
        ("result", emitc.PointerType(opaque("TVMFFIAny"))),
    )
    read_only = ("args",)
    error = "packed_error_ffi"
    value_error = "packed_value_error_ffi"
    kind_of = "packed_kind_of_ffi"
    float_type = 3

    @staticmethod
    def failure(kind: str) -> str:
        """No failure may go unraised."""
        return f'packed_failure_ffi("{kind}")'

    def has_arguments(self) -> SSAValue:
        """Types and values are one array."""
        return self.present("args")

    def has_result(self) -> SSAValue:
        """Type and value are one."""
        return self.present("result")

    def type_index(self, position: int) -> SSAValue:
        """A member of the argument."""
        return member(self.b, self.element(position), "type_index", I32)

    def tensor(self, position: int) -> SSAValue:
        """Objects have the descriptor in them."""
        argument = self.b.address_of(self.element(position))
        return ask(self.b, "packed_tensor_ffi", [argument], DESCRIPTOR)

    def return_value(self, value: SSAValue) -> None:
        """Truth values have a type of their own."""
        result = pointee(self.b, self.values["result"])
        index = RESULT_TYPES[value.type]
        self.set(result, "type_index", I32, index)
        self.set(result, "zero_padding", U32, 0)
        if value.type == F64:
            self.set(result, "v_float64", F64, value)
        else:
            self.set(result, "v_int64", I64, self.b.cast(value, I64))


class TVM(EntryABI):
    """TVM v0.14."""

    parameters = (
        ("args", emitc.PointerType(opaque("TVMValue"))),
        ("type_codes", emitc.PointerType(INT)),
        ("num_args", INT),
        ("ret_value", emitc.PointerType(opaque("TVMValue"))),
        ("ret_type_code", emitc.PointerType(INT)),
        ("resource_handle", VOID_POINTER),
    )
    error = "packed_error_tvm"
    value_error = "packed_value_error_tvm"
    kind_of = "packed_kind_of_tvm"
    float_type = 2

    @staticmethod
    def failure(kind: str) -> str:
        """A status is enough."""
        return str(STATUS_OF_KIND[kind])

    def has_arguments(self) -> SSAValue:
        """Values and type codes are two arrays."""
        return self.b.logical_and(self.present("args"), self.present("type_codes"))

    def has_result(self) -> SSAValue:
        """Value and type code are apart."""
        return self.b.logical_and(self.present("ret_value"), self.present("ret_type_code"))

    def type_index(self, position: int) -> SSAValue:
        """An array of its own."""
        return self.b.subscript(self.values["type_codes"], [self.b.constant(position, PTRDIFF)])

    def tensor(self, position: int) -> SSAValue:
        """All handles of tensors point to a descriptor."""
        handle = self.b.load(member(self.b, self.element(position), "v_handle", VOID_POINTER))
        return self.b.cast(handle, DESCRIPTOR)

    def return_value(self, value: SSAValue) -> None:
        """Truth values are integers."""
        result = pointee(self.b, self.values["ret_value"])
        if value.type == F64:
            self.set(result, "v_float64", F64, value)
        else:
            self.set(result, "v_int64", I64, self.b.cast(value, I64))
        code = emitc.LiteralOp("2" if value.type == F64 else "0", INT)
        self.b.assign(pointee(self.b, self.values["ret_type_code"]), self.b.insert(code).results[0])


ENTRY_ABIS: dict[ABI, type[EntryABI]] = {ABI.FFI: FFI, ABI.TVM: TVM}
