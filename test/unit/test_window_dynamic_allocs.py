"""A padded buffer of which only a window is kept: the C code against padding and slicing."""

from itertools import product

import numpy as np
import pytest
from c_harness import CProgram

from microaot.tools.api import compile_module

SIZE = (9, 7)
"""Of the padded buffer; the program is given it, and allocates none of that size."""

PROGRAM = """
func.func @pad_and_crop(%h: index, %w: index, %i: index, %j: index, %k: index, %l: index,
                        %x: memref<3x4xf32>, %y: memref<2x2xf32>, %out: memref<4x3xf32>) {
  %c9 = arith.constant 9.0 : f32
  %a = memref.alloc(%h, %w) {alignment = 64 : i64} : memref<?x?xf32>
  linalg.fill ins(%c9 : f32) outs(%a : memref<?x?xf32>)
  %s = memref.subview %a[%i, %j] [3, 4] [1, 1]
      : memref<?x?xf32> to memref<3x4xf32, strided<[?, 1], offset: ?>>
  memref.copy %x, %s : memref<3x4xf32> to memref<3x4xf32, strided<[?, 1], offset: ?>>
  %t = memref.subview %a[%i, 2] [2, 2] [1, 1]
      : memref<?x?xf32> to memref<2x2xf32, strided<[?, 1], offset: ?>>
  memref.copy %y, %t : memref<2x2xf32> to memref<2x2xf32, strided<[?, 1], offset: ?>>
  %v = memref.subview %a[%k, %l] [4, 3] [1, 1]
      : memref<?x?xf32> to memref<4x3xf32, strided<[?, 1], offset: ?>>
  memref.copy %v, %out : memref<4x3xf32, strided<[?, 1], offset: ?>> to memref<4x3xf32>
  return
}
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CProgram:
    library = compile_module(PROGRAM, name="window")
    return CProgram(library.files, tmp_path_factory.mktemp("window"))


def test_every_position(compiled: CProgram) -> None:
    x = np.arange(12, dtype=np.float32).reshape(3, 4)
    y = np.arange(20, 24, dtype=np.float32).reshape(2, 2)
    for i, j, top, left in product(range(7), range(4), range(6), range(5)):
        padded = np.full(SIZE, 9, np.float32)
        padded[i : i + 3, j : j + 4] = x
        padded[i : i + 2, 2:4] = y
        out = np.zeros((4, 3), np.float32)
        numbers = [np.intp(n) for n in (*SIZE, i, j, top, left)]
        compiled.call("window_pad_and_crop", *numbers, x, y, out)
        np.testing.assert_array_equal(out, padded[top : top + 4, left : left + 3])


@pytest.mark.parametrize("position", [(0, 0, 5, 4), (6, 3, 0, 0), (2, 1, 2, 1)])
def test_no_access_out_of_bounds(compiled: CProgram, position: tuple[int, ...]) -> None:
    x, y = np.ones((3, 4), np.float32), np.ones((2, 2), np.float32)
    numbers = [np.intp(n) for n in (*SIZE, *position)]
    compiled.call_sanitized("window_pad_and_crop", *numbers, x, y, np.zeros((4, 3), np.float32))
