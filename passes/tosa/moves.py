"""Data movement: ops that only say where an element comes from. Constants are moved at once."""

from collections.abc import Sequence
from math import prod

import numpy as np
from xdsl.dialects import tensor
from xdsl.dialects.builtin import ArrayAttr, IndexType, IntegerAttr, TensorType, i64
from xdsl.ir import Block, Region, SSAValue
from xdsl.ir.affine import AffineConstantExpr, AffineMap

from microaot.dialects.linalg.ops import TransposeOp
from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.emitter import Emitter, element_of, shape_of
from microaot.passes.tosa.lowering import Lowering, shape_operand
from microaot.passes.tosa.scalars import Scalars

_INDEX = IndexType()

_ZERO = AffineConstantExpr(0)


def reshape(e: Emitter, value: SSAValue, shape: Sequence[int]) -> SSAValue:
    """The same elements in the same order under other extents."""
    source, shape = shape_of(value), tuple(shape)
    if source == shape:
        return value
    data = e.known(value)
    if data is not None:
        return e.constant(data.reshape(shape), element_of(value))
    if not source:
        # xDSL knows no expansion of a tensor without dimensions.
        type = TensorType(element_of(value), shape)
        return e.add(tensor.SplatOp(e.only_element(value), [], type)).result
    if (groups := reassociation_groups(source, shape)) is not None:
        return _collapse(e, value, shape, groups)
    if (groups := reassociation_groups(shape, source)) is not None:
        return _expand(e, value, shape, groups)
    flat = (prod(source),)
    collapsed = _collapse(e, value, flat, [list(range(len(source)))])
    return _expand(e, collapsed, shape, [list(range(len(shape)))])


def reassociation_groups(high: Sequence[int], low: Sequence[int]) -> list[list[int]] | None:
    """Which dimensions of `high` make up each one of `low`, if consecutive ones do."""
    if len(high) <= len(low):
        return None
    if not low:
        return [] if prod(high) == 1 else None
    groups: list[list[int]] = []
    dim = 0
    for extent in low:
        group: list[int] = []
        size = 1
        while dim < len(high) and (size < extent or (not group)):
            size *= high[dim]
            group.append(dim)
            dim += 1
        if size != extent or not group:
            return None
        groups.append(group)
    if any(high[rest] != 1 for rest in range(dim, len(high))):
        return None
    groups[-1] += range(dim, len(high))
    return groups


def _reassociation(groups: list[list[int]]) -> ArrayAttr[ArrayAttr[IntegerAttr]]:
    return ArrayAttr(ArrayAttr(IntegerAttr(dim, i64) for dim in group) for group in groups)


def _collapse(
    e: Emitter, value: SSAValue, shape: Sequence[int], groups: list[list[int]]
) -> SSAValue:
    if len(shape) == len(shape_of(value)):
        return value
    op = tensor.CollapseShapeOp.build(
        operands=[value],
        result_types=[TensorType(element_of(value), shape)],
        properties={"reassociation": _reassociation(groups)},
    )
    return e.add(op).result


def _expand(e: Emitter, value: SSAValue, shape: Sequence[int], groups: list[list[int]]) -> SSAValue:
    if len(shape) == len(shape_of(value)):
        return value
    type = TensorType(element_of(value), shape)
    return e.add(tensor.ExpandShapeOp(value, [], _reassociation(groups), shape, type)).result


def transpose(e: Emitter, value: SSAValue, permutation: Sequence[int]) -> SSAValue:
    """Dimension `i` of the result is dimension `permutation[i]` of the value."""
    source = shape_of(value)
    shape = [source[dim] for dim in permutation]
    data = e.known(value)
    if data is not None:
        return e.constant(np.transpose(data, permutation), element_of(value))
    moving = [dim for dim in permutation if source[dim] != 1]
    if moving == sorted(moving):
        return reshape(e, value, shape)
    return e.add(TransposeOp(value, e.empty(shape, element_of(value)), permutation)).results[0]


def pad(
    e: Emitter, value: SSAValue, low: Sequence[int], high: Sequence[int], padding: SSAValue
) -> SSAValue:
    """The value with more elements around it."""
    if not any((*low, *high)):
        return value
    block = Block(arg_types=[_INDEX] * len(low))
    block.add_op(tensor.YieldOp(padding))
    shape = [a + b + c for a, b, c in zip(low, shape_of(value), high, strict=True)]
    type = TensorType(element_of(value), shape)
    return e.add(tensor.PadOp(value, [], [], Region(block), low, high, type)).result


def extract_slice(
    e: Emitter, value: SSAValue, start: Sequence[int], size: Sequence[int]
) -> SSAValue:
    """A part of the value."""
    if shape_of(value) == tuple(size):
        return value
    data = e.known(value)
    if data is not None:
        part = tuple(slice(s, s + n) for s, n in zip(start, size, strict=True))
        return e.constant(data[part], element_of(value))
    return e.add(tensor.ExtractSliceOp.from_static_parameters(value, start, size)).result


def insert_slice(e: Emitter, part: SSAValue, into: SSAValue, start: Sequence[int]) -> SSAValue:
    """A tensor with a part of it replaced."""
    op = tensor.InsertSliceOp.from_static_parameters(part, into, start, shape_of(part))
    return e.add(op).result


def reverse(e: Emitter, value: SSAValue, axis: int) -> SSAValue:
    """The value with a dimension in reverse order."""
    shape, element = shape_of(value), element_of(value)
    if shape[axis] == 1:
        return value
    data = e.known(value)
    if data is not None:
        return e.constant(np.flip(data, axis), element)

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        indices = [s.index(loop) for loop in range(len(shape))]
        last = s.constant(shape[axis] - 1, _INDEX)
        indices[axis] = s.apply("sub", last, indices[axis])
        return s.extract(value, *indices, element=element)

    out = (e.empty(shape, element), AffineMap.identity(len(shape)))
    return e.generic([], [out], [False] * len(shape), body)[0]


def tile(e: Emitter, value: SSAValue, multiples: Sequence[int]) -> SSAValue:
    """The value repeated along each dimension."""
    source, element = shape_of(value), element_of(value)
    data = e.known(value)
    if data is not None:
        return e.constant(np.tile(data, multiples), element)
    if all(multiple == 1 for multiple in multiples):
        return value
    # Dimensions that are not repeated, or have one element, need no loop over the repetitions.
    loops: list[int] = []
    kept: list[int] = []
    constant_zero: list[bool] = []
    for extent, multiple in zip(source, multiples, strict=True):
        if multiple != 1 and extent != 1:
            loops.append(multiple)
        kept.append(len(loops))
        constant_zero.append(extent == 1)
        loops.append(multiple if extent == 1 else extent)
    full = AffineMap.identity(len(loops))
    reads = AffineMap(
        len(loops),
        0,
        tuple(
            _ZERO if zero and loops[loop] != 1 else full.results[loop]
            for loop, zero in zip(kept, constant_zero, strict=True)
        ),
    )
    out = (e.empty(loops, element), full)
    (tiled,) = e.generic([(value, reads)], [out], [False] * len(loops), lambda _, args: args[0])
    shape = [a * b for a, b in zip(source, multiples, strict=True)]
    return reshape(e, tiled, shape)


def _lower_reshape(e: Emitter, op: TosaOp) -> SSAValue:
    return reshape(e, op.operands[0], shape_of(op.results[0]))


def _lower_transpose(e: Emitter, op: TosaOp) -> SSAValue:
    return transpose(e, op.operands[0], op.integers("perms"))


def _lower_reverse(e: Emitter, op: TosaOp) -> SSAValue:
    return reverse(e, op.operands[0], op.integer("axis"))


def _lower_tile(e: Emitter, op: TosaOp) -> SSAValue:
    source, result = shape_of(op.operands[0]), shape_of(op.results[0])
    return tile(e, op.operands[0], [b // a for a, b in zip(source, result, strict=True)])


def _lower_concat(e: Emitter, op: TosaOp) -> SSAValue:
    if len(op.operands) == 1:
        return op.operands[0]
    axis = op.integer("axis")
    result = e.empty(shape_of(op.results[0]), element_of(op.results[0]))
    start = [0] * len(shape_of(result))
    for part in op.operands:
        result = insert_slice(e, part, result, start)
        start[axis] += shape_of(part)[axis]
    return result


def _lower_slice(e: Emitter, op: TosaOp) -> SSAValue:
    start = shape_operand(op, "start")
    return extract_slice(e, op.operands[0], start, shape_of(op.results[0]))


def _lower_pad(e: Emitter, op: TosaOp) -> SSAValue:
    amounts = shape_operand(op, "padding")
    padding = e.only_element(op.value("pad_const"))
    return pad(e, op.operands[0], amounts[::2], amounts[1::2], padding)


def _lower_identity(e: Emitter, op: TosaOp) -> SSAValue:
    return op.operands[0]


LOWERINGS: dict[str, Lowering] = {
    "concat": _lower_concat,
    "identity": _lower_identity,
    "pad": _lower_pad,
    "reshape": _lower_reshape,
    "reverse": _lower_reverse,
    "slice": _lower_slice,
    "tile": _lower_tile,
    "transpose": _lower_transpose,
}
