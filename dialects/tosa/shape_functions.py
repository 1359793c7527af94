"""The shapes of TOSA's results from those of its operands.

Each function takes an op and gives the shape of every result, with `DYNAMIC_INDEX` for what cannot
be known, or None for a result of unknown rank. What can never fit together is an error.
"""

from collections.abc import Callable, Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.constants import constant_shape
from microaot.dialects.tosa.window_shapes import (
    convolution,
    pooling,
    resize,
    transpose_convolution,
)

Shape = tuple[int, ...] | None
ShapeFunction = Callable[[TosaOp], Sequence[Shape]]


def known_shape(value: SSAValue) -> Shape:
    """The extents of a tensor of known rank."""
    type = value.type
    return type.get_shape() if isa(type, TensorType[Attribute]) else None


def broadcast(shapes: Sequence[Shape]) -> Shape:
    """The common shape of operands of an elementwise op, whose extents of 1 stretch."""
    ranked = [shape for shape in shapes if shape is not None]
    if len(ranked) != len(shapes):
        return None
    if len({len(shape) for shape in ranked}) > 1:
        raise VerifyException("operands don't have matching ranks")
    return tuple(_common(extents) for extents in zip(*ranked, strict=True))


def _common(extents: tuple[int, ...]) -> int:
    wide = {extent for extent in extents if extent not in (1, DYNAMIC_INDEX)}
    if len(wide) > 1:
        raise VerifyException("operands don't have broadcast-compatible shapes")
    return wide.pop() if wide else DYNAMIC_INDEX if DYNAMIC_INDEX in extents else 1


def _axis(op: TosaOp, rank: int) -> int:
    axis = op.integer("axis")
    if not 0 <= axis < rank:
        raise VerifyException(f"expect axis to be in the range [0, {rank}), got {axis}")
    return axis


def _same(op: TosaOp) -> Sequence[Shape]:
    return [known_shape(op.operands[0])] * len(op.results)


def _broadcast_all(op: TosaOp) -> Sequence[Shape]:
    operands = op.operands[:2] if op.name == "tosa.mul" else op.operands
    return [broadcast([known_shape(operand) for operand in operands])]


def _reduce(op: TosaOp) -> Sequence[Shape]:
    shape = known_shape(op.operands[0])
    if shape is None:
        return [None]
    axis = _axis(op, len(shape))
    return [(*shape[:axis], 1, *shape[axis + 1 :])]


def _argmax(op: TosaOp) -> Sequence[Shape]:
    shape = known_shape(op.operands[0])
    if shape is None:
        return [None]
    axis = _axis(op, len(shape))
    return [(*shape[:axis], *shape[axis + 1 :])]


def _reverse(op: TosaOp) -> Sequence[Shape]:
    shape = known_shape(op.operands[0])
    if shape is not None:
        _axis(op, len(shape))
    return [shape]


def _concat(op: TosaOp) -> Sequence[Shape]:
    if not op.operands:
        raise VerifyException("expect at least one input")
    shapes = [known_shape(operand) for operand in op.operands]
    ranked = [shape for shape in shapes if shape is not None]
    if len(ranked) != len(shapes):
        return [None]
    if len({len(shape) for shape in ranked}) > 1:
        raise VerifyException("expect all operands to have the same rank")
    axis = _axis(op, len(ranked[0]))
    result: list[int] = []
    for dim, extents in enumerate(zip(*ranked, strict=True)):
        if dim == axis:
            result.append(DYNAMIC_INDEX if DYNAMIC_INDEX in extents else sum(extents))
            continue
        static = set(extents) - {DYNAMIC_INDEX}
        if len(static) > 1:
            raise VerifyException(
                "expect all operand shapes to have the same sizes on non-axis dimensions, but got "
                f"{' vs '.join(map(str, sorted(static)))} at index {dim}"
            )
        result.append(static.pop() if static else DYNAMIC_INDEX)
    return [tuple(result)]


def _parameters(op: TosaOp, name: str, length: int | None) -> tuple[int, ...] | None:
    values = constant_shape(op.value(name))
    if values is not None and length is not None and len(values) != length:
        raise VerifyException(f"expect {name} to have {length} elements, got {len(values)}")
    return values


def _pad(op: TosaOp) -> Sequence[Shape]:
    shape = known_shape(op.operands[0])
    if shape is None:
        return [None]
    padding = _parameters(op, "padding", 2 * len(shape))
    if padding is None:
        return [(DYNAMIC_INDEX,) * len(shape)]
    if any(amount < -1 for amount in padding):
        raise VerifyException("expect padding to be non-negative, or -1 if unknown")
    pairs = zip(shape, padding[::2], padding[1::2], strict=True)
    return [
        tuple(
            DYNAMIC_INDEX if extent == DYNAMIC_INDEX or -1 in (low, high) else extent + low + high
            for extent, low, high in pairs
        )
    ]


def _reshape(op: TosaOp) -> Sequence[Shape]:
    target = constant_shape(op.value("shape"))
    if target is None:
        return [None]
    if target.count(-1) > 1:
        raise VerifyException("expected at most one target dimension to be -1")
    if any(extent < -1 for extent in target):
        raise VerifyException(f"new shape has invalid tensor dimension size {min(target)}")
    source = known_shape(op.operands[0])
    if source is None or DYNAMIC_INDEX in source:
        return [tuple(DYNAMIC_INDEX if extent == -1 else extent for extent in target)]
    total, known = _product(source), _product([extent for extent in target if extent != -1])
    fits = known != 0 and total % known == 0 if -1 in target else total == known
    if not fits:
        raise VerifyException(f"cannot reshape {total} elements into {known}")
    return [tuple(total // known if extent == -1 else extent for extent in target)]


def _product(extents: Sequence[int]) -> int:
    product = 1
    for extent in extents:
        product *= extent
    return product


def _slice(op: TosaOp) -> Sequence[Shape]:
    shape = known_shape(op.operands[0])
    rank = None if shape is None else len(shape)
    start, size = _parameters(op, "start", rank), _parameters(op, "size", rank)
    if shape is None or start is None or size is None:
        return [None if rank is None else (DYNAMIC_INDEX,) * rank]
    result: list[int] = []
    for extent, first, length in zip(shape, start, size, strict=True):
        if extent == DYNAMIC_INDEX:
            result.append(DYNAMIC_INDEX if length == -1 else length)
            continue
        taken = extent - first if length == -1 else length
        if first < 0 or taken < 1 or first + taken > extent:
            raise VerifyException(
                f"slice from {first} of size {length} is not within an extent of {extent}"
            )
        result.append(taken)
    return [tuple(result)]


def _tile(op: TosaOp) -> Sequence[Shape]:
    shape = known_shape(op.operands[0])
    multiples = _parameters(op, "multiples", None if shape is None else len(shape))
    if shape is None or multiples is None:
        return [None if shape is None else (DYNAMIC_INDEX,) * len(shape)]
    if any(multiple < 1 and multiple != -1 for multiple in multiples):
        raise VerifyException("expect element of 'multiples' to be positive integer or -1")
    return [
        tuple(
            DYNAMIC_INDEX if extent == DYNAMIC_INDEX or multiple == -1 else extent * multiple
            for extent, multiple in zip(shape, multiples, strict=True)
        )
    ]


def _transpose(op: TosaOp) -> Sequence[Shape]:
    permutation, shape = op.integers("perms"), known_shape(op.operands[0])
    if sorted(permutation) != list(range(len(permutation))):
        raise VerifyException("expected valid permutation indices")
    if shape is None:
        return [None]
    if len(permutation) != len(shape):
        raise VerifyException(
            f"expected perms attribute to have size {len(shape)} (input rank) but got size "
            f"{len(permutation)}"
        )
    return [tuple(shape[dim] for dim in permutation)]


def _unify(what: str, *extents: int) -> int:
    """The extent that several dimensions share."""
    static = {extent for extent in extents if extent != DYNAMIC_INDEX}
    if len(static) > 1:
        got = " and ".join(str(extent) for extent in extents)
        raise VerifyException(f"expect {what} to be equal, got {got}")
    return static.pop() if static else DYNAMIC_INDEX


def _shape3(value: SSAValue, rank: int = 3) -> tuple[int, ...]:
    return known_shape(value) or (DYNAMIC_INDEX,) * rank


def _gather(op: TosaOp) -> Sequence[Shape]:
    values, indices = _shape3(op.operands[0]), _shape3(op.operands[1], 2)
    return [
        (_unify("dimensions 0 of values and indices", values[0], indices[0]), indices[1], values[2])
    ]


def _scatter(op: TosaOp) -> Sequence[Shape]:
    values, indices, given = (
        _shape3(v, rank) for v, rank in zip(op.operands, (3, 2, 3), strict=True)
    )
    batch = _unify("dimensions 0 of operands", values[0], indices[0], given[0])
    _unify("dimensions 1 of indices and input", indices[1], given[1])
    return [(batch, values[1], _unify("dimensions 2 of values_in and input", values[2], given[2]))]


def _matmul(op: TosaOp) -> Sequence[Shape]:
    a, b = _shape3(op.operands[0]), _shape3(op.operands[1])
    _unify("dimension 2 of a and dimension 1 of b", a[2], b[1])
    return [(_unify("dimensions 0 of a and b", a[0], b[0]), a[1], b[2])]


def _matmul_t(op: TosaOp) -> Sequence[Shape]:
    a, b = _shape3(op.operands[0]), _shape3(op.operands[2])
    _unify("dimensions 2 of a_data and b_data", a[2], b[2])
    return [(a[0], a[1], b[1])]


def _rfft(op: TosaOp) -> Sequence[Shape]:
    batch, height, width = _shape3(op.operands[0])
    half = DYNAMIC_INDEX if width == DYNAMIC_INDEX else width // 2 + 1
    return [(batch, height, half)] * 2


def _block_scales(op: TosaOp) -> Sequence[Shape]:
    shape = known_shape(op.operands[0])
    if shape is None or shape[-1] == DYNAMIC_INDEX:
        return [shape, None]
    if shape[-1] % 32:
        raise VerifyException(
            f"expect last dimension of input_data ({shape[-1]}) to be divisible by 32"
        )
    return [shape, (*shape[:-1], shape[-1] // 32)]


def _nothing(op: TosaOp) -> Sequence[Shape]:
    return [None] * len(op.results)


_FUNCTIONS: dict[ShapeFunction, str] = {
    _same: "abs bitwise_not cast cast_from_block_scaled ceil clamp clz cos erf exp fft2d floor "
    "identity log logical_not negate reciprocal rescale rsqrt sigmoid sin table tanh",
    _broadcast_all: "add arithmetic_right_shift bitwise_and bitwise_or bitwise_xor equal greater "
    "greater_equal intdiv logical_and logical_left_shift logical_or logical_right_shift "
    "logical_xor maximum minimum mul pow select sub",
    _reduce: "reduce_all reduce_any reduce_max reduce_min reduce_product reduce_sum",
    _argmax: "argmax",
    _reverse: "reverse",
    _concat: "concat",
    _pad: "pad",
    _reshape: "reshape",
    _slice: "slice",
    _tile: "tile",
    _transpose: "transpose",
    _gather: "gather",
    _scatter: "scatter",
    _matmul: "matmul",
    _matmul_t: "matmul_t_block_scaled",
    _rfft: "rfft2d",
    _block_scales: "cast_to_block_scaled",
    convolution: "conv2d conv3d depthwise_conv2d",
    transpose_convolution: "transpose_conv2d",
    pooling: "avg_pool2d max_pool2d",
    resize: "resize",
}

SHAPE_FUNCTIONS: dict[str, ShapeFunction] = {
    f"tosa.{name}": function for function, names in _FUNCTIONS.items() for name in names.split()
}
"""The shape function of each op whose results are tensors made from tensors."""


def infer_shapes(op: TosaOp) -> Sequence[Shape]:
    """The shapes of the results of an op; all unknown if nothing follows from the operands."""
    return SHAPE_FUNCTIONS.get(op.name, _nothing)(op)
