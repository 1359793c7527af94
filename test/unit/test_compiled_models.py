"""Six models from linalg on tensors to a library: exact outputs, memory, C and object files."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from c_harness import COMPILERS
from commands import run
from reference_data import require_folder
from xdsl.dialects.arith import ConstantOp
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr

from microaot.tools.api import CompileOptions, Library, compile_module
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.verify.host import run_on_host

MODELS = {
    "ad01_int8": 256,
    "hello_world_float": 64,
    "hello_world_int8": 32,
    "kws_ref_model": 16_000,
    "kws_ref_model_float32": 64_000,
    "pretrainedResnet_quant": 32_768,
}
"""The models, and the bytes of their workspaces."""

OPTIONS = {
    "default": CompileOptions(),
    "application's pool": CompileOptions(pools=("sram:1MiB:app",)),
    "two pools": CompileOptions(pools=("fast:8KiB", "slow:*:app")),
    "inputs and outputs inside": CompileOptions(io_in_workspace=True, reorder=True),
    "inside the application's": CompileOptions(pools=("sram:*:app",), io_in_workspace=True),
    "tvm's names": CompileOptions(prefix="tvmgen", pools=("sram:*:app",)),
    "no checks": CompileOptions(checks=False, unroll=1, descriptor=True),
}


def compile_model(model: str, options: CompileOptions | None = None) -> Library:
    path = require_folder("models") / f"{model}.linalg.mlir"
    return compile_module(path.read_text(), filename=path.name, name=model, options=options)


def check(folder: Path, model: str) -> None:
    """Run the library on eight samples, and compare with LLVM's execution of the model."""
    with np.load(require_folder("models") / f"{model}.io.npz") as data:
        inputs, expected = data["in0"], data["mlir0"]
    (result,) = run_on_host(folder, {"in0": inputs}).values()
    if expected.dtype.kind == "f":
        np.testing.assert_allclose(result, expected, rtol=1e-5, atol=1e-5)
    else:
        np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("model", MODELS)
def test_outputs_and_workspace(model: str, tmp_path: Path) -> None:
    library = compile_model(model)
    library.write(tmp_path)
    check(tmp_path, model)
    (size,) = re.findall(r"_WORKSPACE_SIZE (\d+)", library.files[f"include/{model}.h"])
    assert int(size) == MODELS[model]


@pytest.mark.parametrize("model", MODELS)
def test_constants_are_those_of_the_model(model: str) -> None:
    """Weights, biases, scales and tables, none of them twice or wider than it was."""
    path = require_folder("models") / f"{model}.linalg.mlir"
    module = parse_module(new_context(), path.read_text(), path.name)
    constants = {
        op.value.data.data
        for op in module.walk()
        if isinstance(op, ConstantOp) and isinstance(op.value, DenseIntOrFPElementsAttr)
    }
    sizes = json.loads(compile_model(model).files[f"{model}.json"])["sizes"]
    assert sizes["constants"] <= sum(map(len, constants))


@pytest.mark.parametrize("options", [name for name in OPTIONS if name != "default"])
@pytest.mark.parametrize("model", ["ad01_int8", "kws_ref_model", "pretrainedResnet_quant"])
def test_options(model: str, options: str, tmp_path: Path) -> None:
    compile_model(model, OPTIONS[options]).write(tmp_path)
    check(tmp_path, model)


def test_inputs_and_outputs_inside_take_no_more() -> None:
    library = compile_model("ad01_int8", CompileOptions(io_in_workspace=True))
    (size,) = re.findall(r"_WORKSPACE_SIZE (\d+)", library.files["include/ad01_int8.h"])
    assert int(size) == 768


@pytest.mark.parametrize("compiler", COMPILERS)
def test_no_compiler_complains(compiler: str, tmp_path: Path) -> None:
    for options in OPTIONS.values():
        compile_model("kws_ref_model", options).write(tmp_path)
        command = (*COMPILERS[compiler].command, *COMPILERS[compiler].strict)
        for source in sorted((tmp_path / "src").glob("*.c")):
            target = tmp_path / f"{source.stem}.o"
            extra = () if compiler == "c++" else ("-Wmissing-prototypes",)
            run([*command, *extra, f"-I{tmp_path / 'include'}", "-c", source, "-o", target])


@pytest.mark.parametrize("model", ["kws_ref_model", "pretrainedResnet_quant"])
def test_objects_hold_no_surprises(model: str, tmp_path: Path) -> None:
    """No heap, no writable data but the workspace, and none at all if the application owns it."""
    owners = {"library": CompileOptions(), "app": OPTIONS["application's pool"]}
    for owner, options in owners.items():
        compile_model(model, options).write(tmp_path / owner)
        writable: list[str] = []
        undefined: set[str] = set()
        defined: set[str] = set()
        for source in sorted((tmp_path / owner / "src").glob("*.c")):
            target = tmp_path / f"{source.stem}.o"
            include = f"-I{tmp_path / owner / 'include'}"
            arm = ["arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", "-Os", "-Wvla", "-Werror"]
            run([*arm, include, "-c", source, "-o", target])
            for line in run(["arm-none-eabi-nm", target]).splitlines():
                *_, kind, symbol = line.split()
                writable += [symbol] if kind in "bBdDC" else []
                (undefined if kind == "U" else defined).add(symbol)
        assert len(writable) == (1 if owner == "library" else 0), writable
        foreign = undefined - defined
        assert all(symbol.startswith("__aeabi_") or symbol == "__clzsi2" for symbol in foreign)
