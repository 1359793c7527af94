"""`expand-affine` computes what MLIR's own lowering computes, negative operands included."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from mlir_reference import Reference
from xdsl.passes import PassPipeline

from microaot.passes.expand_affine import ExpandAffine
from microaot.tools.frontend import new_context, parse_module

SCALARS = """
func.func @div_mod(%a: index, %b: index) -> index {
  %0 = affine.apply affine_map<(d0, d1) -> ((d0 - 3) mod 5 + (d1 * 2) floordiv 7)>(%a, %b)
  %1 = affine.apply affine_map<(d0)[s0] -> ((d0 - s0 - 1) ceildiv 4 - d0 * 3)>(%a)[%b]
  %2 = affine.min affine_map<(d0, d1)[s0] -> (d0 + 10, d1 - 3, s0 * 2)>(%a, %0)[%1]
  %3 = affine.max affine_map<(d0, d1) -> (d0 mod 8, d1 ceildiv 3, -4)>(%a, %b)
  %4 = affine.apply affine_map<(d0, d1, d2, d3) -> (d0 + d1 * 100 + d2 * 10000 + d3 * 1000000)>(
    %0, %1, %2, %3)
  return %4 : index
}
func.func @branches(%a: index, %b: index) -> index {
  %c1 = arith.constant 1 : index
  %0 = affine.if affine_set<(d0)[s0] : (d0 - 1 >= 0, s0 - d0 - 2 >= 0)>(%a)[%b] -> index {
    affine.yield %a : index
  } else {
    affine.yield %c1 : index
  }
  %1 = affine.if affine_set<(d0, d1) : (d0 - d1 == 0)>(%a, %b) -> index {
    %s = arith.addi %0, %c1 : index
    affine.yield %s : index
  } else {
    affine.yield %0 : index
  }
  return %1 : index
}
func.func @loops(%a: index, %b: index) -> index {
  %c0 = arith.constant 0 : index
  %0 = affine.for %i = max affine_map<(d0)[s0] -> (d0, s0 - 4)>(%a)[%b]
      to min affine_map<(d0) -> (d0 + 9, 12)>(%a) step 2 iter_args(%s = %c0) -> (index) {
    %1 = affine.for %j = 0 to affine_map<(d0) -> (d0 floordiv 2)>(%i)
        iter_args(%t = %s) -> (index) {
      %2 = affine.apply affine_map<(d0, d1) -> ((d0 + d1) mod 3 + d1 ceildiv 2)>(%i, %j)
      %3 = arith.addi %t, %2 : index
      affine.yield %3 : index
    }
    %4 = arith.addi %1, %i : index
    affine.yield %4 : index
  }
  return %0 : index
}
func.func @indices(%a: index, %b: index) -> index {
  %0:3 = affine.delinearize_index %a into (4, 3, 5) : index, index, index
  %1:2 = affine.delinearize_index %b into (6) : index, index
  %2 = affine.linearize_index [%0#2, %0#0, %1#1] by (7, 11, 6) : index
  %3 = affine.linearize_index [%2, %0#1, %1#0] by (3, 9) : index
  return %3 : index
}
"""

MEMORY = """
func.func @memory(%m: memref<?x6xi32>, %n: index) -> i32 {
  affine.parallel (%i, %j) = (0, 1) to (symbol(%n), 6) step (1, 2) {
    %v = affine.load %m[%i, 6 - %j] : memref<?x6xi32>
    affine.store %v, %m[%i, %j - 1] : memref<?x6xi32>
  }
  affine.for %i = 0 to %n {
    %v = affine.load %m[(%i + 1) mod symbol(%n), %i floordiv 2] : memref<?x6xi32>
    affine.store %v, %m[%i, symbol(%n) - 1] : memref<?x6xi32>
  }
  %s = affine.parallel (%i, %j) = (0, 0) to (min(symbol(%n), 3), 6) reduce ("addi") -> i32 {
    %v = affine.load %m[%i, %j] : memref<?x6xi32>
    affine.yield %v : i32
  }
  return %s : i32
}
func.func @extremes(%m: memref<5xf32>) -> f32 {
  %0 = affine.parallel (%i) = (0) to (5) reduce ("maximumf") -> f32 {
    %v = affine.load %m[%i] : memref<5xf32>
    affine.yield %v : f32
  }
  %1 = affine.parallel (%i) = (0) to (5) reduce ("minimumf") -> f32 {
    %v = affine.load %m[%i] : memref<5xf32>
    affine.yield %v : f32
  }
  %2 = arith.mulf %0, %1 : f32
  return %2 : f32
}
"""


def both(text: str, folder: Path) -> tuple[Reference, Reference]:
    """The program as MLIR lowers it, and after `expand-affine`."""
    context = new_context()
    module = parse_module(context, text, "program.mlir")
    PassPipeline((ExpandAffine(),)).apply(context, module)
    module.verify()
    assert "affine." not in str(module)
    folders = folder / "mlir", folder / "microaot"
    for one in folders:
        one.mkdir()
    return Reference(text, folders[0]), Reference(str(module), folders[1])


@pytest.fixture(scope="module")
def scalars(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reference, Reference]:
    return both(SCALARS, tmp_path_factory.mktemp("scalars"))


@pytest.mark.parametrize("name", ["div_mod", "branches", "loops", "indices"])
def test_scalars(scalars: tuple[Reference, Reference], name: str) -> None:
    expected, actual = scalars
    for a, b in product(range(-17, 18), range(-9, 10)):
        numbers = np.int64(a), np.int64(b)
        results = [r.call(name, *numbers, result=np.int64) for r in (expected, actual)]
        assert results[0] == results[1], (a, b)


def test_memory(tmp_path: Path) -> None:
    expected, actual = both(MEMORY, tmp_path)
    random = np.random.default_rng(0)
    for rows in (1, 2, 5):
        arrays = [random.integers(-99, 99, (rows, 6), dtype=np.int32)] * 2
        arrays = [array.copy() for array in arrays]
        sums = [
            r.call("memory", array, np.int64(rows), result=np.int32)
            for r, array in zip((expected, actual), arrays, strict=True)
        ]
        assert sums[0] == sums[1]
        np.testing.assert_array_equal(arrays[0], arrays[1])
    floats = np.array([1.5, -2.25, 8.0, 0.0, -7.5], np.float32)
    assert actual.call("extremes", floats, result=np.float32) == np.float32(-60.0)
