"""The op classes made from the table, with the checks that a row cannot express."""

from typing import Any, ClassVar

from xdsl.irdl import (
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import Commutative, ConstantLike, OpTrait, Pure

from microaot.dialects.tosa.base import CustomSyntaxOp, TosaOp
from microaot.dialects.tosa.constraints import KINDS
from microaot.dialects.tosa.fields import KINDS as ATTRIBUTE_KINDS
from microaot.dialects.tosa.fields import Row
from microaot.dialects.tosa.table import COMMUTATIVE, IMPURE, ROWS
from microaot.dialects.tosa.verifier import verify

_CONSTANTS = ("const", "const_shape")


_GENERIC_SYNTAX = frozenset({"const"})
"""Ops that even custom syntax writes in the generic one."""


def _traits(name: str) -> list[OpTrait]:
    traits: list[OpTrait] = [] if name in IMPURE else [Pure()]
    if name in COMMUTATIVE:
        traits.append(Commutative())
    if name in _CONSTANTS:
        traits.append(ConstantLike())
    return traits


def _base(name: str) -> type[TosaOp]:
    return TosaOp if name in _GENERIC_SYNTAX else CustomSyntaxOp


def _define(name: str, text: str) -> type[TosaOp]:
    row = Row.parse(text)
    members: dict[str, Any] = {
        "name": f"tosa.{name}",
        "ROW": row,
        "verify_": verify,
        "traits": traits_def(*_traits(name)),
        "__doc__": f"`tosa.{name}`: {text}",
        "__module__": __name__,
        "__annotations__": {"ROW": ClassVar[Row]},
    }
    for field in row.operands:
        define = var_operand_def if field.suffix == "*" else operand_def
        members[field.name] = define(KINDS[field.kind])
    for field in row.results:
        define = var_result_def if field.suffix == "*" else result_def
        members[field.name] = define(KINDS[field.kind])
    for field in row.attributes:
        define = opt_prop_def if field.suffix == "?" else prop_def
        members[field.name] = define(ATTRIBUTE_KINDS[field.kind])
    class_name = "".join(part.capitalize() for part in name.split("_")) + "Op"
    return irdl_op_definition(type(class_name, (_base(name),), members))


OP_CLASSES: dict[str, type[TosaOp]] = {name: _define(name, row) for name, row in ROWS.items()}
"""The class of each op of the table, e.g. `OP_CLASSES["conv2d"]`."""
