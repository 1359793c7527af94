"""Every form of a library: operators and interface unpacked or packed, pools, inputs inside."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import MICROAOT, run
from model_libraries import COMPILERS, DENSE, MIXED, build_library, check_clean, write
from numpy.typing import NDArray
from packed_models import aligned, load_run
from reference_data import require_folder

from microaot.tools.api import CompileOptions, Library, compile_module
from microaot.tools.errors import OperationError, UserError
from microaot.tools.model_library import ModelOptions
from microaot.tools.verify.host import run_on_host

DIGITS = Path(__file__).parents[2] / "examples" / "digits"
APIS = ("none", "tvm", "ffi")
POOLS = {
    "library": ("workspace",),
    "app": ("sram:*:app",),
    "two": ("fast:3KiB:app", "slow:*:app"),
    "mixed": ("fast:3KiB:library", "slow:*:app"),
}
FORMS = [*product(APIS, POOLS, (False, True))]


def form(api: str, pools: str, inside: bool, **more: Any) -> CompileOptions:
    """Options of one form; the interface in C is there in any case."""
    return CompileOptions(
        packed_api=api, interface="packed", pools=POOLS[pools], io_in_workspace=inside, **more
    )


def check_both_entries(
    library: Library, folder: Path, samples: NDArray[Any], expected: NDArray[Any]
) -> None:
    """Run the model through its function in C and through its packed function."""
    library.write(folder)
    manifest = json.loads(library.files[f"{library.name}.json"])
    (given,) = manifest["inputs"]
    (result,) = run_on_host(folder, {given["name"]: samples}).values()
    np.testing.assert_array_equal(result, expected)
    api = manifest["options"]["packed_api"]
    packed_run = load_run(folder, "ffi" if api == "none" else api, manifest["prefix"])
    pools = [aligned(pool["size"]) for pool in manifest["pools"] if pool["owner"] == "app"]
    for sample, output in zip(samples, expected, strict=True):
        y = np.zeros_like(output)
        packed_run(sample, y, *pools)
        np.testing.assert_array_equal(y, output)


@pytest.mark.parametrize(("api", "pools", "inside"), FORMS)
def test_digits(api: str, pools: str, inside: bool, tmp_path: Path) -> None:
    with np.load(DIGITS / "test_images.npz") as data:
        images, logits = data["images"][:4], data["logits"][:4]
    text = (DIGITS / "digits.mlir").read_text()
    library = compile_module(text, name="digits", options=form(api, pools, inside))
    check_both_entries(library, tmp_path, images.reshape(-1, 1, 8, 8, 1), logits.reshape(-1, 1, 10))


@pytest.mark.parametrize(
    ("api", "pools", "inside", "prefix"),
    [
        ("tvm", "two", False, "tvmgen"),
        ("ffi", "library", True, ""),
        ("none", "app", False, "tvmgen"),
    ],
)
def test_kws(api: str, pools: str, inside: bool, prefix: str, tmp_path: Path) -> None:
    models = require_folder("models")
    with np.load(models / "kws_ref_model.io.npz") as data:
        samples, expected = data["in0"], data["mlir0"]
    text = (models / "kws_ref_model.linalg.mlir").read_text()
    options = form(api, pools, inside, prefix=prefix)
    library = compile_module(text, name="kws", options=options)
    check_both_entries(library, tmp_path, samples, expected)


@pytest.mark.parametrize("options", ["full", "none", "unchecked"])
@pytest.mark.parametrize("api", ["tvm", "ffi"])
@pytest.mark.parametrize("text", [DENSE, MIXED], ids=["dense", "mixed"])
def test_clean(text: str, api: str, options: str, tmp_path: Path) -> None:
    """No compiler complains, C++ included."""
    files = build_library(
        text,
        "m",
        pools=("sram:1KiB:app", "dtcm:16:app"),
        options=ModelOptions(
            packed_api=api,
            interface="packed",
            error_messages="none" if options == "none" else "full",
            checks=options != "unchecked",
        ),
    )
    folder = write(files, tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)


def test_unchecked_operators_are_small() -> None:
    """Without checks nothing is left of an entry but to read pointers."""
    checked = build_library(DENSE, "m", options=ModelOptions(packed_api="ffi"))
    unchecked = build_library(DENSE, "m", options=ModelOptions(packed_api="ffi", checks=False))
    assert "packed_error_ffi" in checked["src/m_operators.c"]
    assert "packed_error_ffi" not in unchecked["src/m_operators.c"]


@pytest.mark.parametrize("api", ["tvm", "ffi"])
def test_packed_function_checks_its_arguments(api: str, tmp_path: Path) -> None:
    files = build_library(
        DENSE,
        "kws",
        pools=("sram:1KiB:app",),
        options=ModelOptions(packed_api=api, interface="packed"),
    )
    packed_run = load_run(write(files, tmp_path), api, "kws")
    x, y, pool = np.zeros((1, 4), np.int8), np.zeros((1, 3), np.int8), aligned(1024)
    packed_run(x, y, pool[:12])
    wrong = {
        "expected 3 arguments": (x, y),
        "argument x: expected int8, got float32": (x.astype(np.float32), y, pool[:12]),
        r"Identity.shape\[1\]: expected 3, got 4": (x, x, pool[:12]),
        "argument sram.data: expected a multiple of 4": (x, y, pool[1:13]),
        r"argument sram.shape\[0\]: expected 12, got 1024": (x, y, pool),
    }
    for message, arguments in wrong.items():
        with pytest.raises((TypeError, ValueError, RuntimeError), match=message):
            packed_run(*arguments)


VENDOR = """
func.func private @vendor(memref<4xi8>) -> i32{attributes}
func.func private @clear(%y: memref<4xi8>) attributes {{aot.operator}} {{
  %zero = arith.constant 0 : i8
  affine.for %i = 0 to 4 {{
    affine.store %zero, %y[%i] : memref<4xi8>
  }}
  return
}}
func.func @main(%y: memref<4xi8> {{aot.output = "y"}}) {{
  %s = func.call @vendor(%y) : (memref<4xi8>) -> i32
  func.call @clear(%y) : (memref<4xi8>) -> ()
  return
}}
"""

VENDOR_IN_C = {
    "plain": "#include <stdint.h>\nint32_t vendor(int8_t *y) { return *y = 77; }\n",
    "ffi": """
#include "ffi.h"
int __tvm_ffi_vendor(void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result)
{
    *(int8_t *)((DLTensor *)args[0].v_ptr)->data = 77;
    TVMFFIErrorSetRaisedFromCStr("ValueError", "no such luck");
    return self != NULL || num_args != 1 || result == NULL ? -1 : 77;
}
""",
    "tvm": """
#include "tvm.h"
int vendor(TVMValue *args, int *type_codes, int num_args, TVMValue *result, int *result_code,
           void *resource)
{
    *(int8_t *)((DLTensor *)args[0].v_handle)->data = 77;
    TVMAPISetLastError("ValueError: no such luck");
    return type_codes[0] != kTVMDLTensorHandle || num_args != 1 || result == NULL
        || result_code == NULL || resource != NULL ? -1 : 77;
}
""",
}


@pytest.mark.parametrize("vendor", ["plain", "packed"])
@pytest.mark.parametrize("api", APIS)
def test_a_failing_operator_ends_the_model(api: str, vendor: str, tmp_path: Path) -> None:
    """What a vendor's function returns comes back unchanged, and what it raises as well."""
    attributes = " attributes {aot.packed}" if vendor == "packed" else ""
    options = ModelOptions(packed_api=api, interface="packed")
    if vendor == "packed" and api == "none":
        with pytest.raises(OperationError, match="@vendor has a packed entry, which needs an ABI"):
            build_library(VENDOR.format(attributes=attributes), "m", options=options)
        return
    files = build_library(VENDOR.format(attributes=attributes), "m", options=options)
    files["src/vendor.c"] = VENDOR_IN_C["plain" if vendor == "plain" else api]
    packed_run = load_run(write(files, tmp_path), "ffi" if api == "none" else api, "m")
    y = np.zeros(4, np.int8)
    message = "the model failed" if vendor == "plain" else "no such luck"
    kind = ValueError if (vendor, api) == ("packed", "ffi") else RuntimeError
    with pytest.raises(kind, match=message) as error:
        packed_run(y)
    assert y[0] == 77
    if api == "tvm":
        assert error.value.args[0] == 77


def test_devices_have_no_packed_function() -> None:
    text = """
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
func.func @main(%d: !emitc.ptr<!emitc.opaque<"void">> {aot.device = @npu}) {
  return
}
"""
    with pytest.raises(OperationError, match="has devices, whose handles") as error:
        build_library(text, "m", options=ModelOptions(interface="packed"))
    assert "\n" not in str(error.value)


def test_elements_that_no_descriptor_has() -> None:
    text = """
func.func @main(%x: memref<3xi4> {aot.input = "x"}, %y: memref<3xi4> {aot.output = "y"}) {
  memref.copy %x, %y : memref<3xi4> to memref<3xi4>
  return
}
"""
    with pytest.raises(OperationError, match="has elements of i4, which no descriptor"):
        build_library(text, "m", options=ModelOptions(interface="packed"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (ModelOptions(interface="packed", module="ffi"), "both have one called run"),
        (ModelOptions(interface="C"), "there is no interface 'C': use c or packed"),
        (ModelOptions(packed_api="c"), "there is no packed ABI 'c'"),
    ],
)
def test_options_that_are_refused(options: ModelOptions, message: str) -> None:
    with pytest.raises(UserError, match=message) as error:
        build_library(DENSE, "m", options=options)
    assert "\n" not in str(error.value)


def test_llvm_calls_operators_unpacked() -> None:
    text = (DIGITS / "digits.mlir").read_text()
    options = CompileOptions(packed_api="tvm", operators="llvm", target="cortex-m4")
    with pytest.raises(UserError, match="operators that LLVM compiles are called unpacked"):
        compile_module(text, name="digits", options=options)


def test_flags(tmp_path: Path) -> None:
    command = [MICROAOT, "compile", DIGITS / "digits.mlir", "--quiet", "-o"]
    run([*command, tmp_path / "a", "--packed-api", "tvm", "--interface", "packed"])
    run([*command, tmp_path / "b", "--packed-api", "tvm", "--unpacked-api"])
    assert {path.name for path in (tmp_path / "a" / "include").iterdir()} == {
        *("digits.h", "digits_packed.h", "dlpack.h", "tvm.h"),
    }
    assert {path.name for path in (tmp_path / "b" / "include").iterdir()} == {"digits.h"}
