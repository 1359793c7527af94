"""Random programs: our C, with and without formed expressions, does what mlir-translate's does."""

import random
import shutil
import subprocess
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from random_programs import LENGTH, PRELUDE, random_module
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from microaot.emitc_backend.form_expressions import FormExpressions
from microaot.emitc_backend.infer_const import InferConst
from microaot.emitc_backend.printer.targets import CTarget
from microaot.tools.frontend import new_context

MLIR_TRANSLATE = "mlir-translate-22"
pytestmark = pytest.mark.skipif(
    shutil.which(MLIR_TRANSLATE) is None, reason=f"{MLIR_TRANSLATE} is not installed"
)

WARNINGS = (
    "-std=c99 -pedantic -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes "
    "-Wno-type-limits -Wno-unused-function -Wno-unused-but-set-variable -Wno-tautological-compare "
    "-Wno-div-by-zero -Wno-unused-variable -Werror"
).split()


def driver(functions: int) -> str:
    """Runs every function on a few arguments and prints all that comes out."""
    calls = "\n".join(
        f"""    for (int a = -128; a < 128; a += 51)
        for (uint32_t b = 0; b < 4; ++b) {{
            int32_t memory[{LENGTH}] = {{0, 1, -1, 200, -2147483647 - 1, 2147483647, 7, 8}};
            printf("f{i} %d", (int)f{i}(memory, (int8_t)a, b * 0x50000001U));
            for (int k = 0; k < {LENGTH}; ++k)
                printf(" %d", (int)memory[k]);
            printf("\\n");
        }}"""
        for i in range(functions)
    )
    return f"#include <stdio.h>\nint main(void)\n{{\n{calls}\n    return 0;\n}}\n"


def run(folder: Path, name: str, code: str, flags: Sequence[str]) -> str:
    source, binary = folder / f"{name}.c", folder / name
    source.write_text(code)
    # Not both at once: the sanitizer's checks make gcc warn about conversions that are fine.
    subprocess.run(["gcc", "-fsyntax-only", *flags, source], check=True)
    sanitizer = ["-fsanitize=undefined", "-fno-sanitize-recover=undefined"]
    subprocess.run(["gcc", "-O0", "-w", *sanitizer, "-o", binary, source], check=True)
    return subprocess.run([binary], check=True, capture_output=True, text=True, timeout=60).stdout


def printed(module: ModuleOp, *passes: ModulePass) -> str:
    context = new_context()
    for a_pass in passes:
        a_pass.apply(context, module)
        module.verify()
    output = StringIO()
    CTarget().emit(context, module, output)
    return output.getvalue()


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
)
@given(seed=st.integers(0, 2**32))
def test_same_results_as_mlir_translate(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("random")
    count = 12
    module = random_module(random.Random(seed), count)
    module.verify()
    plain = printed(module)
    text = str(module)
    reference = subprocess.run(
        [MLIR_TRANSLATE, "--mlir-to-cpp"], input=text, check=True, capture_output=True, text=True
    ).stdout
    formed = printed(module, FormExpressions(), InferConst())
    formed_reference = subprocess.run(
        [MLIR_TRANSLATE, "--mlir-to-cpp"],
        input=str(module),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert formed_reference
    expected = run(folder, "reference", PRELUDE + reference + driver(count), ["-w"])
    assert run(folder, "plain", PRELUDE + plain + driver(count), WARNINGS) == expected
    assert run(folder, "formed", PRELUDE + formed + driver(count), WARNINGS) == expected
