"""Models behind packed functions: loaded into Python by TVM-FFI, and called in TVM's ABI from C."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from c_harness import SHARED
from commands import require_module, run
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

from microaot.tools.errors import OperationError
from microaot.tools.model_library import ModelOptions

POOLS = {"library": ("workspace",), "app": ("sram:1KiB:app", "dtcm:16:app")}


def load(files: dict[str, str], folder: Path) -> Any:
    """The library as a module of TVM-FFI."""
    tvm_ffi = require_module("tvm_ffi", "apache-tvm-ffi")
    write(files, folder)
    library = folder / "library.so"
    sources = sorted(folder.glob("src/*.c"))
    run(["gcc", "-std=c99", "-O1", *SHARED, f"-I{folder / 'include'}", *sources, "-o", library])
    return tvm_ffi.load_module(str(library))


@pytest.mark.parametrize("abi", ["ffi", "tvm"])
@pytest.mark.parametrize("text", [DENSE, MIXED], ids=["dense", "mixed"])
def test_clean(abi: str, text: str, tmp_path: Path) -> None:
    folder = write(build_library(text, "m", options=ModelOptions(module=abi)), tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)


@pytest.mark.parametrize("owner", POOLS)
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("prefix", ["", "tvmgen"])
def test_model_runs_in_python(owner: str, inside: bool, prefix: str, tmp_path: Path) -> None:
    options = ModelOptions(module="ffi", prefix=prefix)
    files = build_library(DENSE, "kws", pools=POOLS[owner], io_in_workspace=inside, options=options)
    module = load(files, tmp_path)
    assert module.get_num_inputs() == module.get_num_outputs() == 1
    assert module.get_input_name(0) == "x:0"
    assert module.get_output_name(0) == "Identity"
    assert module.get_input_index("x:0") == module.get_input_index("x_0") == 0
    y = np.zeros((1, 3), np.int8)
    for key, values in ((0, [3, -4, 100, -128]), ("x:0", [1, 2, 3, 4]), ("x_0", [9, 9, 9, 9])):
        x = np.array(values, np.int8)
        module.set_input(key, x.reshape(1, 4))
        module.run()
        module.get_output("Identity", y)
        assert y[0].tolist() == dense_reference(x)


def test_several_inputs_and_outputs(tmp_path: Path) -> None:
    module = load(build_library(MIXED, "mixed", options=ModelOptions(module="ffi")), tmp_path)
    names = [module.get_input_name(i) for i in range(module.get_num_inputs())]
    assert names == ["a", "b", "negate"]
    a, b = np.arange(4, dtype=np.float32), np.full(4, 10, np.float32)
    module.set_input("b", b)
    module.set_input("a", a)
    module.set_input("negate", np.array(True))
    module.run()
    total, last = np.zeros(4, np.float32), np.zeros((), np.float32)
    module.get_output(0, total)
    module.get_output("last", last)
    assert total.tolist() == (a + b + b).tolist()
    assert last == -(a[3] + b[3])


def test_errors_in_python(tmp_path: Path) -> None:
    module = load(build_library(DENSE, "kws", options=ModelOptions(module="ffi")), tmp_path)
    x = np.zeros((1, 4), np.int8)
    with pytest.raises(KeyError, match="set_input: argument 0: expected the index or name"):
        module.set_input("y", x)
    with pytest.raises(KeyError):
        module.set_input("a name that is longer than seven bytes", x)
    for index in (-1, 1, 1 << 40):
        with pytest.raises(IndexError):
            module.set_input(index, x)
    for call in (lambda: module.set_input(), lambda: module.set_input(1.5, x)):
        with pytest.raises(TypeError):
            call()
    with pytest.raises(TypeError, match="set_input: argument x: expected int8, got float32"):
        module.set_input(0, x.astype(np.float32))
    with pytest.raises(ValueError, match=r"x.shape\[1\]: expected 4, got 5"):
        module.set_input(0, np.zeros((1, 5), np.int8))
    with pytest.raises(TypeError, match="get_output: expected 1 argument"):
        module.get_output(0)


def test_a_failing_operator_raises(tmp_path: Path) -> None:
    text = """
func.func private @vendor(memref<4xi8>) -> i32
func.func @main(%y: memref<4xi8> {aot.output = "y"}) {
  %s = func.call @vendor(%y) : (memref<4xi8>) -> i32
  return
}
"""
    files = build_library(text, "m", options=ModelOptions(module="ffi"))
    vendor = "#include <stdint.h>\nint32_t vendor(int8_t *y) { return *y = 5; }\n"
    module = load({**files, "src/vendor.c": vendor}, tmp_path)
    with pytest.raises(RuntimeError, match="run: the model failed"):
        module.run()


IN_C = """
#include <stdio.h>
#include <string.h>
#include "tvm.h"

#define PACKED(name) int kws_##name##_packed(TVMValue *args, int *type_codes, int num_args, \\
    TVMValue *ret_value, int *ret_type_code, void *resource_handle)
PACKED(get_num_inputs);
PACKED(get_input_name);
PACKED(set_input);
PACKED(run);
PACKED(get_output);

void TVMAPISetLastError(const char *message)
{
    printf("<%s>", message);
}

int main(void)
{
    int8_t x[4] = { 3, -4, 100, -128 }, y[3];
    int64_t shape[2] = { 1, 4 }, out_shape[2] = { 1, 3 };
    DLTensor in, out;
    TVMValue args[2], result;
    int codes[2], code = -1;
    memset(&in, 0, sizeof in);
    in.data = x;
    in.ndim = 2;
    in.shape = shape;
    in.dtype.bits = 8;
    in.dtype.lanes = 1;
    in.device.device_type = kDLCPU;
    out = in;
    out.data = y;
    out.shape = out_shape;
    int failures = kws_get_num_inputs_packed(args, codes, 0, &result, &code, NULL);
    printf("%d %d", (int)result.v_int64, code);
    args[0].v_int64 = 0;
    codes[0] = kTVMArgInt;
    failures += kws_get_input_name_packed(args, codes, 1, &result, &code, NULL);
    printf(" %s %d", result.v_str, code);
    args[1].v_handle = &in;
    codes[1] = kTVMDLTensorHandle;
    failures += kws_set_input_packed(args, codes, 2, &result, &code, NULL);
    failures += kws_run_packed(args, codes, 0, &result, &code, NULL);
    args[0].v_str = "Identity";
    codes[0] = kTVMStr;
    args[1].v_handle = &out;
    failures += kws_get_output_packed(args, codes, 2, &result, &code, NULL);
    printf(" %d %d %d %d", failures, y[0], y[1], y[2]);
    args[0].v_str = "nobody";
    failures = kws_get_output_packed(args, codes, 2, &result, &code, NULL);
    printf(" %d\\n", failures);
    return 0;
}
"""


def test_tvm_abi_in_c(tmp_path: Path) -> None:
    folder = write(build_library(DENSE, "kws", options=ModelOptions(module="tvm")), tmp_path)
    printed = run_program([folder], IN_C, *SANITIZED)
    y = " ".join(map(str, dense_reference(np.array([3, -4, 100, -128], np.int8))))
    message = "KeyError: get_output: argument 0: expected the index or name of an output"
    assert printed == f"1 0 x:0 11 0 {y}<{message}> 4\n"


def test_devices_are_refused() -> None:
    text = """
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
func.func @main(%d: !emitc.ptr<!emitc.opaque<"void">> {aot.device = @npu}) {
  return
}
"""
    with pytest.raises(OperationError, match="has devices, whose handles"):
        build_library(text, "m", options=ModelOptions(module="ffi"))
