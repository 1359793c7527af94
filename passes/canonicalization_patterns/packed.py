"""Canonical forms of the packed dialect: nothing is read that is known."""

from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import BoolAttr
from xdsl.ir import Operation
from xdsl.pattern_rewriter import PatternRewriter, RewritePattern, op_type_rewrite_pattern

from microaot.dialects import packed
from microaot.passes.packed.buffer_fields import read_memref


class ReadOfCast(RewritePattern):
    """What a cast does not promise is read from its source."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: packed.ReadOp, rewriter: PatternRewriter, /) -> None:
        """Read the source of the cast."""
        cast = op.buffer.owner
        if not isinstance(cast, packed.CastOp):
            return
        if isinstance(op, packed.FieldReadOp):
            if op.static_value() is not None:
                return
            new: list[Operation] = [op.of(cast.source)]
        else:
            data = packed.DataOp(cast.source)
            new = [data]
            if data.result.type != (type := packed.buffer_type(op.buffer).memref_type):
                new.append(memref.CastOp.get(data, type))
        for made in new:
            made.location = op.location
        rewriter.replace(op, new)


class ReadOfMadeBuffer(RewritePattern):
    """A dynamic extent or stride of a descriptor made here is that of its memref."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: packed.DimensionFieldOp, rewriter: PatternRewriter, /) -> None:
        """Ask the memref."""
        made = op.buffer.owner
        if isinstance(made, packed.MakeBufferOp) and op.static_value() is None:
            ops, value = read_memref(op, made.memref)
            rewriter.replace(op, ops, [value])


class CheckOfTrue(RewritePattern):
    """A check of a constant that is true is none."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: packed.CheckOp, rewriter: PatternRewriter, /) -> None:
        """Erase the check."""
        constant = op.condition.owner
        if isinstance(constant, arith.ConstantOp) and constant.value == BoolAttr.from_bool(True):
            rewriter.erase(op)
