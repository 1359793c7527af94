"""Elements of tensors that only take theirs from somewhere else: slices, reshapes, padding."""

from collections.abc import Sequence
from math import prod

from xdsl.dialects import arith, scf, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.fusion.emitter import Emitter
from microaot.passes.fusion.linear import Linear, delinearize, linearize
from microaot.passes.fusion.tensor_ops import shape_of


def source_indices(
    emitter: Emitter, op: Operation, indices: Sequence[Linear]
) -> Sequence[Linear] | None:
    """Where in its source the element of a slice, reshape or cast is; None for other ops."""
    match op:
        case tensor.CastOp():
            return indices
        case tensor.ExtractSliceOp():
            return _slice_indices(op, indices)
        case tensor.CollapseShapeOp() | tensor.ExpandShapeOp():
            return _reshaped(emitter, op, indices)
        case _:
            return None


def _slice_indices(op: tensor.ExtractSliceOp, indices: Sequence[Linear]) -> list[Linear]:
    return indices_around(op, shape_of(op.result), indices)


def indices_around(
    op: tensor.ExtractSliceOp | tensor.InsertSliceOp, shape: Sequence[int], at: Sequence[Linear]
) -> list[Linear]:
    """Where an element of a slice of some shape is in the tensor around it."""
    kept = kept_dimensions(op.static_sizes.get_values(), shape)
    inner = dict(zip(kept, at, strict=True))
    offsets = _mixed(op.static_offsets.get_values(), op.offsets)
    strides = op.static_strides.get_values()
    return [
        inner.get(d, Linear.of(0)) * stride + offset
        for d, (offset, stride) in enumerate(zip(offsets, strides, strict=True))
    ]


def _mixed(static: Sequence[int], dynamic: Sequence[SSAValue]) -> list[Linear]:
    """Numbers, some of which are known at run time only."""
    values = iter(dynamic)
    return [Linear.of(next(values) if n == DYNAMIC_INDEX else n) for n in static]


def kept_dimensions(sizes: Sequence[int], shape: Sequence[int]) -> list[int]:
    """Which dimensions of a slice its result has: dimensions of size 1 may be dropped."""
    kept: list[int] = []
    for d, size in enumerate(sizes):
        must_keep = len(sizes) - d == len(shape) - len(kept)
        if must_keep or (len(kept) < len(shape) and (size != 1 or shape[len(kept)] == 1)):
            kept.append(d)
    return kept


def reassociation_groups(op: tensor.CollapseShapeOp | tensor.ExpandShapeOp) -> list[list[int]]:
    """The dimensions of the larger shape that make up each one of the smaller."""
    return [[int(d.value.data) for d in group] for group in op.reassociation]  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType, reportUnknownVariableType, reportGeneralTypeIssues, reportAttributeAccessIssue]  # xDSL leaves the element type open


def _reshaped(
    emitter: Emitter,
    op: tensor.CollapseShapeOp | tensor.ExpandShapeOp,
    indices: Sequence[Linear],
) -> list[Linear]:
    """Indices of the source: group by group, a row-major position is the same in both shapes."""
    source, target = shape_of(op.operands[0]), shape_of(op.results[0])
    groups = reassociation_groups(op)
    result: list[Linear] = []
    for number, group in enumerate(groups):
        if isinstance(op, tensor.ExpandShapeOp):
            position = linearize([indices[d] for d in group], [target[d] for d in group])
            result.append(position)
        else:
            result += _split(emitter, indices[number], [source[d] for d in group])
    if not groups:
        result = [Linear.of(0)] * len(source)
    return result


def _split(emitter: Emitter, position: Linear, shape: Sequence[int]) -> list[Linear]:
    indices = delinearize(position, shape, emitter.bounds)
    if indices is not None:
        return indices
    rest = emitter.index(position)
    result: list[Linear] = []
    for d, size in enumerate(shape):
        inner = prod(shape[d + 1 :])
        if inner == 1:
            result += [emitter.symbol(rest, 0, size - 1), *[Linear.of(0)] * (len(shape) - d - 1)]
            break
        divisor = emitter.constant(inner)
        quotient = emitter.insert(arith.DivSIOp(rest, divisor)).results[0]
        result.append(emitter.symbol(quotient, 0, size - 1))
        rest = emitter.insert(arith.RemSIOp(rest, divisor)).results[0]
    return result


def moved(emitter: Emitter, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
    """The element of a slice, reshape or cast."""
    source = source_indices(emitter, op, indices)
    assert source is not None
    return (emitter.element(op.operands[0], source),)


# Padding


def padding_offsets(op: tensor.PadOp, indices: Sequence[Linear]) -> list[Linear]:
    """The indices in the source, which are outside of it where there is padding."""
    low = _mixed(op.static_low.get_values(), op.low)
    return [index + before * -1 for index, before in zip(indices, low, strict=True)]


def padding_value(op: tensor.PadOp) -> SSAValue | None:
    """The scalar that fills the padding, if it is the same everywhere."""
    last = op.region.block.last_op
    assert last is not None
    value = last.operands[0]
    owner = value.owner
    is_inside = (owner.parent if isinstance(owner, Operation) else owner) is op.region.block
    return None if is_inside else value


def padded(emitter: Emitter, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
    """The element of a padded tensor: a branch, unless it is known on which side it is."""
    assert isinstance(op, tensor.PadOp)
    inner, shape = padding_offsets(op, indices), shape_of(op.source)
    condition: SSAValue | None = None
    for index, size in zip(inner, shape, strict=True):
        if emitter.is_inside(index, size):
            continue
        for test in _tests(emitter, index, size):
            condition = (
                test
                if condition is None
                else emitter.insert(arith.AndIOp(condition, test)).results[0]
            )
    if condition is None:
        return (emitter.element(op.source, inner),)
    type = op.result.type
    assert isa(type, TensorType)
    blocks = (Block(), Block())
    branch = scf.IfOp(condition, [type.get_element_type()], Region(blocks[0]), Region(blocks[1]))
    emitter.insert(branch)
    with emitter.scopes.inside(branch, blocks[0], conditional=True):
        emitter.insert(scf.YieldOp(emitter.element(op.source, inner)))
    with emitter.scopes.inside(branch, blocks[1], conditional=True):
        emitter.insert(scf.YieldOp(_fill(emitter, op, indices)))
    return branch.results


def _tests(emitter: Emitter, index: Linear, size: int) -> list[SSAValue]:
    """What has to hold for an index to be within a size."""
    low, high = emitter.range(index) or (-1, size)
    value = emitter.index(index)
    tests: list[Operation] = []
    if low < 0:
        tests.append(arith.CmpiOp(value, emitter.constant(0), "sge"))
    if high >= size:
        tests.append(arith.CmpiOp(value, emitter.constant(size), "slt"))
    return [emitter.insert(test).results[0] for test in tests]


def _fill(emitter: Emitter, op: tensor.PadOp, indices: Sequence[Linear]) -> SSAValue:
    return inlined(emitter, op.region.block, indices)


def inlined(emitter: Emitter, block: Block, indices: Sequence[Linear]) -> SSAValue:
    """What a block yields, whose arguments are the indices of an element."""
    mapping: dict[SSAValue, SSAValue] = {
        argument: emitter.index(index)
        for argument, index in zip(block.args, indices, strict=True)
        if argument.uses
    }
    for inner in block.ops:
        if inner is block.last_op:
            value = inner.operands[0]
            return mapping.get(value, value)
        emitter.insert(inner.clone(mapping))
    raise AssertionError("a block of an op ends with a yield")
