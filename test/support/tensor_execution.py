"""Runs programs on tensors: MLIR stores them in memory, LLVM compiles them."""

from pathlib import Path

from commands import run
from mlir_reference import Reference

_TO_MEMREFS = (
    "--one-shot-bufferize=bufferize-function-boundaries=1 "
    "function-boundary-type-conversion=identity-layout-map allow-return-allocs-from-loops=1",
    "--drop-equivalent-buffer-results",
    "--buffer-results-to-out-params=hoist-static-allocs=1 modify-public-functions=1",
    "--fold-memref-alias-ops",
)


def compile_tensors(text: str, folder: Path) -> Reference:
    """The functions of a module on tensors; results are arguments behind the others."""
    return Reference(run(["mlir-opt-22", *_TO_MEMREFS], stdin=text), folder)
