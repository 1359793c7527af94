"""linalg's ops that store a tensor in tiles, and back: `pack` and `unpack`.

```mlir
%p = linalg.pack %t padding_value(%zero : f32) outer_dims_perm = [1, 0] inner_dims_pos = [0, 1]
  inner_tiles = [8, %n] into %d : tensor<100x64xf32> -> tensor<4x13x8x?xf32>
```
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    I64,
    DenseArrayBase,
    IndexType,
    TensorType,
    i32,
    i64,
)
from xdsl.dialects.utils import (
    parse_dynamic_index_list_without_types,
    print_dynamic_index_list,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.parser import Parser, UnresolvedOperand
from xdsl.printer import Printer
from xdsl.traits import NoMemoryEffect
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.linalg import syntax

Tensor = TensorType[Attribute]


@irdl_op_definition
class PackOp(IRDLOperation):
    """A tensor in tiles: each tile is contiguous, those at the ends may be padded."""

    name = "linalg.pack"

    source = operand_def(TensorType)
    dest = operand_def(TensorType)
    padding_value = opt_operand_def()
    inner_tiles = var_operand_def(IndexType)
    outer_dims_perm = opt_prop_def(DenseArrayBase.constr(i64))
    inner_dims_pos = prop_def(DenseArrayBase.constr(i64))
    static_inner_tiles = prop_def(DenseArrayBase.constr(i64))
    result = result_def(TensorType)

    irdl_options = (AttrSizedOperandSegments(as_property=True),)
    traits = traits_def(NoMemoryEffect())

    @classmethod
    def parse(cls, parser: Parser) -> "PackOp":
        """Parse the form above."""
        name = parser.parse_unresolved_operand()
        padding: list[SSAValue] = []
        if parser.parse_optional_keyword("padding_value") is not None:
            with parser.in_parens():
                value = parser.parse_unresolved_operand()
                parser.parse_punctuation(":")
                padding.append(parser.resolve_operand(value, parser.parse_type()))
        properties, tiles, dest = _parse_tiling(parser)
        attributes, types = _parse_types(parser)
        sizes = DenseArrayBase.from_list(i32, [1, 1, len(padding), len(tiles)])
        operands = [parser.resolve_operand(n, t) for n, t in zip((name, dest), types, strict=True)]
        return cls.create(
            operands=[*operands, *padding, *tiles],
            result_types=[types[1]],
            properties=properties | {"operandSegmentSizes": sizes},
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.source)
        if self.padding_value is not None:
            printer.print_string(" padding_value(")
            printer.print_ssa_value(self.padding_value)
            printer.print_string(" : ")
            printer.print_attribute(self.padding_value.type)
            printer.print_string(")")
        _print_tiling(printer, self)

    def verify_(self) -> None:
        """Check that the packed tensor has the tiles of the plain one."""
        _check_tiling(self, self.source.type, self.dest.type, exact=self.padding_value is None)
        if self.result.type != self.dest.type:
            raise VerifyException("expects a result of the type of the destination")


@irdl_op_definition
class UnPackOp(IRDLOperation):
    """A tensor as it was before it was packed."""

    name = "linalg.unpack"

    source = operand_def(TensorType)
    dest = operand_def(TensorType)
    inner_tiles = var_operand_def(IndexType)
    outer_dims_perm = opt_prop_def(DenseArrayBase.constr(i64))
    inner_dims_pos = prop_def(DenseArrayBase.constr(i64))
    static_inner_tiles = prop_def(DenseArrayBase.constr(i64))
    result = result_def(TensorType)

    traits = traits_def(NoMemoryEffect())

    @classmethod
    def parse(cls, parser: Parser) -> "UnPackOp":
        """Parse the form of `pack`, without padding."""
        name = parser.parse_unresolved_operand()
        properties, tiles, dest = _parse_tiling(parser)
        attributes, types = _parse_types(parser)
        operands = [parser.resolve_operand(n, t) for n, t in zip((name, dest), types, strict=True)]
        return cls.create(
            operands=[*operands, *tiles],
            result_types=[types[1]],
            properties=properties,
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.source)
        _print_tiling(printer, self)

    def verify_(self) -> None:
        """Check that the packed tensor has the tiles of the plain one."""
        _check_tiling(self, self.dest.type, self.source.type, exact=False)
        if self.result.type != self.dest.type:
            raise VerifyException("expects a result of the type of the destination")


def _parse_tiling(
    parser: Parser,
) -> tuple[dict[str, Attribute], list[SSAValue], UnresolvedOperand]:
    """Parse `outer_dims_perm = [..] inner_dims_pos = [..] inner_tiles = [..] into %d`."""
    properties: dict[str, Attribute] = {}
    if parser.parse_optional_keyword("outer_dims_perm") is not None:
        parser.parse_punctuation("=")
        dims = parser.parse_comma_separated_list(parser.Delimiter.SQUARE, parser.parse_integer)
        properties["outer_dims_perm"] = DenseArrayBase.from_list(i64, dims)
    dims = syntax.parse_int_list(parser, "inner_dims_pos")
    properties["inner_dims_pos"] = DenseArrayBase.from_list(i64, dims)
    parser.parse_keyword("inner_tiles")
    parser.parse_punctuation("=")
    names, static = parse_dynamic_index_list_without_types(parser, dynamic_index=DYNAMIC_INDEX)
    tiles: list[SSAValue] = [parser.resolve_operand(name, IndexType()) for name in names]
    properties["static_inner_tiles"] = DenseArrayBase.from_list(i64, list(static))
    parser.parse_keyword("into")
    return properties, tiles, parser.parse_unresolved_operand()


def _parse_types(parser: Parser) -> tuple[dict[str, Attribute], tuple[Attribute, Attribute]]:
    """Parse `{attributes} : type -> type`."""
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    source = parser.parse_type()
    parser.parse_punctuation("->")
    return attributes, (source, parser.parse_type())


def _print_tiling(printer: Printer, op: PackOp | UnPackOp) -> None:
    if op.outer_dims_perm is not None and len(op.outer_dims_perm):
        syntax.print_int_list(printer, "outer_dims_perm", op.outer_dims_perm.get_values())
    syntax.print_int_list(printer, "inner_dims_pos", op.inner_dims_pos.get_values())
    printer.print_string(" inner_tiles = ")
    tiles = op.static_inner_tiles.get_values()
    print_dynamic_index_list(printer, DYNAMIC_INDEX, op.inner_tiles, tiles)
    printer.print_string(" into ")
    printer.print_ssa_value(op.dest)
    printer.print_op_attributes(op.attributes)
    printer.print_string(" : ")
    printer.print_attribute(op.source.type)
    printer.print_string(" -> ")
    printer.print_attribute(op.dest.type)


def _check_tiling(
    op: PackOp | UnPackOp, plain: Attribute, packed: Attribute, *, exact: bool
) -> None:
    assert isa(plain, Tensor) and isa(packed, Tensor)
    rank, dims = plain.get_num_dims(), op.inner_dims_pos.get_values()
    tiles = op.static_inner_tiles.get_values()
    if plain.element_type != packed.element_type:
        raise VerifyException("expects elements of one type")
    if len(set(dims)) != len(dims) or not all(0 <= dim < rank for dim in dims):
        raise VerifyException(f"expects tiles of different dimensions below {rank}")
    if len(tiles) != len(dims) or tiles.count(DYNAMIC_INDEX) != len(op.inner_tiles):
        raise VerifyException("expects a size for each dimension of a tile")
    order = _order(op.outer_dims_perm, rank)
    sizes: list[int] = list(plain.get_shape())
    for dim, tile in zip(dims, tiles, strict=True):
        if DYNAMIC_INDEX in (sizes[dim], tile):
            sizes[dim] = DYNAMIC_INDEX
        elif exact and sizes[dim] % tile:
            raise VerifyException(
                f"expects a padding value, as {tile} does not divide {sizes[dim]}"
            )
        else:
            sizes[dim] = -(-sizes[dim] // tile)
    expected = [*(sizes[dim] for dim in order), *tiles]
    if len(expected) != packed.get_num_dims() or any(
        a != b and DYNAMIC_INDEX not in (a, b)
        for a, b in zip(expected, packed.get_shape(), strict=True)
    ):
        type = TensorType(packed.element_type, expected)
        raise VerifyException(f"expects the packed type {type}, not {packed}")


def _order(permutation: DenseArrayBase[I64] | None, rank: int) -> Sequence[int]:
    values = permutation.get_values() if permutation is not None else ()
    if not values:
        return range(rank)
    if sorted(values) != list(range(rank)):
        raise VerifyException(f"expects a permutation of {rank} dimensions")
    return values


OPERATIONS = [PackOp, UnPackOp]
