"""What a chain of three operators costs on a Cortex-M0: `relu((x + c) * y)` on 16 floats.

TVM v0.14 needs 192 bytes of stack and 400 of code for it with its C interface, 1,080 and 3,826 with
packed calls.

```
python benchmarks/packed_chain.py
```
"""

from pathlib import Path

from code_size import LEVELS, Footprint, measure
from packed_calls import emit_module
from rich.console import Console
from rich.table import Table

FOLDER = Path(__file__).parent / "cortex_m0"
BY_HAND = "by hand"

_PACKED = (
    "make-packed-api{{abi={abi} functions=add,multiply,relu}},"
    "lower-packed-calls{{abi={abi}}},unpack-buffers"
)
FORMS = {
    "unpacked": "inline-packed-calls,lower-packed-calls,unpack-buffers",
    "cpacked, tvm": _PACKED.format(abi="tvm"),
    "cpacked, ffi": _PACKED.format(abi="ffi"),
}
"""The forms of the chain, and the passes that make them."""

TVM_PACKED_STACK = {"-O0": 1080, "-Os": 720, "-O2": 240}
"""Bytes of stack that a run of TVM v0.14's packed calls needs, without any check."""


def emit(form: str) -> dict[str, str]:
    """The files of a form, by their paths."""
    if form == BY_HAND:
        return {"src/hand.c": (FOLDER / "chain.c").read_text()}
    return emit_module((FOLDER / "chain.mlir").read_text(), FORMS[form])


def measure_chain() -> dict[tuple[str, str], Footprint]:
    """The footprint of every form at every optimization level."""
    return {
        (form, level): measure(emit(form), level) for form in (BY_HAND, *FORMS) for level in LEVELS
    }


def main() -> None:
    """Print the figures."""
    table = Table(title="Cortex-M0, bytes")
    for column in ("form", "level", "code", "stack"):
        table.add_column(column, justify="left" if column in ("form", "level") else "right")
    for (form, level), footprint in measure_chain().items():
        table.add_row(form, level, f"{footprint.size:,}", f"{footprint.stack:,}")
    Console().print(table)


if __name__ == "__main__":
    main()
