"""Compile the digits classifier to C, build it for this machine and classify the test images.

Needs microaot with its importer for .tflite, NumPy and a C compiler called `cc`. The exit status is
1 when fewer than 97 % of the images are classified correctly, or when any output differs from the
reference.

    python examples/digits/demo.py [output folder]
"""

import ctypes
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WARNINGS = ("-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Werror")
SECTIONS = {"text": "code", "rodata": "constants", "data": "static RAM", "bss": "static RAM"}
LEAST_ACCURACY = 0.97

Int8s = NDArray[np.int8]


def main() -> None:
    """Run the demo and print its results as a table."""
    build = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/digits")
    compile_to_c(build)
    library = build_library(build)
    with np.load(HERE / "test_images.npz") as test:
        images, labels, expected = test["images"], test["labels"], test["logits"]
    logits = run_library(library, images)

    accuracy = float((logits.argmax(axis=1) == labels).mean())
    equal = int((logits == expected).all(axis=1).sum())
    table = Table("measured", "value", title="int8 digits classifier")
    table.columns[1].justify = "right"
    table.add_row("test images classified correctly", f"{accuracy:.1%}")
    table.add_row("outputs equal to the reference, bit for bit", f"{equal} of {len(images)}")
    for what, size in measure(build).items():
        table.add_row(f"{what}, cc -Os", f"{size:,} bytes")
    Console().print(table)
    if accuracy < LEAST_ACCURACY or equal != len(images):
        sys.exit(1)


def compile_to_c(build: Path) -> None:
    """Run microaot as a user would."""
    beside_python = Path(sys.executable).with_name("microaot")
    command = str(beside_python) if beside_python.exists() else "microaot"
    model = str((HERE / "digits.tflite").relative_to(ROOT))
    run(command, "compile", model, "-o", str(build), "--name", "digits")


def sources(build: Path) -> list[str]:
    """Return the generated C files, seen from the project's folder as `build` is."""
    return sorted(str(build / "src" / path.name) for path in (ROOT / build / "src").glob("*.c"))


def build_library(build: Path) -> Path:
    """Build the generated C as a shared library of this machine."""
    library = build / "libdigits.so"
    options = (*WARNINGS, "-O2", "-shared", "-fPIC", f"-I{build}/include")
    run("cc", *options, *sources(build), "-o", str(library))
    return ROOT / library


class Pointer(ctypes.Structure):
    """`struct digits_inputs` and `struct digits_outputs`: one pointer each."""

    _fields_ = (("data", ctypes.c_void_p),)


def run_library(library: Path, images: Int8s) -> Int8s:
    """Call `digits_run` on every image."""
    run_model = ctypes.CDLL(str(library)).digits_run
    logits = np.zeros((len(images), 10), np.int8)
    for image, result in zip(np.ascontiguousarray(images), logits, strict=True):
        inputs, outputs = Pointer(image.ctypes.data), Pointer(result.ctypes.data)
        if status := run_model(ctypes.byref(inputs), ctypes.byref(outputs)):
            sys.exit(f"digits_run returned {status}")
    return logits


def measure(build: Path) -> dict[str, int]:
    """Return the bytes of code, constants and memory of the generated C, built for size."""
    if shutil.which("size") is None:
        return {}
    sizes = {"code": 0, "constants": 0, "static RAM": 0, "largest stack frame": 0}
    for source in sources(build):
        target = build / f"{Path(source).stem}.o"
        options = ("-std=c99", "-Os", "-fno-pie", "-fstack-usage", f"-I{build}/include")
        run("cc", *options, "-c", source, "-o", str(target), show=False)
        printed = run("size", "-A", str(target), show=False)
        for section, size in re.findall(r"^\.(\w+)\S*\s+(\d+)", printed, re.MULTILINE):
            if section in SECTIONS:
                sizes[SECTIONS[section]] += int(size)
        frames = re.findall(r"\t(\d+)\t", (ROOT / target).with_suffix(".su").read_text())
        sizes["largest stack frame"] = max(sizes["largest stack frame"], 0, *map(int, frames))
    return sizes


def run(*command: str, show: bool = True) -> str:
    """Run a command in the project's folder, and stop when it fails."""
    if show:
        print("$", Path(command[0]).name, *command[1:], flush=True)
    try:
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    except FileNotFoundError:
        sys.exit(f"{command[0]} is not installed")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    return done.stdout


if __name__ == "__main__":
    main()
