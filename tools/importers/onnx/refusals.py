"""Why nodes of an ONNX model are refused, and what to have instead."""

# The package `onnx` carries hardly any types.
# pyright: basic

import re
from collections.abc import Iterator

import onnx
from onnx import helper

from microaot.tools.importers.onnx.lowering import NOT_LOWERED, NotSupported
from microaot.tools.importers.onnx.rewrites.opset import OWN_DOMAINS, own_opset
from microaot.tools.importers.onnx.rewrites.parameters import parameters
from microaot.tools.importers.onnx.rewrites.values import Values

_STRANGE = {
    number: name
    for name, number in onnx.TensorProto.DataType.items()
    if re.match(r"FLOAT[48]|U?INT2$|STRING|COMPLEX", name)
}
"""Types of elements that C99 has nothing for, and that are no mere integers of some bits."""

_IN_THE_APPLICATION = "leave it out, and do it in the application after the model"

_CONSTANT_INDICES = "with indices that are constants, and without a reduction, it is supported"

_INSTEAD = {
    "ai.onnx.ml": "convert the estimator to plain operators, such as MatMul and Add",
    "ai.onnx.preview.training": "export the model for inference",
    "Bernoulli": "give the random numbers as an input",
    "DeformConv": "a Conv is supported",
    "DFT": "without inverse or onesided it is supported",
    "GRU": "unroll it, so that each step is a MatMul",
    "If": "a condition that is constant is supported, or a Where of both results",
    "ImageDecoder": "give the decoded image as an input",
    "Loop": "unroll it",
    "LSTM": "unroll it, so that each step is a MatMul",
    "Multinomial": "give the random numbers as an input",
    "NonMaxSuppression": _IN_THE_APPLICATION,
    "NonZero": _IN_THE_APPLICATION,
    "RandomNormal": "give the random numbers as an input",
    "RandomNormalLike": "give the random numbers as an input",
    "RandomUniform": "give the random numbers as an input",
    "RandomUniformLike": "give the random numbers as an input",
    "RNN": "unroll it, so that each step is a MatMul",
    "Scan": "unroll it",
    "Scatter": _CONSTANT_INDICES,
    "ScatterElements": _CONSTANT_INDICES,
    "ScatterND": _CONSTANT_INDICES,
    "STRING": "give numbers instead of text",
    "Unique": _IN_THE_APPLICATION,
}
"""What to have instead of an operator, those of a domain, or elements of a type."""


def refuse_nodes(model: onnx.ModelProto) -> None:
    """Raise `NotSupported` for nodes that need not be tried: of other domains, or strange types."""
    values = Values(model.graph)
    errors = [
        (node.name, _refusal(node.op_type, *reason))
        for node in model.graph.node
        if (reason := next(_reasons(node, values), None))
    ]
    if errors:
        raise NotSupported(errors)


def _reasons(node: onnx.NodeProto, values: Values) -> Iterator[tuple[str, str]]:
    """What is wrong with a node, and the key of what to have instead."""
    if node.domain not in OWN_DOMAINS:
        yield f"it is of the domain '{node.domain}'", node.domain
    for name in filter(None, (*node.input, *node.output)):
        type = values.type(name)
        if type is None:
            continue
        if not type.HasField("tensor_type"):
            yield f"'{name}' is no tensor", node.op_type
        elif (kind := type.tensor_type.elem_type) in _STRANGE:
            yield f"'{name}' has elements of type {_STRANGE[kind]}", _STRANGE[kind]


def explain(
    layer: onnx.NodeProto, part: onnx.NodeProto, reason: str, model: onnx.ModelProto
) -> str:
    """The error about a node of `model` for which `part` stands that cannot be lowered."""
    if unknown := _unknown_parameters(layer, model):
        return _refusal(layer.op_type, f"'{unknown[0]}' is no constant", layer.op_type)
    if reason == NOT_LOWERED and (attributes := ", ".join(_attributes(part))):
        reason += f" with {attributes}"
    if part.op_type != layer.op_type:
        reason = f"the {part.op_type} in it: {reason}"
    return _refusal(layer.op_type, reason, layer.op_type)


def _unknown_parameters(node: onnx.NodeProto, model: onnx.ModelProto) -> list[str]:
    """Inputs that tell shapes or axes and are only known when the model runs."""
    values = Values(model.graph)
    names = parameters(node, own_opset(model))
    return [name for name in names if values.tensor(name) is None]


def _attributes(node: onnx.NodeProto) -> Iterator[str]:
    for attribute in node.attribute:
        value = helper.get_attribute_value(attribute)
        if isinstance(value, int | float | list | bytes):
            shown = value.decode(errors="replace") if isinstance(value, bytes) else value
            yield f"{attribute.name} = {shown}"


def _refusal(kind: str, reason: str, key: str) -> str:
    instead = f"; {_INSTEAD[key]}" if key in _INSTEAD else ""
    return f"{kind} is not supported here: {reason}{instead}"
