"""The checks of TOSA's ops: what a row of the table cannot say."""

from collections.abc import Callable

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    BFloat16Type,
    DenseIntOrFPElementsAttr,
    DenseResourceAttr,
    Float16Type,
    Float32Type,
    FloatAttr,
    IntegerAttr,
    IntegerType,
    TensorType,
    UnrankedTensorType,
    i32,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.tosa.attributes import ShapeType
from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.constants import constant, scalar
from microaot.dialects.tosa.constraints import is_float, is_integer
from microaot.dialects.tosa.shape_functions import broadcast, infer_shapes, known_shape


def element(value: SSAValue) -> Attribute:
    """The element type of a tensor."""
    type = value.type
    assert isa(type, TensorType[Attribute] | UnrankedTensorType[Attribute])
    return type.element_type


def verify(op: TosaOp) -> None:
    """Check how types, shapes and attributes of an op go together."""
    _verify_elements(op)
    for result, shape in zip(op.results, infer_shapes(op), strict=True):
        given = known_shape(result)
        if shape is None or given is None:
            continue
        if len(given) != len(shape) or not all(
            a == b or DYNAMIC_INDEX in (a, b) for a, b in zip(given, shape, strict=True)
        ):
            expected, got = (
                ", ".join("?" if extent == DYNAMIC_INDEX else str(extent) for extent in extents)
                for extents in (shape, given)
            )
            raise VerifyException(f"expected output shape [{expected}], got [{got}]")


def _verify_elements(op: TosaOp) -> None:
    name = op.name.removeprefix("tosa.")
    if name in _ALL_SAME:
        _same(op, *op.operands, *op.results)
    elif name in _OPERANDS_SAME:
        _same(op, *op.operands)
    check = _CHECKS.get(name)
    if check is not None:
        check(op)


def _same(op: TosaOp, *values: SSAValue) -> None:
    types = {element(value): None for value in values}
    if len(types) > 1:
        got = " and ".join(map(str, types))
        raise VerifyException(f"requires the same element type for operands and results, got {got}")


def _zero_point(op: TosaOp, of: str, name: str) -> None:
    """A zero point has the type of what it is of, and is 0 unless that is int8."""
    type, own = element(op.value(of)), element(op.value(name))
    if type != own:
        raise VerifyException(
            f"expect both {of} and its zero point are the same element type, got {type} and {own}"
        )
    if not is_integer(type, 8) and scalar(op.value(name)) not in (None, 0):
        raise VerifyException(f"{of} zero point must be zero for non-int8 integer types")


_FLOAT_ACCUMULATORS: dict[Attribute, tuple[Attribute, ...]] = {
    Float16Type(): (Float16Type(), Float32Type()),
    BFloat16Type(): (Float32Type(),),
    Float32Type(): (Float32Type(),),
}


def _accumulator(op: TosaOp, type: Attribute, *, wide_i16: bool) -> None:
    accumulator = op.attribute("acc_type")
    allowed = _FLOAT_ACCUMULATORS.get(type, ())
    if isa(type, IntegerType):
        allowed = (IntegerType(48),) if wide_i16 and is_integer(type, 16) else (i32,)
    if allowed and accumulator not in allowed:
        raise VerifyException(
            f"accumulator type for {type} tensor is not {'/'.join(map(str, allowed))}"
        )


def _convolution(op: TosaOp) -> None:
    data, weight = element(op.value("input")), element(op.value("weight"))
    if is_float(data) != is_float(weight):
        raise VerifyException(
            f"expect both input and weight to be float or not together, got {data} and {weight}"
        )
    bias, result = element(op.value("bias")), element(op.results[0])
    if is_float(bias) and is_float(result) and bias != result:
        raise VerifyException(
            f"expect both bias and result to have same element type, got {bias} and {result}"
        )
    _zero_point(op, "input", "input_zp")
    _zero_point(op, "weight", "weight_zp")
    _accumulator(op, data, wide_i16=True)


def _average(op: TosaOp) -> None:
    _same(op, op.operands[0], op.results[0])
    _zero_point(op, "input", "input_zp")
    _zero_point(op, "output", "output_zp")
    _accumulator(op, element(op.operands[0]), wide_i16=False)


def _matmul(op: TosaOp) -> None:
    _same(op, op.operands[0], op.operands[1])
    _zero_point(op, "a", "a_zp")
    _zero_point(op, "b", "b_zp")
    data, result = element(op.operands[0]), element(op.results[0])
    if is_float(data) != is_float(result):
        raise VerifyException(f"expect result of {data} inputs to be like them, got {result}")


def _negate(op: TosaOp) -> None:
    _same(op, op.operands[0], op.results[0])
    _zero_point(op, "input1", "input1_zp")
    _zero_point(op, "output", "output_zp")


def _clamp(op: TosaOp) -> None:
    least, greatest, type = (
        op.attribute("min_val"),
        op.attribute("max_val"),
        element(op.operands[0]),
    )
    if not isa(least, IntegerAttr | FloatAttr) or not isa(greatest, IntegerAttr | FloatAttr):
        raise VerifyException("expects numbers as min_val and max_val")
    if least.type != type or greatest.type != type:
        raise VerifyException(
            "min/max attributes types are incompatible with input/output element types"
        )
    low, high = least.value.data, greatest.value.data
    if low != low or high != high:
        raise VerifyException("min/max attributes should not be 'NaN'")
    if high < low:
        raise VerifyException(f"expected min_val <= max_val, got min_val={low}, max_val={high}")


def _mul(op: TosaOp) -> None:
    _same(op, op.operands[0], op.operands[1])
    data, result = element(op.operands[0]), element(op.results[0])
    if is_float(data) or is_float(result):
        _same(op, op.operands[0], op.results[0])
    if is_float(data):
        if scalar(op.value("shift")) not in (None, 0):
            raise VerifyException("require shift to be 0 for float type")
    elif (
        isa(data, IntegerType) and isa(result, IntegerType) and data.width.data > result.width.data
    ):
        raise VerifyException("invalid data type size for operands or result")


def _select(op: TosaOp) -> None:
    _same(op, op.operands[1], op.operands[2], op.results[0])


def _data_only(op: TosaOp) -> None:
    _same(op, op.operands[0], op.results[0])


def _pad(op: TosaOp) -> None:
    _same(op, op.operands[0], op.value("pad_const"), op.results[0])


def _scatter(op: TosaOp) -> None:
    _same(op, op.operands[0], op.operands[2], op.results[0])


def _argmax(op: TosaOp) -> None:
    if not is_integer(element(op.results[0])):
        raise VerifyException("result tensor is not of integer type")


def _fft(op: TosaOp) -> None:
    if not is_float(element(op.operands[0])):
        raise VerifyException("expects floats")
    _same(op, *op.operands, *op.results)
    shape = broadcast([known_shape(operand) for operand in op.operands])
    for name, extent in zip(("height", "width"), (shape or ())[1:], strict=False):
        if extent != DYNAMIC_INDEX and extent & (extent - 1):
            raise VerifyException(f"expected {name} to be a power of two, got {extent}")


def _rescale(op: TosaOp) -> None:
    for name, side, flag in (
        ("input_zp", op.operands[0], "input_unsigned"),
        ("output_zp", op.results[0], "output_unsigned"),
    ):
        type, own, side_name = element(side), element(op.value(name)), name.partition("_")[0]
        if not (isa(type, IntegerType) and isa(own, IntegerType) and type.bitwidth == own.bitwidth):
            raise VerifyException(
                f"expected {side_name} and {name} to both be integer of the same bitwidth, but "
                f"got {type} vs. {own}"
            )
        zero_point = scalar(op.value(name))
        allowed = (None, 0, -32768, 32768) if own.bitwidth == 16 and op.flag(flag) else (None, 0)
        if own.bitwidth != 8 and zero_point not in allowed:
            raise VerifyException(f"expect {name} of 0, got {zero_point}")
    width = 32 if op.flag("scale32") else 16
    multiplier = element(op.value("multiplier"))
    if not is_integer(multiplier, width):
        raise VerifyException(
            f"expect i{width} element type for multiplier for scale32={width == 32}, got "
            f"{multiplier}"
        )
    shape = known_shape(op.operands[0])
    channels = (shape or (DYNAMIC_INDEX,))[-1] if op.flag("per_channel") and shape != () else 1
    for name in ("multiplier", "shift"):
        length = (known_shape(op.value(name)) or (DYNAMIC_INDEX,))[0]
        if DYNAMIC_INDEX not in (length, channels) and length != channels:
            raise VerifyException(
                f"expect shape of {{ {channels} }} for {name} input, got {{ {length} }}"
            )


def _const(op: TosaOp) -> None:
    values, result = op.attribute("values"), op.results[0].type
    assert isa(values, DenseIntOrFPElementsAttr) or isa(values, DenseResourceAttr)
    if values.type != result:
        raise VerifyException(f"expected same attr/result types, got {values.type} and {result}")


def _shape_rank(type: Attribute) -> int:
    assert isinstance(type, ShapeType)
    return type.rank.data


def _const_shape(op: TosaOp) -> None:
    values, rank = constant(op.results[0]), _shape_rank(op.results[0].type)
    if values is not None and (values.ndim != 1 or len(values) != rank):
        raise VerifyException(
            f"expect number of elements in attribute values ({values.size}) to be equal to the "
            f"rank ({rank}) for the result shape type"
        )


def _same_rank(op: TosaOp) -> None:
    ranks = {_shape_rank(value.type) for value in (*op.operands, *op.results)}
    if len(ranks) > 1:
        raise VerifyException("operands don't have matching ranks")


def _concat_shape(op: TosaOp) -> None:
    total, rank = sum(_shape_rank(o.type) for o in op.operands), _shape_rank(op.results[0].type)
    if not op.operands or total != rank:
        raise VerifyException(f"requires output shape to have rank {total}, got {rank}")


def _dim(op: TosaOp) -> None:
    if _shape_rank(op.results[0].type) != 1:
        raise VerifyException("expect output shape type to contain one element")
    shape, axis = known_shape(op.operands[0]), op.integer("axis")
    if axis < 0 or (shape is not None and axis >= len(shape)):
        raise VerifyException(f"expect axis to be in the range [0, rank), got {axis}")


_ALL_SAME = frozenset(
    "abs add arithmetic_right_shift bitwise_and bitwise_not bitwise_or bitwise_xor ceil clz concat "
    "cos erf exp floor identity intdiv log logical_left_shift logical_right_shift maximum "
    "max_pool2d minimum pow reciprocal reduce_all reduce_any reduce_max reduce_min reduce_product "
    "reduce_sum reverse rsqrt sigmoid sin sub tanh transpose clamp".split()
)
"""Ops whose operands and results all have one element type."""

_OPERANDS_SAME = frozenset({"equal", "greater", "greater_equal"})

_ELEMENTWISE_SHAPES = (
    "add_shape div_ceil_shape div_floor_shape exp2_shape log2_ceil_shape log2_floor_shape "
    "max_shape min_shape mod_shape mul_shape sub_shape"
)

_CHECKS: dict[str, Callable[[TosaOp], None]] = {
    "argmax": _argmax,
    "avg_pool2d": _average,
    "clamp": _clamp,
    "concat_shape": _concat_shape,
    "const": _const,
    "const_shape": _const_shape,
    "dim": _dim,
    "matmul": _matmul,
    "mul": _mul,
    "negate": _negate,
    "pad": _pad,
    "rescale": _rescale,
    "scatter": _scatter,
    "select": _select,
    **dict.fromkeys(("conv2d", "conv3d", "depthwise_conv2d", "transpose_conv2d"), _convolution),
    **dict.fromkeys(("fft2d", "rfft2d"), _fft),
    **dict.fromkeys(("gather", "reshape", "slice", "tile"), _data_only),
    **dict.fromkeys(_ELEMENTWISE_SHAPES.split(), _same_rank),
}
