"""How elements are stored: in whole bytes, and as integers whose type tells no sign.

A 48-bit accumulator is kept in 64 bits and a 4-bit weight in 8, both with their sign. That a
`rescale` takes or makes unsigned integers is in its attributes; an application learns it from the
arguments and results of its function.
"""

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DenseIntOrFPElementsAttr,
    DictionaryAttr,
    FunctionType,
    IntegerType,
    Signedness,
    TensorType,
    UnitAttr,
    i8,
    i64,
)
from xdsl.ir import Attribute, Operation
from xdsl.rewriter import Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.aot.arguments import UNSIGNED

_STORED: dict[Attribute, Attribute] = {
    IntegerType(48): i64,
    IntegerType(4): i8,
    **{IntegerType(w, Signedness.UNSIGNED): IntegerType(w) for w in (8, 16, 32, 64)},
}


SIGNLESS = frozenset(
    "rescale const custom identity yield cond_if while_loop equal select "
    "concat pad reshape reverse slice tile transpose gather scatter".split()
)
"""Ops that do the same to integers with and without a sign, or are told which they are."""


def stored_type(type: Attribute) -> Attribute:
    """The type in which values of a type are stored."""
    if isa(type, TensorType[Attribute]):
        element = _STORED.get(type.element_type)
        return type if element is None else TensorType(element, type.get_shape())
    if isinstance(type, FunctionType):
        inputs, outputs = ([stored_type(t) for t in types] for types in (type.inputs, type.outputs))
        return FunctionType.from_lists(inputs, outputs)
    return _STORED.get(type, type)


def store_in_whole_types(function: func.FuncOp) -> None:
    """Give all tensors of a function the types in which they are stored."""
    types = function.function_type
    function.arg_attrs = _with_signs(function.arg_attrs, types.inputs.data)
    function.res_attrs = _with_signs(function.res_attrs, types.outputs.data)
    function.function_type = FunctionType.from_lists(
        *(
            [stored_type(t) for t in types]
            for types in (function.function_type.inputs, function.function_type.outputs)
        )
    )
    for op in function.walk():
        _convert_values(op)
        _convert_constant(op)


def _with_signs(
    attributes: ArrayAttr[DictionaryAttr] | None, types: Sequence[Attribute]
) -> ArrayAttr[DictionaryAttr] | None:
    """Say of arguments or results that their integers are unsigned."""
    if not any(map(is_unsigned, types)):
        return attributes
    old = attributes or [DictionaryAttr({})] * len(types)
    return ArrayAttr(
        DictionaryAttr({**own.data, UNSIGNED: UnitAttr()}) if is_unsigned(type) else own
        for own, type in zip(old, types, strict=True)
    )


def is_unsigned(type: Attribute) -> bool:
    """Whether a type is that of a tensor of unsigned integers."""
    return isa(type, TensorType[IntegerType]) and (
        type.element_type.signedness.data is Signedness.UNSIGNED
    )


def _convert_values(op: Operation) -> None:
    arguments = [arg for region in op.regions for block in region.blocks for arg in block.args]
    for value in (*op.results, *arguments):
        if (type := stored_type(value.type)) != value.type:
            Rewriter.replace_value_with_new_type(value, type)


def _convert_constant(op: Operation) -> None:
    """xDSL keeps elements of odd widths in whole bytes already."""
    for name in ("values", "value"):
        data = op.properties.get(name)
        if isa(data, DenseIntOrFPElementsAttr) and (type := stored_type(data.type)) != data.type:
            op.properties[name] = DenseIntOrFPElementsAttr(type, data.data)  # pyright: ignore[reportArgumentType]  # still a tensor type
