"""Types and attributes of the `emitc` dialect, and the questions asked about them.

xDSL's classes are used where they accept what MLIR 22 accepts. Its array type refuses pointer
elements, and its lvalue and pointer types are tied to it, so these three are defined here.
"""

from collections.abc import Iterable
from typing import TypeAlias

from xdsl.dialects.builtin import (
    ArrayAttr,
    BFloat16Type,
    ContainerType,
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntAttr,
    IntegerType,
    ShapedType,
    TensorType,
    TupleType,
)
from xdsl.dialects.emitc import EmitC_OpaqueAttr as OpaqueAttr
from xdsl.dialects.emitc import EmitC_OpaqueType as OpaqueType
from xdsl.dialects.emitc import EmitC_PtrDiffT as PtrDiffType
from xdsl.dialects.emitc import EmitC_SignedSizeT as SignedSizeType
from xdsl.dialects.emitc import EmitC_SizeT as SizeType
from xdsl.ir import Attribute, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

__all__ = [
    "ArrayType",
    "LValueType",
    "OpaqueAttr",
    "OpaqueType",
    "PointerType",
    "PtrDiffType",
    "SignedSizeType",
    "SizeType",
    "is_emitc_type",
    "is_float_type",
    "is_fundamental_type",
    "is_integer_index_or_opaque_type",
    "is_integer_type",
    "is_pointer_wide_type",
]

PointerWideType: TypeAlias = SizeType | SignedSizeType | PtrDiffType

_C_INTEGER_WIDTHS = frozenset((1, 8, 16, 32, 64))


def is_integer_type(type: Attribute) -> bool:
    """Whether C has an integer type of this width; the signedness does not matter."""
    return isa(type, IntegerType) and type.width.data in _C_INTEGER_WIDTHS


def is_float_type(type: Attribute) -> bool:
    """Whether this is one of the floating-point types EmitC can name."""
    return isinstance(type, Float16Type | BFloat16Type | Float32Type | Float64Type)


def is_pointer_wide_type(type: Attribute) -> bool:
    """Whether this is `size_t`, `ssize_t` or `ptrdiff_t`."""
    return isinstance(type, PointerWideType)


def is_integer_index_or_opaque_type(type: Attribute) -> bool:
    """Whether a value of this type may index an array, count a loop or select a case."""
    return (
        isinstance(type, IndexType | OpaqueType)
        or is_integer_type(type)
        or is_pointer_wide_type(type)
    )


def is_fundamental_type(type: Attribute) -> bool:
    """Whether an operator on this type is C's built-in one, so that nothing can overload it."""
    return (
        isinstance(type, IndexType | PointerType)
        or is_integer_type(type)
        or is_float_type(type)
        or is_pointer_wide_type(type)
    )


def is_emitc_type(type: Attribute) -> bool:
    """Whether EmitC can declare a C value of this type. An lvalue is no value."""
    if isinstance(type, PointerType):
        return is_emitc_type(type.pointee_type)
    if isinstance(type, ArrayType):
        return is_emitc_type(type.element_type)
    if isa(type, TensorType):
        return type.has_static_shape() and _is_member_type(type.get_element_type())
    if isinstance(type, TupleType):
        return all(_is_member_type(member) for member in type.types)
    return is_integer_index_or_opaque_type(type) or is_float_type(type)


def _is_member_type(type: Attribute) -> bool:
    return not isinstance(type, ArrayType) and is_emitc_type(type)


@irdl_attr_definition
class ArrayType(ParametrizedAttribute, TypeAttribute, ShapedType, ContainerType[Attribute]):
    """A C array of static shape, `!emitc.array<4x8xf32>`, emitted as `float v[4][8]`."""

    name = "emitc.array"

    shape: ArrayAttr[IntAttr]
    element_type: Attribute

    def __init__(self, shape: Iterable[int | IntAttr], element_type: Attribute):
        dimensions = (IntAttr(dim) if isinstance(dim, int) else dim for dim in shape)
        super().__init__(ArrayAttr(dimensions), element_type)

    def verify(self) -> None:
        """Check the shape and that C can have arrays of the element type."""
        if not self.shape.data:
            raise VerifyException("shape must not be empty")
        if any(dim.data < 0 for dim in self.shape):
            raise VerifyException("dimensions must have non-negative size")
        element = self.element_type
        if not (
            is_integer_index_or_opaque_type(element)
            or is_float_type(element)
            or isinstance(element, PointerType)
        ):
            raise VerifyException(f"invalid array element type '{element}'")

    def get_num_dims(self) -> int:
        """The rank."""
        return len(self.shape)

    def get_shape(self) -> tuple[int, ...]:
        """The extents, outermost first."""
        return tuple(dim.data for dim in self.shape)

    def get_element_type(self) -> Attribute:
        """The type of the innermost elements."""
        return self.element_type

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> tuple[Attribute, ...]:
        """Parse `<4x8xf32>`."""
        with parser.in_angle_brackets():
            position = parser.pos
            shape, element_type = parser.parse_ranked_shape()
            if any(dim < 0 for dim in shape):
                parser.raise_error("expected static shape", position, parser.pos)
            return ArrayAttr(IntAttr(dim) for dim in shape), element_type

    def print_parameters(self, printer: Printer) -> None:
        """Print `<4x8xf32>`."""
        with printer.in_angle_brackets():
            for dim in self.get_shape():
                printer.print_string(f"{dim}x")
            printer.print_attribute(self.element_type)


@irdl_attr_definition
class LValueType(ParametrizedAttribute, TypeAttribute):
    """A place that can be read, assigned and have its address taken: `!emitc.lvalue<i32>`."""

    name = "emitc.lvalue"

    value_type: Attribute

    def verify(self) -> None:
        """Check that a C variable of the value type can be assigned as a whole."""
        if isinstance(self.value_type, ArrayType):
            raise VerifyException("!emitc.lvalue cannot wrap !emitc.array type")
        if not is_emitc_type(self.value_type):
            raise VerifyException(
                f"!emitc.lvalue must wrap supported emitc type, but got '{self.value_type}'"
            )


@irdl_attr_definition
class PointerType(ParametrizedAttribute, TypeAttribute):
    """A C pointer, `!emitc.ptr<f32>`; it may point to types that EmitC has no values of."""

    name = "emitc.ptr"

    pointee_type: Attribute

    def verify(self) -> None:
        """Check that the pointee is a type of C."""
        if isinstance(self.pointee_type, LValueType):
            raise VerifyException("pointers to lvalues are not allowed")
