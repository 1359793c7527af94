"""Nodes of another graph at a site: their values get names that nothing else has."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Iterable

import onnx

from microaot.tools.importers.onnx.rewrites.site import Site


def place(site: Site, nodes: Iterable[onnx.NodeProto], names: dict[str, str]) -> None:
    """Put nodes at a site; `names` has what they use, by their names, and then what they make."""
    for node in nodes:
        inner = onnx.NodeProto.FromString(node.SerializeToString())
        for index, name in enumerate(inner.input):
            inner.input[index] = names.get(name, name)
        for index, name in enumerate(inner.output):
            if name:
                names[name] = inner.output[index] = site.fresh()
        for attribute in inner.attribute:
            _rename_graph(attribute.g, names)
        inner.name = site.node.name
        site.nodes.append(inner)


def _rename_graph(graph: onnx.GraphProto, outer: dict[str, str]) -> None:
    """Let a graph within a node use the new names of what is around it."""
    own = {name for inner in graph.node for name in inner.output}
    own |= {port.name for port in graph.input}
    names = {old: new for old, new in outer.items() if old not in own}
    for inner in graph.node:
        for index, name in enumerate(inner.input):
            inner.input[index] = names.get(name, name)
        for attribute in inner.attribute:
            _rename_graph(attribute.g, names)
    for port in graph.output:
        port.name = names.get(port.name, port.name)
