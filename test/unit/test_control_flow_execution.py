"""scf and cf through emitc and MLIR's own translation to C, against LLVM's execution."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from c_harness import Compiler, CProgram
from commands import run
from mlir_reference import Reference
from xdsl.passes import PassPipeline

from microaot.emitc_backend.convert_to_emitc import ConvertToEmitC
from microaot.tools.frontend import new_context, parse_module

# What `mlir-translate` prints includes no header and is not meant to be free of warnings.
TRANSLATED = Compiler(("gcc",), ("-std=c99", "-w"))
INCLUDES = "".join(f"#include <{name}.h>\n" for name in ("assert", "stdbool", "stddef", "stdint"))

SCALARS = """
func.func @swap(%a: index, %b: index) -> index {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c100 = arith.constant 100 : index
  %r:3 = scf.for %i = %a to %b step %c1 iter_args(%x = %a, %y = %b, %k = %c100)
      -> (index, index, index) {
    scf.yield %y, %x, %k : index, index, index
  }
  %s = arith.muli %r#0, %r#2 : index
  %t = arith.addi %s, %r#1 : index
  return %t : index
}
func.func @narrow(%a: index, %b: index) -> index {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c27 = arith.constant 27 : i8
  %c100 = arith.constant 100 : i8
  %lb = arith.index_cast %a : index to i8
  %n = scf.for %i = %lb to %c100 step %c27 iter_args(%x = %c0) -> (index) : i8 {
    %v = arith.index_cast %i : i8 to index
    %w = arith.addi %x, %v : index
    scf.yield %w : index
  }
  %ub4 = arith.index_cast %b : index to i4
  %lb4 = arith.index_cast %a : index to i4
  %one = arith.constant 1 : i4
  %m = scf.for unsigned %i = %lb4 to %ub4 step %one iter_args(%x = %n) -> (index) : i4 {
    %v = arith.index_cast %i : i4 to index
    %w = arith.muli %x, %c1 : index
    %u = arith.addi %w, %v : index
    scf.yield %u : index
  }
  return %m : index
}
func.func @while_loop(%a: index, %b: index) -> index {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %r:3 = scf.while (%i = %a, %k = %b) : (index, index) -> (index, index, index) {
    %c = arith.cmpi slt, %i, %k : index
    %d = arith.subi %k, %i : index
    scf.condition(%c) %k, %d, %i : index, index, index
  } do {
  ^bb0(%x: index, %d: index, %i: index):
    %y = arith.addi %i, %c1 : index
    %h = arith.divsi %d, %c2 : index
    %z = arith.subi %x, %h : index
    scf.yield %y, %z : index, index
  }
  %s = arith.muli %r#0, %r#1 : index
  %t = arith.subi %s, %r#2 : index
  return %t : index
}
func.func @do_while(%a: index, %b: index) -> index {
  %c3 = arith.constant 3 : index
  %r:3 = scf.while (%i = %a, %j = %b, %n = %b) : (index, index, index) -> (index, index, index) {
    %k = arith.addi %i, %c3 : index
    %c = arith.cmpi slt, %k, %n : index
    scf.condition(%c) %j, %k, %i : index, index, index
  } do {
  ^bb0(%j: index, %k: index, %i: index):
    scf.yield %k, %i, %b : index, index, index
  }
  %s = arith.subi %r#0, %r#1 : index
  %t = arith.muli %s, %r#2 : index
  return %t : index
}
func.func @branches(%a: index, %b: index) -> index {
  %c7 = arith.constant 7 : index
  %c = arith.cmpi slt, %a, %b : index
  %r = scf.if %c -> (index) {
    %s = arith.addi %a, %b : index
    scf.yield %s : index
  } else {
    scf.yield %a : index
  }
  %q:2 = scf.if %c -> (index, index) {
    scf.yield %b, %r : index, index
  } else {
    %s = arith.muli %r, %b : index
    scf.yield %s, %a : index, index
  }
  %w = scf.index_switch %a -> index
  case 2 {
    %1 = arith.addi %q#0, %q#1 : index
    scf.yield %1 : index
  }
  case -5 {
    %1 = scf.execute_region -> index {
      scf.yield %q#0 : index
    }
    scf.yield %1 : index
  }
  default {
    scf.yield %c7 : index
  }
  return %w : index
}
func.func @shared(%a: index, %b: index) -> index {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %r:3 = scf.for %i = %a to %b step %c1 iter_args(%x = %b, %y = %c1, %z = %a)
      -> (index, index, index) {
    %1:2 = scf.for %j = %c0 to %i step %c1 iter_args(%s = %x, %t = %y) -> (index, index) {
      %p = arith.addi %s, %x : index
      %q = arith.subi %t, %j : index
      scf.yield %p, %q : index, index
    }
    %c = arith.cmpi sgt, %1#0, %x : index
    %2 = scf.if %c -> (index) {
      %p = arith.subi %1#0, %c9 : index
      scf.yield %p : index
    } else {
      scf.yield %1#0 : index
    }
    %3 = scf.if %c -> (index) {
      scf.yield %x : index
    } else {
      scf.yield %z : index
    }
    %4 = arith.addi %1#1, %1#0 : index
    %5 = scf.for %j = %c0 to %c9 step %c1 iter_args(%s = %4) -> (index) {
      %p = arith.subi %s, %y : index
      scf.yield %p : index
    }
    scf.yield %2, %5, %3 : index, index, index
  }
  %6 = arith.subi %r#0, %r#1 : index
  %7 = arith.muli %6, %r#2 : index
  return %7 : index
}
func.func @blocks(%a: index, %b: index) -> index {
  %c1 = arith.constant 1 : index
  %n = arith.addi %b, %c1 : index
  cf.br ^head(%a, %b : index, index)
^head(%i: index, %acc: index):
  %c = arith.cmpi slt, %i, %n : index
  cf.cond_br %c, ^body, ^exit(%acc : index)
^body:
  cf.assert %c, "the loop goes on: \\"{}\\"\\n??/"
  %acc2 = arith.addi %i, %c1 : index
  %even = arith.andi %i, %c1 : index
  %odd = arith.cmpi eq, %even, %c1 : index
  cf.cond_br %odd, ^head(%acc2, %acc : index, index), ^skip(%acc2, %i : index, index)
^skip(%x: index, %y: index):
  cf.br ^head(%x, %y : index, index)
^dead(%q: index):
  cf.br ^dead(%q : index)
^exit(%r: index):
  %flag = arith.index_cast %r : index to i32
  cf.switch %flag : i32, [
    default: ^end(%r : index),
    3: ^end(%n : index),
    -4: ^other,
    5: ^end(%i : index)
  ]
^other:
  cf.br ^end(%i : index)
^end(%f: index):
  %s = arith.muli %f, %n : index
  cf.cond_br %c, ^last(%s : index), ^last(%f : index)
^last(%z: index):
  return %z : index
}
func.func @rotate(%a: index, %b: index) -> index {
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  %c0 = arith.constant 0 : index
  cf.br ^loop(%a, %b, %c7, %c0 : index, index, index, index)
^loop(%x: index, %y: index, %z: index, %n: index):
  %m = arith.addi %n, %c1 : index
  %c = arith.cmpi slt, %n, %c7 : index
  cf.cond_br %c, ^loop(%y, %z, %x, %m : index, index, index, index), ^end
^end:
  %s = arith.subi %x, %y : index
  %t = arith.muli %s, %z : index
  return %t : index
}
"""

MEMORY = """
func.func @ping_pong(%a: memref<6xi32>, %b: memref<6xi32>, %n: index) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %one = arith.constant 1 : i32
  %r:3 = scf.for %k = %c0 to %n step %c1 iter_args(%x = %a, %y = %b, %same = %a)
      -> (memref<6xi32>, memref<6xi32>, memref<6xi32>) {
    scf.for %i = %c0 to %c5 step %c1 {
      %j = arith.addi %i, %c1 : index
      %v = memref.load %x[%j] : memref<6xi32>
      memref.store %v, %y[%i] : memref<6xi32>
    }
    %v = memref.load %same[%c0] : memref<6xi32>
    %w = arith.addi %v, %one : i32
    memref.store %w, %y[%c5] : memref<6xi32>
    scf.yield %y, %x, %same : memref<6xi32>, memref<6xi32>, memref<6xi32>
  }
  %v = memref.load %r#0[%c5] : memref<6xi32>
  return %v : i32
}
func.func @nests(%a: memref<4x6xi32>) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %c6 = arith.constant 6 : index
  %z = arith.constant 5 : i32
  scf.forall (%i, %j) = (0, 1) to (4, 6) step (1, 2) {
    %v = memref.load %a[%i, %j] : memref<4x6xi32>
    %w = arith.addi %v, %z : i32
    memref.store %w, %a[%i, %j] : memref<4x6xi32>
  }
  %r = scf.parallel (%i, %j) = (%c0, %c1) to (%c4, %c6) step (%c1, %c2) init (%z) -> i32 {
    %v = memref.load %a[%i, %j] : memref<4x6xi32>
    scf.reduce(%v : i32) {
    ^bb0(%l: i32, %r: i32):
      %s = arith.subi %l, %r : i32
      scf.reduce.return %s : i32
    }
  }
  return %r : i32
}
func.func @block_memrefs(%a: memref<6xi32>, %b: memref<6xi32>, %n: index) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %part = memref.subview %a[%n] [2] [2] : memref<6xi32> to memref<2xi32, strided<[2], offset: ?>>
  cf.br ^loop(%a, %b, %c0 : memref<6xi32>, memref<6xi32>, index)
^loop(%x: memref<6xi32>, %y: memref<6xi32>, %i: index):
  %v = memref.load %x[%i] : memref<6xi32>
  memref.store %v, %y[%c0] : memref<6xi32>
  %j = arith.addi %i, %c1 : index
  %c = arith.cmpi sle, %j, %n : index
  cf.cond_br %c, ^loop(%y, %x, %j : memref<6xi32>, memref<6xi32>, index), ^end
^end:
  %w = memref.load %x[%c1] : memref<6xi32>
  memref.store %w, %part[%c1] : memref<2xi32, strided<[2], offset: ?>>
  return %w : i32
}
"""


def both(text: str, folder: Path) -> tuple[Reference, CProgram]:
    """The program compiled by LLVM, and by gcc from our emitc."""
    context = new_context()
    module = parse_module(context, text, "program.mlir")
    PassPipeline((ConvertToEmitC(),)).apply(context, module)
    module.verify()
    checked = run(["mlir-opt-22"], stdin=str(module))
    translate = ["mlir-translate-22", "--mlir-to-cpp", "--declare-variables-at-top"]
    program = INCLUDES + run(translate, stdin=checked)
    return Reference(text, folder), CProgram({"src/program.c": program}, folder)


@pytest.fixture(scope="module")
def scalars(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reference, CProgram]:
    return both(SCALARS, tmp_path_factory.mktemp("scalars"))


@pytest.mark.parametrize(
    "name", ["swap", "narrow", "while_loop", "do_while", "branches", "shared", "blocks", "rotate"]
)
def test_scalars(scalars: tuple[Reference, CProgram], name: str) -> None:
    reference, program = scalars
    for a, b in product(range(-9, 9), range(-6, 9)):
        numbers = np.int64(a), np.int64(b)
        expected = reference.call(name, *numbers, result=np.int64)
        actual = program.call(name, *numbers, result=np.int64, compiler=TRANSLATED)
        assert actual == expected, (a, b)


def test_memory(tmp_path: Path) -> None:
    reference, program = both(MEMORY, tmp_path)
    random = np.random.default_rng(0)
    for n in (0, 1, 2):
        for name, shapes, numbers in (
            ("ping_pong", [(6,), (6,)], [np.int64(n + 1)]),
            ("nests", [(4, 6)], []),
            ("block_memrefs", [(6,), (6,)], [np.int64(n)]),
        ):
            arrays = [random.integers(-99, 99, shape, dtype=np.int32) for shape in shapes]
            copies = [array.copy() for array in arrays]
            expected = reference.call(name, *arrays, *numbers, result=np.int32)
            actual = program.call(name, *copies, *numbers, result=np.int32, compiler=TRANSLATED)
            assert actual == expected, name
            np.testing.assert_array_equal(copies, arrays)
