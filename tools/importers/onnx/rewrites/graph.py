"""Rewriting an ONNX model until nothing is left to rewrite."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Container, Iterator

import onnx
from onnx import helper, shape_inference

from microaot.tools.importers.onnx.rewrites.casts import forget_sign_of_results
from microaot.tools.importers.onnx.rewrites.cleaning import remove_unused
from microaot.tools.importers.onnx.rewrites.failure import Failure, NotRewritten
from microaot.tools.importers.onnx.rewrites.folding import fold
from microaot.tools.importers.onnx.rewrites.functions import expand
from microaot.tools.importers.onnx.rewrites.opset import OWN_DOMAINS, own_opset
from microaot.tools.importers.onnx.rewrites.site import FINAL, Refusal, Rewrite, Site
from microaot.tools.importers.onnx.rewrites.table import REWRITES
from microaot.tools.importers.onnx.rewrites.values import Values

_ROUNDS = 64
"""More than rewrites of what rewrites make ever take, unless they go in a circle."""


def rewrite(model: onnx.ModelProto, expanded: Container[tuple[str, str]] = ()) -> onnx.ModelProto:
    """Give a model the nodes that can be lowered; the shapes of `model` are inferred.

    `expanded` are names and operators of nodes for which the definition of the operator is to
    stand. Names of inputs, outputs and layers stay as they are. Raises `NotRewritten` for nodes
    that would become something wrong.
    """
    rewriter = _Rewriter(own_opset(model), expanded, _names(model.graph))
    for _ in range(_ROUNDS):
        if not rewriter.run(model.graph):
            break
        forget_sign_of_results(model.graph)
        model = shape_inference.infer_shapes(model, data_prop=True)
    if rewriter.failures:
        raise NotRewritten(rewriter.failures, model)
    remove_unused(model.graph)
    return model


class _Rewriter:
    def __init__(self, opset: int, expanded: Container[tuple[str, str]], taken: set[str]) -> None:
        self._opset = opset
        self._expanded = expanded
        self._taken = taken
        self.failures: list[Failure] = []

    def run(self, graph: onnx.GraphProto, outer: Values | None = None) -> bool:
        """Rewrite every node once; returns whether anything changed."""
        if outer is None:
            self.failures.clear()
        values = Values(graph, outer)
        changed = False
        nodes: list[onnx.NodeProto] = []
        for node in graph.node:
            for attribute in node.attribute:
                if attribute.HasField("g"):
                    changed |= self.run(attribute.g, values)
            made = self._replace(node, values)
            changed |= made is not None
            nodes += [node] if made is None else made
        if changed:
            del graph.node[:]
            graph.node.extend(nodes)
        return changed

    def _replace(self, node: onnx.NodeProto, values: Values) -> list[onnx.NodeProto] | None:
        if node.domain not in OWN_DOMAINS:
            return None
        for way in self._ways(node):
            site = Site(node, values, self._opset, self._fresh)
            try:
                results = way(site)
            except Refusal as reason:
                self.failures.append(Failure(node, str(reason)))
                return None
            if results is not None:
                for result, name in zip(results, node.output, strict=False):
                    if name:
                        _rename(site, result, name)
                return site.nodes
        return None

    def _ways(self, node: onnx.NodeProto) -> Iterator[Rewrite]:
        yield fold
        if node.op_type in REWRITES and node.doc_string != FINAL:
            yield REWRITES[node.op_type]
        if (node.name, node.op_type) in self._expanded:
            yield expand

    def _fresh(self, base: str) -> str:
        number = 0
        while (name := f"{base}.{number}") in self._taken:
            number += 1
        self._taken.add(name)
        return name


def _rename(site: Site, result: str, name: str) -> None:
    """Let what is `result` have another name; an input of the site keeps its own."""
    if result in site.node.input:
        site.nodes.append(helper.make_node("Identity", [result], [name], name=site.node.name))
        return
    for node in site.nodes:
        for names in (node.input, node.output):
            for index, old in enumerate(names):
                if old == result:
                    names[index] = name


def _names(graph: onnx.GraphProto) -> set[str]:
    names = {port.name for port in (*graph.input, *graph.output, *graph.initializer)}
    for node in graph.node:
        names.update(node.input, node.output)
        for attribute in node.attribute:
            if attribute.HasField("g"):
                names |= _names(attribute.g)
    return names
