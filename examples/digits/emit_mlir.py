"""The quantised network as MLIR: linalg on memrefs, in the form real int8 models have.

The values and globals are named after their layers, because the generated C is named after them.
"""

from textwrap import indent

import numpy as np
from network import LAYERS, Layer
from numpy.typing import NDArray
from quantize import QuantizedLayer

ELEMENT_TYPES = {"int8": "i8", "int32": "i32"}


def emit(network: tuple[QuantizedLayer, ...]) -> str:
    """Return the text of `digits.mlir`."""
    globals_, body = "", ""
    image, image_zero_point = "%image", 0
    for layer, quantized in zip(LAYERS, network, strict=True):
        if quantized.input_zero_point != image_zero_point:
            raise ValueError(f"{layer.name} does not expect the zero point of its input")
        globals_ += emit_globals(layer, quantized)
        body += f"\n// {describe(layer)}\n" + emit_layer(layer, quantized, image)
        image, image_zero_point = f"%{layer.name}", quantized.zero_point
    return (
        HEADER
        + f"""
module {{
{indent(globals_, "  ")}
  func.func @classify(%image: {memref(image_shape())}, %logits: memref<1x10xi8>) {{
{indent(CONSTANTS + body + emit_result(), "    ")}
    return
  }}
}}
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


def memref(shape: tuple[int, ...], element: str = "i8") -> str:
    """Return a memref type."""
    return f"memref<{'x'.join(map(str, (*shape, element)))}>"


def image_shape() -> tuple[int, ...]:
    """Return the shape of the network's input."""
    return (1, LAYERS[0].size, LAYERS[0].size, LAYERS[0].channels)


def describe(layer: Layer) -> str:
    """Return one line about a layer."""
    height, width, features = layer.out_shape[1:]
    return (
        f"{layer.name}: {layer.kind} {layer.kernel}x{layer.kernel}, to {height}x{width}x{features}"
    )


def emit_globals(layer: Layer, quantized: QuantizedLayer) -> str:
    """Declare the constant arrays of one layer; a pooling has scalars only."""
    if layer.kind == "average":
        return ""
    weights = quantized.weights.tobytes().hex().upper()
    lines = emit_global(f"{layer.name}_weights", quantized.weights, f'"0x{weights}"')
    for field in ("bias", "multiplier", "shift"):
        values: NDArray[np.int32 | np.int8] = getattr(quantized, field)
        lines += emit_global(f"{layer.name}_{field}", values, str(values.tolist()))
    return lines


def emit_global(name: str, values: NDArray[np.int32 | np.int8], literal: str) -> str:
    """Declare one constant array."""
    element = ELEMENT_TYPES[values.dtype.name]
    return (
        f'memref.global "private" constant @{name} : {memref(values.shape, element)}'
        f" = dense<{literal}>\n"
    )


def emit_layer(layer: Layer, quantized: QuantizedLayer, image: str) -> str:
    """Pad the image, accumulate into `%<layer>_sums`, and rescale into `%<layer>`."""
    text = ""
    if layer.kind != "average":
        for field in ("weights", "bias", "multiplier", "shift"):
            values: NDArray[np.int32 | np.int8] = getattr(quantized, field)
            kind = memref(values.shape, ELEMENT_TYPES[values.dtype.name])
            name = f"{layer.name}_{field}"
            text += f"%{name} = memref.get_global @{name} : {kind}\n"
    if layer.padding:
        text += emit_padding(layer, quantized, image)
        image = f"%{layer.name}_input"
    return text + emit_sums(layer, quantized, image) + emit_rescale(layer, quantized)


def emit_padding(layer: Layer, quantized: QuantizedLayer, image: str) -> str:
    """Copy the image into the middle of one that is filled with its zero point."""
    padded_size = layer.size + 2 * layer.padding
    padded = memref((1, padded_size, padded_size, layer.channels))
    shape = (1, layer.size, layer.size, layer.channels)
    row, pixel = padded_size * layer.channels, layer.channels
    inside = memref(shape)[:-1] + (
        f", strided<[{padded_size * row}, {row}, {pixel}, 1],"
        f" offset: {layer.padding * (row + pixel)}>>"
    )
    corner = [0, layer.padding, layer.padding, 0]
    name = f"%{layer.name}"
    return f"""\
{name}_border = arith.constant {quantized.input_zero_point} : i8
{name}_input = memref.alloc() : {padded}
linalg.fill ins({name}_border : i8) outs({name}_input : {padded})
{name}_inside = memref.subview {name}_input{corner} {list(shape)} [1, 1, 1, 1]
    : {padded} to {inside}
memref.copy {image}, {name}_inside : {memref(shape)} to {inside}
"""


def emit_sums(layer: Layer, quantized: QuantizedLayer, image: str) -> str:
    """Start the sums at the bias and add the products of each window."""
    name = f"%{layer.name}"
    size = layer.size + 2 * layer.padding
    inputs = memref((1, size, size, layer.channels))
    sums = memref(layer.out_shape, "i32")
    attributes = (
        f"{{dilations = dense<1> : tensor<2xi64>, strides = dense<{layer.stride}> : tensor<2xi64>}}"
    )
    text = f"{name}_sums = memref.alloc() : {sums}\n"
    if layer.kind == "average":
        window = memref((layer.kernel, layer.kernel))
        start = -quantized.input_zero_point * layer.kernel**2
        return (
            text
            + f"""\
{name}_start = arith.constant {start} : i32
linalg.fill ins({name}_start : i32) outs({name}_sums : {sums})
{name}_window = memref.alloc() : {window}
linalg.pooling_nhwc_sum {attributes}
    ins({image}, {name}_window : {inputs}, {window})
    outs({name}_sums : {sums})
"""
        )
    operation = {"conv": "conv_2d_nhwc_fhwc_q", "depthwise": "depthwise_conv_2d_nhwc_hwc_q"}
    return (
        text
        + f"""\
linalg.generic {{indexing_maps = [#channel, #element],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}}
    ins({name}_bias : {memref((layer.features,), "i32")}) outs({name}_sums : {sums}) {{
^bb0(%bias: i32, %sum: i32):
  linalg.yield %bias : i32
}}
{name}_input_zero_point = arith.constant {quantized.input_zero_point} : i32
linalg.{operation[layer.kind]} {attributes}
    ins({image}, {name}_weights, {name}_input_zero_point, %c0_i32
        : {inputs}, {memref(layer.weight_shape)}, i32, i32)
    outs({name}_sums : {sums})
"""
    )


def emit_rescale(layer: Layer, quantized: QuantizedLayer) -> str:
    """Bring the sums to the scale of the result."""
    name = f"%{layer.name}"
    sums, result = memref(layer.out_shape, "i32"), memref(layer.out_shape)
    text = f"{name}_zero_point = arith.constant {quantized.zero_point} : i32\n"
    text += f"{name} = memref.alloc() : {result}\n"
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
        types = f"{sums}, {memref(features, 'i32')}, {memref(features)}"
        arguments = "%sum: i32, %multiplier: i32, %shift: i8"
    body = RESCALE.format(
        arguments=arguments, multiplier=multiplier, shift=shift, zero_point=f"{name}_zero_point"
    )
    return (
        text
        + f"""\
linalg.generic {{indexing_maps = [{maps}],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}}
    ins({inputs} : {types})
    outs({name} : {result}) {{
{body}}}
"""
    )


def emit_result() -> str:
    """Copy the last layer's result, an image of one pixel, into the logits."""
    name, shape = f"%{LAYERS[-1].name}", LAYERS[-1].out_shape
    return f"""
%scores = memref.collapse_shape {name} [[0], [1, 2, 3]]
    : {memref(shape)} into memref<1x10xi8>
memref.copy %scores, %logits : memref<1x10xi8> to memref<1x10xi8>
"""
