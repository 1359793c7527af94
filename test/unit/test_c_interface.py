"""Libraries of models as firmware uses them: each way to hand over memory, statuses, threads."""

import json
from pathlib import Path

import numpy as np
import pytest
from model_libraries import (
    COMPILERS,
    DENSE,
    MIXED,
    SANITIZED,
    build_library,
    check_clean,
    dense_reference,
    run_program,
    write,
)

from microaot.passes.place_constants import PlaceConstants
from microaot.tools.model_library import ModelOptions

TVM = ModelOptions(prefix="tvmgen", descriptor=True)
OURS = ModelOptions(descriptor=True)


APP = ("workspace:1KiB:app",)
TWO = ("sram:1KiB:app", "dtcm:16:app")
LIBRARY = ("workspace",)


VARIANTS = {
    f"{style}-{owner}-{place}": (pools, place == "inside", options)
    for style, options in (("ours", OURS), ("tvm", TVM))
    for owner, pools in (("library", LIBRARY), ("app", APP), ("two", TWO))
    for place in ("outside", "inside")
}


UNIFORM = """
#include <stdio.h>
#include <stdint.h>
#include "{header}"
#include "microaot_model.h"

int main(void)
{{
    static const int8_t x[4] = {{ {values} }};
    static int8_t y[3];
    static double memory[2][128];
    const void *inputs[] = {{ x }};
    void *outputs[] = {{ y }};
    void *pools[] = {{ memory[0], memory[1] }};
    const struct microaot_model *model = &{prefix}_model;
    const int32_t status = model->run(inputs, outputs, pools, NULL);
    printf("%d %d %d %d\\n", (int)status, y[0], y[1], y[2]);
    return model->inputs[0].size == 4 && model->outputs[0].rank == 2 ? 0 : 1;
}}
"""


@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_run(variant: str, tmp_path: Path) -> None:
    """Each way to hand over memory gives the results of NumPy, through one function for all."""
    pools, inside, options = VARIANTS[variant]
    files = build_library(DENSE, "kws", pools=pools, io_in_workspace=inside, options=options)
    folder = write(files, tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler, "-O0")
    x = np.array([3, -4, 100, -128], np.int8)
    manifest = json.loads(files["kws.json"])
    program = UNIFORM.format(
        header=manifest["header"], prefix=manifest["prefix"], values=", ".join(map(str, x.tolist()))
    )
    printed = run_program([folder], program, *SANITIZED)
    assert printed.split() == ["0", *map(str, dense_reference(x))]


@pytest.mark.parametrize("variant", ["ours-app-outside", "tvm-two-inside"])
def test_linked_as_cpp(variant: str, tmp_path: Path) -> None:
    """The files see the same names in C++, and so do applications."""
    pools, inside, options = VARIANTS[variant]
    files = build_library(DENSE, "kws", pools=pools, io_in_workspace=inside, options=options)
    manifest = json.loads(files["kws.json"])
    program = UNIFORM.format(
        header=manifest["header"], prefix=manifest["prefix"], values="1, 2, 3, 4"
    )
    folder = write(files, tmp_path)
    printed = run_program([folder], program, command=("g++", "-x", "c++", "-std=c++17"))
    y = dense_reference(np.array([1, 2, 3, 4], np.int8))
    assert printed.split() == ["0", *map(str, y)]


CONSTANTS = """
#include <stdio.h>
#include "{header}"

static const uint8_t flash[] __attribute__((aligned({macro}_FLASH_ALIGNMENT))) = {{ {data}DATA }};
static uint8_t memory[{macro}_WORKSPACE_SIZE] __attribute__((aligned(8)));

int main(void)
{{
    static int8_t x[4] = {{ 3, -4, 100, -128 }}, y[3];
    struct {prefix}_inputs in = {{ x }};
    struct {prefix}_outputs out = {{ y }};
    {pools}
    const int status = (int){prefix}_run(&in, &out{argument});
    printf("%d %d %d %d\\n", status, y[0], y[1], y[2]);
    return sizeof flash == {data}SIZE ? 0 : 1;
}}

void TVMAPISetLastError(const char *message);
void TVMAPISetLastError(const char *message)
{{
    (void)message;
}}
"""


@pytest.mark.parametrize("style", ["ours", "ours alone", "tvm"])
def test_application_provides_constants(style: str, tmp_path: Path) -> None:
    """The header has the bytes; who stores them is up to the application."""
    is_tvm, is_alone = style == "tvm", style == "ours alone"
    files = build_library(
        DENSE,
        "kws",
        pools=LIBRARY if is_alone else ("sram:1KiB:app",),
        constants=PlaceConstants(("flash:1KiB:app",)),
        options=ModelOptions(prefix="tvmgen" if is_tvm else "", module="tvm", descriptor=True),
    )
    assert "src/kws_constants.c" not in files
    folder = write(files, tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)
    prefix = "tvmgen_kws" if is_tvm else "kws"
    rows = {"flash": "(void *)(uintptr_t)flash" if is_tvm else "flash", "sram": "memory"}
    order = [pool["c_name"] for pool in json.loads(files["kws.json"])["pools"]]
    values = ", ".join(rows[name] for name in order if name in rows)
    struct = f"struct {prefix}_{'workspace_pools' if is_tvm else 'workspaces'}"
    program = CONSTANTS.format(
        header=f"{prefix}.h",
        prefix=prefix,
        macro=prefix.upper(),
        data=f"{prefix.upper()}_FLASH_{'CONSTANT_POOL_' if is_tvm else ''}",
        pools="(void)memory;" if is_alone else f"{struct} pools = {{ {values} }};",
        argument=", flash" if is_alone else ", &pools",
    )
    printed = run_program([folder], program, *SANITIZED)
    expected = dense_reference(np.array([3, -4, 100, -128], np.int8))
    assert printed.split() == ["0", *map(str, expected)]


CHECKS = """
#include <stdio.h>
#include "mixed.h"

static float a[4] = { 1, 2, 3, 4 }, b[4] = { 10, 20, 30, 40 }, sum[4], last[1];
static bool negate[1] = { true };
static double memory[16];

int main(void)
{
    uint8_t *ws = (uint8_t *)memory;
    struct mixed_inputs in = { a, b, negate };
    struct mixed_outputs out = { sum, last };
    printf("%d", (int)mixed_run(&in, &out, ws));
    printf(" %g %g %g", (double)sum[0], (double)sum[3], (double)last[0]);
    printf(" %d", (int)mixed_run(NULL, &out, ws));
    printf(" %d", (int)mixed_run(&in, NULL, ws));
    printf(" %d", (int)mixed_run(&in, &out, NULL));
    in.negate = NULL;
    printf(" %d", (int)mixed_run(&in, &out, ws));
    in.negate = negate;
    out.last = NULL;
    printf(" %d", (int)mixed_run(&in, &out, ws));
    out.last = last;
    printf(" %d", (int)mixed_run(&in, &out, ws + 1));
    in.b = (const float *)(const void *)((const char *)b + 2);
    printf(" %d\\n", (int)mixed_run(&in, &out, ws));
    return MIXED_OK + MIXED_A_SIZE - 16 + MIXED_A_COUNT - 4 + MIXED_LAST_SIZE - 4;
}
"""


def test_checks_at_the_border(tmp_path: Path) -> None:
    folder = write(build_library(MIXED, "mixed", pools=APP), tmp_path)
    printed = run_program([folder], CHECKS, *SANITIZED)
    null, misaligned = "101", "102"
    assert printed.split() == ["0", "21", "84", "-44", *[null] * 5, *[misaligned] * 2]


def test_checks_can_be_left_out() -> None:
    files = build_library(MIXED, "mixed", options=ModelOptions(checks=False))
    assert "NULL" not in files["src/mixed.c"]
    assert "return MIXED_ERROR" not in files["src/mixed.c"]


TWO_MODELS = """
#include <stdio.h>
#include "first.h"
#include "second.h"

int main(void)
{
    static const int8_t x[4] = { 1, 2, 3, 4 };
    static int8_t y[3], z[3];
    static union { double d; uint8_t b[FIRST_WORKSPACE_SIZE > SECOND_WORKSPACE_SIZE
        ? FIRST_WORKSPACE_SIZE : SECOND_WORKSPACE_SIZE]; } shared;
    struct first_inputs in = { x };
    struct first_outputs out = { y };
    struct second_inputs in2 = { x };
    struct second_outputs out2 = { z };
    int32_t status = first_run(&in, &out, shared.b);
    status |= second_run(&in2, &out2, shared.b);
    printf("%d %d %d %d %d\\n", (int)status, y[0], y[1], z[1], z[2]);
    return 0;
}
"""


def test_two_models_share_a_program_and_a_pool(tmp_path: Path) -> None:
    other = DENSE.replace("[100, -200, 300]", "[0, 0, 0]")
    first = write(build_library(DENSE, "first", pools=APP), tmp_path / "first")
    second = write(build_library(other, "second", pools=APP), tmp_path / "second")
    y = dense_reference(np.array([1, 2, 3, 4], np.int8))
    printed = run_program([first, second], TWO_MODELS, *SANITIZED)
    assert printed.split() == ["0", str(y[0]), str(y[1]), str(28 >> 2), str(110 >> 2)]


THREADS = """
#include <pthread.h>
#include <stdio.h>
#include "kws.h"

static void *work(void *argument)
{
    static const int8_t x[4] = { 1, 2, 3, 4 };
    double memory[(KWS_WORKSPACE_SIZE + 7) / 8];
    int8_t *y = (int8_t *)argument;
    struct kws_inputs in = { x };
    struct kws_outputs out = { y };
    for (int i = 0; i < 1000; ++i) {
        if (kws_run(&in, &out, (uint8_t *)memory) != KWS_OK) {
            y[0] = 0;
        }
    }
    return NULL;
}

int main(void)
{
    static int8_t y[2][3];
    pthread_t threads[2];
    for (int i = 0; i < 2; ++i) {
        pthread_create(&threads[i], NULL, work, y[i]);
    }
    for (int i = 0; i < 2; ++i) {
        pthread_join(threads[i], NULL);
    }
    printf("%d %d %d %d\\n", y[0][0], y[0][2], y[1][0], y[1][2]);
    return 0;
}
"""


def test_two_threads_with_two_workspaces(tmp_path: Path) -> None:
    folder = write(build_library(DENSE, "kws", pools=APP), tmp_path)
    flags = ("-O1", "-g", "-fsanitize=thread", "-pthread")
    printed = run_program([folder], THREADS, *flags)
    y = dense_reference(np.array([1, 2, 3, 4], np.int8))
    assert printed.split() == [str(y[0]), str(y[2])] * 2
