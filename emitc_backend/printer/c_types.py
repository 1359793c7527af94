"""C types: how emitc types are spelled and declared, and how C converts between them.

Two assumptions about the C implementation: `int` has 32 bits or more, and so have pointers.
"""

from xdsl.dialects.builtin import (
    BFloat16Type,
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntegerType,
    Signedness,
)
from xdsl.ir import Attribute

from microaot.dialects.emitc.types import (
    ArrayType,
    LValueType,
    OpaqueType,
    PointerType,
    PtrDiffType,
    SizeType,
)

BOOL = IntegerType(1)
INT = IntegerType(32)
_POINTER_WIDTHS = (32, 64)

_NAMES: dict[type[Attribute], str] = {
    Float16Type: "_Float16",
    BFloat16Type: "__bf16",
    Float32Type: "float",
    Float64Type: "double",
    IndexType: "size_t",
    SizeType: "size_t",
    PtrDiffType: "ptrdiff_t",
}


class NoCTypeError(Exception):
    """C99 has no such type; whoever knows the op turns this into an error that names it."""


def c_type(type: Attribute) -> Attribute:
    """The type that decides about conversions: `index` is `size_t`, `si8` is `i8`, and an lvalue
    has the type of its value."""
    match type:
        case LValueType():
            return c_type(type.value_type)
        case IndexType():
            return SizeType()
        case IntegerType() if type.bitwidth == 1:
            return BOOL
        case IntegerType() if type.signedness.data is Signedness.SIGNED:
            return IntegerType(type.bitwidth)
        case _:
            return type


def type_name(type: Attribute) -> str:
    """How a scalar type is spelled."""
    match type:
        case IntegerType() if type.bitwidth == 1:
            return "bool"
        case IntegerType() if type.bitwidth in (8, 16, 32, 64):
            sign = "u" if type.signedness.data is Signedness.UNSIGNED else ""
            return f"{sign}int{type.bitwidth}_t"
        case OpaqueType():
            return type.value.data
        case _:
            if (name := _NAMES.get(type.__class__)) is not None:
                return name
    raise NoCTypeError(f"has type {type}, which has no counterpart in C99")


def declare(
    type: Attribute, name: str = "", *, const: bool = False, const_target: bool = False
) -> str:
    """Declare `name` with `type`, as in `const float *x`; without a name, the type for a cast.

    `const` is about the object, `const_target` about what a pointer points at; for the elements of
    an array, which is a pointer when it is a parameter, either will do.
    """
    match type:
        case LValueType():
            return declare(type.value_type, name, const=const, const_target=const_target)
        case ArrayType():
            extents = "".join(f"[{extent}]" for extent in type.get_shape())
            return declare(type.element_type, name + extents, const=const or const_target)
        case PointerType():
            declarator = f"*const {name}" if const else f"*{name}"
            if isinstance(type.pointee_type, ArrayType):
                declarator = f"({declarator})"
            return declare(type.pointee_type, declarator, const=const_target)
        case _:
            qualified = f"const {type_name(type)}" if const else type_name(type)
            return f"{qualified} {name}" if name else qualified


def is_integer(type: Attribute) -> bool:
    """Whether C computes with it as an integer; `bool` too."""
    return isinstance(type, IntegerType | PtrDiffType | SizeType)


def is_unsigned(type: Attribute) -> bool:
    """Whether an integer type has no negative values."""
    match type:
        case IntegerType():
            return type.bitwidth == 1 or type.signedness.data is Signedness.UNSIGNED
        case _:
            return isinstance(type, SizeType)


def is_narrow(type: Attribute) -> bool:
    """Whether C computes with values of this type as `int`."""
    return isinstance(type, IntegerType) and type.bitwidth < 32


def promote(type: Attribute) -> Attribute:
    """The type after C's integer promotions."""
    return INT if is_narrow(type) else type


_ABI_HEADERS = {"DLTensor": "dlpack.h", "TVMFFIAny": "ffi.h", "TVMValue": "tvm.h"}


def abi_header_of(type: Attribute) -> str | None:
    """The header of a packed ABI that defines an opaque type."""
    return _ABI_HEADERS.get(type.value.data) if isinstance(type, OpaqueType) else None


def fits(source: Attribute, target: Attribute) -> bool:
    """Whether C converts each value of one type to the other implicitly, unchanged and without a
    warning. `bool` takes no part: a number made of a truth value deserves a visible cast."""
    if source == target:
        return True
    if not (is_integer(source) and is_integer(target)) or BOOL in (source, target):
        return False
    most, least = widths(source)[1], widths(target)[0]
    if is_unsigned(source) == is_unsigned(target):
        return most <= least
    return is_unsigned(source) and most < least


def common(lhs: Attribute, rhs: Attribute) -> Attribute | None:
    """The type that C computes in when both operands keep their values, else None."""
    lhs, rhs = promote(lhs), promote(rhs)
    if fits(lhs, rhs):
        return rhs
    return lhs if fits(rhs, lhs) else None


def unsigned(type: Attribute) -> Attribute:
    """The unsigned type of the same width."""
    if isinstance(type, IntegerType):
        return IntegerType(type.bitwidth, Signedness.UNSIGNED)
    return SizeType()


def widths(type: Attribute) -> tuple[int, int]:
    """The least and the greatest width that the type may have."""
    if isinstance(type, IntegerType):
        return type.bitwidth, type.bitwidth
    return _POINTER_WIDTHS


def natural_alignment(type: Attribute) -> int:
    """The alignment in bytes that every C implementation gives objects of this type."""
    if isinstance(type, IntegerType):
        # Some microcontrollers align 64-bit numbers to 4 bytes only.
        return min(max(type.bitwidth // 8, 1), 4)
    return 2 if type.name in ("f16", "bf16") else 4
