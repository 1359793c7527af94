"""`custom`: an operator that a vendor provides, called in destination-passing style."""

import re

from xdsl.dialects import func
from xdsl.dialects.builtin import FunctionType, ModuleOp, StringAttr, SymbolRefAttr
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.traits import SymbolTable

from microaot.dialects.packed.devices import DEVICE, DeviceOp
from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.emitter import Emitter, element_of, shape_of
from microaot.passes.tosa.lowering import Lowering, Unsupported

DETAILS = "tosa.implementation_attrs"
"""Attribute of a function: what the op said of its implementation."""


def _lower_custom(e: Emitter, op: TosaOp) -> list[SSAValue]:
    name = _text(op, "operator_name")
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise Unsupported(f"names the operator {name!r}, which is no C function; rename it")
    destinations = [e.empty(shape_of(result), element_of(result)) for result in op.results]
    operands = [*op.operands, *destinations]
    results = [result.type for result in op.results]
    type = FunctionType.from_lists([value.type for value in operands], results)
    return list(e.add(func.CallOp(_declare(op, name, type), operands, results)).results)


def _text(op: TosaOp, name: str) -> str:
    text = op.attribute(name)
    if not isinstance(text, StringAttr):
        raise Unsupported(f"has the {name} {text}, which is no text; rename it")
    return text.data


def _declare(op: TosaOp, name: str, type: FunctionType) -> str:
    """The symbol of the operator, which is declared once for each signature and implementation.

    A C function knows neither the shapes it is called with nor the attributes of the op, so that
    others of the same name get a number: `op`, `op_1`.
    """
    module = _module_of(op)
    details = op.attribute("implementation_attrs")
    symbol, number = name, 0
    while (other := SymbolTable.lookup_symbol(module, symbol)) is not None:
        if _is_same(other, type, details):
            return symbol
        number += 1
        symbol = f"{name}_{number}"
    declaration = func.FuncOp.external(symbol, type.inputs.data, type.outputs.data)
    declaration.location = op.location
    declaration.attributes[DETAILS] = details
    domain = _text(op, "domain_name")
    if domain and isinstance(SymbolTable.lookup_symbol(module, domain), DeviceOp):
        declaration.attributes[DEVICE] = SymbolRefAttr(domain)
    module.body.block.add_op(declaration)
    return symbol


def _module_of(op: Operation) -> ModuleOp:
    while not isinstance(op, ModuleOp):
        parent = op.parent_op()
        assert parent is not None
        op = parent
    return op


def _is_same(other: Operation, type: FunctionType, details: Attribute) -> bool:
    """Whether a symbol is an operator that does the same; a declaration without details may."""
    return (
        isinstance(other, func.FuncOp)
        and other.is_declaration
        and other.function_type == type
        and other.attributes.get(DETAILS, details) == details
    )


LOWERINGS: dict[str, Lowering] = {"custom": _lower_custom}
