"""LLVM as the reference of `microaot verify`: what it takes, and what becomes of the rest."""

from pathlib import Path

import numpy as np
from commands import require_tool

from microaot.tools.frontend import new_context
from microaot.tools.importers.load import load_model
from microaot.tools.verify.references.choose import Choice, reference_for

TYPE = "tensor<2xf32>"


def choose(path: Path, op: str) -> Choice:
    require_tool("mlir-opt-22")
    require_tool("mlir-runner-22")
    path.write_text(f"func.func @main(%x: {TYPE}) -> {TYPE} {{ %y = {op}\nreturn %y : {TYPE} }}")
    return reference_for(path, load_model(path).to_module(new_context()))


def test_elementwise_on_tensors(tmp_path: Path) -> None:
    chosen = choose(tmp_path / "m.mlir", f"arith.addf %x, %x : {TYPE}")
    assert chosen.reference.name == "MLIR, compiled by LLVM"
    (result,) = chosen.reference.run([np.array([[1, 2], [3, 4]], np.float32)])
    assert result.tolist() == [[2, 4], [6, 8]]


def test_what_no_pass_lowers(tmp_path: Path) -> None:
    softmax = f"linalg.softmax dimension(0) ins(%x : {TYPE}) outs(%x : {TYPE}) -> {TYPE}"
    chosen = choose(tmp_path / "m.mlir", softmax)
    assert chosen.reference.name == "microaot's interpreter"
    (note,) = chosen.notes
    assert note.startswith("MLIR's passes do not take the program: mlir-runner")
    (result,) = chosen.reference.run([np.zeros((1, 2), np.float32)])
    assert result.tolist() == [[0.5, 0.5]]
