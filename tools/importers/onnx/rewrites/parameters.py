"""Inputs that tell shapes and axes: what an operator does, rather than what it does it to."""

# The package `onnx` carries hardly any types.
# pyright: basic

import onnx

_NAMES = frozenset(
    "K axes axis block_shape depth delta dft_length ends frame_length frame_step "
    "image_shape k limit lower_edge_hertz num_mel_bins pads ratio repeats roi sample_rate scales "
    "shape size sizes split start starts steps upper_edge_hertz".split()
)
"""What ONNX calls such inputs."""

_OF_ONE_OPERATOR = frozenset({("Compress", "condition")})
"""Those whose name others have for their data."""


def parameters(node: onnx.NodeProto, opset: int) -> list[str]:
    """The inputs of a node that are such, by the names they have in the graph."""
    try:
        schema = onnx.defs.get_schema(node.op_type, opset, node.domain)
    except onnx.defs.SchemaError:
        return []
    return [
        name
        for formal, name in zip(schema.inputs, node.input, strict=False)
        if name and (formal.name in _NAMES or (node.op_type, formal.name) in _OF_ONE_OPERATOR)
    ]
