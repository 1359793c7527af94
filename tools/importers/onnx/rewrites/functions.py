"""Operators that ONNX defines by others: the definition takes the place of the node."""

# The package `onnx` carries hardly any types.
# pyright: basic, reportAttributeAccessIssue=false

from collections.abc import Sequence
from typing import Any

import onnx
from onnx import helper, inliner

from microaot.tools.importers.onnx.rewrites.placing import place
from microaot.tools.importers.onnx.rewrites.site import Site

_LOCAL = "definition"
"""The domain of a function while it is put in place."""


def is_function(kind: str, opset: int) -> bool:
    """Whether this version of ONNX defines the operator by others."""
    return any(_versions(kind, opset))


def _versions(kind: str, opset: int) -> tuple[int, int]:
    """The versions of the definition, of its fixed form and of that for a node; 0 without one."""
    try:
        schema = onnx.defs.get_schema(kind, opset, "")
    except onnx.defs.SchemaError:
        return 0, 0
    fixed, fitted = (
        max((version for version in versions if version <= opset), default=0)
        for versions in (
            schema.function_opset_versions,
            schema.context_dependent_function_opset_versions,
        )
    )
    return fixed, fitted


def _definition(site: Site) -> onnx.FunctionProto | None:
    """The operator as a function, which for some depends on the node's inputs and attributes."""
    node = site.node
    fixed, fitted = _versions(node.op_type, site.opset)
    schema = onnx.defs.get_schema(node.op_type, site.opset, "") if fixed or fitted else None
    if schema is None:
        return None
    if fitted <= fixed:
        return onnx.FunctionProto.FromString(schema.get_function_with_opset_version(fixed))
    types = [site.values.type(name) if name else onnx.TypeProto() for name in node.input]
    if None in types:
        return None
    return onnx.FunctionProto.FromString(
        schema.get_context_dependent_function_with_opset_version(
            fitted, node.SerializeToString(), [type.SerializeToString() for type in types if type]
        )
    )


def expand(site: Site) -> Sequence[str] | None:
    """Put the definition of an operator at its site, if it has one and all inputs have types."""
    node, function = site.node, _definition(site)
    if function is None:
        return None
    function.domain, function.name = _LOCAL, node.op_type
    # A definition holds until there is a newer one, whatever version it was written in.
    del function.opset_import[:]
    function.opset_import.append(helper.make_opsetid("", site.opset))
    names = {name: name for name in node.input}
    call = helper.make_node(
        function.name, node.input, node.output, domain=_LOCAL, **_attributes(site, function)
    )
    alone = helper.make_model(
        helper.make_graph(
            [call],
            "alone",
            [site.values.info(name) for name in names if name],
            [site.values.info(name) for name in node.output if name],
        ),
        opset_imports=[helper.make_opsetid("", site.opset), helper.make_opsetid(_LOCAL, 1)],
        functions=[function],
    )
    inlined = inliner.inline_local_functions(alone)
    place(site, inlined.graph.node, names)
    return [names[name] if name else "" for name in node.output]


def _attributes(site: Site, function: onnx.FunctionProto) -> dict[str, Any]:
    """The attributes of the node that its definition uses, and what stands for others."""
    schema = onnx.defs.get_schema(site.node.op_type, site.opset, "")
    defaults = {
        name: helper.get_attribute_value(attribute.default_value)
        for name, attribute in schema.attributes.items()
        if attribute.default_value.name
    }
    used = {*function.attribute, *(attribute.name for attribute in function.attribute_proto)}
    known = defaults | site.attributes
    return {name: value for name, value in known.items() if name in used}
