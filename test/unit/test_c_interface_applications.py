"""Applications that bring something: code written for TVM, operators of a vendor, devices."""

from pathlib import Path

import numpy as np
import pytest
from model_libraries import (
    COMPILERS,
    DENSE,
    SANITIZED,
    build_library,
    check_clean,
    dense_reference,
    run_program,
    write,
)

from microaot.tools.model_library import ModelOptions

TVM = ModelOptions(prefix="tvmgen", descriptor=True)
OURS = ModelOptions(descriptor=True)


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


DEVICE = """
packed.device @npu_0 {device_type = 12 : i32, device_id = 0 : i32, hooks = ["open", "close"]}
func.func private @vendor_copy(memref<4xi8> {emitc.const}, memref<4xi8>) -> i32
  attributes {aot.device = @npu_0, aot.device_handle}
func.func @main(%x: memref<4xi8> {aot.input = "x"}, %y: memref<4xi8> {aot.output = "y"}) {
  %t = memref.alloc() : memref<4xi8>
  %s = func.call @vendor_copy(%x, %t) : (memref<4xi8>, memref<4xi8>) -> i32
  %u = func.call @vendor_copy(%t, %y) : (memref<4xi8>, memref<4xi8>) -> i32
  return
}
"""


DEVICE_PROGRAM = """
#include <stdio.h>
#include <string.h>
#include "{header}"

int32_t {open}(void *device);
int32_t {open}(void *device)
{{
    printf("open ");
    return *(int32_t *)device == 1 ? 7 : 0;
}}
int32_t {close}(void *device);
int32_t {close}(void *device)
{{
    (void)device;
    printf("close ");
    return 0;
}}
int32_t vendor_copy(const int8_t *x, int8_t *y, void *device);
int32_t vendor_copy(const int8_t *x, int8_t *y, void *device)
{{
    printf("copy ");
    memcpy(y, x, 4);
    return *(int32_t *)device == 2 ? -9 : 0;
}}

int main(void)
{{
    static int8_t x[4] = {{ 1, 2, 3, 4 }}, y[4];
    int32_t mode;
    struct {prefix}_inputs in = {{ x }};
    struct {prefix}_outputs out = {{ y }};
    struct {prefix}_devices devices = {{ &mode }};
    for (mode = 0; mode < 3; ++mode) {{
        printf("%d\\n", (int){prefix}_run(&in, &out, &devices));
    }}
    devices.npu_0 = NULL;
    printf("%d %d\\n", (int){prefix}_run(&in, &out, &devices), (int){prefix}_run(&in, &out, NULL));
    return y[3] == 4 ? 0 : 1;
}}
"""


@pytest.mark.parametrize("style", ["ours", "tvm"])
def test_devices(style: str, tmp_path: Path) -> None:
    """Handles reach hooks and operators; an error of any of them reaches the caller."""
    is_tvm = style == "tvm"
    options = ModelOptions(prefix="tvmgen" if is_tvm else "", descriptor=True)
    folder = write(build_library(DEVICE, "m", options=options), tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)
    prefix = "tvmgen_m" if is_tvm else "m"
    hook = "TVMDeviceNpu0{}" if is_tvm else "microaot_device_npu_0_{}"
    words = ("Open", "Close") if is_tvm else ("open", "close")
    names = {word.lower(): hook.format(word) for word in words}
    program = DEVICE_PROGRAM.format(header=f"{prefix}.h", prefix=prefix, **names)
    assert run_program([folder], program, *SANITIZED).splitlines() == [
        "open copy copy close 0",
        "open 7",
        "open copy close -9",
        "101 101",
    ]
