"""Names of operators, constants and pools that no other library has."""

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import ModuleOp, StringAttr, SymbolRefAttr
from xdsl.ir import Attribute, Operation

from microaot.dialects import aot
from microaot.dialects.memref_syntax import ExternalGlobalOp
from microaot.emitc_backend.c_names import make_identifier, private_symbol
from microaot.emitc_backend.interface.macros import find_macros
from microaot.passes.module_functions import is_public


def prefix_private_symbols(module: ModuleOp, model: aot.ModelOp) -> None:
    """Put the prefix of the model before the names of all private definitions.

    What is only declared keeps its name: somebody else has chosen it.
    """
    ours = [op for op in module.body.ops if _is_private_definition(op)]
    kept = {_symbol(op) for op in module.body.ops if op not in ours} - {""}
    own = ("run", "map_inputs", "map_outputs", "model")
    taken = kept | {model.c_name(word) for word in own} | {m.name for m in find_macros(model)}
    renamed: dict[str, str] = {}
    for op in ours:
        old = _symbol(op)
        new = private_symbol(model.c_name(make_identifier(old, leading=False)), taken)
        taken.add(new)
        renamed[old] = new
        op.properties["sym_name"] = StringAttr(new)
    for op in module.walk():
        for attributes in (op.properties, op.attributes):
            for key, value in attributes.items():
                attributes[key] = _renamed(value, renamed)


def _renamed(value: Attribute, renamed: dict[str, str]) -> Attribute:
    if not isinstance(value, SymbolRefAttr):
        return value
    root = value.root_reference.data
    return SymbolRefAttr(renamed.get(root, root), value.nested_references)


def _symbol(op: Operation) -> str:
    name = op.properties.get("sym_name")
    return name.data if isinstance(name, StringAttr) else ""


def _is_private_definition(op: Operation) -> bool:
    match op:
        case func.FuncOp():
            return not is_public(op) and not op.is_declaration
        case ExternalGlobalOp():
            return False
        case memref.GlobalOp():
            return op.sym_visibility.data == "private"
        case _:
            return False
