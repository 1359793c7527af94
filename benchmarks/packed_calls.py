"""What a calling convention costs on a Cortex-M0: one call of a packed function, in each form.

`examples/add_via_packed` has a function of two tensors and a caller that makes descriptors for
it. The same module becomes C in several ways, each a pipeline of passes, measured next to C by hand
that has no descriptors. `add_one` adds 1 to nine floats; its addition is the compiler's library's.

```
python benchmarks/packed_calls.py
```
"""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from code_size import LEVELS, Footprint, measure
from rich.console import Console
from rich.table import Table
from xdsl.passes import PassPipeline
from xdsl.universe import Universe

from microaot.emitc_backend.printer.targets import CTarget, HeaderTarget
from microaot.emitc_backend.runtime.abi_headers import abi_headers
from microaot.tools.frontend import new_context, parse_module

FOLDER = Path(__file__).parents[1] / "examples" / "add_via_packed"
EXAMPLE = FOLDER / "add_via_packed.mlir"
CALLER = "add_via_packed"

_PACKED = (
    "make-packed-api{{abi={abi} functions=add_one error_messages={messages}}},"
    "lower-packed-calls{{abi={abi}}},unpack-buffers"
)
FORMS: dict[str, str] = {
    "cpacked, tvm": _PACKED.format(abi="tvm", messages="full"),
    "cpacked, ffi": _PACKED.format(abi="ffi", messages="full"),
    "cpacked, tvm, no messages": _PACKED.format(abi="tvm", messages="none"),
    "unpacked": "inline-packed-calls,lower-packed-calls,unpack-buffers",
}
"""The forms of the example, and the passes that make them."""


def caller_of(form: str) -> str:
    """The C name of the caller in a form: one that can fail has another."""
    return f"{CALLER}_checked" if form.startswith("cpacked") else CALLER


INLINED = "inlined"
"""The form `unpacked` of a module that keeps `add_one` to itself, so that C compilers inline it."""

BY_HAND = "by hand"


@dataclass(frozen=True)
class Row:
    """One form at one optimization level."""

    form: str
    level: str
    instructions: int
    """Of the caller."""
    footprint: Footprint
    """Of the whole file, and of the caller with all that it calls."""


def emit(form: str) -> dict[str, str]:
    """The files of a form, by their paths."""
    if form == BY_HAND:
        return {"src/hand.c": (FOLDER / "by_hand.c").read_text()}
    text = EXAMPLE.read_text()
    if form == INLINED:
        text = text.replace("func.func @add_one", "func.func private @add_one")
    return emit_module(text, FORMS.get(form, FORMS["unpacked"]))


def emit_module(text: str, passes: str) -> dict[str, str]:
    """The files that a module becomes after these passes."""
    context = new_context()
    module = parse_module(context, text, EXAMPLE.name)
    available = Universe.get_multiverse().all_passes
    PassPipeline.parse_spec(available, f"{passes},plain-to-emitc").apply(context, module)
    source, header = StringIO(), StringIO()
    CTarget(header="lib.h").emit(context, module, source)
    HeaderTarget(guard="LIB_H").emit(context, module, header)
    included = re.findall(r'#include "((?:dlpack|tvm|ffi)\.h)"', source.getvalue())
    return {
        "src/lib.c": source.getvalue(),
        "include/lib.h": header.getvalue(),
        **{f"include/{name}": text for name, text in abi_headers(included).items()},
    }


def disassemble(files: Mapping[str, str], function: str, level: str) -> list[str]:
    """The instructions of a function on a Cortex-M0, with the symbols that they refer to.

    Addresses within the function are relative to its start, so that equal code is equal text.
    """
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (source,) = (folder / name for name in files if name.endswith(".c"))
        output = folder / "object.o"
        gcc = ("arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", "-std=c99", level)
        sections = ("-ffunction-sections", f"-I{folder / 'include'}")
        subprocess.run([*gcc, *sections, "-c", source, "-o", output], check=True)
        objdump = ("arm-none-eabi-objdump", "-dr", "-j", f".text.{function}", output)
        text = subprocess.run(objdump, check=True, stdout=subprocess.PIPE, text=True).stdout
    lines = [line.split("\t") for line in text.splitlines() if line.startswith(" ")]
    return ["\t".join(parts[2:] or parts).split(";")[0].strip() for parts in lines]


def is_instruction(line: str) -> bool:
    """Whether a line of `disassemble` is no relocation and no constant."""
    return "R_ARM_" not in line and not line.startswith((".word", ".short", "nop"))


def measure_form(form: str, level: str) -> Row:
    """Compile and measure."""
    files = emit(form)
    instructions = sum(map(is_instruction, disassemble(files, caller_of(form), level)))
    return Row(form, level, instructions, measure(files, level))


def measure_all() -> list[Row]:
    """Every form at every level."""
    return [measure_form(form, level) for form in (*FORMS, INLINED, BY_HAND) for level in LEVELS]


def main() -> None:
    """Print a table."""
    table = Table("form", "level", "instructions", "code", "stack")
    for row in measure_all():
        numbers = (row.instructions, row.footprint.size, row.footprint.stack)
        table.add_row(row.form, row.level, *map(str, numbers))
    Console().print(table)


if __name__ == "__main__":
    main()
