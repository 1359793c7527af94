"""`custom`: an operator that a vendor provides, called in destination-passing style."""

import re

from xdsl.dialects import func
from xdsl.dialects.builtin import FunctionType, ModuleOp, StringAttr, SymbolRefAttr
from xdsl.ir import Operation, SSAValue

from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.emitter import Emitter, element_of, shape_of
from microaot.passes.tosa.lowering import Lowering, Unsupported

DEVICE = "aot.device"
"""Attribute of a function: the device that runs it."""


def _lower_custom(e: Emitter, op: TosaOp) -> list[SSAValue]:
    name = _text(op, "operator_name")
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise Unsupported(f"names the operator {name!r}, which is no C function; rename it")
    destinations = [e.empty(shape_of(result), element_of(result)) for result in op.results]
    operands = [*op.operands, *destinations]
    results = [result.type for result in op.results]
    _declare(op, name, FunctionType.from_lists([value.type for value in operands], results))
    return list(e.add(func.CallOp(name, operands, results)).results)


def _text(op: TosaOp, name: str) -> str:
    text = op.attribute(name)
    assert isinstance(text, StringAttr)
    return text.data


def _declare(op: TosaOp, name: str, type: FunctionType) -> None:
    """Declare the operator, once."""
    module: Operation | None = op
    while not isinstance(module, ModuleOp):
        assert module is not None
        module = module.parent_op()
    for other in module.ops:
        if isinstance(other, func.FuncOp) and other.sym_name.data == name:
            if other.function_type != type or not other.is_declaration:
                raise Unsupported(
                    f"needs an operator {name} of type {type}, but there is one of type "
                    f"{other.function_type}; give each signature a name of its own"
                )
            return
    declaration = func.FuncOp.external(name, type.inputs.data, type.outputs.data)
    declaration.location = op.location
    domain, details = _text(op, "domain_name"), _text(op, "implementation_attrs")
    if domain:
        declaration.attributes[DEVICE] = SymbolRefAttr(domain)
    if details:
        declaration.attributes["tosa.implementation_attrs"] = StringAttr(details)
    module.body.block.add_op(declaration)


LOWERINGS: dict[str, Lowering] = {"custom": _lower_custom}
