"""Removing nodes that nothing uses: what is left of arithmetic on shapes need not be lowered."""

# The package `onnx` carries hardly any types.
# pyright: basic

import onnx


def remove_unused(graph: onnx.GraphProto) -> None:
    """Keep the nodes on which an output of the graph depends."""
    used = {port.name for port in graph.output}
    kept: list[onnx.NodeProto] = []
    for node in reversed(graph.node):
        if used.intersection(node.output):
            used |= _uses(node)
            kept.append(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))


def _uses(node: onnx.NodeProto) -> set[str]:
    names = {name for name in node.input if name}
    for attribute in node.attribute:
        for inner in attribute.g.node:
            names |= _uses(inner)
        names |= {port.name for port in attribute.g.output}
    return names
