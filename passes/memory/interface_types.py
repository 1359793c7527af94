"""The types that inputs and outputs have for an application."""

from xdsl.dialects import func
from xdsl.ir import Attribute, BlockArgument

from microaot.dialects.aot.arguments import UNSIGNED
from microaot.dialects.aot.signedness import WIDTHS, as_unsigned
from microaot.passes.memory.program import attributes_of
from microaot.tools.errors import OperationError


def interface_type(argument: BlockArgument, entry: func.FuncOp) -> Attribute:
    """The type of an argument of the entry, with unsigned integers if it is said to have them."""
    if UNSIGNED not in attributes_of(argument):
        return argument.type
    if (type := as_unsigned(argument.type)) is not None:
        return type
    *rest, last = map(str, WIDTHS)
    raise OperationError(
        entry,
        f"argument {argument.index} ({argument.name_hint or 'without a name'}) is "
        f"{argument.type}: only integers of {', '.join(rest)} and {last} bits can be {UNSIGNED}",
    )
