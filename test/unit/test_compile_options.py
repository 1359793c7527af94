"""Options of `microaot compile`: where constants live, what a target decides; origins in JSON."""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from c_harness import STRICT_C
from commands import require_module, run
from driver import microaot, refused
from reference_data import ROOT

from microaot.tools.api import CompileOptions, Library, compile_imported, compile_module
from microaot.tools.importers.load import load_model
from microaot.tools.targets.target import builtin_targets
from microaot.tools.verify.host import run_on_host

DIGITS = ROOT / "examples" / "digits"
TEXT = (DIGITS / "digits.mlir").read_text()


def compile_digits(options: CompileOptions) -> Library:
    return compile_module(TEXT, filename="digits.mlir", name="digits", options=options)


CONSTANTS = {
    "sections": CompileOptions(constant_section=".rodata.model"),
    "the application's": CompileOptions(
        constant_pools=("qspi:*:app",), pools=("sram:*:app",), io_in_workspace=True
    ),
    "tvm's": CompileOptions(constant_pools=("qspi:*:app",), prefix="tvmgen"),
    "two pools": CompileOptions(
        constant_pools=("dtcm:4KiB", "flash"), constant_section=".rodata.{pool}"
    ),
}


@pytest.mark.parametrize("options", CONSTANTS)
def test_constants_go_where_they_are_told(options: str, tmp_path: Path) -> None:
    library = compile_digits(CONSTANTS[options])
    library.write(tmp_path)
    with np.load(DIGITS / "test_images.npz") as data:
        outputs = run_on_host(tmp_path, {"in0": data["images"][:9].reshape(-1, 1, 8, 8, 1)})
        np.testing.assert_array_equal(outputs["logits"].reshape(-1, 10), data["logits"][:9])
    rows = json.loads(library.files["digits.json"])["constants"]
    source = library.files.get("src/digits_constants.c", "")
    assert bool(rows) == bool(source) == (options in ("sections", "two pools"))
    for row in rows:
        expected = ".rodata.model" if options == "sections" else f".rodata.{row['pool']}"
        assert re.search(rf' {row["name"]}\S* DIGITS_SECTION\("{expected}"\)', source), row
    in_dtcm = sum(row["bytes"] for row in rows if row.get("pool") == "dtcm")
    assert (0 < in_dtcm <= 4096) == (options == "two pools")


MAIN = """
#include "digits.h"
#include <stdio.h>

static const union {
    uint8_t bytes[DIGITS_QSPI_SIZE];
    uint32_t aligned;
} qspi = {{DIGITS_QSPI_DATA}};

int main(void)
{
    int8_t image[DIGITS_IMAGE_COUNT], logits[DIGITS_LOGITS_COUNT];
    const struct digits_inputs inputs = {image};
    const struct digits_outputs outputs = {logits};
    if (fread(image, sizeof image, 1, stdin) != 1) {
        return 1;
    }
    if (digits_run(&inputs, &outputs, qspi.bytes) != 0) {
        return 1;
    }
    return fwrite(logits, sizeof logits, 1, stdout) != 1;
}
"""


def test_constants_of_the_application(tmp_path: Path) -> None:
    library = compile_digits(CompileOptions(constant_pools=("qspi:*:app",)))
    assert "#define DIGITS_QSPI_DATA" in library.files["include/digits.h"]
    assert "src/digits_constants.c" not in library.files
    pools = json.loads(library.files["digits.json"])["pools"]
    (pool,) = (pool for pool in pools if pool["name"] == "qspi")
    assert (pool["owner"], pool["constant"], pool["size"]) == ("app", True, 11834)
    library.write(tmp_path)
    with np.load(DIGITS / "test_images.npz") as data:
        image, expected = data["images"][3].tobytes(), data["logits"][3].tolist()
    (tmp_path / "main.c").write_text(MAIN)
    sources = [tmp_path / "main.c", *sorted((tmp_path / "src").glob("*.c"))]
    run(["gcc", *STRICT_C, f"-I{tmp_path / 'include'}", *sources, "-o", tmp_path / "program"])
    done = subprocess.run([tmp_path / "program"], input=image, capture_output=True, check=True)
    assert np.frombuffer(done.stdout, np.int8).tolist() == expected


@pytest.mark.parametrize(
    ("pool", "message"),
    [
        ("dtcm:4KiB", "'memref.global' has 3,200 B, for which there is no room in dtcm (4,096 B)"),
        ("dtcm:4KiB:jim", "pool 'dtcm:4KiB:jim' belongs to 'jim', not to 'library' or 'app'"),
    ],
)
def test_constants_without_a_place(pool: str, message: str, tmp_path: Path) -> None:
    arguments = ("compile", str(DIGITS / "digits.mlir"), "-o", "out", "--constant-pool", pool)
    assert refused(microaot(*arguments, cwd=tmp_path)).endswith(f"error: {message}")
    assert [*tmp_path.iterdir()] == []


def test_a_target_decides_alignment_and_nothing_else() -> None:
    plain = compile_digits(CompileOptions(max_alignment=8)).files
    for target in builtin_targets():
        files = compile_digits(CompileOptions(target=target, max_alignment=8)).files
        assert {**files, "digits.json": ""} == {**plain, "digits.json": ""}
        before, after = json.loads(plain["digits.json"]), json.loads(files["digits.json"])
        assert after["options"].pop("target") == target
        assert before["options"].pop("target") is None
        assert after == before
    options = CompileOptions(target="cortex-m4").resolved()
    assert (options.max_alignment, options.device_hooks) == (8, "microaot")


def origins(library: Library) -> dict[str, str]:
    manifest = json.loads(library.files["digits.json"])
    return {row["name"]: row["source"] for row in (*manifest["operators"], *manifest["constants"])}


def test_origins_in_mlir() -> None:
    """Places in the file; where it says `loc("...")`, that."""
    without_names = re.sub(r' loc\("\w+"\)', "", TEXT)
    found = compile_module(without_names, filename="digits.mlir", name="digits")
    lines = without_names.splitlines()
    for name, source in origins(found).items():
        match = re.fullmatch(r"digits\.mlir:(\d+):(\d+)", source)
        assert match is not None, (name, source)
        written = lines[int(match[1]) - 1][int(match[2]) - 1 :]
        assert written.startswith("%"), (name, source)
        if "weights" in name or "bias" in name:
            assert "arith.constant dense" in written, (name, source)
    assert origins(compile_digits(CompileOptions()))["digits_conv1"] == "conv1"


def test_origins_in_tflite() -> None:
    require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
    imported = load_model(DIGITS / "digits.tflite")
    found = origins(compile_imported(imported, name="digits"))
    layers = ("conv1", "depthwise1", "pointwise1", "depthwise2", "pointwise2", "pool", "logits")
    assert {name: found[f"digits_{name}"] for name in layers} == {name: name for name in layers}
    assert found["digits_conv1_weights"] == "conv1_weights"
    assert all(found.values())
