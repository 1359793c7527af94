"""The front end on what others print: shared inputs, locations, constants, and what is no MLIR."""

import subprocess
from pathlib import Path

import numpy as np
import pytest
from reference_data import find_files, require_folder
from xdsl.context import Context
from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    FileLineColLoc,
    FusedLoc,
    ModuleOp,
    NameLoc,
)
from xdsl.ir import Operation
from xdsl.utils.exceptions import ParseError

from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context, parse_module

INPUTS = [*find_files("onnx_nodes", "*.mlir"), *find_files("models", "*.memref.mlir")]


@pytest.fixture(scope="module")
def context() -> Context:
    return new_context()


def parse(text: str | bytes, context: Context | None = None) -> ModuleOp:
    module = parse_module(context or new_context(), text, "f.mlir")
    module.verify()
    return module


def find(module: ModuleOp, name: str) -> Operation:
    return next(op for op in module.walk() if op.name == name)


# Shared inputs


def test_inputs_are_there() -> None:
    require_folder("onnx_nodes")
    assert len(INPUTS) == 351 + 6


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_custom_syntax(path: Path, context: Context) -> None:
    module = parse(path.read_bytes(), context)
    assert all(isinstance(op.location, FileLineColLoc) for op in module.walk())


@pytest.mark.parametrize("path", INPUTS[::7], ids=lambda path: path.stem)
def test_generic_syntax(path: Path, context: Context) -> None:
    command = ["mlir-opt-22", "--mlir-print-op-generic", "--mlir-print-debuginfo", str(path)]
    generic = subprocess.run(command, capture_output=True, check=True).stdout
    module = parse(generic, context)
    custom = parse(path.read_bytes(), context)
    assert [op.name for op in module.walk()] == [op.name for op in custom.walk()]
    assert any(
        isinstance(op.location, FileLineColLoc) and op.location.filename.data == str(path)
        for op in module.walk()
    )


# Locations


def location_of(text: str, name: str = "arith.constant") -> object:
    return find(parse(text), name).location


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("func.func @f() {\n  %0 = arith.constant 1 : i32\n  return\n}", 2, 3),
        ("func.func @f() { %0 = arith.constant 1 : i32 return }", 1, 18),
        (
            '"func.func"() <{function_type = () -> (), sym_name = "f"}> ({\n\n'
            '    %0 = "arith.constant"() <{value = 1 : i32}> : () -> i32\n'
            '  "func.return"() : () -> ()\n}) : () -> ()',
            3,
            5,
        ),
        ("func.func @f() {\n %0 = arith.constant 1 : i32 loc(unknown)\n return\n}", 2, 2),
    ],
)
def test_position_in_text(text: str, line: int, column: int) -> None:
    location = location_of(text)
    assert isinstance(location, FileLineColLoc)
    found = (location.filename.data, location.line.data, location.column.data)
    assert found == ("f.mlir", line, column)


def test_position_of_module_and_function() -> None:
    module = parse("// a comment\n\nfunc.func private @f()\n")
    assert str(module.location) == 'loc("f.mlir":3:1)'
    assert str(find(module, "func.func").location) == 'loc("f.mlir":3:1)'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('loc("x.py":3:4)', 'loc("x.py":3:4)'),
        ('loc("x.py":3:4 to 5:6)', 'loc("x.py":3:4)'),
        ('loc("x.py":3:4 to :6)', 'loc("x.py":3:4)'),
        ('loc("name")', 'loc("name")'),
        ('loc("name"("x.py":3:4))', 'loc("name"("x.py":3:4))'),
        ('loc(fused["a", "b"])', 'loc(fused["a", "b"])'),
        ('loc(fused<"meta">["a", "x.py":1:2])', 'loc(fused<"meta">["a", "x.py":1:2])'),
        ('loc(callsite("a" at "x.py":1:2))', 'loc(callsite("a" at "x.py":1:2))'),
        ("loc(#loc1)", 'loc("x.py":7:8)'),
        ("loc(#loc2)", 'loc("outer"("x.py":7:8))'),
        ("loc(#loc3)", 'loc(fused["x.py":7:8, "outer"("x.py":7:8)])'),
    ],
)
def test_explicit_location(written: str, expected: str) -> None:
    text = f"""
func.func @f(%a: i32 loc("a")) {{
  %0 = arith.constant 1 : i32 {written}
  return
}}
#loc1 = loc("x.py":7:8)
#loc2 = loc("outer"(#loc1))
#loc3 = loc(fused[#loc1, #loc2])
"""
    assert str(location_of(text)) == expected


def test_location_kinds() -> None:
    for written, kind in (('loc("n")', NameLoc), ("loc(fused[unknown])", FusedLoc)):
        text = f"func.func @f() {{ %0 = arith.constant 1 : i32 {written} return }}"
        assert isinstance(location_of(text), kind)


# Constants


def constant(literal: str, type: str, trailer: str = "") -> tuple[object, ...]:
    text = f'memref.global "private" constant @c : memref<{type}> = {literal}{trailer}'
    value = find_global(text).initial_value
    assert isinstance(value, DenseIntOrFPElementsAttr)
    return tuple(value.get_values())


def find_global(text: str) -> memref.GlobalOp:
    op = find(parse(text), "memref.global")
    assert isinstance(op, memref.GlobalOp)
    return op


@pytest.mark.parametrize(
    ("literal", "type", "expected"),
    [
        ("dense<3>", "2x2xi8", (3, 3, 3, 3)),
        ("dense<[[1, -2], [127, -128]]>", "2x2xi8", (1, -2, 127, -128)),
        ("dense<[200, 3]>", "2xui8", (200, 3)),
        ("dense<[1, -1, 7]>", "3xi4", (1, -1, 7)),
        ('dense<"0x010F07">', "3xi4", (1, -1, 7)),
        ('dense<"0x010000FFFFFF">', "2xi24", (1, -1)),
        ("dense<[3, -1]>", "2xindex", (3, -1)),
        ("dense<>", "0x3xf32", ()),
        ("dense<1.5>", "f32", (1.5,)),
        ("dense<[1.5, -2.0e-1]>", "2xf64", (1.5, -0.2)),
        ("dense<[1.5, 0xFC00]>", "2xf16", (1.5, -np.inf)),
        ("dense<0x7F80>", "2xbf16", (np.inf, np.inf)),
        ("dense<[0x7F800000, 0xFF800000]>", "2xf32", (np.inf, -np.inf)),
        ('dense<"0x0000C03F000000C0">', "2xf32", (1.5, -2.0)),
        ('dense<"0x0000C03F">', "3xf32", (1.5, 1.5, 1.5)),
        ("dense<[ 1,\n  2 ]>", "2xi32", (1, 2)),
        ("dense<[0x10, -0x10]>", "2xi32", (16, -16)),
    ],
)
def test_constant(literal: str, type: str, expected: tuple[float | int, ...]) -> None:
    assert constant(literal, type) == expected


def test_nan_keeps_its_bits() -> None:
    text = 'memref.global "private" @c : memref<2xf32> = dense<[0x7FC00001, 1.0]>'
    value = find_global(text).initial_value
    assert isinstance(value, DenseIntOrFPElementsAttr)
    assert value.data.data.hex() == "0100c07f0000803f"


@pytest.mark.parametrize(
    ("literal", "bits"),
    [
        ("dense<true>", "1111111111"),
        ("dense<[1, 0, true, false, 1, 1, 0, 0, 0, 1]>", "1010110001"),
        ('dense<"0x3502">', "1010110001"),  # packed, as MLIR prints up to 22
        ('dense<"0x01000100010100000001">', "1010110001"),  # a byte each, as later versions
        ('dense<"0xFF">', "1111111111"),
        ('dense<"0x00">', "0000000000"),
    ],
)
def test_booleans(literal: str, bits: str) -> None:
    assert "".join(str(abs(int(str(value)))) for value in constant(literal, "10xi1")) == bits


RESOURCES = """
{-#
  dialect_resources: { builtin: { weights: "0x400000000102FF", other: "0x0400000000" } },
  external_resources: { mlir_reproducer: { pipeline: "builtin.module()", verify_each: true } }
#-}
"""


def test_resource() -> None:
    for _ in range(2):  # the second file with the same key meets nothing of the first
        assert constant("dense_resource<weights>", "3xi8", RESOURCES) == (1, 2, -1)
    text = "%0 = arith.constant dense_resource<weights> : tensor<3xi8>" + RESOURCES
    value = find(parse(text), "arith.constant")
    assert isinstance(value, arith.ConstantOp)
    assert isinstance(value.value, DenseIntOrFPElementsAttr)


# What is no MLIR


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe\x00", "the input is not UTF-8 text: byte 0xff at offset 0"),
        (b"func.func @f() \xe9", "the input is not UTF-8 text: byte 0xe9 at offset 15"),
        (b"ML\xefR\x06MLIR22", "the input is MLIR bytecode"),
        (b"\x7fELF\x00\x00", "the input is binary data, not MLIR text"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        parse(data)


@pytest.mark.parametrize("text", ["", "\n\n", "// only a comment\n"])
def test_empty_input(text: str) -> None:
    with pytest.raises(ParseError, match="found the end of the input"):
        parse(text)


def test_byte_order_mark_is_skipped() -> None:
    parse(b"\xef\xbb\xbffunc.func private @f()")


def test_syntax_error_has_a_place() -> None:
    with pytest.raises(ParseError) as caught:
        parse("func.func @f() {\n  %0 = arith.nonsense\n}")
    place = caught.value.span.get_location()
    assert (place.file, place.line) == ("f.mlir", 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("%0 = arith.constant 300 : i8", "out of range"),
        ("%0 = arith.constant 1.0e40 : f32", "too large"),
        ('memref.global "private" @c : memref<2xi8> = dense<[300, 1]>', "out of range"),
        ('memref.global "private" @c : memref<?xi8> = dense<1>', "static shape"),
        ('memref.global "private" @c : memref<2xvector<2xf32>> = dense<1.0>', "vector"),
        ('memref.global "private" @c : memref<2xi8> = dense_resource<__elided__>', "no data"),
        ("#loc = loc(#loc)\nfunc.func private @f() loc(#loc)", "too deeply"),
        (
            'func.func @f() {\naffine.parallel (%i) = (0) to (4) reduce ("add") -> f32 {}\n}',
            "expected one of addf, addi",
        ),
    ],
)
def test_wrong_input_is_a_parse_error(text: str, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        parse(text)


# Adapters build xDSL's own classes, which its passes match on


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('memref.global "private" @g : memref<4xi8> = uninitialized', memref.GlobalOp),
        (
            "func.func @f(%a: memref<4xi8>) {\n"
            "memref.copy %a, %a : memref<4xi8> to memref<4xi8>\nreturn }",
            memref.CopyOp,
        ),
        ("func.func @f(%a: i32) {\n%0 = arith.trunci %a : i32 to i8\nreturn }", arith.TruncIOp),
    ],
)
def test_class(text: str, kind: type[Operation]) -> None:
    assert type(find(parse(text), kind.name)) is kind
