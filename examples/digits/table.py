"""The part of the README that `train.py` writes: the table of layers."""

import re

import numpy as np
from network import LAYERS, Layer


def replace_between_markers(readme: str, name: str, text: str) -> str:
    """Put a text between `<!-- name -->` and `<!-- end of name -->`."""
    return re.sub(
        rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)",
        lambda match: match[1] + text + match[2],
        readme,
        flags=re.DOTALL,
    )


def layer_table() -> str:
    """Describe the network as a Markdown table."""
    rows = ["| layer | what | result | weights | multiplications |", "|---|---|---|---:|---:|"]
    weights = multiplications = 0
    for layer in LAYERS:
        own_weights = int(np.prod(layer.weight_shape))
        own_multiplications = own_weights * layer.out_size**2
        height, width, features = layer.out_shape[1:]
        rows.append(
            f"| {layer.name} | {describe(layer)} | {height}x{width}x{features} "
            f"| {own_weights:,} | {own_multiplications:,} |"
        )
        weights += own_weights
        multiplications += own_multiplications
    rows.append(f"| sum | | | {weights:,} | {multiplications:,} |")
    return "\n".join(rows) + "\n"


def describe(layer: Layer) -> str:
    """Name the operation of one layer in words."""
    operation = {"conv": "convolution", "depthwise": "depthwise convolution"}
    words = f"{layer.kernel}x{layer.kernel} {operation.get(layer.kind, 'average pooling')}"
    words += f", stride {layer.stride}" if layer.stride > 1 else ""
    return words + (", ReLU" if layer.relu else "")
