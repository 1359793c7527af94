"""Ops on tensors that take sizes and offsets as operands, with those that are known as numbers."""

from collections.abc import Mapping, Sequence
from itertools import chain

from xdsl.dialects import tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, DenseArrayBase, IntegerType, TensorType, i32, i64
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.rewriter import Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.tensor import GenerateOp
from microaot.passes.class_lookup import for_class
from microaot.passes.integers.scalar_folding import KnownIntegers

_SEGMENTS = "operandSegmentSizes"
_SLICE = ("offsets", "sizes", "strides")
_MIXED: Mapping[type[Operation], Sequence[tuple[str, str]]] = {
    tensor.ExpandShapeOp: (("static_output_shape", "dynamic_output_shape"),),
    tensor.ExtractSliceOp: tuple((f"static_{name}", name) for name in _SLICE),
    tensor.InsertSliceOp: tuple((f"static_{name}", name) for name in _SLICE),
    tensor.PadOp: (("static_low", "low"), ("static_high", "high")),
}
"""For each op, the attributes that hold numbers, and the operands for those that are open."""

_BY_TYPE: Mapping[type[Operation], str] = {
    tensor.EmptyOp: "dynamic_sizes",
    tensor.SplatOp: "dynamicSizes",
    GenerateOp: "dynamicExtents",
}
"""Ops whose operands are the sizes that the type of the result leaves open."""


def make_static(op: Operation, integers: KnownIntegers) -> Operation:
    """The op, or the one that it was replaced by since some operand is known."""
    pairs = for_class(_MIXED, op) or ()
    properties, groups, is_same = dict(op.properties), list[list[SSAValue]](), True
    for attribute, name in pairs:
        numbers, operands = numbers_of(op, attribute), [*getattr(op, name)]
        known, rest = _known(numbers, operands, integers)
        properties[attribute] = DenseArrayBase.from_list(i64, known)
        groups.append(rest)
        is_same &= len(rest) == len(operands)
    if is_same:
        return op
    count = len(op.operands) - sum(len(getattr(op, name)) for _, name in pairs)
    if _SEGMENTS in properties:
        sizes = [*[1] * count, *map(len, groups)]
        properties[_SEGMENTS] = DenseArrayBase.from_list(i32, sizes)
    return _rebuilt(op, [*op.operands[:count], *chain(*groups)], properties)


def open_sizes(op: Operation, integers: KnownIntegers) -> list[SSAValue] | None:
    """The operands for sizes that stay open; None for ops whose type does not count them."""
    if (name := for_class(_BY_TYPE, op)) is None:
        return None
    return _known(_shape(op), [*getattr(op, name)], integers)[1]


def with_open_sizes(op: Operation, sizes: Sequence[SSAValue]) -> None:
    """Drop the operands for sizes that the type of the result has now."""
    name = for_class(_BY_TYPE, op)
    assert name is not None, "open_sizes knows these ops"
    count = len(op.operands) - len(getattr(op, name))
    if len(op.operands) != count + len(sizes):
        _rebuilt(op, [*op.operands[:count], *sizes], op.properties)


def result_sizes(op: Operation, integers: KnownIntegers) -> list[int] | None:
    """The shape that operands give to a result; None for ops that take no sizes."""
    if (name := for_class(_BY_TYPE, op)) is None:
        return None
    return _known(_shape(op), [*getattr(op, name)], integers)[0]


def numbers_of(op: Operation, attribute: str) -> list[int]:
    """The numbers that an attribute of an op holds."""
    array = op.properties[attribute]
    assert isa(array, DenseArrayBase[IntegerType])
    return [int(number) for number in array.get_values()]


def _shape(op: Operation) -> Sequence[int]:
    (result,) = op.results
    assert isa(result.type, TensorType)
    return result.type.get_shape()


def _known(
    numbers: Sequence[int], operands: Sequence[SSAValue], integers: KnownIntegers
) -> tuple[list[int], list[SSAValue]]:
    """The numbers with those operands that are known, and the other operands."""
    remaining, rest, known = iter(operands), list[SSAValue](), list[int]()
    for number in numbers:
        value = None
        if number == DYNAMIC_INDEX and (value := integers.of(operand := next(remaining))) is None:
            rest.append(operand)
        known.append(number if value is None else value)
    return known, rest


def _rebuilt(
    op: Operation, operands: Sequence[SSAValue], properties: Mapping[str, Attribute]
) -> Operation:
    new = type(op).create(
        operands=operands,
        result_types=[result.type for result in op.results],
        properties=properties,
        attributes=op.attributes,
        regions=[op.detach_region(region) for region in [*op.regions]],
    )
    new.location = op.location
    Rewriter.replace_op(op, new)
    return new
