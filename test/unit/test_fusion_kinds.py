"""Small programs of many kinds compute the same before and after fusion, as LLVM executes both."""

from pathlib import Path

import numpy as np
import pytest
from mlir_reference import Reference
from tensor_execution import compile_tensors

from microaot.passes.lower_tensors_to_loops import LowerTensorsToLoops
from microaot.passes.outline_operators import OutlineOperators
from microaot.passes.refine_shapes import RefineShapes
from microaot.tools.frontend import new_context, parse_module

Shape = tuple[int, ...]

_ARGMAX = """
func.func @f(%x: tensor<3x5xi32>) -> (tensor<3xi32>, tensor<3xi32>) {
  %low = arith.constant -100 : i32
  %zero = arith.constant 0 : i32
  %e = tensor.empty() : tensor<3xi32>
  %m = linalg.fill ins(%low : i32) outs(%e : tensor<3xi32>) -> tensor<3xi32>
  %a = linalg.fill ins(%zero : i32) outs(%e : tensor<3xi32>) -> tensor<3xi32>
  %r:2 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>,
                     affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
    ins(%x : tensor<3x5xi32>) outs(%m, %a : tensor<3xi32>, tensor<3xi32>) {
  ^bb0(%v: i32, %best: i32, %at: i32):
    %j = linalg.index 1 : index
    %k = arith.index_cast %j : index to i32
    %more = arith.cmpi sgt, %v, %best : i32
    %b = arith.select %more, %v, %best : i32
    %c = arith.select %more, %k, %at : i32
    linalg.yield %b, %c : i32, i32
  } -> (tensor<3xi32>, tensor<3xi32>)
  return %r#0, %r#1 : tensor<3xi32>, tensor<3xi32>
}
"""
_UPSAMPLED = """
func.func @f(%x: tensor<3x4xi32>) -> tensor<7x4xi32> {
  %e = tensor.empty() : tensor<7x4xi32>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i floordiv 3, (j + i) mod 4)>,
                     affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
    ins(%x : tensor<3x4xi32>) outs(%e : tensor<7x4xi32>) {
  ^bb0(%v: i32, %old: i32):
    linalg.yield %v : i32
  } -> tensor<7x4xi32>
  return %r : tensor<7x4xi32>
}
"""
_SKEWED = """
func.func @f(%x: tensor<3x4xi32>, %init: tensor<6xi32>) -> (tensor<6xi32>, tensor<3xi32>) {
  %e = tensor.empty() : tensor<3x4xi32>
  %y = linalg.add ins(%x, %x : tensor<3x4xi32>, tensor<3x4xi32>) outs(%e : tensor<3x4xi32>)
    -> tensor<3x4xi32>
  %zero = arith.constant 0 : i32
  %f = tensor.empty() : tensor<3xi32>
  %z = linalg.fill ins(%zero : i32) outs(%f : tensor<3xi32>) -> tensor<3xi32>
  %r:2 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i + j)>,
                     affine_map<(i, j) -> (i)>], iterator_types = ["reduction", "reduction"]}
    ins(%y : tensor<3x4xi32>) outs(%init, %z : tensor<6xi32>, tensor<3xi32>) {
  ^bb0(%v: i32, %a: i32, %b: i32):
    %0 = arith.addi %a, %v : i32
    %1 = arith.subi %b, %v : i32
    linalg.yield %0, %1 : i32, i32
  } -> (tensor<6xi32>, tensor<3xi32>)
  return %r#0, %r#1 : tensor<6xi32>, tensor<3xi32>
}
"""
_GATHERED = """
func.func @f(%x: tensor<5x3xi32>, %at: tensor<4xi32>) -> (tensor<4x3xi32>, tensor<4xi32>) {
  %five = arith.constant 5 : i32
  %e = tensor.empty() : tensor<4x3xi32>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>],
    iterator_types = ["parallel", "parallel"]}
    ins(%at : tensor<4xi32>) outs(%e : tensor<4x3xi32>) {
  ^bb0(%a: i32, %old: i32):
    %0 = arith.remui %a, %five : i32
    %i = arith.index_cast %0 : i32 to index
    %j = linalg.index 1 : index
    %fits = arith.cmpi ult, %0, %five : i32
    cf.assert %fits, "out of bounds"
    %v = tensor.extract %x[%i, %j] : tensor<5x3xi32>
    linalg.yield %v : i32
  } -> tensor<4x3xi32>
  %g = tensor.generate {
  ^bb0(%i: index):
    %v = tensor.extract %at[%i] : tensor<4xi32>
    %k = arith.index_cast %i : index to i32
    %s = arith.addi %v, %k : i32
    tensor.yield %s : i32
  } : tensor<4xi32>
  return %r, %g : tensor<4x3xi32>, tensor<4xi32>
}
"""
_MOVED = """
func.func @f(%x: tensor<5x3xi32>, %at: tensor<1xi32>) -> (tensor<2xi32>, tensor<5x3xi32>) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %a = tensor.extract %at[%c0] : tensor<1xi32>
  %b = arith.index_cast %a : i32 to index
  %n = arith.remui %b, %c3 : index
  %s = tensor.extract_slice %x[%n, 1] [2, 1] [2, 1] : tensor<5x3xi32> to tensor<2xi32>
  %e = tensor.empty() : tensor<2xi32>
  %t = linalg.add ins(%s, %s : tensor<2xi32>, tensor<2xi32>) outs(%e : tensor<2xi32>)
    -> tensor<2xi32>
  %i = tensor.insert_slice %t into %x[%n, 2] [2, 1] [1, 1] : tensor<2xi32> into tensor<5x3xi32>
  return %t, %i : tensor<2xi32>, tensor<5x3xi32>
}
"""
_ELEMENTS = """
func.func @f(%x: tensor<4xi32>) -> (tensor<2x2xi32>, tensor<4xi32>, tensor<i32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %a = tensor.extract %x[%c1] : tensor<4xi32>
  %b = tensor.extract %x[%c2] : tensor<4xi32>
  %m = tensor.from_elements %a, %b, %b, %a : tensor<2x2xi32>
  %e = tensor.empty() : tensor<2x2xi32>
  %r = linalg.add ins(%m, %m : tensor<2x2xi32>, tensor<2x2xi32>) outs(%e : tensor<2x2xi32>)
    -> tensor<2x2xi32>
  %z = tensor.from_elements %a : tensor<i32>
  %f = tensor.empty() : tensor<i32>
  %q = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>],
                       iterator_types = []}
    ins(%z : tensor<i32>) outs(%f : tensor<i32>) {
  ^bb0(%v: i32, %old: i32):
    %w = arith.muli %v, %v : i32
    linalg.yield %w : i32
  } -> tensor<i32>
  %s = tensor.splat %b : tensor<4xi32>
  return %r, %s, %q : tensor<2x2xi32>, tensor<4xi32>, tensor<i32>
}
"""
_WINDOWS = """
func.func @f(%x: tensor<1x7x7x2xi32>, %w: tensor<3x2x2x4xi32>)
    -> (tensor<1x2x3x4xi32>, tensor<1x3x3x2xi32>) {
  %zero = arith.constant 0 : i32
  %least = arith.constant -2147483648 : i32
  %e = tensor.empty() : tensor<1x2x3x4xi32>
  %z = linalg.fill ins(%zero : i32) outs(%e : tensor<1x2x3x4xi32>) -> tensor<1x2x3x4xi32>
  %c = linalg.conv_2d_nhwc_hwcf {dilations = dense<[2, 1]> : tensor<2xi64>,
                                 strides = dense<[2, 2]> : tensor<2xi64>}
    ins(%x, %w : tensor<1x7x7x2xi32>, tensor<3x2x2x4xi32>) outs(%z : tensor<1x2x3x4xi32>)
    -> tensor<1x2x3x4xi32>
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 0, 0, 0] {
  ^bb0(%a: index, %b: index, %d: index, %g: index):
    tensor.yield %least : i32
  } : tensor<1x7x7x2xi32> to tensor<1x8x8x2xi32>
  %k = tensor.empty() : tensor<3x3xi32>
  %o = tensor.empty() : tensor<1x3x3x2xi32>
  %l = linalg.fill ins(%least : i32) outs(%o : tensor<1x3x3x2xi32>) -> tensor<1x3x3x2xi32>
  %m = linalg.pooling_nhwc_max {dilations = dense<1> : tensor<2xi64>,
                                strides = dense<2> : tensor<2xi64>}
    ins(%p, %k : tensor<1x8x8x2xi32>, tensor<3x3xi32>) outs(%l : tensor<1x3x3x2xi32>)
    -> tensor<1x3x3x2xi32>
  return %c, %m : tensor<1x2x3x4xi32>, tensor<1x3x3x2xi32>
}
"""
_CONTROL = """
func.func @f(%x: tensor<4xi32>) -> (tensor<4xi32>, tensor<4xi32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %e = tensor.empty() : tensor<4xi32>
  %a = tensor.extract %x[%c0] : tensor<4xi32>
  %zero = arith.constant 0 : i32
  %positive = arith.cmpi sgt, %a, %zero : i32
  %r = scf.if %positive -> (tensor<4xi32>) {
    %0 = linalg.add ins(%x, %x : tensor<4xi32>, tensor<4xi32>) outs(%e : tensor<4xi32>)
      -> tensor<4xi32>
    scf.yield %0 : tensor<4xi32>
  } else {
    scf.yield %x : tensor<4xi32>
  }
  %s = scf.for %i = %c0 to %c3 step %c1 iter_args(%t = %r) -> (tensor<4xi32>) {
    %0 = linalg.mul ins(%t, %r : tensor<4xi32>, tensor<4xi32>) outs(%e : tensor<4xi32>)
      -> tensor<4xi32>
    scf.yield %0 : tensor<4xi32>
  }
  return %r, %s : tensor<4xi32>, tensor<4xi32>
}
"""
_EMPTY = """
func.func @f(%x: tensor<0x3xi32>, %y: tensor<2x0xi32>) -> (tensor<0x3xi32>, tensor<2xi32>) {
  %zero = arith.constant 5 : i32
  %e = tensor.empty() : tensor<0x3xi32>
  %r = linalg.add ins(%x, %x : tensor<0x3xi32>, tensor<0x3xi32>) outs(%e : tensor<0x3xi32>)
    -> tensor<0x3xi32>
  %f = tensor.empty() : tensor<2xi32>
  %z = linalg.fill ins(%zero : i32) outs(%f : tensor<2xi32>) -> tensor<2xi32>
  %s = linalg.reduce { arith.addi } ins(%y : tensor<2x0xi32>) outs(%z : tensor<2xi32>)
    dimensions = [1]
  return %r, %s : tensor<0x3xi32>, tensor<2xi32>
}
"""
_BATCHES = """
func.func @f(%x: tensor<2x3x4xi32>, %y: tensor<2x4x3xi32>) -> tensor<2xi32> {
  %zero = arith.constant 0 : i32
  %e = tensor.empty() : tensor<2x3x3xi32>
  %z = linalg.fill ins(%zero : i32) outs(%e : tensor<2x3x3xi32>) -> tensor<2x3x3xi32>
  %m = linalg.batch_matmul ins(%x, %y : tensor<2x3x4xi32>, tensor<2x4x3xi32>)
    outs(%z : tensor<2x3x3xi32>) -> tensor<2x3x3xi32>
  %f = tensor.empty() : tensor<2xi32>
  %o = linalg.fill ins(%zero : i32) outs(%f : tensor<2xi32>) -> tensor<2xi32>
  %s = linalg.reduce { arith.maxui } ins(%m : tensor<2x3x3xi32>) outs(%o : tensor<2xi32>)
    dimensions = [1, 2]
  return %s : tensor<2xi32>
}
"""
KINDS: dict[str, tuple[str, list[Shape], list[Shape]]] = {
    "argmax": (_ARGMAX, [(3, 5)], [(3,), (3,)]),
    "upsampled": (_UPSAMPLED, [(3, 4)], [(7, 4)]),
    "skewed": (_SKEWED, [(3, 4), (6,)], [(6,), (3,)]),
    "gathered": (_GATHERED, [(5, 3), (4,)], [(4, 3), (4,)]),
    "moved": (_MOVED, [(5, 3), (1,)], [(2,), (5, 3)]),
    "elements": (_ELEMENTS, [(4,)], [(2, 2), (4,), ()]),
    "windows": (_WINDOWS, [(1, 7, 7, 2), (3, 2, 2, 4)], [(1, 2, 3, 4), (1, 3, 3, 2)]),
    "control": (_CONTROL, [(4,)], [(4,), (4,)]),
    "empty": (_EMPTY, [(0, 3), (2, 0)], [(0, 3), (2,)]),
    "batches": (_BATCHES, [(2, 3, 4), (2, 4, 3)], [(2,)]),
}


def lower(text: str, name: str, *, outline: bool) -> str:
    context = new_context()
    module = parse_module(context, text, f"{name}.mlir")
    passes = (RefineShapes(), *([OutlineOperators()] if outline else []), LowerTensorsToLoops())
    for step in passes:
        step.apply(context, module)
        module.verify()
    assert "linalg." not in str(module)
    return str(module)


def test_kinds_compute_the_same(tmp_path: Path) -> None:
    texts = {kind: text.replace("@f(", f"@{kind}(") for kind, (text, _, _) in KINDS.items()}
    whole = "".join(texts.values())
    libraries: list[Reference] = []
    for name, program in (
        ("reference", whole),
        ("fused", lower(whole, "kinds", outline=False)),
        ("outlined", lower(whole, "kinds", outline=True)),
    ):
        (tmp_path / name).mkdir()
        libraries.append(compile_tensors(program, tmp_path / name))
    numbers = np.random.default_rng(0)
    for kind, (_, inputs, outputs) in KINDS.items():
        given = [numbers.integers(-9, 99, shape, dtype=np.int32) for shape in inputs]
        results: list[list[np.ndarray]] = []
        for library in libraries:
            results.append([np.full(shape, 77, np.int32) for shape in outputs])
            library.call(kind, *(array.copy() for array in given), *results[-1])
        for other in results[1:]:
            for result, expected in zip(other, results[0], strict=True):
                np.testing.assert_array_equal(result, expected, err_msg=kind)


@pytest.mark.parametrize("kind", KINDS)
def test_one_call_for_each_operator(kind: str) -> None:
    text, _, _ = KINDS[kind]
    lowered = lower(text, kind, outline=True)
    main = lowered.split("func.func private", 1)[0]
    assert "scf." not in main, "what computes is in operators"
