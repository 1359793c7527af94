"""The memref ops that xDSL lacks."""

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    AffineMapAttr,
    BoolAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    MemRefType,
    UnrankedMemRefType,
    i32,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.ir.affine import AffineDimExpr
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    lazy_traits_def,
    operand_def,
    opt_operand_def,
    opt_prop_def,
    prop_def,
    region_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import (
    HasParent,
    IsTerminator,
    MemoryAllocEffect,
    MemoryFreeEffect,
    MemoryReadEffect,
    MemoryWriteEffect,
    NoMemoryEffect,
    Pure,
)
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

_INDEX = IndexType()


def _ranked(type: Attribute) -> MemRefType[Attribute]:
    if not isa(type, MemRefType[Attribute]):
        raise VerifyException(f"expects a ranked memref, not {type}")
    return type


@irdl_op_definition
class ReshapeOp(IRDLOperation):
    """The same elements under the extents that a one-dimensional memref holds at run time.

    ```mlir
    %r = memref.reshape %m(%shape) : (memref<8xf32>, memref<2xindex>) -> memref<?x?xf32>
    ```
    """

    name = "memref.reshape"

    source = operand_def(MemRefType | UnrankedMemRefType)
    shape = operand_def(MemRefType.constr(IntegerType | IndexType))
    result = result_def(MemRefType | UnrankedMemRefType)

    traits = traits_def(NoMemoryEffect())

    assembly_format = "$source `(` $shape `)` attr-dict `:` functional-type(operands, results)"

    def verify_(self) -> None:
        """Check that the shape has one element per dimension of the result."""
        shape = _ranked(self.shape.type).get_shape()
        if len(shape) != 1:
            raise VerifyException("expects a one-dimensional shape operand")
        result = self.result.type
        if not isa(result, MemRefType[Attribute]):
            return
        if shape[0] != (rank := len(result.get_shape())):
            raise VerifyException(f"expects a shape operand with {rank} elements")


@irdl_op_definition
class ReallocOp(IRDLOperation):
    """A one-dimensional buffer of another size with the old elements; the old buffer is gone.

    ```mlir
    %b = memref.realloc %a(%n) : memref<?xf32> to memref<?xf32>
    ```
    """

    name = "memref.realloc"

    source = operand_def(MemRefType)
    dynamic_result_size = opt_operand_def(IndexType)
    alignment = opt_prop_def(IntegerAttr.constr(i64))
    result = result_def(MemRefType)

    traits = traits_def(MemoryAllocEffect(), MemoryFreeEffect())

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = (
        "$source (`(` $dynamic_result_size^ `)`)? attr-dict `:` type($source) `to` type($result)"
    )

    def verify_(self) -> None:
        """Check ranks and that a dynamic result has its size, and only a dynamic one."""
        shape = _ranked(self.result.type).get_shape()
        if len(shape) != 1 or len(_ranked(self.source.type).get_shape()) != 1:
            raise VerifyException("expects one-dimensional memrefs")
        if (shape[0] == DYNAMIC_INDEX) != (self.dynamic_result_size is not None):
            raise VerifyException("expects a size operand exactly for a dynamic result")


@irdl_op_definition
class TransposeOp(IRDLOperation):
    """A view of the same elements with the dimensions in another order.

    ```mlir
    %t = memref.transpose %m (d0, d1) -> (d1, d0)
      : memref<2x3xf32> to memref<3x2xf32, strided<[1, 3]>>
    ```
    """

    name = "memref.transpose"

    source = operand_def(MemRefType)
    permutation = prop_def(AffineMapAttr)
    result = result_def(MemRefType)

    traits = traits_def(Pure())

    def order(self) -> tuple[int, ...]:
        """For each dimension of the result, the dimension of the source."""
        dims = self.permutation.data.results
        return tuple(dim.position for dim in dims if isinstance(dim, AffineDimExpr))

    @classmethod
    def parse(cls, parser: Parser) -> "TransposeOp":
        """Parse `%m (d0, d1) -> (d1, d0) : source-type to result-type`."""
        source = parser.parse_unresolved_operand()
        permutation = AffineMapAttr(parser.parse_affine_map())
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        source_type = parser.parse_type()
        parser.parse_keyword("to")
        return cls.create(
            operands=[parser.resolve_operand(source, source_type)],
            result_types=[parser.parse_type()],
            properties={"permutation": permutation},
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.source)
        printer.print_string(f" {self.permutation.data}")
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_attribute(self.source.type)
        printer.print_string(" to ")
        printer.print_attribute(self.result.type)

    def verify_(self) -> None:
        """Check that the map is a permutation, and that the extents of the result follow it."""
        shape, order = _ranked(self.source.type).get_shape(), self.order()
        if sorted(order) != list(range(len(shape))):
            raise VerifyException("expects a permutation of the dimensions of the source")
        if _ranked(self.result.type).get_shape() != tuple(shape[dim] for dim in order):
            raise VerifyException("expects a result with the permuted extents of the source")


@irdl_op_definition
class DistinctObjectsOp(IRDLOperation):
    """The operands again, with the promise that no two of them share an element.

    ```mlir
    %a, %b = memref.distinct_objects %x, %y : memref<4xf32>, memref<8xf32>
    ```
    """

    name = "memref.distinct_objects"

    arguments = var_operand_def(MemRefType | UnrankedMemRefType)
    results_ = var_result_def(MemRefType | UnrankedMemRefType)

    traits = traits_def(Pure())

    @classmethod
    def parse(cls, parser: Parser) -> "DistinctObjectsOp":
        """Parse `%x, %y : memref<4xf32>, memref<8xf32>`."""
        position = parser.pos
        names = parser.parse_comma_separated_list(
            parser.Delimiter.NONE, parser.parse_unresolved_operand
        )
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        types = parser.parse_comma_separated_list(parser.Delimiter.NONE, parser.parse_type)
        operands = parser.resolve_operands(names, types, position)
        return cls.create(operands=operands, result_types=types, attributes=attributes)

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_list(self.operands, printer.print_ssa_value)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_list(self.operand_types, printer.print_attribute)

    def verify_(self) -> None:
        """Check that each operand comes out with its type."""
        if not self.arguments or self.operand_types != self.result_types:
            raise VerifyException("expects operands, and results of the same types")


def parse_prefetch_hints(parser: Parser) -> dict[str, Attribute]:
    """Parse `, read, locality<3>, data` into properties."""
    parser.parse_punctuation(",")
    is_write = parser.parse_keyword_in(("read", "write")) == "write"
    parser.parse_punctuation(",")
    parser.parse_keyword("locality")
    with parser.in_angle_brackets():
        locality = parser.parse_integer(allow_boolean=False, allow_negative=False)
    parser.parse_punctuation(",")
    is_data = parser.parse_keyword_in(("data", "instr")) == "data"
    return {
        "isWrite": BoolAttr.from_bool(is_write),
        "localityHint": IntegerAttr(locality, i32),
        "isDataCache": BoolAttr.from_bool(is_data),
    }


class PrefetchBase(IRDLOperation):
    """Base of the hints that an element will be used soon."""

    memref = operand_def(MemRefType)
    indices = var_operand_def(IndexType)
    isWrite = prop_def(BoolAttr)
    localityHint = prop_def(IntegerAttr.constr(i32))
    isDataCache = prop_def(BoolAttr)

    # Not free of effects, or dead code elimination would remove every hint.
    traits = traits_def(MemoryReadEffect(), MemoryWriteEffect())

    def print_hints(self, printer: Printer) -> None:
        """Print what `parse_prefetch_hints` reads."""
        printer.print_string(", write" if self.isWrite.value.data else ", read")
        printer.print_string(f", locality<{self.localityHint.value.data}>")
        printer.print_string(", data" if self.isDataCache.value.data else ", instr")

    def verify_(self) -> None:
        """Check the range of the locality."""
        if not 0 <= self.localityHint.value.data <= 3:
            raise VerifyException("expects a locality from 0 to 3")


def parse_indices(parser: Parser) -> list[SSAValue]:
    """Parse `[%i, %j]`."""
    return parser.parse_comma_separated_list(
        parser.Delimiter.SQUARE, lambda: parser.parse_operand(_INDEX)
    )


@irdl_op_definition
class PrefetchOp(PrefetchBase):
    """A hint that an element will be used soon.

    ```mlir
    memref.prefetch %m[%i], read, locality<3>, data : memref<16xf32>
    ```
    """

    name = "memref.prefetch"

    @classmethod
    def parse(cls, parser: Parser) -> "PrefetchOp":
        """Parse the form above."""
        memref = parser.parse_unresolved_operand()
        indices = parse_indices(parser)
        properties = parse_prefetch_hints(parser)
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        memref_value = parser.resolve_operand(memref, parser.parse_type())
        return cls.create(
            operands=[memref_value, *indices], properties=properties, attributes=attributes
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.memref)
        with printer.in_square_brackets():
            printer.print_list(self.indices, printer.print_ssa_value)
        self.print_hints(printer)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_attribute(self.memref.type)


@irdl_op_definition
class GenericAtomicRMWOp(IRDLOperation):
    """Replace an element by what the region makes of it, in one step seen from outside.

    ```mlir
    %old = memref.generic_atomic_rmw %m[%i] : memref<4xi32> {
    ^bb0(%value: i32):
      %new = arith.addi %value, %a : i32
      memref.atomic_yield %new : i32
    }
    ```
    """

    name = "memref.generic_atomic_rmw"

    memref = operand_def(MemRefType)
    indices = var_operand_def(IndexType)
    result = result_def()
    atomic_body = region_def("single_block")

    traits = traits_def(MemoryReadEffect(), MemoryWriteEffect())

    @classmethod
    def parse(cls, parser: Parser) -> "GenericAtomicRMWOp":
        """Parse the form above."""
        memref = parser.parse_unresolved_operand()
        indices = parse_indices(parser)
        parser.parse_punctuation(":")
        position = parser.pos
        type = parser.parse_type()
        if not isa(type, MemRefType[Attribute]):
            parser.raise_error("expected a ranked memref type", position, parser.pos)
        body = parser.parse_region()
        return cls.create(
            operands=[parser.resolve_operand(memref, type), *indices],
            result_types=[type.element_type],
            attributes=parser.parse_optional_attr_dict(),
            regions=[body],
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.memref)
        with printer.in_square_brackets():
            printer.print_list(self.indices, printer.print_ssa_value)
        printer.print_string(" : ")
        printer.print_attribute(self.memref.type)
        printer.print_string(" ")
        printer.print_region(self.atomic_body)
        printer.print_op_attributes(self.attributes)

    def verify_(self) -> None:
        """Check that the region takes and yields an element."""
        type = _ranked(self.memref.type)
        if len(self.indices) != len(type.get_shape()):
            raise VerifyException("expects one index per dimension")
        element = type.element_type
        if self.result.type != element or self.atomic_body.block.arg_types != (element,):
            raise VerifyException("expects a result and a region argument of the element type")
        last = self.atomic_body.block.last_op
        if not isinstance(last, AtomicYieldOp) or last.result.type != element:
            raise VerifyException("expects the region to yield an element")


@irdl_op_definition
class AtomicYieldOp(IRDLOperation):
    """The new element of a `memref.generic_atomic_rmw`: `memref.atomic_yield %new : i32`."""

    name = "memref.atomic_yield"

    result = operand_def()

    traits = lazy_traits_def(lambda: (HasParent(GenericAtomicRMWOp), IsTerminator(), Pure()))

    assembly_format = "$result attr-dict `:` type($result)"


OPERATIONS = (
    ReshapeOp,
    ReallocOp,
    TransposeOp,
    DistinctObjectsOp,
    PrefetchOp,
    GenericAtomicRMWOp,
    AtomicYieldOp,
)
"""What the dialect has beyond xDSL's classes."""
