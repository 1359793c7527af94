"""Ops on tensors in terms of those that write over a tensor."""

from collections.abc import Callable, Sequence

from xdsl.dialects import arith, bufferization, scf, tensor
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    IndexType,
    IntegerAttr,
    TensorType,
)
from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.linalg.index import IndexOp
from microaot.dialects.linalg.named import NAMED_OP_CLASSES
from microaot.dialects.linalg.ops import MapOp
from microaot.dialects.tensor import BitcastOp, GatherOp, GenerateOp, RankOp
from microaot.passes.bufferization.effects import is_tensor
from microaot.tools.errors import OperationError

Tensor = TensorType[Attribute]
Size = SSAValue | int


class Builder:
    """Inserts ops in front of one."""

    def __init__(self, op: Operation) -> None:
        self._op = op

    def add(self, op: Operation) -> SSAValue:
        """Insert an op; its result is returned."""
        op.location = self._op.location
        Rewriter.insert_op(op, InsertPoint.before(self._op))
        if op.results[0].name_hint is None and len(self._op.results) == 1:
            if is_tensor(op.results[0]):
                op.results[0].name_hint = self._op.results[0].name_hint
        return op.results[0]

    def index(self, value: int) -> SSAValue:
        """A constant index."""
        return self.add(arith.ConstantOp(IntegerAttr(value, IndexType())))

    def sizes(self, value: SSAValue) -> list[SSAValue]:
        """The extents of a tensor that its type does not tell."""
        type = value.type
        assert isa(type, Tensor)
        return [
            self.add(tensor.DimOp(value, self.index(dim)))
            for dim, extent in enumerate(type.get_shape())
            if extent == DYNAMIC_INDEX
        ]

    def empty(self, type: Attribute, sizes: Sequence[SSAValue] = ()) -> SSAValue:
        """A tensor without known elements."""
        return self.add(tensor.EmptyOp(sizes, type))

    def fill(self, scalar: SSAValue, target: SSAValue) -> SSAValue:
        """A tensor full of one number."""
        return self.add(NAMED_OP_CLASSES["fill"]([scalar], [target]))

    def mapped(self, inputs: Sequence[SSAValue], target: SSAValue, body: Block) -> SSAValue:
        """A tensor computed element by element."""
        return self.add(MapOp(inputs, target, Region(body)))

    def insert(self, part: SSAValue, whole: SSAValue, offsets: Sequence[Size]) -> SSAValue:
        """A tensor with another one in it."""
        type = part.type
        assert isa(type, Tensor)
        dynamic = iter(self.sizes(part))
        rank = type.get_num_dims()
        return self.add(
            tensor.InsertSliceOp.get(
                part,
                whole,
                static_sizes=type.get_shape(),
                sizes=list(dynamic),
                static_offsets=[o if isinstance(o, int) else DYNAMIC_INDEX for o in offsets],
                offsets=[o for o in offsets if not isinstance(o, int)],
                static_strides=[1] * rank,
            )
        )


def _generate(b: Builder, type: Tensor, sizes: Sequence[SSAValue], body: Block) -> SSAValue:
    """Compute each element from its indices; the body is taken from where it is."""
    target = b.empty(type, sizes)
    block = Block(arg_types=[type.element_type])
    for dim, argument in enumerate([*body.args]):
        index = IndexOp(dim)
        block.add_op(index)
        argument.replace_all_uses_with(index.result)
    for op in [*body.ops]:
        op.detach()
        if isinstance(op, tensor.YieldOp):
            block.add_op(YieldOp(*op.operands))
            op.erase()
        else:
            block.add_op(op)
    return b.mapped([], target, block)


def _generated(op: GenerateOp, b: Builder) -> SSAValue:
    type = op.result.type
    assert isa(type, Tensor)
    return _generate(b, type, op.dynamicExtents, op.body.block)


def _splat(op: tensor.SplatOp, b: Builder) -> SSAValue:
    return b.fill(op.input, b.empty(op.result.type, op.dynamicSizes))


def _from_elements(op: tensor.FromElementsOp, b: Builder) -> SSAValue:
    result = b.empty(op.result.type)
    shape, known = op.result.type.get_shape(), dict[int, SSAValue]()
    for position, element in enumerate(op.elements):
        indices: list[SSAValue] = []
        for extent in reversed(shape):
            position, index = divmod(position, extent)
            if index not in known:
                known[index] = b.index(index)
            indices.insert(0, known[index])
        result = b.add(tensor.InsertOp(element, result, indices))
    return result


def _concat(op: tensor.ConcatOp, b: Builder) -> SSAValue:
    type = op.result.type
    if not all(isa(v.type, Tensor) and v.type.has_static_shape() for v in (*op.inputs, op.result)):
        raise OperationError(op, "has a size that only the running program knows")
    result, axis, start = b.empty(type), op.dim.value.data, 0
    for part in op.inputs:
        assert isa(part.type, Tensor)
        offsets = [start if dim == axis else 0 for dim in range(type.get_num_dims())]
        result = b.insert(part, result, offsets)
        start += part.type.get_shape()[axis]
    return result


def _pad(op: tensor.PadOp, b: Builder) -> SSAValue:
    """The padding everywhere, and then what is padded in its place."""
    type, source = op.result.type, op.source.type
    assert isa(source, Tensor)
    low, high = (
        _mixed(static.get_values(), dynamic)
        for static, dynamic in ((op.static_low, op.low), (op.static_high, op.high))
    )
    sizes: list[SSAValue] = []
    for dim, extent in enumerate(type.get_shape()):
        if extent == DYNAMIC_INDEX:
            size = b.add(tensor.DimOp(op.source, b.index(dim)))
            for more in (low[dim], high[dim]):
                value = b.index(more) if isinstance(more, int) else more
                size = b.add(arith.AddiOp(size, value))
            sizes.append(size)
    body = op.region.block
    for inner in [*body.ops]:
        if isinstance(inner, arith.ConstantOp):
            inner.detach()
            b.add(inner)
    last = body.last_op
    assert last is not None
    if body.first_op is last and last.operands[0].owner is not body:
        scalar = last.operands[0]
        if (early := _early(op, scalar)) is not None:
            b, scalar = early
        padded = b.fill(scalar, b.empty(type, sizes))
    else:
        padded = _generate(b, type, sizes, body)
    return Builder(op).insert(op.source, padded, low)


def _early(op: tensor.PadOp, scalar: SSAValue) -> tuple[Builder, SSAValue] | None:
    """Where to pad before there is something to pad, so that it can be computed in its place."""
    constant, producer = scalar.owner, op.source.owner
    if (
        isinstance(constant, arith.ConstantOp)
        and isinstance(producer, Operation)
        and producer.parent is op.parent
        and op.result.type.has_static_shape()
        and any(isinstance(value.owner, tensor.EmptyOp) for value in producer.operands)
    ):
        b = Builder(producer)
        return b, b.add(constant.clone())
    return None


def _mixed(static: Sequence[int], dynamic: Sequence[SSAValue]) -> list[Size]:
    rest = iter(dynamic)
    return [next(rest) if value == DYNAMIC_INDEX else value for value in static]


def _gather(op: GatherOp, b: Builder) -> SSAValue:
    type, source, indices = op.result.type, op.source.type, op.indices.type
    assert isa(source, Tensor) and isa(indices, Tensor)
    if not (type.has_static_shape() and source.has_static_shape()):
        raise OperationError(op, "has a size that only the running program knows")
    gathered, batch = op.gather_dims.get_values(), indices.get_num_dims() - 1
    rank = source.get_num_dims()
    rest = [dim for dim in range(rank) if dim not in gathered]
    body = Block(arg_types=[IndexType()] * type.get_num_dims())
    full = type.get_num_dims() == batch + rank
    at: list[SSAValue] = []
    for dim in range(rank):
        if dim in gathered:
            number = arith.ConstantOp(IntegerAttr(gathered.index(dim), IndexType()))
            read = tensor.ExtractOp(
                op.indices, [*body.args[:batch], number.result], indices.element_type
            )
            body.add_ops([number, read])
            at.append(read.result)
            if not isinstance(indices.element_type, IndexType):
                cast = arith.IndexCastOp(read.result, IndexType())
                body.add_op(cast)
                at[-1] = cast.result
        else:
            at.append(body.args[batch + (dim if full else rest.index(dim))])
    read = tensor.ExtractOp(op.source, at, source.element_type)
    body.add_ops([read, tensor.YieldOp(read.result)])
    return _generate(b, type, (), body)


def _elementwise(op: Operation, b: Builder) -> SSAValue:
    """An op of arith or math on tensors, for each element."""
    type = op.results[0].type
    assert isa(type, Tensor)
    like = next(value for value in op.operands if is_tensor(value))
    inputs = [value for value in op.operands if is_tensor(value)]
    types = [value.type.element_type for value in inputs if isa(value.type, Tensor)]
    body = Block(arg_types=[*types, type.element_type])
    scalars = iter(body.args)
    scalar = arith.BitcastOp if isinstance(op, BitcastOp) else op.__class__
    inner = scalar.create(
        operands=[next(scalars) if is_tensor(value) else value for value in op.operands],
        result_types=[type.element_type],
        properties=op.properties,
        attributes=op.attributes,
    )
    body.add_ops([inner, YieldOp(inner.results[0])])
    return b.mapped(inputs, b.empty(type, b.sizes(like)), body)


def _select(op: Operation, b: Builder) -> SSAValue:
    assert isinstance(op, arith.SelectOp)
    if is_tensor(op.cond):
        return _elementwise(op, b)
    first, second = (Region(Block([scf.YieldOp(value)])) for value in (op.lhs, op.rhs))
    return b.add(scf.IfOp(op.cond, [op.result.type], first, second))


def _alloc(op: bufferization.AllocTensorOp, b: Builder) -> SSAValue:
    if op.copy is None:
        return b.empty(op.tensor.type, op.dynamic_sizes)
    target = b.empty(op.tensor.type, b.sizes(op.copy))
    return b.add(
        bufferization.MaterializeInDestinationOp.create(
            operands=[op.copy, target], result_types=[target.type]
        )
    )


def _rank(op: RankOp, b: Builder) -> SSAValue:
    if not isa(op.tensor.type, Tensor):
        raise OperationError(op, "has a tensor of unknown rank")
    return b.index(op.tensor.type.get_num_dims())


def _dim(op: tensor.DimOp, b: Builder) -> SSAValue | None:
    """An extent that the type tells, or what an empty tensor was made with."""
    type, index = op.source.type, op.index.owner
    if not isa(type, Tensor) or not isinstance(index, arith.ConstantOp):
        return None
    dim = index.value
    if not isinstance(dim, IntegerAttr) or not 0 <= dim.value.data < type.get_num_dims():
        return None
    shape, position = type.get_shape(), dim.value.data
    if shape[position] != DYNAMIC_INDEX:
        return b.index(shape[position])
    owner = op.source.owner
    if isinstance(owner, tensor.EmptyOp):
        return owner.dynamic_sizes[shape[:position].count(DYNAMIC_INDEX)]
    return None


_RULES: dict[type[Operation], Callable[..., SSAValue | None]] = {
    GenerateOp: _generated,
    BitcastOp: _elementwise,
    GatherOp: _gather,
    RankOp: _rank,
    bufferization.AllocTensorOp: _alloc,
    tensor.ConcatOp: _concat,
    tensor.DimOp: _dim,
    tensor.FromElementsOp: _from_elements,
    tensor.PadOp: _pad,
    tensor.SplatOp: _splat,
}
"""How ops are written with others; None for what is already simple."""


def decompose(op: Operation) -> None:
    """Replace an op by simpler ones, if there is a rule for it."""
    rule = next((r for kind, r in _RULES.items() if isinstance(op, kind)), None)
    if _is_elementwise(op):
        rule = _select if op.name == "arith.select" else _elementwise
    if rule is not None and (value := rule(op, Builder(op))) is not None:
        op.results[0].replace_all_uses_with(value)
        Rewriter.erase_op(op)


def _is_elementwise(op: Operation) -> bool:
    return (
        op.dialect_name() in ("arith", "math")
        and len(op.results) == 1
        and is_tensor(op.results[0])
        and any(map(is_tensor, op.operands))
    )
