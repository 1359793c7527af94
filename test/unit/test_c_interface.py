"""Libraries of models as firmware uses them: compiled strictly, linked, run, and looked into."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from commands import run
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
from microaot.tools.errors import OperationError, UserError
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


def test_sections(tmp_path: Path) -> None:
    """Constants go where the linker script wants them, unless the macro is defined as nothing."""
    constants = PlaceConstants(("flash",), section=".rodata.{pool}")
    folder = write(build_library(DENSE, "kws", constants=constants), tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler, "-O2")
    sections = run(["arm-none-eabi-objdump", "-h", folder / "kws_constants.arm.o"])
    assert re.search(r"\.rodata\.flash.*\n.*CONTENTS, ALLOC, LOAD, READONLY, DATA", sections)
    check_clean(folder, "arm", "-DKWS_SECTION(name)=")
    sections = run(["arm-none-eabi-objdump", "-h", folder / "kws_constants.arm.o"])
    assert ".rodata.flash" not in sections


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


MICROTVM = """
#include <stdio.h>
#include <stdint.h>
#include "tvmgen_kws.h"

static int8_t input_data[TVMGEN_KWS_X_0_SIZE] = { 3, -4, 100, -128 };
static int8_t output_data[TVMGEN_KWS_IDENTITY_SIZE];
static uint8_t sram[TVMGEN_KWS_SRAM_WORKSPACE_POOL_SIZE] __attribute__((aligned(16)));

int main(void)
{
    struct tvmgen_kws_inputs inputs = {
        .x_0 = (void *)&input_data,
    };
    struct tvmgen_kws_outputs outputs = {
        .Identity = (void *)&output_data,
    };
    struct tvmgen_kws_workspace_pools pools = {
        .sram = sram,
    };
    if (tvmgen_kws_run(&inputs, &outputs, &pools) != 0) {
        return 1;
    }
    printf("%d %d %d\\n", output_data[0], output_data[1], output_data[2]);
    return TVMGEN_KWS_WORKSPACE_SIZE == TVMGEN_KWS_SRAM_WORKSPACE_POOL_SIZE ? 0 : 1;
}
"""

MICROTVM_MAPPED = """
#include <stdio.h>
#include <string.h>
#include "tvmgen_kws.h"

static uint8_t sram[TVMGEN_KWS_SRAM_WORKSPACE_POOL_SIZE] __attribute__((aligned(16)));

int main(void)
{
    static const int8_t data[] = { 3, -4, 100, -128 };
    struct tvmgen_kws_workspace_pools pools = { .sram = sram };
    struct tvmgen_kws_inputs inputs = tvmgen_kws_map_inputs(&pools);
    struct tvmgen_kws_outputs outputs = tvmgen_kws_map_outputs(&pools);
    memcpy(inputs.x_0, data, TVMGEN_KWS_X_0_SIZE);
    if (tvmgen_kws_run(&pools) != 0) {
        return 1;
    }
    const int8_t *y = (const int8_t *)outputs.Identity;
    printf("%d %d %d\\n", y[0], y[1], y[2]);
    return 0;
}
"""


@pytest.mark.parametrize(("program", "inside"), [(MICROTVM, False), (MICROTVM_MAPPED, True)])
def test_microtvm_application_compiles_unchanged(
    program: str, inside: bool, tmp_path: Path
) -> None:
    files = build_library(
        DENSE, "kws", pools=("sram:1KiB:app",), io_in_workspace=inside, options=TVM
    )
    printed = run_program([write(files, tmp_path)], program, *SANITIZED)
    expected = dense_reference(np.array([3, -4, 100, -128], np.int8))
    assert printed.split() == [*map(str, expected)]


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


@pytest.mark.parametrize("pools", [LIBRARY, APP, TWO])
def test_objects(pools: tuple[str, ...], tmp_path: Path) -> None:
    """Constants are constant, nothing is written but a workspace, every name has the prefix."""
    folder = write(build_library(DENSE, "kws", pools=pools, options=OURS), tmp_path)
    check_clean(folder, "arm", "-Os")
    symbols = [
        (*found.groups(),)
        for path in sorted(folder.glob("*.arm.o"))
        for line in run(["arm-none-eabi-nm", path]).splitlines()
        if (found := re.search(r" (\w) (\w+)$", line))
    ]
    writable = {name for kind, name in symbols if kind in "bBdDcC"}
    assert writable == ({"kws_workspace"} if pools == LIBRARY else set())
    exported = {name for kind, name in symbols if kind in "TRDBC"}
    assert {"kws_run", "kws_dense", "kws_requantize", "kws_weights", "kws_bias"} <= exported
    assert all(name.startswith("kws_") for name in exported)
    undefined = {name for kind, name in symbols if kind == "U"} - exported
    assert undefined == set()


@pytest.mark.parametrize("options", [OURS, TVM], ids=["ours", "tvm"])
def test_stack_frame_of_run(options: ModelOptions, tmp_path: Path) -> None:
    """Nothing is kept in variables, even without optimisation."""
    folder = write(build_library(DENSE, "kws", pools=APP, options=options), tmp_path)
    check_clean(folder, "arm", "-O0", "-fstack-usage")
    (usage,) = [
        int(line.split("\t")[1])
        for path in folder.glob("*.su")
        for line in path.read_text().splitlines()
        if line.split("\t")[0].endswith("_run")
    ]
    assert usage <= 32


EDGES = """
memref.global "private" constant @fixed : memref<4xf16> = dense<[1.0, 2.0, 3.0, 4.0]>
func.func @main(%x: memref<3xi4> {aot.input = "class"}, %y: memref<3xi4> {aot.output = "0-d"},
                %h: memref<4xf16> {aot.output = "h/2"}, %e: memref<0xf32> {aot.output = "empty"}) {
  memref.copy %x, %y : memref<3xi4> to memref<3xi4>
  %f = memref.get_global @fixed : memref<4xf16>
  memref.copy %f, %h : memref<4xf16> to memref<4xf16>
  return
}
"""

EDGES_PROGRAM = """
#include <stdio.h>
#include "edges.h"

int main(void)
{
    static const int8_t x[3] = { -8, 0, 7 };
    static int8_t y[3];
    static uint16_t h[4];
    struct edges_inputs in = { x };
    struct edges_outputs out = { y, h, NULL };
    printf("%d", (int)edges_run(&in, &out));
    printf(" %d %d %x %x\\n", y[0], y[2], h[0], h[3]);
    return 0;
}
"""


def test_names_and_elements_that_are_odd_in_c(tmp_path: Path) -> None:
    files = build_library(EDGES, "edges", options=OURS)
    assert "src/edges_operators.c" not in files
    folder = write(files, tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)
    printed = run_program([folder], EDGES_PROGRAM, *SANITIZED)
    assert printed.split() == ["0", "-8", "7", "3c00", "4400"]
    header = files["include/edges.h"]
    assert 'const int8_t *class_; /* "class", i4[3] */' in header
    assert "int8_t *_0_d;" in header
    assert "uint16_t *h_2;" in header


def test_no_inputs_no_outputs(tmp_path: Path) -> None:
    for number, options in enumerate((OURS, TVM)):
        files = build_library("func.func @main() {\n  return\n}", "none", options=options)
        folder = write(files, tmp_path / str(number))
        for compiler in COMPILERS:
            check_clean(folder, compiler)


def test_many_inputs(tmp_path: Path) -> None:
    """The condition of the NULL check does not become variables."""
    arguments = ", ".join(
        f'%x{i}: memref<2xf32> {{aot.input = "x{i}"}}, %y{i}: memref<2xf32> {{aot.output = "y{i}"}}'
        for i in range(20)
    )
    copies = "\n".join(
        f"  memref.copy %x{i}, %y{i} : memref<2xf32> to memref<2xf32>" for i in range(20)
    )
    text = f"func.func @main({arguments}) {{\n{copies}\n  return\n}}"
    files = build_library(text, "many")
    check_clean(write(files, tmp_path), "arm", "-O0")
    assert "bool " not in files["src/many.c"]
    assert files["include/many.h"].index("MANY_X3_SIZE") < files["include/many.h"].index("MANY_Y0")


def test_operator_status_is_returned_unchanged(tmp_path: Path) -> None:
    text = """
func.func private @vendor_op(memref<4xi8>, memref<4xi8>) -> i32
func.func @main(%x: memref<4xi8> {aot.input = "x"}, %y: memref<4xi8> {aot.output = "y"}) {
  %s = func.call @vendor_op(%x, %y) : (memref<4xi8>, memref<4xi8>) -> i32
  return
}
"""
    program = """
#include <stdio.h>
#include "vendor.h"
int32_t vendor_op(int8_t *x, int8_t *y);
int32_t vendor_op(int8_t *x, int8_t *y)
{
    *y = *x;
    return *x;
}
int main(void)
{
    static const int8_t x[4] = { -7 };
    static int8_t y[4];
    struct vendor_inputs in = { x };
    struct vendor_outputs out = { y };
    printf("%d\\n", (int)vendor_run(&in, &out));
    return 0;
}
"""
    folder = write(build_library(text, "vendor"), tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)
    assert run_program([folder], program, *SANITIZED).split() == ["-7"]


def test_manifest() -> None:
    files = build_library(DENSE, "kws", pools=APP, io_in_workspace=True)
    manifest = json.loads(files["kws.json"])
    (x,) = manifest["inputs"]
    assert (x["name"], x["c_name"], x["element"], x["shape"]) == ("x:0", "x_0", "i8", [1, 4])
    assert x["pool"] == "workspace"
    assert f"#define KWS_X_0_OFFSET {x['offset']} " in files["include/kws.h"]
    assert [row["name"] for row in manifest["operators"]] == ["kws_dense", "kws_requantize"]
    assert manifest["operators"][0]["constant_bytes"] == 24
    assert manifest["operators"][0]["source"].startswith("model.mlir:")
    assert manifest["memory_plan"]["pools"][0]["is_optimal"]
    assert sorted(files) == manifest["files"]
    assert manifest["sizes"] == {"constants": 24, "ram": 0}


def test_cmake(tmp_path: Path) -> None:
    folder = write(build_library(DENSE, "kws", options=OURS), tmp_path)
    run(["cmake", "-S", folder, "-B", folder / "build"])
    run(["cmake", "--build", folder / "build"])
    assert (folder / "build" / "libkws.a").is_file()


def test_names_that_clash() -> None:
    clash = DENSE.replace('aot.output = "Identity"', 'aot.output = "X_0"')
    with pytest.raises(OperationError, match=r'the input "x:0" and the output "X_0"') as error:
        build_library(clash, "kws")
    assert str(error.value).startswith("model.mlir:")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["a b", "0x", "", "for", "math", "microaot_model"])
def test_names_that_c_does_not_have(name: str) -> None:
    with pytest.raises(UserError):
        build_library(DENSE, name)
