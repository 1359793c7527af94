"""LSTM, GRU and RNN in both directions: one layer for each, which all run forwards.

torch-mlir lowers layers that run forwards, and does not look at what changes their cells.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

from microaot.tools.importers.onnx.rewrites.site import Refusal, Site

_LENGTHS, _PEEPHOLES = 4, 7
_IGNORED = ("clip", "activation_alpha", "activation_beta", "input_forget")
"""Attributes that torch-mlir does not look at."""


def recurrent(site: Site) -> Sequence[str] | None:
    """Layers that run forwards, on times in reverse order for those that run backwards."""
    _refuse(site)
    shape, direction = site.shape(0), site.attribute("direction", "forward")
    if direction == "forward" or shape is None:
        return None
    layout = site.attribute("layout", 0)
    backwards = [True] if direction == "reverse" else [False, True]
    parts = [
        _one_direction(site, number, reverse, shape[layout], layout)
        for number, reverse in enumerate(backwards)
    ]
    if len(parts) == 1:
        return parts[0]
    axes = [1 + layout, layout, layout]
    return [
        site.op("Concat", *results, axis=axis) if "" not in results else ""
        for results, axis in zip(zip(*parts, strict=True), axes, strict=False)
    ]


def _refuse(site: Site) -> None:
    if site.input(_PEEPHOLES):
        raise Refusal("it has peepholes")
    shape, lengths = site.shape(0), site.values.constant(site.input(_LENGTHS))
    times = shape[site.attribute("layout", 0)] if shape else -1
    if site.input(_LENGTHS) and (lengths is None or any(lengths != times)):
        raise Refusal("its sequences have lengths of their own")
    for name in _IGNORED:
        if site.attribute(name):
            raise Refusal(f"its cells have {name} = {site.attribute(name)}")


def _one_direction(site: Site, number: int, reverse: bool, times: int, layout: int) -> list[str]:
    """The outputs of a layer; what the node does not ask for is empty."""
    directions = 1 if site.attribute("direction") == "reverse" else 2
    inputs = [site.input(0)]
    backwards = site.ints(*range(times)[::-1])
    if reverse:
        inputs[0] = site.op("Gather", inputs[0], backwards, axis=layout)
    for index, name in enumerate(site.node.input[1:], 1):
        axis = layout if index in (5, 6) else 0
        part = (site.ints(number), site.ints(number + 1), site.ints(axis))
        inputs.append(site.op("Slice", name, *part) if name and directions > 1 else name)
    attributes = site.attributes | {"direction": "forward"}
    if functions := site.attribute("activations"):
        each = len(functions) // directions
        attributes["activations"] = functions[number * each : (number + 1) * each]
    count = len(site.node.output)
    results = site.op(site.node.op_type, *inputs, outputs=count, **attributes)
    results = [results] if count == 1 else results
    results = [r if wanted else "" for r, wanted in zip(results, site.node.output, strict=True)]
    if reverse and results[0]:
        results[0] = site.op("Gather", results[0], backwards, axis=layout)
    return results
