"""Which tensors an operand or result of TOSA may be."""

from collections.abc import Callable
from dataclasses import dataclass

from xdsl.dialects.builtin import (
    AnyFloatConstr,
    Float4E2M1FNType,
    Float6E2M3FNType,
    Float6E3M2FNType,
    Float8E4M3FNType,
    Float8E5M2Type,
    Float8E8M0FNUType,
    IntegerType,
    Signedness,
    TensorType,
    UnrankedTensorType,
)
from xdsl.ir import Attribute
from xdsl.irdl import AttrConstraint, VerificationContext
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.tosa.attributes import MXInt8Type, ShapeType

_MX_VALUES = (
    Float8E4M3FNType,
    Float8E5M2Type,
    Float4E2M1FNType,
    Float6E2M3FNType,
    Float6E3M2FNType,
    MXInt8Type,
)


def is_float(type: Attribute) -> bool:
    """Whether an element type is a float."""
    return AnyFloatConstr.verifies(type)


def is_integer(type: Attribute, *widths: int) -> bool:
    """Whether an element type is an integer without sign, of one of the widths if any are given."""
    if not isa(type, IntegerType) or type.signedness.data is not Signedness.SIGNLESS:
        return False
    return not widths or type.width.data in widths


def _is_any_integer(type: Attribute) -> bool:
    return isa(type, IntegerType) and type.signedness.data is not Signedness.SIGNED


def _is_number(type: Attribute) -> bool:
    """Quantized types belong here too, but xDSL cannot read them."""
    return _is_any_integer(type) or is_float(type) or isinstance(type, MXInt8Type)


ELEMENTS: dict[str, tuple[str, Callable[[Attribute], bool]]] = {
    "number": ("number", _is_number),
    "int_or_float": (
        "unsigned integer or signless integer or floating-point",
        lambda type: _is_any_integer(type) or is_float(type),
    ),
    "bool": ("1-bit signless integer", lambda type: is_integer(type, 1)),
    "float": ("floating-point", is_float),
    "i8": ("8-bit signless integer", lambda type: is_integer(type, 8)),
    "i32": ("32-bit signless integer", lambda type: is_integer(type, 32)),
    "i16_i32": (
        "16-bit signless integer or 32-bit signless integer",
        lambda type: is_integer(type, 16, 32),
    ),
    "i32_i64": (
        "32-bit signless integer or 64-bit signless integer",
        lambda type: is_integer(type, 32, 64),
    ),
    "mx": ("micro-scaling format number", lambda type: isinstance(type, _MX_VALUES)),
    "mx_scale": (
        "micro-scaling format scale number",
        lambda type: isinstance(type, Float8E8M0FNUType),
    ),
}
"""Classes of element types: how MLIR names them, and the test."""


@dataclass(frozen=True)
class TensorOf(AttrConstraint[Attribute]):
    """A tensor of some elements; also one of unknown rank, which shape inference may rank."""

    elements: str = "number"
    rank: int | None = None
    min_rank: int = 0
    ones: bool = False
    """Whether every extent must be 1: a scalar in the shape of a tensor."""
    ranked: bool = False
    """Whether the rank must be known."""

    def verify(self, attr: Attribute, constraint_context: VerificationContext) -> None:
        """Check the elements, the rank, and that no extent is 0."""
        name, accepts = ELEMENTS[self.elements]
        fits = isa(attr, TensorType[Attribute] | UnrankedTensorType[Attribute]) and accepts(
            attr.element_type
        )
        if fits and isa(attr, TensorType[Attribute]):
            fits = self._accepts_shape(attr.get_shape())
        elif self.ranked:
            fits = False
        if not fits:
            raise VerifyException(f"must be {self._kind()}tensor of {name} values, but got {attr}")

    def _accepts_shape(self, shape: tuple[int, ...]) -> bool:
        if self.rank is not None and len(shape) != self.rank:
            return False
        if len(shape) < self.min_rank or 0 in shape:
            return False
        return not self.ones or all(extent == 1 for extent in shape)

    def _kind(self) -> str:
        if self.ones:
            return "tosa-conformant scalar "
        if self.rank is not None:
            return f"{self.rank}-d tosa-conformant "
        return "tosa-conformant "

    def mapping_type_vars(self, type_var_mapping: object) -> "TensorOf":
        """There are no type variables in it."""
        return self


@dataclass(frozen=True)
class ShapeOf(AttrConstraint[Attribute]):
    """A shape, of a certain rank if one is given."""

    rank: int | None = None

    def verify(self, attr: Attribute, constraint_context: VerificationContext) -> None:
        """Check the type and the rank."""
        if not isinstance(attr, ShapeType) or self.rank not in (None, attr.rank.data):
            of = "" if self.rank is None else f" of rank {self.rank}"
            raise VerifyException(f"must be a shape{of}, but got {attr}")

    def mapping_type_vars(self, type_var_mapping: object) -> "ShapeOf":
        """There are no type variables in it."""
        return self


KINDS: dict[str, AttrConstraint[Attribute]] = {
    "nd": TensorOf(),
    "1d+": TensorOf(min_rank=1),
    "1d": TensorOf(rank=1),
    "3d": TensorOf(rank=3),
    "4d": TensorOf(rank=4),
    "5d": TensorOf(rank=5),
    "bool": TensorOf("bool"),
    "float": TensorOf("float"),
    "int": TensorOf("i32_i64"),
    "zp": TensorOf("int_or_float", rank=1, ones=True),
    "one": TensorOf(rank=1, ones=True),
    "one_i8": TensorOf("i8", rank=1, ones=True),
    "one_i32": TensorOf("i32", rank=1, ones=True),
    "multiplier": TensorOf("i16_i32", rank=1, ranked=True),
    "shift": TensorOf("i8", rank=1, ranked=True),
    "indices": TensorOf("i32_i64", rank=2),
    "mx": TensorOf("mx", min_rank=1),
    "mx_3d": TensorOf("mx", rank=3),
    "mx_scale": TensorOf("mx_scale", min_rank=1),
    "mx_scale_3d": TensorOf("mx_scale", rank=3),
    "shape": ShapeOf(),
    "shape2": ShapeOf(2),
    "shape4": ShapeOf(4),
}
"""The kinds of operands and results that the table of ops names."""
