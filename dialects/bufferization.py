"""bufferization as MLIR 22 has it: xDSL's ops, those it lacks, and buffers of any layout."""

from collections.abc import Sequence
from dataclasses import replace

from xdsl.dialects import bufferization
from xdsl.dialects.builtin import (
    IntegerType,
    MemRefType,
    TensorType,
    UnitAttr,
    UnrankedMemRefType,
    UnrankedTensorType,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    AttrConstraint,
    AttrSizedOperandSegments,
    IRDLOperation,
    OpDef,
    OperandDef,
    irdl_op_definition,
    irdl_to_attr_constraint,
    operand_def,
    var_operand_def,
    var_result_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.extension import (
    extend_dialect,
    keep_as_attributes,
    parse_types,
    with_syntax,
)
from microaot.dialects.tensor.shapes import are_compatible, check_sizes

__all__ = [
    "BUFFERIZATION",
    "CloneOp",
    "DeallocOp",
    "DeallocTensorOp",
    "MaterializeInDestinationOp",
    "ToBufferOp",
    "ToTensorOp",
]

_TENSOR = irdl_to_attr_constraint(TensorType | UnrankedTensorType)
_BUFFER = irdl_to_attr_constraint(MemRefType | UnrankedMemRefType)
_ANY = irdl_to_attr_constraint(TensorType | UnrankedTensorType | MemRefType | UnrankedMemRefType)


def _with_types(definition: OpDef, **types: AttrConstraint) -> OpDef:
    """A definition in which some operands and results may have other types."""
    return replace(
        definition,
        operands=[
            (name, OperandDef(types[name]) if name in types else old)
            for name, old in definition.operands
        ],
        results=[
            (name, type(old)(types[name]) if name in types else old)
            for name, old in definition.results
        ],
    )


def _check_same_data(first: Attribute, second: Attribute) -> None:
    """Check that one type is what the other is in memory, or on values, whatever the layout."""
    ranked = TensorType[Attribute] | MemRefType[Attribute]
    if isa(first, ranked) and isa(second, ranked):
        if first.element_type == second.element_type and are_compatible(
            first.get_shape(), second.get_shape()
        ):
            return
    elif isa(first, UnrankedTensorType | UnrankedMemRefType) and isa(
        second, UnrankedTensorType | UnrankedMemRefType
    ):
        if first.element_type == second.element_type:
            return
    raise VerifyException(f"expects the same shape and elements, not {first} and {second}")


class ToTensorOp(bufferization.ToTensorOp):
    """What a buffer holds, as a tensor.

    ```mlir
    %t = bufferization.to_tensor %m restrict writable : memref<4xf32> to tensor<4xf32>
    ```
    """

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition for memrefs of any layout."""
        definition = bufferization.ToTensorOp.get_irdl_definition()
        return _with_types(definition, memref=_BUFFER, tensor=_TENSOR)

    def verify_(self) -> None:
        """Check that shape and elements agree."""
        _check_same_data(self.memref.type, self.tensor.type)


class ToBufferOp(bufferization.ToBufferOp):
    """The buffer of a tensor.

    ```mlir
    %m = bufferization.to_buffer %t read_only : tensor<4xf32> to memref<4xf32>
    ```
    """

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition for memrefs of any layout."""
        definition = bufferization.ToBufferOp.get_irdl_definition()
        return _with_types(definition, tensor=_TENSOR, memref=_BUFFER)

    @classmethod
    def parse(cls, parser: Parser) -> "ToBufferOp":
        """Parse the form above; xDSL has the attributes behind the colon."""
        name = parser.parse_unresolved_operand()
        read_only = parser.parse_optional_keyword("read_only") is not None
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        operand = parser.resolve_operand(name, parser.parse_type())
        parser.parse_keyword("to")
        return cls.create(
            operands=[operand],
            result_types=[parser.parse_type()],
            properties={"read_only": UnitAttr()} if read_only else {},
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.tensor)
        if self.read_only is not None:
            printer.print_string(" read_only")
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_attribute(self.tensor.type)
        printer.print_string(" to ")
        printer.print_attribute(self.memref.type)

    def verify_(self) -> None:
        """Check that shape and elements agree."""
        _check_same_data(self.tensor.type, self.memref.type)


class CloneOp(bufferization.CloneOp):
    """A buffer with the elements of another, none of which changes afterwards.

    ```mlir
    %b = bufferization.clone %a : memref<4xf32> to memref<4xf32>
    ```
    """

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition for memrefs of any layout."""
        definition = bufferization.CloneOp.get_irdl_definition()
        return _with_types(definition, input=_BUFFER, output=_BUFFER)

    def verify_(self) -> None:
        """Check that shape and elements agree."""
        _check_same_data(self.input.type, self.output.type)


class MaterializeInDestinationOp(bufferization.MaterializeInDestinationOp):
    """A tensor, stored in a given tensor or buffer.

    ```mlir
    %r = bufferization.materialize_in_destination %t in %d
      : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    ```
    """

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition for memrefs of any layout."""
        definition = bufferization.MaterializeInDestinationOp.get_irdl_definition()
        return _with_types(definition, source=_TENSOR, dest=_ANY, result=_TENSOR)

    @classmethod
    def parse(cls, parser: Parser) -> "MaterializeInDestinationOp":
        """Parse the form above, with `restrict` and `writable` before the destination."""
        position = parser.pos
        names = [parser.parse_unresolved_operand()]
        parser.parse_keyword("in")
        flags = [f for f in ("restrict", "writable") if parser.parse_optional_keyword(f)]
        names.append(parser.parse_unresolved_operand())
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        types = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parser.parse_type)
        return cls.create(
            operands=parser.resolve_operands(names, types, position),
            result_types=parse_types(parser),
            properties={flag: UnitAttr() for flag in flags},
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.source)
        printer.print_string(" in ")
        for flag in ("restrict", "writable"):
            if flag in self.properties:
                printer.print_string(f"{flag} ")
        printer.print_ssa_value(self.dest)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_operation_type(self)

    def verify_(self) -> None:
        """Check types and flags, which depend on the kind of the destination."""
        _check_same_data(self.source.type, self.dest.type)
        into_tensor = isa(self.dest.type, TensorType | UnrankedTensorType)
        if into_tensor != (self.result is not None):
            raise VerifyException("expects a result exactly for a tensor as destination")
        if self.result is not None and self.result.type != self.dest.type:
            raise VerifyException("expects a result of the type of the destination")
        if into_tensor and self.restrict is not None:
            raise VerifyException("expects 'restrict' only for a memref")
        if into_tensor == (self.writable is not None):
            raise VerifyException("expects 'writable' exactly for a memref")


@irdl_op_definition
class DeallocTensorOp(IRDLOperation):
    """The end of a tensor's memory.

    ```mlir
    bufferization.dealloc_tensor %t : tensor<4xf32>
    ```
    """

    name = "bufferization.dealloc_tensor"

    tensor = operand_def(_TENSOR)

    assembly_format = "$tensor attr-dict `:` type($tensor)"


@irdl_op_definition
class DeallocOp(IRDLOperation):
    """Gives back buffers under conditions, but for those that share memory with retained ones.

    The results tell for each retained buffer whether it is to be given back later.

    ```mlir
    %c = bufferization.dealloc (%m : memref<4xf32>) if (%owned) retain (%r : memref<4xf32>)
    ```
    """

    name = "bufferization.dealloc"

    memrefs = var_operand_def(_BUFFER)
    conditions = var_operand_def(IntegerType(1))
    retained = var_operand_def(_BUFFER)
    updatedConditions = var_result_def(IntegerType(1))

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    @classmethod
    def parse(cls, parser: Parser) -> "DeallocOp":
        """Parse the form above; each of its parts may be left out."""
        i1 = IntegerType(1)
        typed = parser.parse_optional_punctuation("(") is not None
        memrefs = _parse_typed(parser) if typed else []
        conditions: list[SSAValue] = []
        if typed:
            parser.parse_keyword("if")
            conditions += parser.parse_comma_separated_list(
                parser.Delimiter.PAREN, lambda: parser.parse_operand(i1)
            )
        retained: list[SSAValue] = []
        if parser.parse_optional_keyword("retain") is not None:
            parser.parse_punctuation("(")
            retained = _parse_typed(parser)
        return cls.build(
            operands=[memrefs, conditions, retained],
            result_types=[[i1] * len(retained)],
            attributes=parser.parse_optional_attr_dict(),
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        if self.memrefs:
            _print_typed(printer, " ", self.memrefs)
            printer.print_string(" if (")
            printer.print_list(self.conditions, printer.print_ssa_value)
            printer.print_string(")")
        if self.retained:
            _print_typed(printer, " retain ", self.retained)
        printer.print_op_attributes(self.attributes)

    def verify_(self) -> None:
        """Check that there is a condition for each buffer, and a result for each retained one."""
        if len(self.memrefs) != len(self.conditions):
            raise VerifyException("expects as many conditions as buffers to give back")
        if len(self.retained) != len(self.updatedConditions):
            raise VerifyException("expects as many results as retained buffers")


def _parse_typed(parser: Parser) -> list[SSAValue]:
    """Parse `%a, %b : type, type)`."""
    position = parser.pos
    delimiter = parser.Delimiter.NONE
    names = parser.parse_comma_separated_list(delimiter, parser.parse_unresolved_operand)
    parser.parse_punctuation(":")
    types = parser.parse_comma_separated_list(delimiter, parser.parse_type)
    parser.parse_punctuation(")")
    return list(parser.resolve_operands(names, types, position))


def _print_typed(printer: Printer, before: str, values: Sequence[SSAValue]) -> None:
    printer.print_string(before)
    with printer.in_parens():
        printer.print_list(values, printer.print_ssa_value)
        printer.print_string(" : ")
        printer.print_list([value.type for value in values], printer.print_attribute)


def _check_alloc(op: bufferization.AllocTensorOp) -> None:
    if op.copy is None:
        if isa(op.tensor.type, TensorType[Attribute]):
            check_sizes(op.tensor.type, op.dynamic_sizes)
    elif op.dynamic_sizes:
        raise VerifyException("expects no sizes for a copy")


BUFFERIZATION = extend_dialect(
    bufferization.Bufferization,
    operations=[DeallocOp, DeallocTensorOp],
    replacing=[
        with_syntax(
            bufferization.AllocTensorOp,
            normalize=keep_as_attributes("memory_space"),
            check=_check_alloc,
        ),
        CloneOp,
        MaterializeInDestinationOp,
        ToBufferOp,
        ToTensorOp,
    ],
)
