"""From which packed entries a function is reached, and so who hears of its errors."""

from microaot.dialects.packed.entry import ABI, ArgumentsType
from microaot.emitc_backend.conversions.packed_entry import ERROR_MESSAGES
from microaot.passes.module_functions import ModuleFunctions, function_of
from microaot.passes.worklist import spread


class ReachingEntries:
    """The packed entries that call functions, themselves or through others."""

    def __init__(self, functions: ModuleFunctions) -> None:
        callees: dict[str, list[str]] = {}
        for name, calls in functions.calls.items():
            for call in calls:
                if (caller := function_of(call)) is not None:
                    callees.setdefault(caller.sym_name.data, []).append(name)
        entries: dict[tuple[ABI, bool], dict[str, None]] = {}
        for function in functions.by_name.values():
            match function.function_type.inputs.data:
                case (ArgumentsType() as arguments,):
                    has_messages = ERROR_MESSAGES not in function.attributes
                    group = entries.setdefault((arguments.abi.data, has_messages), {})
                    group[function.sym_name.data] = None
                case _:
                    pass
        self._reached = {
            key: spread(group, lambda name: callees.get(name, ())) for key, group in entries.items()
        }

    def abis(self, name: str) -> list[ABI]:
        """The ABIs of the entries that reach a function, each once."""
        found = {abi for (abi, _), reached in self._reached.items() if name in reached}
        return [abi for abi in ABI if abi in found]

    def has_messages(self, name: str) -> bool:
        """Whether anybody wants to hear more than the kind of an error."""
        return any(full and name in reached for (_, full), reached in self._reached.items())
