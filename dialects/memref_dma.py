"""Copies by a DMA engine, `memref.dma_start` and `memref.dma_wait`.

xDSL's classes keep operand groups in an attribute that MLIR does not print; here, as in MLIR, the
ranks of the memrefs tell how many indices belong to each.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import IndexType, MemRefType
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import IRDLOperation, irdl_op_definition, traits_def, var_operand_def
from xdsl.parser import Parser, UnresolvedOperand
from xdsl.printer import Printer
from xdsl.traits import MemoryReadEffect, MemoryWriteEffect
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

_INDEX = IndexType()

Access = tuple[UnresolvedOperand, Sequence[SSAValue]]
"""A memref whose type is still to come, and its indices."""


def _parse_access(parser: Parser) -> Access:
    memref = parser.parse_unresolved_operand()
    indices = parser.parse_comma_separated_list(
        parser.Delimiter.SQUARE, lambda: parser.parse_operand(_INDEX)
    )
    return memref, indices


def _parse_types(parser: Parser, accesses: Sequence[Access]) -> list[list[SSAValue]]:
    parser.parse_punctuation(":")
    position = parser.pos
    types = parser.parse_comma_separated_list(parser.Delimiter.NONE, parser.parse_type)
    memrefs = parser.resolve_operands([memref for memref, _ in accesses], types, position)
    return [[memref, *indices] for memref, (_, indices) in zip(memrefs, accesses, strict=True)]


class DmaOp(IRDLOperation):
    """Base of both: operands are memrefs, each followed by its indices, and plain indices."""

    arguments = var_operand_def()

    traits = traits_def(MemoryReadEffect(), MemoryWriteEffect())

    def groups(self) -> list[Sequence[SSAValue]]:
        """The operands in groups: a memref with its indices, or one index."""
        groups: list[Sequence[SSAValue]] = []
        operands = list(self.arguments)
        while operands:
            type = operands[0].type
            size = 1 + (type.get_num_dims() if isa(type, MemRefType[Attribute]) else 0)
            groups.append(operands[:size])
            operands = operands[size:]
        return groups

    def print(self, printer: Printer) -> None:
        """Print accesses and indices in order, then the types of the memrefs."""
        printer.print_string(" ")
        printer.print_list(self.groups(), lambda group: _print_group(printer, group))
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        memrefs = [type for type in self.operand_types if type != _INDEX]
        printer.print_list(memrefs, printer.print_attribute)

    def verify_groups(self, form: str) -> None:
        """Check that memrefs (`m`) and plain indices (`i`) come in this order."""
        found = ""
        for group in self.groups():
            is_memref = isa(group[0].type, MemRefType[Attribute])
            found += "m" if is_memref else "i"
            if any(value.type != _INDEX for value in group[is_memref:]):
                raise VerifyException("expects indices of type index, one per dimension")
        if not found.startswith(form):
            raise VerifyException("expects memrefs with as many indices as dimensions")


def _print_group(printer: Printer, group: Sequence[SSAValue]) -> None:
    printer.print_ssa_value(group[0])
    if isa(group[0].type, MemRefType[Attribute]):
        with printer.in_square_brackets():
            printer.print_list(group[1:], printer.print_ssa_value)


@irdl_op_definition
class DmaStartOp(DmaOp):
    """Start a copy of `%n` elements; the tag tells when it is done.

    ```mlir
    memref.dma_start %s[%i], %d[%j], %n, %tag[%k]
      : memref<16xf32>, memref<16xf32, 1>, memref<1xi32>
    ```
    """

    name = "memref.dma_start"

    @classmethod
    def parse(cls, parser: Parser) -> "DmaStartOp":
        """Parse the form above, with stride and elements per stride after the tag, if any."""
        source = _parse_access(parser)
        parser.parse_punctuation(",")
        target = _parse_access(parser)
        parser.parse_punctuation(",")
        count = parser.parse_operand(_INDEX)
        parser.parse_punctuation(",")
        tag = _parse_access(parser)
        stride: list[SSAValue] = []
        while parser.parse_optional_punctuation(",") is not None:
            stride.append(parser.parse_operand(_INDEX))
        attributes = parser.parse_optional_attr_dict()
        sources, targets, tags = _parse_types(parser, (source, target, tag))
        operands = [*sources, *targets, count, *tags, *stride]
        return cls.create(operands=operands, attributes=attributes)

    def verify_(self) -> None:
        """Check the order of the operands."""
        self.verify_groups("mmim")
        if len(self.groups()) not in (4, 6):
            raise VerifyException("expects a stride together with the elements per stride")


@irdl_op_definition
class DmaWaitOp(DmaOp):
    """Wait for the copy with this tag: `memref.dma_wait %tag[%k], %n : memref<1xi32>`."""

    name = "memref.dma_wait"

    @classmethod
    def parse(cls, parser: Parser) -> "DmaWaitOp":
        """Parse the form above."""
        tag = _parse_access(parser)
        parser.parse_punctuation(",")
        count = parser.parse_operand(_INDEX)
        attributes = parser.parse_optional_attr_dict()
        (tags,) = _parse_types(parser, (tag,))
        return cls.create(operands=[*tags, count], attributes=attributes)

    def verify_(self) -> None:
        """Check the order of the operands."""
        self.verify_groups("mi")
        if len(self.groups()) != 2:
            raise VerifyException("expects a tag and a number of elements")
