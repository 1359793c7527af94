"""Affine expressions over SSA values, as in `affine.load %m[%i + symbol(%n), %j * 2]`.

Every value becomes a dimension of the map, `symbol(%n)` as well: a symbol may stand wherever a
dimension may, and xDSL's printer takes positions of symbols for positions of operands. Semi-affine
expressions (`d0 * s0`), which xDSL's operators refuse, are built without simplification.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import AffineMapAttr, IndexType
from xdsl.ir import SSAValue
from xdsl.ir.affine import (
    AffineBinaryOpExpr,
    AffineBinaryOpKind,
    AffineDimExpr,
    AffineExpr,
    AffineMap,
    AffineSymExpr,
)
from xdsl.parser import AffineParser, Parser, UnresolvedOperand
from xdsl.utils.mlir_lexer import MLIRToken, MLIRTokenKind

_INDEX = IndexType()
_KINDS = {kind.get_token(): kind for kind in AffineBinaryOpKind}


class SemiAffineParser(AffineParser):
    """xDSL's parser of affine maps, which also takes products and quotients of two variables."""

    def _create_binop_expr(self, lhs: AffineExpr, rhs: AffineExpr, binop: MLIRToken) -> AffineExpr:
        try:
            return super()._create_binop_expr(lhs, rhs, binop)
        except NotImplementedError:
            return AffineBinaryOpExpr(_KINDS[binop.text], lhs, rhs)


class OperandExpressions(SemiAffineParser):
    """Parses expressions whose variables are SSA values, and collects these as operands.

    ```python
    expressions = OperandExpressions(parser)
    results = parser.parse_comma_separated_list(parser.Delimiter.SQUARE, expressions.parse)
    map, operands = expressions.finish(results)
    ```
    """

    def __init__(self, parser: Parser) -> None:
        super().__init__(parser._parser_state)  # pyright: ignore[reportPrivateUsage]  # xDSL's own way
        self._parser = parser
        self._operands: dict[tuple[str, int], UnresolvedOperand] = {}

    def parse(self) -> AffineExpr:
        """Parse one expression."""
        return self._parse_affine_expr(self._parse_variable)

    def finish(self, results: Sequence[AffineExpr]) -> tuple[AffineMap, list[SSAValue]]:
        """The map with these results, and the values of its dimensions."""
        operands: list[SSAValue] = [
            self._parser.resolve_operand(operand, _INDEX) for operand in self._operands.values()
        ]
        return AffineMap(len(operands), 0, tuple(results)), operands

    def _parse_variable(self) -> AffineExpr | None:
        if self._current_token.kind == MLIRTokenKind.PERCENT_IDENT:
            return self._dimension(self._parser.parse_unresolved_operand())
        if self.parse_optional_keyword("symbol") is None:
            return None
        with self._parser.in_parens():
            return self._dimension(self._parser.parse_unresolved_operand())

    def _dimension(self, operand: UnresolvedOperand) -> AffineExpr:
        key = (operand.operand_name, operand.index)
        self._operands.setdefault(key, operand)
        return AffineExpr.dimension(list(self._operands).index(key))


def parse_operand_map(parser: Parser) -> tuple[AffineMap, list[SSAValue]]:
    """Parse `[%i + symbol(%n), 3]`."""
    expressions = OperandExpressions(parser)
    results = parser.parse_comma_separated_list(parser.Delimiter.SQUARE, expressions.parse)
    return expressions.finish(results)


def symbols_to_dimensions(map: AffineMapAttr) -> AffineMapAttr:
    """The same map with its symbols as further dimensions; its operands stay as they are."""
    dims, symbols = map.data.num_dims, map.data.num_symbols

    def convert(expr: AffineExpr) -> AffineExpr:
        match expr:
            case AffineSymExpr():
                return AffineDimExpr(dims + expr.position)
            case AffineBinaryOpExpr():
                return AffineBinaryOpExpr(expr.kind, convert(expr.lhs), convert(expr.rhs))
            case _:
                return expr

    return AffineMapAttr(
        AffineMap(dims + symbols, 0, tuple(convert(result) for result in map.data.results))
    )
