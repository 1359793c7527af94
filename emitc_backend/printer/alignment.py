"""Arrays that must start at a multiple of some number of bytes."""

from xdsl.dialects.builtin import IntegerAttr
from xdsl.ir import Attribute, Operation

from microaot.dialects.emitc.types import ArrayType
from microaot.emitc_backend.printer.c_types import natural_alignment

ALIGNMENT = "alignment"
"""Integer attribute of `emitc.global` and of `emitc.variable`: bytes."""


def alignment(op: Operation, type: Attribute) -> str:
    """What follows the declarator: an attribute that gcc and clang read in C and C++ alike, where
    it makes a difference."""
    value = op.attributes.get(ALIGNMENT)
    element = type.element_type if isinstance(type, ArrayType) else type
    if not isinstance(value, IntegerAttr) or value.value.data <= natural_alignment(element):
        return ""
    return f" __attribute__((aligned({value.value.data})))"
