"""Operators that ONNX defines by others: the definition takes the place of the node."""

# The package `onnx` carries hardly any types.
# pyright: basic, reportAttributeAccessIssue=false

from collections.abc import Sequence

import onnx
from onnx import helper, inliner

from microaot.tools.importers.onnx_rewrites.site import Site


def is_function(kind: str, opset: int) -> bool:
    """Whether this version of ONNX defines the operator by others."""
    try:
        schema = onnx.defs.get_schema(kind, opset, "")
    except onnx.defs.SchemaError:
        return False
    versions = (
        *schema.function_opset_versions,
        *schema.context_dependent_function_opset_versions,
    )
    return any(version <= opset for version in versions)


def expand(site: Site) -> Sequence[str] | None:
    """Put the definition of an operator at its site, if it has one and all inputs have types."""
    node = site.node
    types = {name: site.values.type(name) for name in node.input if name}
    if not is_function(node.op_type, site.opset) or None in types.values():
        return None
    outputs = [name for name in node.output if name]
    alone = helper.make_model(
        helper.make_graph(
            [node],
            "alone",
            [site.values.info(name) for name in types],
            [site.values.info(name) for name in outputs],
        ),
        opset_imports=[helper.make_opsetid("", site.opset)],
    )
    inlined = inliner.inline_selected_functions(
        alone, [("", node.op_type)], inline_schema_functions=True
    )
    body = inlined.graph.node
    if any(inner.op_type == node.op_type for inner in body):
        return None
    names = {name: name for name in types} | {"": ""}
    for inner in body:
        for index, name in enumerate(inner.input):
            inner.input[index] = names.get(name, name)
        for index, name in enumerate(inner.output):
            if name:
                names[name] = site.fresh()
                inner.output[index] = names[name]
        for attribute in inner.attribute:
            _rename_graph(attribute.g, names)
        inner.name = node.name
        site.nodes.append(inner)
    return [names[name] for name in node.output]


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
