"""Where variables are in memory: at a multiple of some number of bytes, in a section."""

from xdsl.dialects.builtin import IntegerAttr, StringAttr
from xdsl.ir import Attribute, Operation

from microaot.dialects.emitc.types import ArrayType
from microaot.emitc_backend.printer.c_types import natural_alignment

ALIGNMENT = "alignment"
"""Integer attribute of `emitc.global` and of `emitc.variable`: bytes."""


SECTION, SECTION_MACRO = "emitc.section", "emitc.section_macro"
"""String attributes of `emitc.global`: a section, and the macro that puts a variable there."""


def section(op: Operation) -> str:
    """What follows the declarator of a variable that belongs into a section."""
    name, macro = op.attributes.get(SECTION), op.attributes.get(SECTION_MACRO)
    if not isinstance(name, StringAttr):
        return ""
    text = f'"{name.data}"'
    if isinstance(macro, StringAttr):
        return f" {macro.data}({text})"
    return f" __attribute__((section({text})))"


def alignment(op: Operation, type: Attribute) -> str:
    """What follows the declarator: an attribute that gcc and clang read in C and C++ alike, where
    it makes a difference."""
    value = op.attributes.get(ALIGNMENT)
    element = type.element_type if isinstance(type, ArrayType) else type
    if not isinstance(value, IntegerAttr) or value.value.data <= natural_alignment(element):
        return ""
    return f" __attribute__((aligned({value.value.data})))"
