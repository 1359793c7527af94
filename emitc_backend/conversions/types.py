"""Which emitc type stands for which type of the plain level.

| plain               | emitc                     | C                                    |
|---------------------|---------------------------|--------------------------------------|
| `i1`                | `i1`                      | `bool`                               |
| `i2` .. `i64`       | next of i8, i16, i32, i64 | `intN_t`, value kept sign-extended   |
| `ui8`, `si8`, ...   | the same                  | `uintN_t`, `intN_t`                  |
| `index`             | `!emitc.ptrdiff_t`        | `ptrdiff_t`: signed, pointer-wide    |
| `f32`, `f64`        | the same                  | `float`, `double`                    |
| `f16`, `bf16`       | `ui16`                    | `uint16_t`: the bits                 |
| `!packed.buffer`    | a pointer to opaque       | `DLTensor *`: a descriptor           |
| `!emitc.ptr<...>`   | the same                  | a pointer, handed on                 |
| `!emitc.opaque`     | the same                  | a struct, handed on                  |
| `!aot.struct`       | a pointer to opaque       | `struct kws_inputs *`                |
"""

from xdsl.dialects.builtin import (
    BFloat16Type,
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntegerType,
    Signedness,
    StringAttr,
)
from xdsl.ir import Attribute

from microaot.dialects.aot import StructType
from microaot.dialects.emitc import OpaqueType, PointerType, PtrDiffType, SizeType
from microaot.dialects.packed.types import BufferType

CONTAINER_WIDTHS = (8, 16, 32, 64)
"""The widths that C99's `<stdint.h>` always has."""

BOOL = IntegerType(1)
I8 = IntegerType(8)
I32 = IntegerType(32)
I64 = IntegerType(64)
U8 = IntegerType(8, Signedness.UNSIGNED)
U16 = IntegerType(16, Signedness.UNSIGNED)
U32 = IntegerType(32, Signedness.UNSIGNED)
U64 = IntegerType(64, Signedness.UNSIGNED)
F32 = Float32Type()
F64 = Float64Type()
PTRDIFF = PtrDiffType()
DESCRIPTOR = PointerType(OpaqueType(StringAttr("DLTensor")))
SIZE = SizeType()
BYTES = PointerType(U8)


def convert_scalar_type(type: Attribute) -> Attribute | None:
    """The emitc type that holds a value of `type`, or None if C99 has nothing for it."""
    match type:
        case IntegerType() if type.bitwidth == 1:
            return BOOL
        case IntegerType() if 1 < type.bitwidth <= 64:
            return container_type(type)
        case IndexType():
            return PTRDIFF
        case Float32Type() | Float64Type():
            return type
        case Float16Type() | BFloat16Type():
            return U16
        case PointerType() | OpaqueType():
            return type
        case StructType():
            return PointerType(OpaqueType(StringAttr(f"struct {type.struct_name.data}")))
        case BufferType():
            return DESCRIPTOR
        case _:
            return None


def container_type(type: IntegerType) -> IntegerType:
    """The smallest C integer that holds `type`: i4 lives in i8, i33 in i64."""
    width = next(w for w in CONTAINER_WIDTHS if w >= type.bitwidth)
    return IntegerType(width, type.signedness.data)


def unsigned(type: Attribute) -> Attribute:
    """The unsigned C type as wide as the integer type `type`; any other type is its own."""
    match type:
        case PtrDiffType():
            return SIZE
        case IntegerType():
            return IntegerType(type.bitwidth, Signedness.UNSIGNED)
        case _:
            return type
