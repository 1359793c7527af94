"""What the files of a library hold: objects, stack, sections, JSON, CMake."""

import json
import re
from pathlib import Path

import pytest
from commands import run
from model_libraries import (
    COMPILERS,
    DENSE,
    build_library,
    check_clean,
    write,
)

from microaot.passes.place_constants import PlaceConstants
from microaot.tools.model_library import ModelOptions

TVM = ModelOptions(prefix="tvmgen", descriptor=True)
OURS = ModelOptions(descriptor=True)


APP = ("workspace:1KiB:app",)
TWO = ("sram:1KiB:app", "dtcm:16:app")
LIBRARY = ("workspace",)


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


def test_manifest() -> None:
    files = build_library(DENSE, "kws", pools=APP, io_in_workspace=True)
    manifest = json.loads(files["kws.json"])
    (x,) = manifest["inputs"]
    assert (x["name"], x["c_name"], x["element"], x["shape"]) == ("x:0", "x_0", "i8", [1, 4])
    assert x["pool"] == "workspace"
    assert (x["scale"], x["zero_point"]) == (0.5, -3)
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
