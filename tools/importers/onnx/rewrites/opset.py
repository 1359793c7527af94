"""Versions of ONNX's operators."""

# The package `onnx` carries hardly any types.
# pyright: basic

import onnx

OWN_DOMAINS = ("", "ai.onnx")
"""What ONNX's own operators are in."""


def own_opset(model: onnx.ModelProto) -> int:
    """The version of ONNX's own operators in a model."""
    return next((o.version for o in model.opset_import if o.domain in OWN_DOMAINS), 1)
