"""The function of a module that the application calls."""

from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp

from microaot.passes.module_functions import is_public
from microaot.tools.errors import OperationError, UserError


def entry_of(module: ModuleOp, name: str = "") -> func.FuncOp:
    """The function called `name`; without a name the only public one, or else `@main`."""
    functions = [
        op for op in module.body.ops if isinstance(op, func.FuncOp) and not op.is_declaration
    ]
    public = [function for function in functions if is_public(function)]
    named = [f for f in functions if f.sym_name.data == (name or "main")]
    if name and not named:
        raise UserError(f"there is no function @{name} to plan the memory of")
    if not name and len(public) == 1:
        return public[0]
    if not named:
        raise OperationError(
            module, f"has {len(public)} public functions, none of them @main: say which is run"
        )
    return named[0]
