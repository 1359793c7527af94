"""The quantised network as MLIR: linalg on tensors, in the form real int8 models have.

Each layer's ops have its name as their location: the generated C is named after them.
"""

from textwrap import indent

import numpy as np
from network import LAYERS, Layer
from numpy.typing import NDArray
from quantize import QuantizedLayer

ELEMENT_TYPES = {"int8": "i8", "int32": "i32"}


def emit(network: tuple[QuantizedLayer, ...]) -> str:
    """Return the text of `digits.mlir`."""
    body = ""
    image, image_zero_point = "%image", 0
    for layer, quantized in zip(LAYERS, network, strict=True):
        if quantized.input_zero_point != image_zero_point:
            raise ValueError(f"{layer.name} does not expect the zero point of its input")
        body += f"\n// {describe(layer)}\n" + emit_layer(layer, quantized, image)
        image, image_zero_point = f"%{layer.name}", quantized.zero_point
    return (
        HEADER
        + f"""
func.func @classify(%image: {tensor(image_shape())}) -> tensor<1x10xi8>
    attributes {{tf.entry_function = {{inputs = "image", outputs = "logits"}}}} {{
{indent(CONSTANTS + body + emit_result(), "  ")}}}
"""
    )


HEADER = """\
// An int8 classifier of handwritten digits. Written by examples/digits/train.py; see README.md.

#element = affine_map<(n, y, x, c) -> (n, y, x, c)>
#channel = affine_map<(n, y, x, c) -> (c)>
"""

CONSTANTS = """\
%c0_i32 = arith.constant 0 : i32
%lowest = arith.constant -128 : i32
%highest = arith.constant 127 : i32
%one = arith.constant 1 : i64
%longest_exact_shift = arith.constant 31 : i32
%half = arith.constant 1073741824 : i64
%minus_half = arith.constant -1073741824 : i64
"""

RESCALE = """\
^bb0({arguments}, %result: i8):
  %shift32 = arith.extui {shift} : i8 to i32
  %shift64 = arith.extui {shift} : i8 to i64
  %sum64 = arith.extsi %sum : i32 to i64
  %multiplier64 = arith.extsi {multiplier} : i32 to i64
  %product = arith.muli %sum64, %multiplier64 : i64
  %unit = arith.shli %one, %shift64 : i64
  %half_unit = arith.shrui %unit, %one : i64
  %rounded = arith.addi %product, %half_unit : i64
  %not_negative = arith.cmpi sge, %sum, %c0_i32 : i32
  %nudge = arith.select %not_negative, %half, %minus_half : i64
  %rounded_twice = arith.addi %nudge, %rounded : i64
  %long = arith.cmpi sgt, %shift32, %longest_exact_shift : i32
  %chosen = arith.select %long, %rounded_twice, %rounded : i64
  %shifted = arith.shrsi %chosen, %shift64 : i64
  %scaled = arith.trunci %shifted : i64 to i32
  %moved = arith.addi %scaled, {zero_point} : i32
  %at_least = arith.maxsi %moved, %lowest : i32
  %clamped = arith.minsi %at_least, %highest : i32
  %quantized = arith.trunci %clamped : i32 to i8
  linalg.yield %quantized : i8
"""


def tensor(shape: tuple[int, ...], element: str = "i8") -> str:
    """Return a tensor type."""
    return f"tensor<{'x'.join(map(str, (*shape, element)))}>"


def image_shape() -> tuple[int, ...]:
    """Return the shape of the network's input."""
    return (1, LAYERS[0].size, LAYERS[0].size, LAYERS[0].channels)


def describe(layer: Layer) -> str:
    """Return one line about a layer."""
    height, width, features = layer.out_shape[1:]
    return (
        f"{layer.name}: {layer.kind} {layer.kernel}x{layer.kernel}, to {height}x{width}x{features}"
    )


def emit_layer(layer: Layer, quantized: QuantizedLayer, image: str) -> str:
    """Pad the image, accumulate into `%<layer>_sums`, and rescale into `%<layer>`."""
    text = emit_constants(layer, quantized)
    if layer.padding:
        text += emit_padding(layer, quantized, image)
        image = f"%{layer.name}_input"
    return text + emit_sums(layer, quantized, image) + emit_rescale(layer, quantized)


def emit_constants(layer: Layer, quantized: QuantizedLayer) -> str:
    """Define the constant arrays of one layer; a pooling has scalars only."""
    if layer.kind == "average":
        return ""
    weights = quantized.weights.tobytes().hex().upper()
    text = emit_constant(f"{layer.name}_weights", quantized.weights, f'"0x{weights}"')
    for field in ("bias", "multiplier", "shift"):
        values: NDArray[np.int32 | np.int8] = getattr(quantized, field)
        text += emit_constant(f"{layer.name}_{field}", values, str(values.tolist()))
    return text


def emit_constant(name: str, values: NDArray[np.int32 | np.int8], literal: str) -> str:
    """Define one constant array."""
    kind = tensor(values.shape, ELEMENT_TYPES[values.dtype.name])
    return f"%{name} = arith.constant dense<{literal}> : {kind}\n"


def emit_padding(layer: Layer, quantized: QuantizedLayer, image: str) -> str:
    """Put the image into the middle of one that is filled with its zero point."""
    padded_size = layer.size + 2 * layer.padding
    padded = tensor((1, padded_size, padded_size, layer.channels))
    border = [0, layer.padding, layer.padding, 0]
    shape = tensor((1, layer.size, layer.size, layer.channels))
    name = f"%{layer.name}"
    return f"""\
{name}_border = arith.constant {quantized.input_zero_point} : i8
{name}_input = tensor.pad {image} low{border} high{border} {{
^bb0(%n: index, %y: index, %x: index, %c: index):
  tensor.yield {name}_border : i8
}} : {shape} to {padded} loc("{layer.name}")
"""


def emit_sums(layer: Layer, quantized: QuantizedLayer, image: str) -> str:
    """Start the sums at the bias and add the products of each window."""
    name, where = f"%{layer.name}", f'loc("{layer.name}")'
    size = layer.size + 2 * layer.padding
    inputs = tensor((1, size, size, layer.channels))
    sums = tensor(layer.out_shape, "i32")
    attributes = (
        f"{{dilations = dense<1> : tensor<2xi64>, strides = dense<{layer.stride}> : tensor<2xi64>}}"
    )
    text = f"{name}_empty = tensor.empty() : {sums}\n"
    if layer.kind == "average":
        window = tensor((layer.kernel, layer.kernel))
        start = -quantized.input_zero_point * layer.kernel**2
        return (
            text
            + f"""\
{name}_start = arith.constant {start} : i32
{name}_zeros = linalg.fill ins({name}_start : i32) outs({name}_empty : {sums}) -> {sums} {where}
{name}_window = tensor.empty() : {window}
{name}_sums = linalg.pooling_nhwc_sum {attributes}
    ins({image}, {name}_window : {inputs}, {window})
    outs({name}_zeros : {sums}) -> {sums} {where}
"""
        )
    operation = {"conv": "conv_2d_nhwc_fhwc_q", "depthwise": "depthwise_conv_2d_nhwc_hwc_q"}
    return (
        text
        + f"""\
{name}_biases = linalg.generic {{indexing_maps = [#channel, #element],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}}
    ins({name}_bias : {tensor((layer.features,), "i32")}) outs({name}_empty : {sums}) {{
^bb0(%bias: i32, %sum: i32):
  linalg.yield %bias : i32
}} -> {sums} {where}
{name}_input_zero_point = arith.constant {quantized.input_zero_point} : i32
{name}_sums = linalg.{operation[layer.kind]} {attributes}
    ins({image}, {name}_weights, {name}_input_zero_point, %c0_i32
        : {inputs}, {tensor(layer.weight_shape)}, i32, i32)
    outs({name}_biases : {sums}) -> {sums} {where}
"""
    )


def emit_rescale(layer: Layer, quantized: QuantizedLayer) -> str:
    """Bring the sums to the scale of the result."""
    name = f"%{layer.name}"
    sums, result = tensor(layer.out_shape, "i32"), tensor(layer.out_shape)
    text = f"{name}_zero_point = arith.constant {quantized.zero_point} : i32\n"
    text += f"{name}_result = tensor.empty() : {result}\n"
    if layer.kind == "average":
        multiplier, shift = f"{name}_multiplier", f"{name}_shift"
        text += f"{multiplier} = arith.constant {quantized.multiplier[0]} : i32\n"
        text += f"{shift} = arith.constant {quantized.shift[0]} : i8\n"
        maps, inputs, types = "#element, #element", f"{name}_sums", sums
        arguments = "%sum: i32"
    else:
        multiplier, shift = "%multiplier", "%shift"
        maps = "#element, #channel, #channel, #element"
        inputs = f"{name}_sums, {name}_multiplier, {name}_shift"
        features = (layer.features,)
        types = f"{sums}, {tensor(features, 'i32')}, {tensor(features)}"
        arguments = "%sum: i32, %multiplier: i32, %shift: i8"
    body = RESCALE.format(
        arguments=arguments, multiplier=multiplier, shift=shift, zero_point=f"{name}_zero_point"
    )
    return (
        text
        + f"""\
{name} = linalg.generic {{indexing_maps = [{maps}],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}}
    ins({inputs} : {types})
    outs({name}_result : {result}) {{
{body}}} -> {result} loc("{layer.name}")
"""
    )


def emit_result() -> str:
    """Return the last layer's result, an image of one pixel, as the logits."""
    name, shape = f"%{LAYERS[-1].name}", LAYERS[-1].out_shape
    return f"""
%logits = tensor.collapse_shape {name} [[0], [1, 2, 3]]
    : {tensor(shape)} into tensor<1x10xi8> loc("{LAYERS[-1].name}")
return %logits : tensor<1x10xi8>
"""
