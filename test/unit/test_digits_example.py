"""The digits example: its committed files belong together, and two executors agree on them."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from c_harness import STRICT_C
from commands import require_tool, run, unavailable
from numpy.typing import NDArray

from microaot.tools.api import compile_module

DIGITS = Path(__file__).parents[2] / "examples" / "digits"
sys.path.insert(0, str(DIGITS))

check_reference = importlib.import_module("check_reference")
emit_mlir = importlib.import_module("emit_mlir")
quantize = importlib.import_module("quantize")
reference = importlib.import_module("reference")
table = importlib.import_module("table")

NETWORK = quantize.load(DIGITS / "network.npz")


@pytest.fixture(scope="module")
def tests() -> dict[str, NDArray[np.int8]]:
    with np.load(DIGITS / "test_images.npz") as arrays:
        return dict(arrays)


def test_reference_gives_the_committed_logits(tests: dict[str, NDArray[np.int8]]):
    np.testing.assert_array_equal(reference.classify(NETWORK, tests["images"]), tests["logits"])


def test_accuracy(tests: dict[str, NDArray[np.int8]]):
    assert (tests["logits"].argmax(axis=1) == tests["labels"]).mean() >= 0.985


def test_model_is_the_committed_network():
    assert (DIGITS / "digits.mlir").read_text() == emit_mlir.emit(NETWORK)


def test_readme_shows_the_network():
    assert table.layer_table() in (DIGITS / "README.md").read_text()


def test_committed_files_are_small():
    assert (DIGITS / "test_images.npz").stat().st_size < 100_000
    assert (DIGITS / "digits.mlir").stat().st_size < 100_000


def test_test_images_are_the_split(tests: dict[str, NDArray[np.int8]]):
    if importlib.util.find_spec("sklearn") is None:
        unavailable("scikit-learn, which ships the images, is not installed")
    train = importlib.import_module("train")
    _, images, _, labels = importlib.import_module("data").load_split(train.SEED)
    np.testing.assert_array_equal(images, tests["images"])
    np.testing.assert_array_equal(labels, tests["labels"])


def test_llvm_agrees_with_the_reference(tests: dict[str, NDArray[np.int8]]):
    for tool in ("mlir-opt-22", "mlir-runner-22"):
        require_tool(tool)
    logits = check_reference.run_with_llvm(DIGITS / "digits.mlir", tests["images"])
    np.testing.assert_array_equal(logits, tests["logits"])


def test_comparison_with_llvm_can_fail(tests: dict[str, NDArray[np.int8]], tmp_path: Path):
    for tool in ("mlir-opt-22", "mlir-runner-22"):
        require_tool(tool)
    text = (DIGITS / "digits.mlir").read_text()
    broken = text.replace("%nudge, %rounded : i64", "%rounded, %rounded : i64")
    assert broken != text
    (tmp_path / "broken.mlir").write_text(broken)
    logits = check_reference.run_with_llvm(tmp_path / "broken.mlir", tests["images"][:20])
    assert (logits != tests["logits"][:20]).any()


@pytest.mark.parametrize(
    ("total", "multiplier", "shift", "expected"),
    [
        (3, 1 << 30, 31, 2),  # 1.5
        (-3, 1 << 30, 31, -1),  # -1.5
        (1, 1 << 30, 32, 1),  # 0.25, up to 0.5 at first
        (-1, 1 << 30, 32, 0),  # -0.25
        (-2, 1 << 30, 32, -1),  # -0.5, away from zero
        (1000, 1 << 30, 31, 127),
        (-1000, 1 << 30, 31, -128),
        (-(2**31), 2**31 - 1, 62, -1),
    ],
)
def test_rescale(total: int, multiplier: int, shift: int, expected: int):
    layer = quantize.QuantizedLayer(
        weights=np.zeros(0, np.int8),
        bias=np.zeros(0, np.int32),
        multiplier=np.array([multiplier], np.int32),
        shift=np.array([shift], np.int8),
        zero_points=np.zeros(2, np.int32),
        scales=np.zeros(2, np.float32),
        weight_scales=np.zeros(1, np.float32),
    )
    assert reference.rescale(np.array([total]), layer) == expected


def test_multipliers_have_31_bits():
    ratios = np.array([1.0, 0.75, 0.001234, 3.0, 2**-20, np.nextafter(0.5, 0)])
    multiplier, shift = quantize.to_multiplier(ratios)
    assert (multiplier >= 1 << 30).all()
    np.testing.assert_allclose(multiplier * 2.0**-shift, ratios, rtol=2**-31)


def test_firmware_example_holds_a_seven():
    initialiser = re.search(r"= \{\{(.*?)\}\};", (DIGITS / "main.c").read_text(), re.DOTALL)
    assert initialiser
    pixels = [int(pixel) for pixel in re.findall(r"\d+", initialiser[1])]
    image = np.array(pixels, np.int8).reshape(1, 8, 8)
    assert reference.classify(NETWORK, image).argmax() == 7


def test_demo_and_firmware_example(tmp_path: Path):
    """The demo prints that all is well, and `main.c` returns the digit that it shows: a seven."""
    printed = run([sys.executable, DIGITS / "demo.py"])
    assert "500 of 500" in printed
    compile_module((DIGITS / "digits.mlir").read_text(), name="digits").write(tmp_path)
    program = tmp_path / "main"
    sources = [DIGITS / "main.c", *(tmp_path / "src").glob("*.c")]
    run(["gcc", *STRICT_C, f"-I{tmp_path / 'include'}", *sources, "-o", program])
    assert subprocess.run([program], check=False).returncode == 7
