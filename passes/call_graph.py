"""Who calls whom."""

from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp


def call_graph(module: ModuleOp) -> dict[str, set[str]]:
    """For each function of the module the names of the functions that it calls."""
    return {
        function.sym_name.data: {
            call.callee.string_value() for call in function.walk() if isinstance(call, func.CallOp)
        }
        for function in module.body.ops
        if isinstance(function, func.FuncOp)
    }


def recursive_functions(module: ModuleOp) -> set[str]:
    """The functions that can call themselves, directly or through others."""
    graph = call_graph(module)
    return {name for name in graph if name in _reachable(graph, name)}


def _reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    pending = [*graph[start]]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += graph.get(name, ())
    return found
