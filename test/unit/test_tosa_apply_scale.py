"""`tosa.apply_scale` in scalar bodies, which MLIR's own lowering of `rescale` leaves there."""

from pathlib import Path

import numpy as np
import pytest
from commands import run
from mlir_reference import Reference

from microaot.passes.tosa_to_linalg import TosaToLinalg
from microaot.tools.frontend import new_context, parse_module

_EDGES = (-(2**31), -(2**31) + 1, -(2**30), -129, -3, -1, 0, 1, 2, 127, 2**30, 2**31 - 1)
_FACTORS = (1 << 30, (1 << 31) - 1, 0x4CCCCCCD, 3, 0)
_SHIFTS = (2, 8, 30, 31, 32, 33, 47, 62)


def _text(mode: str, value: str, shift: str) -> str:
    return f"""
func.func @scale(%x: memref<?x{value}>, %m: memref<?xi32>, %s: memref<?xi8>, %y: memref<?xi32>) {{
  linalg.generic {{
      indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>,
                       affine_map<(d0) -> (d0)>],
      iterator_types = ["parallel"]
    }} ins(%x, %m, %s : memref<?x{value}>, memref<?xi32>, memref<?xi8>) outs(%y : memref<?xi32>) {{
  ^bb0(%a: {value}, %b: i32, %c: i8, %d: i32):
    %known = arith.constant {shift or 0} : i8
    %0 = "tosa.apply_scale"(%a, %b, {"%known" if shift else "%c"})
      <{{rounding_mode = #tosa.rounding_mode<{mode}>}}> : ({value}, i32, i8) -> i32
    linalg.yield %0 : i32
  }}
  return
}}
"""


@pytest.mark.parametrize("mode", ["SINGLE_ROUND", "DOUBLE_ROUND"])
@pytest.mark.parametrize("shift", ["", "40"])
def test_equals_the_lowering_of_mlir(mode: str, shift: str, tmp_path: Path) -> None:
    text = _text(mode, "i32", shift)
    module = parse_module(new_context(), text, "scale.mlir")
    TosaToLinalg().apply(new_context(), module)
    module.verify()
    assert "tosa" not in str(module)
    theirs = run(["mlir-opt-22", "--tosa-to-arith=include-apply-rescale=true"], stdin=text)
    values, factors, shifts = (
        np.array(column).ravel()
        for column in np.meshgrid(
            np.array(_EDGES, np.int32), np.array(_FACTORS, np.int32), np.array(_SHIFTS, np.int8)
        )
    )
    results: list[np.ndarray] = []
    for number, program in enumerate((str(module), theirs)):
        folder = tmp_path / str(number)
        folder.mkdir()
        results.append(np.zeros_like(values))
        Reference(program, folder).call("scale", values, factors, shifts, results[-1])
    np.testing.assert_array_equal(results[0], results[1])
    assert np.unique(results[0]).size > 10
