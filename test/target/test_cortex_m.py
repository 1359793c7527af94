"""The digits classifier on Cortex-M processors, under QEMU."""

from pathlib import Path

import numpy as np
import pytest
from commands import run

from microaot.tools.api import compile_module

HERE = Path(__file__).parent
DIGITS = HERE.parents[1] / "examples" / "digits"
IMAGES = 20
"""As many as take about a second at -O0."""

BOARDS = {"cortex-m0": "mps2-an385", "cortex-m4": "mps2-an386"}
"""A board of QEMU that runs code for the processor; a Cortex-M3 runs that of a Cortex-M0."""

MAIN = """
#include "digits.h"

static const int8_t images[{count}][1][8][8][1] = {images};
static const int8_t expected[{count}][1][10] = {expected};

int main(void)
{{
    int different = 0;
    for (int i = 0; i < {count}; ++i) {{
        int8_t logits[1][10];
        digits_classify(images[i], logits);
        for (int digit = 0; digit < 10; ++digit) {{
            different += logits[0][digit] != expected[i][0][digit];
        }}
    }}
    return different;
}}
"""


@pytest.mark.parametrize("level", ["-O0", "-Os", "-O2"])
@pytest.mark.parametrize("processor", BOARDS)
def test_digits_equal_the_reference(processor: str, level: str, tmp_path: Path) -> None:
    compile_module((DIGITS / "digits.mlir").read_text(), name="digits").write(tmp_path)
    with np.load(DIGITS / "test_images.npz") as data:
        images, logits = data["images"][:IMAGES], data["logits"][:IMAGES]
    main = tmp_path / "main.c"
    main.write_text(
        MAIN.format(
            count=IMAGES,
            images=_initializer(images.reshape(IMAGES, 1, 8, 8, 1)),
            expected=_initializer(logits.reshape(IMAGES, 1, 10)),
        )
    )
    program = tmp_path / "digits.elf"
    flags = [f"-mcpu={processor}", "-mthumb", "-std=c99", level, "-ffreestanding"]
    sources = [HERE / "startup.c", main, tmp_path / "src" / "digits.c"]
    link = ["-nostartfiles", f"-T{HERE / 'mps2.ld'}", "--specs=nano.specs"]
    include = f"-I{tmp_path / 'include'}"
    run(["arm-none-eabi-gcc", *flags, include, *map(str, sources), *link, "-o", str(program)])
    run(
        [
            *("qemu-system-arm", "-M", BOARDS[processor], "-kernel", str(program)),
            *("-display", "none", "-serial", "none", "-monitor", "none", "-nodefaults"),
            *("-semihosting-config", "enable=on,target=native"),
        ]
    )


def _initializer(values: np.ndarray) -> str:
    return str(values.tolist()).replace("[", "{").replace("]", "}")
