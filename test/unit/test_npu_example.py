"""A model of which an accelerator computes parts: exact results, and what every failure does."""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from c_harness import STRICT_C
from commands import require_module, require_tool, run
from driver import microaot, refused
from reference_data import ROOT

NPU, DIGITS = ROOT / "examples" / "npu", ROOT / "examples" / "digits"
SANITIZERS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")

EVENTS = (
    ("activate", "status 1000", "activated 0, opened 0, convolutions 0, events 1"),
    ("open", "status 1001", "activated 1, opened 0, convolutions 0, events 3"),
    ("npu_conv1", "status 1002", "activated 1, opened 1, convolutions 0, events 5"),
    ("npu_pointwise1", "status 1003", "activated 1, opened 1, convolutions 1, events 6"),
    ("close", "status 1004", "activated 1, opened 1, convolutions 2, events 6"),
    ("deactivate", "status 1005", "activated 1, opened 1, convolutions 2, events 6"),
)
"""What happens in a run, and what there is to see if it fails there."""


def compile_digits(folder: Path, *options: str) -> Path:
    """Compile with the partition of the example."""
    arguments = ("compile", str(DIGITS / "digits.mlir"), "-o", "out", *options)
    result = microaot(*arguments, "--partition", str(NPU / "parts.toml"), cwd=folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    return folder / "out"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_digits(tmp_path_factory.mktemp("npu"))


@pytest.fixture(scope="module")
def program(library: Path) -> Path:
    return build(library)


def build(library: Path) -> Path:
    require_tool("gcc")
    includes = (f"-I{library / 'include'}", f"-I{library / 'src'}", f"-I{NPU}")
    sources = [*sorted(NPU.glob("*.c")), *sorted((library / "src").glob("*.c"))]
    sources += (library / "lib").glob("*.o")
    run(["gcc", *STRICT_C, *SANITIZERS, *includes, *sources, "-o", library / "program"])
    return library / "program"


def classify(program: Path, images: bytes, *arguments: str) -> tuple[bytes, list[str]]:
    result = subprocess.run([program, *arguments], input=images, capture_output=True, check=True)
    return result.stdout, result.stderr.decode().splitlines()


def test_results_are_exact(program: Path) -> None:
    check_results(program)


def test_operators_of_the_processor_may_be_llvms(tmp_path: Path) -> None:
    require_module("llvmlite", "llvmlite")
    check_results(build(compile_digits(tmp_path, "--operators", "llvm", "--target", "host")))


def check_results(program: Path) -> None:
    with np.load(DIGITS / "test_images.npz") as data:
        images, expected = data["images"].tobytes(), data["logits"].tobytes()
    logits, said = classify(program, images)
    assert logits == expected
    done = "activated 500, opened 500, convolutions 1000, events 6"
    assert said == [f"{done}, still active 0, still open 0"]


@pytest.mark.parametrize("number", range(len(EVENTS)))
def test_every_failure_closes_what_is_open(number: int, program: Path) -> None:
    _, status, done = EVENTS[number]
    logits, said = classify(program, bytes(64), str(number))
    assert logits == b""
    assert said == [status, f"{done}, still active 0, still open 0"]


def test_the_folder_knows_devices(library: Path) -> None:
    manifest = json.loads((library / "digits.json").read_text())
    assert manifest["devices"] == [{"name": "npu", "c_name": "npu"}]
    rows = {row["name"]: row for row in manifest["operators"]}
    assert {name for name, row in rows.items() if row.get("device") == "npu"} == {
        *("npu_conv1", "npu_pointwise1", "digits_depthwise1"),
        *(f"microaot_device_npu_{hook}" for hook in ("activate", "open", "close", "deactivate")),
    }
    assert {row.get("hook") for row in rows.values()} == {
        *(None, "activate", "open", "close", "deactivate"),
    }
    assert rows["npu_conv1"]["external"] and not rows["digits_depthwise1"]["external"]
    assert rows["npu_conv1"]["source"] == "conv1"
    assert rows["npu_conv1"]["constant_bytes"] == 576
    report = (library / "report.txt").read_text()
    assert re.search(r"^ *2 +microaot_device_npu_open\n *3 +npu_conv1$", report, re.MULTILINE)
    assert "conv1" in (library / "memory.svg").read_text()


def test_calls_are_readable(library: Path) -> None:
    """An argument has one cast, also in a call whose status counts."""
    source = re.sub(r"\s+", " ", (library / "src" / "digits.c").read_text())
    assert (
        "status = npu_conv1((const int8_t (*)[8][8][1])inputs->image, digits_conv1_bias," in source
    )
    assert "(int8_t (*)[8][8][32])digits_workspace, devices->npu);" in source
    assert not re.search(r"\](\))\((const )?int8_t \(", source)


def test_the_page_shows_the_prototype(library: Path) -> None:
    (shown,) = re.findall(r"```c\n(.*?)```", (NPU / "README.md").read_text(), re.DOTALL)
    assert shown in (library / "src" / "digits_internal.h").read_text()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--prefix", "tvmgen"), "TVMDeviceNpuOpen(devices->npu)"),
        (("--prefix", "tvmgen", "--device-hooks", "microaot"), "microaot_device_npu_open("),
        (("--device-hooks", "tvm"), "TVMDeviceNpuOpen(devices->npu)"),
    ],
)
def test_names_of_hooks(options: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    out = compile_digits(tmp_path, *options)
    assert expected in (out / "src" / "digits.c").read_text()


BAD_PARTITIONS = {
    "missing": (None, "parts.toml: error: cannot read the partition: No such file or directory"),
    "no TOML": ("[npu", "parts.toml: error: "),
    "no device": (
        '[npu]\noperators = ["conv1"]',
        "error: @npu is no device of the module: say its device_type",
    ),
    "no operator": (
        '[npu]\ndevice_type = 12\noperators = ["conv9"]',
        "error: no operator is called 'conv9', those that are left are: conv1, depthwise1,",
    ),
    "unknown key": ("[npu]\ndevice_type = 12\nqueues = 2", "parts.toml: error: "),
    "no pool for its memory": (
        '[npu]\ndevice_type = 12\nhooks = ["copy_in", "copy_out"]\nmemory = "private"\n'
        'operators = ["conv1"]',
        "digits.mlir:",
    ),
}


@pytest.mark.parametrize("case", BAD_PARTITIONS)
def test_bad_partitions_are_one_line_and_no_files(case: str, tmp_path: Path) -> None:
    text, start = BAD_PARTITIONS[case]
    (tmp_path / "digits.mlir").write_text((DIGITS / "digits.mlir").read_text())
    if text is not None:
        (tmp_path / "parts.toml").write_text(text)
    arguments = ("compile", "digits.mlir", "-o", "out", "--partition", "parts.toml")
    line = refused(microaot(*arguments, cwd=tmp_path))
    assert line.startswith(start), line
    assert not (tmp_path / "out").exists()


def test_plain_modules_have_no_partition(tmp_path: Path) -> None:
    text = "func.func @f() {\n  return\n}"
    arguments = ("compile", "-", "-o", "out", "--partition", str(NPU / "parts.toml"))
    line = refused(microaot(*arguments, stdin=text, cwd=tmp_path))
    assert line == "<stdin>: error: a partition is for models on tensors, which this is not"
