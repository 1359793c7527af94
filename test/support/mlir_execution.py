"""Runs the function `main` of an MLIR program and collects the memrefs that it prints."""

from pathlib import Path

from commands import run

LIBRARIES = [
    str(path)
    for name in ("libmlir_runner_utils.so", "libmlir_c_runner_utils.so")
    for path in sorted(Path("/usr/lib/llvm-22/lib").glob(f"{name}*"))[:1]
]

TO_LLVM = [
    "--expand-strided-metadata",
    "--lower-affine",
    "--convert-scf-to-cf",
    "--arith-expand",
    "--convert-arith-to-llvm",
    "--finalize-memref-to-llvm",
    "--convert-func-to-llvm",
    "--convert-cf-to-llvm",
    "--reconcile-unrealized-casts",
]


def execute(text: str, *flags: str) -> list[str]:
    """The elements of each printed memref; `flags` are passes that run before the lowering."""
    lowered = run(["mlir-opt-22", *flags, *TO_LLVM], stdin=text)
    libraries = [f"--shared-libs={library}" for library in LIBRARIES]
    command = ["mlir-runner-22", "-e", "main", "-entry-point-result=void", *libraries]
    printed = run(command, stdin=lowered)
    return [part.partition("data =")[2].strip() for part in printed.split("Unranked Memref")[1:]]
