"""Making what the layers of a model compute visible: as further outputs."""

from collections.abc import Iterable, Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    NameLoc,
    StringAttr,
    TensorType,
)
from xdsl.ir import Attribute, Operation, OpResult, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.aot.arguments import OUTPUT, UNSIGNED
from microaot.tools.errors import UserError
from microaot.tools.measure.entry import Buffer


def expose_layers(function: func.FuncOp) -> list[str]:
    """Make the result of each layer an output of the model; returns the names of the layers.

    A layer is all operations whose location has its name; its result is that of the last of them
    which depends on an input. They come in the order of the program, behind the other outputs.
    Layers whose results are outputs already are left out.
    """
    block = function.body.blocks[0]
    last = block.last_op
    assert isinstance(last, func.ReturnOp)
    layers: dict[str, OpResult] = {}
    dependent: set[SSAValue] = {*block.args}
    for op in block.ops:
        if not any(operand in dependent for nested in op.walk() for operand in nested.operands):
            continue
        dependent |= {*op.results}
        name = _layer(op)
        if name is not None and _is_static_tensor(op.results):
            # A later result of the layer takes a later place.
            layers.pop(name, None)
            layers[name] = op.results[0]
    exposed = {name: value for name, value in layers.items() if value not in last.operands}
    _add_outputs(function, last, [*exposed.values()])
    return [*exposed]


def _layer(op: Operation) -> str | None:
    return op.location.desc.data if isinstance(op.location, NameLoc) else None


def _is_static_tensor(results: Sequence[SSAValue]) -> bool:
    types = [result.type for result in results]
    return len(types) == 1 and isa(types[0], TensorType[Attribute]) and types[0].has_static_shape()


def _add_outputs(function: func.FuncOp, last: func.ReturnOp, values: Sequence[SSAValue]) -> None:
    old = [*function.function_type.outputs]
    attributes = [*(function.res_attrs or [DictionaryAttr({})] * len(old))]
    attributes += [
        DictionaryAttr({OUTPUT: StringAttr(f"layer_{number}")}) for number in range(len(values))
    ]
    last.operands = [*last.operands, *values]
    types = [value.type for value in last.operands]
    function.function_type = FunctionType.from_lists([*function.function_type.inputs], types)
    function.res_attrs = ArrayAttr(attributes)
    # TensorFlow's list of names would be too short.
    function.attributes.pop("tf.entry_function", None)


def tensor_buffers(function: func.FuncOp) -> tuple[list[Buffer], list[Buffer]]:
    """The inputs and outputs of a function on tensors of static shape, named by number.

    Their elements are those of the model, where the function has integers without a sign. Raises
    `UserError` if there are others.
    """
    types = function.function_type
    inputs = _buffers("in", types.inputs, function.arg_attrs)
    return inputs, _buffers("out", types.outputs, function.res_attrs)


def _buffers(
    prefix: str, types: Iterable[Attribute], attributes: ArrayAttr[DictionaryAttr] | None
) -> list[Buffer]:
    buffers: list[Buffer] = []
    for number, type in enumerate(types):
        if not isa(type, TensorType[Attribute]) or not type.has_static_shape():
            raise UserError(f"'{prefix}{number}' is no tensor of static shape, but {type}")
        element = str(type.element_type)
        if attributes is not None and UNSIGNED in attributes.data[number].data:
            element = f"u{element.removeprefix('u')}"
        buffers.append(Buffer(f"{prefix}{number}", element, type.get_shape()))
    return buffers
