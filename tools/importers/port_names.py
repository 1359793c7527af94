"""Names by which C can tell the inputs and outputs of a model apart."""

from collections.abc import Sequence
from dataclasses import replace

from microaot.emitc_backend.c_names import make_identifier
from microaot.tools.importers.imported_model import ImportedModel, Port


def with_distinct_names(imported: ImportedModel) -> ImportedModel:
    """Rename inputs and outputs that have no name, or one whose macros another has already.

    Whoever has a `.tflite` file cannot easily rename its tensors, and tools that cut a layer out of
    a model drop the names. An input without a name is `input`, one of several `input0`; a second
    `x`, or an `X` beside it, becomes `x_1`. What was renamed is a note for the user.
    """
    taken: set[str] = set()
    notes: list[str] = []
    inputs = _rename(imported.inputs, "input", taken, notes)
    outputs = _rename(imported.outputs, "output", taken, notes)
    return replace(imported, inputs=inputs, outputs=outputs, notes=(*imported.notes, *notes))


def _rename(
    ports: Sequence[Port], kind: str, taken: set[str], notes: list[str]
) -> tuple[Port, ...]:
    renamed: list[Port] = []
    for number, port in enumerate(ports):
        base = name = port.name or (kind if len(ports) == 1 else f"{kind}{number}")
        suffix = 0
        while _macro(name) in taken:
            suffix += 1
            name = f"{base}_{suffix}"
        taken.add(_macro(name))
        if name != base:
            notes.append(f"the {kind} '{base}' is called '{name}', as C needs another name for it")
        renamed.append(replace(port, name=name))
    return tuple(renamed)


def _macro(name: str) -> str:
    return make_identifier(name).upper()
