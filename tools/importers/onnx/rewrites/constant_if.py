"""If with a condition that is known: its branch takes its place."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

from onnx import numpy_helper

from microaot.tools.importers.onnx.rewrites.placing import place
from microaot.tools.importers.onnx.rewrites.site import Site


def constant_if(site: Site) -> Sequence[str] | None:
    """The nodes of one branch."""
    condition = site.values.constant(site.input(0))
    if condition is None:
        return None
    branch = site.attribute("then_branch" if condition.item() else "else_branch")
    names: dict[str, str] = {
        tensor.name: site.constant(numpy_helper.to_array(tensor)) for tensor in branch.initializer
    }
    place(site, branch.node, names)
    results: list[str] = [port.name for port in branch.output]
    return [names.get(result, result) for result in results]
