"""All models under sanitizers, on all samples: no bad access, no undefined behaviour, no leak."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from model_libraries import run_program
from numpy.typing import NDArray
from reference_data import require_folder

from microaot.tools.api import CompileOptions, compile_module

MODELS = {
    "ad01_int8": "none",
    "hello_world_float": "tvm",
    "hello_world_int8": "ffi",
    "kws_ref_model": "none",
    "kws_ref_model_float32": "tvm",
    "pretrainedResnet_quant": "none",
}
"""The models, and how operators are called; the runtimes of the packed APIs are stubs."""

SANITIZERS = ("-O0", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
MATH = ("-Wl,--no-as-needed", "-lm")

PROGRAM = """
#include <stdio.h>
#include <stdlib.h>
#include "m.h"

void TVMAPISetLastError(const char *message);
void TVMFFIErrorSetRaisedFromCStr(const char *kind, const char *message);
void TVMFFIErrorSetRaisedFromCStrParts(const char *kind, const char **parts, int32_t count);

void TVMAPISetLastError(const char *message)
{{
    puts(message);
}}

void TVMFFIErrorSetRaisedFromCStr(const char *kind, const char *message)
{{
    printf("%s: %s\\n", kind, message);
}}

void TVMFFIErrorSetRaisedFromCStrParts(const char *kind, const char **parts, int32_t count)
{{
    printf("%s: %s and %d more\\n", kind, parts[0], (int)count);
}}

static const {element} given[{samples}][{count}] = {{ {values} }};

int main(void)
{{
    /* What is behind a piece of the heap is guarded. */
    {element} *x = malloc(sizeof given[0]), *y = malloc({output_size});
    uint8_t *pool = malloc({pool_size});
    const struct m_inputs inputs = {{ x }};
    const struct m_outputs outputs = {{ y }};
    for (size_t sample = 0; sample < {samples}; ++sample) {{
        for (size_t i = 0; i < {count}; ++i) {{
            x[i] = given[sample][i];
        }}
        const int32_t status = m_run(&inputs, &outputs, pool);
        if (status != 0) {{
            return (int)status;
        }}
        for (size_t i = 0; i < {output_size} / sizeof *y; ++i) {{
            printf("%.9g ", (double)y[i]);
        }}
    }}
    free(x);
    free(y);
    free(pool);
    return 0;
}}
"""


@pytest.mark.parametrize("model", MODELS)
def test_model_is_clean(model: str, tmp_path: Path) -> None:
    path = require_folder("models") / f"{model}.linalg.mlir"
    options = CompileOptions(pools=("sram:*:app",), packed_api=MODELS[model])
    library = compile_module(path.read_text(), filename=path.name, name="m", options=options)
    library.write(tmp_path)
    manifest = json.loads(library.files["m.json"])
    with np.load(path.with_name(f"{model}.io.npz")) as data:
        samples, expected = data["in0"], data["mlir0"]
    program = PROGRAM.format(
        element="float" if expected.dtype.kind == "f" else "int8_t",
        samples=len(samples),
        count=samples[0].size,
        values=", ".join(f"{{ {row(sample)} }}" for sample in samples),
        output_size=expected[0].nbytes,
        pool_size=manifest["pools"][0]["size"],
    )
    numbers = run_program([tmp_path], program, *SANITIZERS, *MATH).split()
    result: NDArray[Any] = np.array(numbers, np.float64).reshape(expected.shape)
    if expected.dtype.kind == "f":
        np.testing.assert_allclose(result, expected, rtol=1e-5, atol=1e-5)
    else:
        np.testing.assert_array_equal(result, expected)


def row(sample: NDArray[Any]) -> str:
    """The elements of a tensor in C."""
    return ", ".join(map(literal, sample.ravel().tolist()))


def literal(value: float) -> str:
    """A number in C."""
    return f"{value!r}f" if isinstance(value, float) else str(value)
