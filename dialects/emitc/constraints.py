"""Constraints on operand, result and attribute types of `emitc` operations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from typing_extensions import TypeVar, override
from xdsl.dialects.builtin import IntegerType, i1
from xdsl.ir import Attribute, TypedAttribute
from xdsl.irdl import (
    AnyAttr,
    AttrConstraint,
    EqAttrConstraint,
    EqIntConstraint,
    IntConstraint,
    RangeOf,
    VerificationContext,
)
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.types import (
    ArrayType,
    LValueType,
    OpaqueAttr,
    OpaqueType,
    PointerType,
    is_emitc_type,
    is_float_type,
    is_integer_index_or_opaque_type,
)


@dataclass(frozen=True)
class PredicateConstraint(AttrConstraint):
    """An attribute for which `accepts` holds; `description` completes "expected ..."."""

    accepts: Callable[[Attribute], bool]
    description: str

    @override
    def verify(self, attr: Attribute, constraint_context: VerificationContext) -> None:
        if not self.accepts(attr):
            raise VerifyException(f"expected {self.description}, but got {attr}")

    @override
    def mapping_type_vars(
        self, type_var_mapping: Mapping[TypeVar, AttrConstraint | IntConstraint]
    ) -> AttrConstraint:
        return self


def _is_lvalue_of(*value_types: type[Attribute]) -> Callable[[Attribute], bool]:
    return lambda attr: isinstance(attr, LValueType) and isinstance(attr.value_type, value_types)


EmitCType = PredicateConstraint(is_emitc_type, "a type supported by EmitC")

EmitCTypeOrLValue = PredicateConstraint(
    lambda attr: isinstance(attr, LValueType) or is_emitc_type(attr),
    "a type supported by EmitC or an lvalue type",
)

IntegerIndexOrOpaque = PredicateConstraint(
    is_integer_index_or_opaque_type, "an integer, index or opaque type supported by EmitC"
)

FloatIntegerIndexOrOpaque = PredicateConstraint(
    lambda attr: is_float_type(attr) or is_integer_index_or_opaque_type(attr),
    "a floating-point, integer, index or opaque type supported by EmitC",
)

ArrayOrLValue = PredicateConstraint(
    lambda attr: isinstance(attr, ArrayType | LValueType), "an array or lvalue type"
)

Subscriptable = PredicateConstraint(
    lambda attr: isinstance(attr, ArrayType | OpaqueType | PointerType),
    "an array, opaque or pointer type",
)

LValueOfOpaque = PredicateConstraint(_is_lvalue_of(OpaqueType), "an lvalue of an opaque type")

LValueOfOpaqueOrPointer = PredicateConstraint(
    _is_lvalue_of(OpaqueType, PointerType), "an lvalue of an opaque or pointer type"
)

InitialValue = PredicateConstraint(
    lambda attr: isinstance(attr, TypedAttribute | OpaqueAttr),
    "an #emitc.opaque or typed attribute",
)

I1: EqAttrConstraint[IntegerType] = EqAttrConstraint(i1)

NoArguments = RangeOf(AnyAttr()).of_length(EqIntConstraint(0))
"""For the entry block of a region that takes no arguments."""
