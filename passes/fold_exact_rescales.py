"""`fold-exact-rescales`: multiplications by powers of two that a shift undoes are one shift."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, IntegerType, ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.pattern_rewriter import (
    PatternRewriter,
    PatternRewriteWalker,
    RewritePattern,
    op_type_rewrite_pattern,
)
from xdsl.rewriter import InsertPoint
from xdsl.utils.hints import isa

from microaot.passes.fusion.neutral import constant_of


@dataclass(frozen=True)
class FoldExactRescales(ModulePass):
    """Replaces `(x * 2**a + r) >> b`, computed with twice the bits of `x`, by `x << (a - b)`.

    Quantised models rescale by a multiplier and a shift. Where the scale is a power of two, as in
    front of a sum or a table, nothing is rounded, and the wide multiplication is for nothing: for
    `0 <= r < 2**b <= 2**a` the sum never reaches the bits that are left.

    ```mlir
    %wide = arith.extsi %x : i32 to i64
    %product = arith.muli %wide, %c1073741824 : i64
    %sum = arith.addi %product, %c512 : i64
    %shifted = arith.shrsi %sum, %c10 : i64
    %r = arith.trunci %shifted : i64 to i32
    ```
    becomes
    ```mlir
    %r = arith.shli %x, %c20 : i32
    ```
    """

    name = "fold-exact-rescales"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Fold wherever the pattern occurs."""
        PatternRewriteWalker(_FoldExactRescale(), apply_recursively=False).rewrite_module(op)


class _FoldExactRescale(RewritePattern):
    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: arith.TruncIOp, rewriter: PatternRewriter) -> None:
        """Match from the last op backwards."""
        matched = _match(op)
        if matched is None:
            return
        source, shift = matched
        assert isinstance(op.result.type, IntegerType)
        if shift == 0:
            rewriter.replace(op, (), [source])
            return
        amount = arith.ConstantOp(IntegerAttr(shift, op.result.type))
        shifted = arith.ShLIOp(source, amount.result)
        amount.location = shifted.location = op.location
        rewriter.insert(amount, InsertPoint.before(op))
        rewriter.replace(op, shifted)


def _match(op: arith.TruncIOp) -> tuple[SSAValue, int] | None:
    """The narrow value, and by how much it is shifted to the left in effect."""
    shift = op.input.owner
    if not isinstance(shift, arith.ShRSIOp):
        return None
    right, total = constant_of(shift.rhs), shift.lhs.owner
    if not isinstance(right, int) or not isinstance(total, arith.AddiOp):
        return None
    product, rounding = _with_constant(total)
    if rounding is None or not isinstance(product.owner, arith.MuliOp):
        return None
    wide, factor = _with_constant(product.owner)
    if factor is None or factor <= 0 or not isinstance(wide.owner, arith.ExtSIOp):
        return None
    left, source = factor.bit_length() - 1, wide.owner.input
    width = source.type.bitwidth if isa(source.type, IntegerType) else 0
    is_exact = factor == 1 << left and 0 <= rounding < 1 << right and right <= left < width
    is_narrow = source.type == op.result.type and left - right < width
    return (source, left - right) if is_exact and is_narrow else None


def _with_constant(op: Operation) -> tuple[SSAValue, int | None]:
    """The operands of a commutative op, its constant last."""
    for value, other in (op.operands, reversed(op.operands)):
        if isinstance(number := constant_of(other), int):
            return value, number
    return op.operands[0], None
