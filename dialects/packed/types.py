"""The type of a buffer, and what DLPack calls its elements."""

from collections.abc import Iterable
from typing import NamedTuple

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    BFloat16Type,
    ContainerType,
    Float16Type,
    Float32Type,
    Float64Type,
    IntAttr,
    IntegerType,
    MemRefType,
    NoneAttr,
    ShapedType,
    Signedness,
    StridedLayoutAttr,
    StringAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa


class DataType(NamedTuple):
    """DLPack's `DLDataType`."""

    code: int
    bits: int
    lanes: int = 1

    def packed(self) -> int:
        """Its four bytes as a little-endian integer."""
        return self.code | self.bits << 8 | self.lanes << 16

    def element_bytes(self) -> int:
        """How far two neighbouring elements are apart."""
        return self.bits * self.lanes // 8


_FLOATS: dict[type[Attribute], DataType] = {
    Float16Type: DataType(2, 16),
    Float32Type: DataType(2, 32),
    Float64Type: DataType(2, 64),
    BFloat16Type: DataType(4, 16),
}
_BOOL = DataType(6, 8)
_INTEGER_CODES = {Signedness.SIGNLESS: 0, Signedness.SIGNED: 0, Signedness.UNSIGNED: 1}
_INTEGER_BITS = (8, 16, 32, 64)


def data_type(element: Attribute) -> DataType | None:
    """What DLPack calls an element type, None where it has no word for it."""
    if not isa(element, IntegerType):
        return _FLOATS.get(type(element))
    bits, signedness = element.width.data, element.signedness.data
    if bits == 1 and signedness is Signedness.SIGNLESS:
        return _BOOL
    return DataType(_INTEGER_CODES[signedness], bits) if bits in _INTEGER_BITS else None


@irdl_attr_definition
class BufferType(ParametrizedAttribute, TypeAttribute, ShapedType, ContainerType[Attribute]):
    """A tensor as a descriptor, laid out in memory like DLPack's `DLTensor`.

    What the type says is a fact; `?` and what it leaves out are read from the descriptor.

    ```mlir
    !packed.buffer<4x?xf32, strided<[?, 1], offset: ?>, @npu, align 16>
    ```

    Without a layout the elements are dense and row-major, and the byte offset is 0. Without a
    device it may be on any. The alignment is that of the first element, in bytes.
    """

    name = "packed.buffer"

    shape: ArrayAttr[IntAttr]
    element_type: Attribute
    layout: StridedLayoutAttr | NoneAttr
    device: SymbolRefAttr | NoneAttr
    alignment: IntAttr | NoneAttr

    def __init__(
        self,
        shape: Iterable[int],
        element_type: Attribute,
        layout: StridedLayoutAttr | NoneAttr | None = None,
        device: str | SymbolRefAttr | NoneAttr | None = None,
        alignment: int | None = None,
    ) -> None:
        super().__init__(
            ArrayAttr(IntAttr(extent) for extent in shape),
            element_type,
            layout or NoneAttr(),
            (SymbolRefAttr(device) if isinstance(device, str) else device) or NoneAttr(),
            NoneAttr() if alignment is None else IntAttr(alignment),
        )

    def verify(self) -> None:
        """Check that a descriptor can say all of this."""
        if data_type(self.element_type) is None:
            raise VerifyException(f"DLPack has no element type for {self.element_type}")
        if isinstance(self.layout, StridedLayoutAttr) and len(self.layout.strides) != self.rank:
            raise VerifyException(
                f"expects one stride per dimension: {len(self.layout.strides)} strides, "
                f"{self.rank} dimensions"
            )
        if isinstance(self.device, SymbolRefAttr) and self.device.nested_references.data:
            raise VerifyException("expects the name of a device of the module")
        if isinstance(self.alignment, IntAttr) and self.alignment.data.bit_count() != 1:
            raise VerifyException(f"alignment {self.alignment.data} is not a power of two")

    @property
    def rank(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    @property
    def data_type(self) -> DataType:
        """What DLPack calls the element type."""
        found = data_type(self.element_type)
        assert found is not None
        return found

    @property
    def device_name(self) -> str | None:
        """The symbol of the device, None for any device."""
        return None if isinstance(self.device, NoneAttr) else self.device.root_reference.data

    @property
    def memref_type(self) -> MemRefType[Attribute]:
        """The type of the data."""
        return MemRefType(self.element_type, self.shape, self.layout)

    def get_num_dims(self) -> int:
        """The rank."""
        return self.rank

    def get_shape(self) -> tuple[int, ...]:
        """The extents, outermost first."""
        return tuple(extent.data for extent in self.shape)

    def get_element_type(self) -> Attribute:
        """The type of the elements."""
        return self.element_type

    def static_extents(self) -> tuple[int | None, ...]:
        """The extents, None for `?`."""
        return tuple(None if extent == DYNAMIC_INDEX else extent for extent in self.get_shape())

    def static_strides(self) -> tuple[int | None, ...]:
        """The strides in elements, None where only the descriptor knows."""
        if isinstance(self.layout, StridedLayoutAttr):
            return tuple(self.layout.get_strides())
        return ShapedType.strides_for_shape(self.get_shape())

    def static_byte_offset(self) -> int | None:
        """The distance of the first element from the data pointer, None for `offset: ?`."""
        if isinstance(self.layout, NoneAttr):
            return 0
        offset = self.layout.get_offset()
        return None if offset is None else offset * self.data_type.element_bytes()

    def contradiction(self, other: "BufferType") -> str | None:
        """What both types say and say differently, None if one value can have both types."""
        if self.element_type != other.element_type:
            return "element type"
        if self.rank != other.rank:
            return "rank"
        for word, mine, its in (
            ("extents", self.static_extents(), other.static_extents()),
            ("strides", self.static_strides(), other.static_strides()),
            ("offset", (self.static_byte_offset(),), (other.static_byte_offset(),)),
            ("device", (self.device_name,), (other.device_name,)),
        ):
            pairs = zip(mine, its, strict=True)
            if any(None not in pair and pair[0] != pair[1] for pair in pairs):
                return word
        return None

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> tuple[Attribute, ...]:
        """Parse `<4x?xf32, strided<[?, 1]>, @npu, align 16>`."""
        layout: Attribute = NoneAttr()
        device: Attribute = NoneAttr()
        alignment: Attribute = NoneAttr()
        with parser.in_angle_brackets():
            shape, element = parser.parse_ranked_shape()
            while parser.parse_optional_punctuation(",") is not None:
                if parser.parse_optional_keyword("align") is not None:
                    alignment = IntAttr(
                        parser.parse_integer(allow_boolean=False, allow_negative=False)
                    )
                    break
                position = parser.pos
                match parser.parse_attribute():
                    case StridedLayoutAttr() as attribute if layout == device == NoneAttr():
                        layout = attribute
                    case SymbolRefAttr() as attribute if device == NoneAttr():
                        device = attribute
                    case _:
                        parser.raise_error(
                            "expected a strided layout, a device or an alignment, in this order",
                            position,
                            parser.pos,
                        )
        return ArrayAttr(IntAttr(extent) for extent in shape), element, layout, device, alignment

    def print_parameters(self, printer: Printer) -> None:
        """Print what `parse_parameters` reads."""
        with printer.in_angle_brackets():
            if self.rank:
                printer.print_dimension_list(self.get_shape())
                printer.print_string("x")
            printer.print_attribute(self.element_type)
            for part in (self.layout, self.device):
                if not isinstance(part, NoneAttr):
                    printer.print_string(", ")
                    printer.print_attribute(part)
            if isinstance(self.alignment, IntAttr):
                printer.print_string(f", align {self.alignment.data}")


def symbol_name(symbol: SymbolRefAttr | StringAttr) -> str:
    """The name in `@name` or `"name"`."""
    return symbol.data if isinstance(symbol, StringAttr) else symbol.root_reference.data
