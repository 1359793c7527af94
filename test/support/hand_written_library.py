"""Library folders with C by hand, described as `microaot compile` describes its own."""

import json
from collections.abc import Sequence
from pathlib import Path

_C_TYPES = {"i8": "int8_t", "i32": "int32_t", "i64": "int64_t", "f32": "float", "i1": "bool"}


def write_library(
    folder: Path,
    source: str,
    inputs: Sequence[tuple[str, str, Sequence[int]]] = (),
    outputs: Sequence[tuple[str, str, Sequence[int]]] = (),
    *,
    name: str = "lib",
    function: str = "work",
) -> Path:
    """Write a library `name` whose function `name_function` the C text `source` defines.

    Inputs and outputs are names, types of elements in MLIR, and shapes.
    """
    arguments = [*inputs, *outputs]
    parameters = ", ".join(
        f"{'const ' if i < len(inputs) else ''}{_C_TYPES[element]} *{argument}"
        for i, (argument, element, _) in enumerate(arguments)
    )
    manifest = {
        "name": name,
        "generator": "a test",
        "functions": [
            {
                "symbol": function,
                "arguments": [
                    {"name": n, "type": "memref", "shape": [*shape], "element": element}
                    for n, element, shape in arguments
                ],
                "results": [],
                "c_name": f"{name}_{function}",
                "c_parameters": [{"const": i < len(inputs)} for i in range(len(arguments))],
            }
        ],
    }
    header = f"#include <stdbool.h>\n#include <stdint.h>\nvoid {name}_{function}({parameters});\n"
    for path, text in {
        f"{name}.json": json.dumps(manifest),
        f"include/{name}.h": header.replace("()", "(void)"),
        f"src/{name}.c": f'#include "{name}.h"\n{source}',
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder
