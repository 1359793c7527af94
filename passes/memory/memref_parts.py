"""Parts of memrefs whose offsets and sizes are numbers where they are known."""

import operator
from collections.abc import Callable, Sequence

from xdsl.builder import Builder
from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, MemRefType, StridedLayoutAttr
from xdsl.ir import SSAValue
from xdsl.utils.hints import isa

Extent = SSAValue | int
"""An offset or a size of a memref: an index, or its value."""


def offsets(op: memref.SubviewOp) -> list[Extent]:
    """Where in its source a subview begins."""
    operands = iter(op.offsets)
    return [next(operands) if o == DYNAMIC_INDEX else o for o in op.static_offsets.get_values()]


_Binary = type[arith.SubiOp | arith.AddiOp | arith.MaxSIOp | arith.MinSIOp]

_FOLDS: dict[_Binary, Callable[[int, int], int]] = {
    arith.SubiOp: operator.sub,
    arith.AddiOp: operator.add,
    arith.MaxSIOp: max,
    arith.MinSIOp: min,
}


def fold_or_build(builder: Builder, kind: _Binary, lhs: Extent, rhs: Extent) -> Extent:
    """An op of `kind`, or its value if both operands are known.

    What it computes lies in a buffer, or not further from one than it is long: nothing wraps.
    """
    if isinstance(lhs, int) and isinstance(rhs, int):
        return _FOLDS[kind](lhs, rhs)
    if kind is arith.SubiOp and lhs is rhs:
        return 0
    operands = [
        builder.insert(arith.ConstantOp.from_int_and_width(value, IndexType())).result
        if isinstance(value, int)
        else value
        for value in (lhs, rhs)
    ]
    op = kind(operands[0], operands[1])
    if isinstance(op, arith.SubiOp | arith.AddiOp):
        op.overflow_flags = arith.IntegerOverflowAttr((arith.IntegerOverflowFlag.NSW,))
    return builder.insert(op).result


def part(
    builder: Builder, source: SSAValue, offsets: Sequence[Extent], sizes: Sequence[Extent]
) -> SSAValue:
    """A part of neighbouring elements of `source`."""
    type = source.type
    assert isa(type, MemRefType)
    known = _static(offsets)
    strides = type.get_strides()
    assert strides is not None
    result = MemRefType(
        type.element_type,
        _static(sizes),
        StridedLayoutAttr(strides, _offset(type.get_offset(), known, strides)),
        type.memory_space,
    )
    op = memref.SubviewOp(
        source,
        [o for o in offsets if not isinstance(o, int)],
        [s for s in sizes if not isinstance(s, int)],
        [],
        known,
        _static(sizes),
        [1] * len(offsets),
        result,
    )
    return builder.insert(op).result


def _static(values: Sequence[Extent]) -> list[int]:
    return [value if isinstance(value, int) else DYNAMIC_INDEX for value in values]


def _offset(base: int | None, offsets: Sequence[int], strides: Sequence[int | None]) -> int | None:
    """Where a part begins, None if that is not known."""
    if base is None:
        return None
    for offset, stride in zip(offsets, strides, strict=True):
        if offset == DYNAMIC_INDEX or (stride is None and offset != 0):
            return None
        base += offset * (stride or 0)
    return base
