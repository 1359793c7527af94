"""How elements are stored: TOSA's types of odd widths become the next whole ones.

A 48-bit accumulator is kept in 64 bits and a 4-bit weight in 8, both with their sign.
"""

from xdsl.dialects import func
from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    FunctionType,
    IntegerType,
    TensorType,
    i8,
    i64,
)
from xdsl.ir import Attribute, Operation
from xdsl.rewriter import Rewriter
from xdsl.utils.hints import isa

_STORED: dict[Attribute, Attribute] = {IntegerType(48): i64, IntegerType(4): i8}


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
    function.function_type = FunctionType.from_lists(
        *(
            [stored_type(t) for t in types]
            for types in (function.function_type.inputs, function.function_type.outputs)
        )
    )
    for op in function.walk():
        _convert_values(op)
        _convert_constant(op)


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
