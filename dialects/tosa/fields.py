"""The kinds of attributes of TOSA's ops, and the syntax of a row of the table."""

from collections.abc import Callable
from dataclasses import dataclass

from xdsl.dialects.builtin import (
    BoolAttr,
    BytesAttr,
    DenseArrayBase,
    DenseIntOrFPElementsAttr,
    DenseResourceAttr,
    Float16Type,
    Float32Type,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    StringAttr,
    i1,
    i32,
    i64,
)
from xdsl.dialects.tosa import NanMode, NanModeAttr, RoundingMode, RoundingModeAttr
from xdsl.ir import Attribute
from xdsl.irdl import AttrConstraint, BaseAttr, VerificationContext
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa
from xdsl.utils.str_enum import StrEnum

from microaot.dialects.tosa.attributes import BlockSize, BlockSizeAttr, ResizeMode, ResizeModeAttr


@dataclass(frozen=True)
class Field:
    """One operand, result or attribute of a row: `name:kind`, with `*` or `?` behind the kind."""

    name: str
    kind: str
    suffix: str

    @staticmethod
    def parse(text: str) -> "Field":
        """Read `name:kind*`."""
        name, _, kind = text.partition(":")
        bare = kind.rstrip("*?")
        return Field(name, bare, kind[len(bare) :])


@dataclass(frozen=True)
class Row:
    """A row of the table, taken apart."""

    operands: tuple[Field, ...]
    results: tuple[Field, ...]
    attributes: tuple[Field, ...]

    @staticmethod
    def parse(text: str) -> "Row":
        """Read `operands -> results | attributes`."""
        values, _, attributes = text.partition("|")
        operands, _, results = values.partition("->")
        parts = (operands, results, attributes)
        return Row(*(tuple(map(Field.parse, part.split())) for part in parts))


@dataclass(frozen=True)
class IntegersOf(AttrConstraint[Attribute]):
    """A dense array of integers of one width, of a certain length if one is given."""

    type: IntegerType
    length: int | None = None

    def verify(self, attr: Attribute, constraint_context: VerificationContext) -> None:
        """Check the type of the elements and their number."""
        fits = isa(attr, DenseArrayBase[IntegerType]) and attr.elt_type == self.type
        if fits and self.length is not None:
            fits = isa(attr, DenseArrayBase[IntegerType]) and len(attr) == self.length
        if not fits:
            exactly = "" if self.length is None else f" with exactly {self.length} elements"
            raise VerifyException(f"expected {self.type} dense array attribute{exactly}")

    def mapping_type_vars(self, type_var_mapping: object) -> "IntegersOf":
        """There are no type variables in it."""
        return self


@dataclass(frozen=True)
class TypeAmong(AttrConstraint[Attribute]):
    """One of some types, as an attribute."""

    types: tuple[Attribute, ...]

    def verify(self, attr: Attribute, constraint_context: VerificationContext) -> None:
        """Check that it is one of them."""
        if attr not in self.types:
            raise VerifyException(f"expected one of {', '.join(map(str, self.types))}, got {attr}")

    def mapping_type_vars(self, type_var_mapping: object) -> "TypeAmong":
        """There are no type variables in it."""
        return self


@dataclass(frozen=True)
class IndexElements(AttrConstraint[Attribute]):
    """A dense constant of elements of type `index`."""

    def verify(self, attr: Attribute, constraint_context: VerificationContext) -> None:
        """Check the type of the elements."""
        if not isinstance(attr, DenseIntOrFPElementsAttr) or not isinstance(
            attr.get_element_type(), IndexType
        ):
            raise VerifyException("expected index elements attribute")

    def mapping_type_vars(self, type_var_mapping: object) -> "IndexElements":
        """There are no type variables in it."""
        return self


ACCUMULATORS = (i32, IntegerType(48), Float16Type(), Float32Type())
"""Types in which sums of products may be accumulated."""

KINDS: dict[str, AttrConstraint[Attribute]] = {
    "acc": TypeAmong(ACCUMULATORS),
    "bool": IntegerAttr.constr(i1),
    "i32": IntegerAttr.constr(i32),
    "i32s": IntegersOf(i32),
    **{f"i64x{length}": IntegersOf(i64, length) for length in (2, 3, 4, 6)},
    "number": BaseAttr(IntegerAttr) | BaseAttr(FloatAttr),
    "elements": BaseAttr(DenseIntOrFPElementsAttr) | BaseAttr(DenseResourceAttr),
    "index_elements": IndexElements(),
    # MLIR's strings may hold any bytes: TFLite puts its options into `implementation_attrs`.
    "str": BaseAttr(StringAttr) | BaseAttr(BytesAttr),
    "nan_mode": BaseAttr(NanModeAttr),
    "rounding_mode": BaseAttr(RoundingModeAttr),
    "resize_mode": BaseAttr(ResizeModeAttr),
    "block_size": BaseAttr(BlockSizeAttr),
}
"""The kinds of attributes that the table of ops names."""

CHOICES: dict[str, tuple[type[StrEnum], Callable[[str], Attribute]]] = {
    "nan_mode": (NanMode, lambda text: NanModeAttr(NanMode(text))),
    "rounding_mode": (RoundingMode, lambda text: RoundingModeAttr(RoundingMode(text))),
    "resize_mode": (ResizeMode, lambda text: ResizeModeAttr(ResizeMode(text))),
    "block_size": (BlockSize, lambda text: BlockSizeAttr(BlockSize(text))),
}
"""Kinds of attributes that custom syntax writes as bare keywords."""

ChoiceAttr = NanModeAttr | RoundingModeAttr | ResizeModeAttr | BlockSizeAttr
"""An attribute that is one of some keywords."""

DEFAULTS: dict[str, Attribute] = {
    "nan_mode": NanModeAttr(NanMode.PROPAGATE),
    "local_bound": BoolAttr.from_bool(False),
}
"""Attributes that may be left out, and what they are then."""
