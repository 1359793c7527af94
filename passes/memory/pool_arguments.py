"""Pools that the application hands in at each call."""

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, IntegerAttr, ModuleOp, StringAttr, i64
from xdsl.ir import Attribute, BlockArgument

from microaot.dialects.aot.arguments import ALIGNMENT, POOL
from microaot.passes.module_functions import ModuleFunctions, set_inputs
from microaot.passes.packed.buffer_uses import require_only_direct_calls
from microaot.tools.errors import OperationError


def add_pool_arguments(
    module: ModuleOp, entry: func.FuncOp, pools: Sequence[tuple[str, Attribute, int]]
) -> Sequence[BlockArgument]:
    """Append arguments to the entry: name, type and alignment of each pool. Arguments of its body
    that were there before are replaced."""
    require_no_callers(module, entry)
    count = len(entry.function_type.inputs)
    inputs = [*entry.function_type.inputs, *(type for _, type, _ in pools)]
    _, arguments = set_inputs(entry, inputs, [*range(count), *[None] * len(pools)])
    given = entry.arg_attrs
    attributes = [*(given.data[:count] if given else [DictionaryAttr({})] * count)]
    for (name, _, alignment), argument in zip(pools, arguments[count:], strict=True):
        argument.name_hint = name
        facts = {POOL: StringAttr(name), ALIGNMENT: IntegerAttr(alignment, i64)}
        attributes.append(DictionaryAttr(facts))
    entry.properties["arg_attrs"] = ArrayAttr(attributes)
    return arguments[count:]


def require_no_callers(module: ModuleOp, entry: func.FuncOp) -> None:
    """Refuse to change the arguments of an entry that the module uses itself."""
    functions, name = ModuleFunctions(module), entry.sym_name.data
    require_only_direct_calls(functions, name)
    for call in functions.calls[name]:
        raise OperationError(call, f"calls the entry @{name}, whose arguments would change")
