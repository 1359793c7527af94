"""Check that LLVM's execution of `digits.mlir` gives the reference outputs, bit for bit.

Needs `mlir-opt-22` and `mlir-runner-22`. Everything else in this example trusts the outputs in
`test_images.npz`; this is where two independent executors agree on them.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from quantize import load
from reference import classify

HERE = Path(__file__).parent

DRIVER = """
func.func private @printMemrefI32(memref<*xi32>) attributes {{llvm.emit_c_interface}}
func.func @main() {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %ten = arith.constant 10 : index
  %count = arith.constant {count} : index
  %images = arith.constant dense<"0x{images}"> : tensor<{count}x1x8x8x1xi8>
  %table = memref.alloc() : memref<{count}x10xi32>
  scf.for %n = %zero to %count step %one {{
    %image = tensor.extract_slice %images[%n, 0, 0, 0, 0] [1, 1, 8, 8, 1] [1, 1, 1, 1, 1]
        : tensor<{count}x1x8x8x1xi8> to tensor<1x8x8x1xi8>
    %logits = func.call @classify(%image) : (tensor<1x8x8x1xi8>) -> tensor<1x10xi8>
    scf.for %class = %zero to %ten step %one {{
      %logit = tensor.extract %logits[%zero, %class] : tensor<1x10xi8>
      %wide = arith.extsi %logit : i8 to i32
      memref.store %wide, %table[%n, %class] : memref<{count}x10xi32>
    }}
  }}
  %any = memref.cast %table : memref<{count}x10xi32> to memref<*xi32>
  call @printMemrefI32(%any) : (memref<*xi32>) -> ()
  return
}}
"""

TO_LLVM = (
    "builtin.module(one-shot-bufferize{bufferize-function-boundaries=1},convert-linalg-to-loops,"
    "expand-strided-metadata,lower-affine,convert-scf-to-cf,convert-to-llvm,"
    "reconcile-unrealized-casts)"
)

LIBRARIES = ("mlir_runner_utils", "mlir_c_runner_utils")


def main() -> None:
    """Compare LLVM, the reference and the committed outputs on all test images."""
    with np.load(HERE / "test_images.npz") as test:
        images, expected = test["images"], test["logits"]
    if not np.array_equal(classify(load(HERE / "network.npz"), images), expected):
        sys.exit("test_images.npz does not hold what the reference computes")
    differing = np.any(run_with_llvm(HERE / "digits.mlir", images) != expected, axis=1).sum()
    if differing:
        sys.exit(f"LLVM's result differs on {differing} of {len(images)} images")
    print(f"LLVM and the reference agree on all {len(images)} images, bit for bit")


def run_with_llvm(model: Path, images: NDArray[np.int8]) -> NDArray[np.int64]:
    """Run the model on every image with mlir-runner-22."""
    module = model.read_text() + DRIVER.format(count=len(images), images=images.tobytes().hex())
    lowered = run(["mlir-opt-22", f"--pass-pipeline={TO_LLVM}"], module)
    runner = Path(shutil.which("mlir-runner-22") or sys.exit("mlir-runner-22 is missing"))
    directory = runner.resolve().parent.parent / "lib"
    libraries = [str(next(directory.glob(f"lib{name}.so*"))) for name in LIBRARIES]
    options = ["--entry-point-result=void", f"--shared-libs={','.join(libraries)}"]
    printed = run([str(runner), *options], lowered).split("data =", 1)[1]
    return np.array(re.findall(r"-?\d+", printed), np.int64).reshape(len(images), -1)


def run(command: list[str], text: str) -> str:
    """Run a tool on a text and return what it prints."""
    return subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    main()
