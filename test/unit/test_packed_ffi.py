"""Compiled libraries in Python, through the packed ABI of TVM-FFI: results and errors."""

import ctypes
import doctest
import math
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from c_harness import COMPILERS, STRICT_C, CProgram
from commands import require_module
from packed_programs import ADD_ONE_AND_FILL

from microaot.tools.api import CompileOptions, compile_module

tvm_ffi = require_module("tvm_ffi", "apache-tvm-ffi")

PROGRAM = (
    ADD_ONE_AND_FILL
    + """
func.func @twice(%n: i32) -> i32 {
  %m = arith.addi %n, %n : i32
  return %m : i32
}
func.func @half(%x: f32) -> f32 {
  %c = arith.constant 0.5 : f32
  %y = arith.mulf %x, %c : f32
  return %y : f32
}
func.func @next(%i: index) -> index {
  %c1 = arith.constant 1 : index
  %n = arith.addi %i, %c1 : index
  return %n : index
}
func.func @not(%b: i1) -> i1 {
  %true = arith.constant true
  %r = arith.xori %b, %true : i1
  return %r : i1
}
func.func @small(%n: i8, %m: i64) -> i64 {
  %w = arith.extsi %n : i8 to i64
  %r = arith.subi %w, %m : i64
  return %r : i64
}
func.func @unsigned(%n: ui64) -> ui64 {
  return %n : ui64
}
func.func @far(%x: memref<?x2xi8, strided<[4294967299, 1]>>) {
  return
}
func.func @count_up(%x: memref<i32>) {
  %c1 = arith.constant 1 : i32
  %v = memref.load %x[] : memref<i32>
  %w = arith.addi %v, %c1 : i32
  memref.store %w, %x[] : memref<i32>
  return
}
func.func @first_column(%x: memref<?x?xi16, strided<[?, ?], offset: ?>>, %y: memref<?xi16>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = memref.dim %y, %c0 : memref<?xi16>
  scf.for %i = %c0 to %n step %c1 {
    %v = memref.load %x[%i, %c0] : memref<?x?xi16, strided<[?, ?], offset: ?>>
    memref.store %v, %y[%i] : memref<?xi16>
  }
  return
}
func.func @columns(%x: memref<2x3xf32, strided<[1, 2]>>, %y: memref<2x3xf32>) {
  memref.copy %x, %y : memref<2x3xf32, strided<[1, 2]>> to memref<2x3xf32>
  return
}
func.func @nothing(%x: memref<0x3xf32>) {
  return
}
func.func @pairs(%x: memref<?xf32> {packed.extents = ["n"]},
                 %y: memref<?x?xf32> {packed.extents = ["n - 1", "k * n"]}, %k: i32) {
  return
}
func.func @sum(%x: memref<?xf32>, %y: memref<?xf32>, %z: memref<?xf32>) {
  linalg.add ins(%x, %y : memref<?xf32>, memref<?xf32>) outs(%z : memref<?xf32>)
  return
}
func.func private @check(%n: index) -> index {
  %most = arith.constant 4 : index
  %few = arith.cmpi ule, %n, %most : index
  packed.check %few, index_error, "at most 4 elements"
  %none = arith.constant 0 : index
  %some = arith.cmpi ugt, %n, %none : index
  packed.check %some, runtime_error, "some elements"
  return %n : index
}
func.func @clear(%x: memref<?xf32>) -> index {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %d = memref.dim %x, %c0 : memref<?xf32>
  %n = func.call @check(%d) : (index) -> index
  scf.for %i = %c0 to %n step %c1 {
    memref.store %zero, %x[%i] : memref<?xf32>
  }
  return %n : index
}
func.func @make() -> memref<4xi8> {
  %r = memref.alloc() : memref<4xi8>
  %c0 = arith.constant 0 : index
  %v = arith.constant 7 : i8
  memref.store %v, %r[%c0] : memref<4xi8>
  memref.store %v, %r[%c0] : memref<4xi8>
  return %r : memref<4xi8>
}
func.func @flags(%x: memref<2xi1>, %y: memref<2xui8>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = memref.load %x[%c0] : memref<2xi1>
  memref.store %a, %x[%c1] : memref<2xi1>
  return
}
"""
)


def load(text: str, folder: Path, **options: Any) -> Any:
    """Compile a program with packed entries and load it."""
    library = compile_module(text, name="ops", options=CompileOptions(packed_api="ffi", **options))
    library.write(folder)
    shared = folder / "libops.so"
    command = ["cc", *STRICT_C, "-O1", "-fPIC", "-shared", "-o", str(shared)]
    sources = ["-I", str(folder / "include"), str(folder / "src/ops.c")]
    subprocess.run([*command, *sources], check=True)
    return tvm_ffi.load_module(str(shared))


@pytest.fixture(scope="module")
def ops(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return load(PROGRAM, tmp_path_factory.mktemp("ffi"))


def floats(*shape: int) -> np.ndarray[Any, Any]:
    return np.arange(np.prod(shape, dtype=int), dtype=np.float32).reshape(shape)


def test_static_shapes(ops: Any) -> None:
    x, y = floats(3, 3), np.zeros((3, 3), np.float32)
    assert ops.add_one(x, y) is None
    np.testing.assert_array_equal(y, x + 1)


@pytest.mark.parametrize("rows", [0, 1, 5])
def test_dynamic_shapes(ops: Any, rows: int) -> None:
    x = np.zeros((rows, 4))
    assert ops.fill(x, 2.5) == rows
    np.testing.assert_array_equal(x, np.full((rows, 4), 2.5))


def test_scalars(ops: Any) -> None:
    assert ops.twice(-21) == -42
    assert ops.twice(True) == 2
    assert ops.next(-5) == -4
    assert ops.half(3.0) == 1.5
    assert ops.half(3) == 1.5
    assert ops.small(-128, 2**40) == -128 - 2**40
    assert ops.unsigned(2**63 - 1) == 2**63 - 1
    assert math.isnan(ops.half(math.nan))
    assert ops.half(1e300) == math.inf
    for value in (True, False, 1, 0, 2):
        result = ops["not"](value)
        assert result is (not value)


def test_rank_0(ops: Any) -> None:
    x = np.array(41, np.int32)
    ops.count_up(x)
    assert x == 42


def test_declared_strides(ops: Any) -> None:
    x, y = np.arange(12, dtype=np.int16).reshape(4, 3), np.zeros(4, np.int16)
    ops.first_column(x, y)
    np.testing.assert_array_equal(y, x[:, 0])
    ops.first_column(x[:, ::2], y)
    np.testing.assert_array_equal(y, x[:, 0])
    a, b = floats(3, 2).T, np.zeros((2, 3), np.float32)
    ops.columns(a, b)
    np.testing.assert_array_equal(a, b)


def test_result_memrefs_are_arguments(ops: Any) -> None:
    r = np.zeros(4, np.int8)
    ops.make(r)
    assert r[0] == 7


def test_bool_and_unsigned(ops: Any) -> None:
    x = np.array([True, False])
    ops.flags(x, np.zeros(2, np.uint8))
    assert x.all()


def test_extents_that_depend_on_each_other(ops: Any) -> None:
    ops.pairs(floats(4), floats(3, 8), 2)
    ops.pairs(floats(1), floats(0, 3), 3)
    z = floats(4)
    ops.sum(floats(4), floats(4), z)
    np.testing.assert_array_equal(z, 2 * floats(4))


def test_checks_of_callees(ops: Any) -> None:
    x = floats(4)
    assert ops.clear(x) == 4
    assert not x.any()


def test_empty(ops: Any) -> None:
    ops.nothing(np.zeros((0, 3), np.float32))


def test_other_dlpack_producers(ops: Any) -> None:
    x, y = tvm_ffi.from_dlpack(floats(3, 3)), np.zeros((3, 3), np.float32)
    ops.add_one(x, y)
    np.testing.assert_array_equal(y, floats(3, 3) + 1)


def unaligned(dtype: type, *shape: int) -> np.ndarray[Any, Any]:
    count = int(np.prod(shape))
    raw = np.zeros(count * np.dtype(dtype).itemsize + 1, np.uint8)
    view: np.ndarray[Any, Any] = raw[1:].view(dtype)
    return view.reshape(shape)


class Claims:
    """A tensor on the CPU whose descriptor says something else, at so many bytes from its start."""

    def __init__(self, at: int, value: ctypes.c_int32 | ctypes.c_uint64 | ctypes.c_uint16) -> None:
        self.array = floats(3, 3)
        self.at, self.value = at, value

    def __dlpack_device__(self) -> tuple[int, int]:
        return (1, 0)

    def __dlpack__(self, **_: object) -> object:
        capsule = self.array.__dlpack__()
        address = pointer_in(ctypes.py_object(capsule), b"dltensor")
        type(self.value).from_address(address + self.at).value = self.value.value
        return capsule


pointer_in = ctypes.pythonapi.PyCapsule_GetPointer
pointer_in.restype, pointer_in.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]

DEVICE_TYPE, DEVICE_ID, LANES, BYTE_OFFSET = 8, 12, 22, 40
"""Where a descriptor on a 64-bit machine says so."""

X, Y = floats(3, 3), floats(3, 3)
REFUSED: dict[str, tuple[Callable[[Any], Any], type[Exception], str]] = {
    "too few": (lambda m: m.add_one(X), TypeError, "add_one: expected 2 arguments"),
    "too many": (lambda m: m.add_one(X, Y, Y), TypeError, "add_one: expected 2 arguments"),
    "int": (lambda m: m.add_one(X, 3), TypeError, "argument y: expected a tensor, got int"),
    "float": (lambda m: m.add_one(1.5, Y), TypeError, "x: expected a tensor, got float"),
    "none": (lambda m: m.add_one(None, Y), TypeError, "x: expected a tensor, got None"),
    "str": (lambda m: m.add_one("ab", Y), TypeError, "x: expected a tensor, got str"),
    "long str": (lambda m: m.add_one("a" * 50, Y), TypeError, "x: expected a tensor, got str"),
    "list": (lambda m: m.add_one([1], Y), TypeError, "x: expected a tensor, got object"),
    "dtype": (
        lambda m: m.add_one(X.astype(np.float64), Y),
        TypeError,
        "argument x: expected float32, got float64",
    ),
    "int dtype": (
        lambda m: m.add_one(X, Y.astype(np.int32)),
        TypeError,
        "argument y: expected float32, got int32",
    ),
    "rank": (lambda m: m.add_one(X[0], Y), ValueError, "argument x: expected 2 dimensions, got 1"),
    "shape": (lambda m: m.add_one(X, floats(3, 4)), ValueError, r"y.shape\[1\]: expected 3, got 4"),
    "device": (
        lambda m: m.add_one(Claims(DEVICE_TYPE, ctypes.c_int32(12)), Y),
        ValueError,
        "x.device_type: expected 1, got 12",
    ),
    "device id": (
        lambda m: m.add_one(X, Claims(DEVICE_ID, ctypes.c_int32(3))),
        ValueError,
        "y.device_id: expected 0, got 3",
    ),
    "lanes": (
        lambda m: m.add_one(Claims(LANES, ctypes.c_uint16(4)), Y),
        TypeError,
        "argument x: expected float32, got another dtype",
    ),
    "byte offset": (
        lambda m: m.add_one(Claims(BYTE_OFFSET, ctypes.c_uint64(2**64 - 4)), Y),
        ValueError,
        "x.byte_offset: expected 0, got -4",
    ),
    "check of a callee": (lambda m: m.clear(floats(5)), IndexError, "^check: at most 4 elements$"),
    "another check": (lambda m: m.clear(floats(0)), RuntimeError, "^check: some elements$"),
    "transposed": (lambda m: m.add_one(X.T, Y), ValueError, "x.strides: expected a compact"),
    "view": (
        lambda m: m.add_one(floats(6, 3)[::2], Y),
        ValueError,
        "x.strides: expected a compact",
    ),
    "layout": (lambda m: m.columns(floats(2, 3), floats(2, 3)), ValueError, r"x.strides\[0\]"),
    "unaligned": (
        lambda m: m.add_one(unaligned(np.float32, 3, 3), Y),
        ValueError,
        "x.data: expected a multiple of 4 bytes",
    ),
    "tensor for int": (lambda m: m.twice(X), TypeError, "n: expected an int, got tensor"),
    "float for int": (lambda m: m.twice(1.5), TypeError, "n: expected an int, got float"),
    "none for int": (lambda m: m.twice(None), TypeError, "n: expected an int, got None"),
    "float for bool": (lambda m: m["not"](1.5), TypeError, "b: expected a bool, got float"),
    "str for float": (lambda m: m.half("x"), TypeError, "x: expected a float, got str"),
    "nan for int": (lambda m: m.twice(math.nan), TypeError, "n: expected an int, got float"),
    "negative": (lambda m: m.unsigned(-1), ValueError, "int from 0 to 9223372036854775807, got -1"),
    "far stride": (
        lambda m: m.far(np.zeros((3, 2), np.int8)),
        ValueError,
        r"x.strides\[0\]: expected 4294967299$",
    ),
    "too large": (lambda m: m.twice(2**31), ValueError, "to 2147483647, got 2147483648$"),
    "too small": (lambda m: m.small(-129, 0), ValueError, "n: expected an int from -128 to 127"),
    "derived extent": (
        lambda m: m.pairs(floats(4), floats(4, 8), 2),
        ValueError,
        r"y.shape\[0\]: expected n - 1 with n = x.shape\[0\], got 4$",
    ),
    "extents of one loop": (
        lambda m: m.sum(floats(4), floats(4), floats(5)),
        ValueError,
        r"z.shape\[0\]: expected x.shape\[0\], got 5$",
    ),
    "extent of a number": (
        lambda m: m.pairs(floats(4), floats(3, 9), 2),
        ValueError,
        r"y.shape\[1\]: expected k \* n with k = k, n = x.shape\[0\]",
    ),
    "bool dtype": (
        lambda m: m.flags(np.zeros(2, np.uint8), np.zeros(2, np.uint8)),
        TypeError,
        "x: expected bool, got uint8",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(ops: Any, case: str) -> None:
    call, exception, message = REFUSED[case]
    before = X.copy(), Y.copy()
    with pytest.raises(exception, match=message):
        call(ops)
    np.testing.assert_array_equal((X, Y), before)


@pytest.mark.parametrize("abi", ["ffi", "tvm"])
@pytest.mark.parametrize("messages", ["full", "none"])
@pytest.mark.parametrize("compiler", COMPILERS)
def test_compiles_everywhere(abi: str, messages: str, compiler: str, tmp_path: Path) -> None:
    options = CompileOptions(packed_api=abi, error_messages=messages)
    library = compile_module(PROGRAM, name="ops", options=options)
    CProgram(library.files, tmp_path).check(compiler)


ELEMENTS = {
    **{"i1": "bool", "f16": "float16", "f32": "float32", "f64": "float64"},
    **{f"i{bits}": f"int{bits}" for bits in (8, 16, 32, 64)},
    **{f"ui{bits}": f"uint{bits}" for bits in (8, 16, 32, 64)},
}


def test_element_types(tmp_path: Path) -> None:
    """Each takes its own, and names what else came; complex and bf16 have no memref of NumPy."""
    functions = (f"func.func @f_{e}(%x: memref<2x{e}>) {{\n  return\n}}" for e in ELEMENTS)
    ops = load("\n".join([*functions, "func.func @b(%x: memref<2xbf16>) {\n  return\n}"]), tmp_path)
    for element, dtype in ELEMENTS.items():
        for other in ELEMENTS.values():
            if other == dtype:
                ops[f"f_{element}"](np.zeros(2, other))
                continue
            with pytest.raises(TypeError, match=f"expected {dtype}, got {other}$"):
                ops[f"f_{element}"](np.zeros(2, other))
    with pytest.raises(TypeError, match=r"expected bfloat16, got float16$"):
        ops.b(np.zeros(2, np.float16))
    with pytest.raises(TypeError, match=r"expected bfloat16, got complex$"):
        ops.b(np.zeros(2, np.complex64))


def test_status_only(tmp_path: Path) -> None:
    ops = load(PROGRAM, tmp_path, error_messages="none")
    assert ops.twice(4) == 8
    with pytest.raises(TypeError):
        ops.add_one(1, 2)
    with pytest.raises(IndexError):
        ops.clear(floats(5))
    source = (tmp_path / "src/ops.c").read_text()
    assert "expected" not in source.split("__tvm_ffi_add_one")[1]


def test_session_of_the_documentation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(PROGRAM, tmp_path)
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[2] / "docs" / "packed.md").read_text()
    (session,) = re.findall(r"```pycon\n(.*?)```", page, re.DOTALL)
    test = doctest.DocTestParser().get_doctest(session, {}, "packed.md", None, None)
    assert doctest.DocTestRunner().run(test) == (0, len(test.examples))
