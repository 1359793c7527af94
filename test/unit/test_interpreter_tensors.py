"""The interpreter of `microaot verify` on ops that LLVM's passes do not lower, and its errors."""

import numpy as np
import pytest

from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.importers.imported_model import entry_function
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.interpret import interpret

X = np.arange(12, dtype=np.int32).reshape(3, 4)
A = "tensor<3x4xi32>"


def run(body: str, result: str, *inputs: Array, types: str = f"%x: {A}") -> Array:
    text = f"func.func @main({types}) -> {result} {{\n{body}\nreturn %r : {result}\n}}\n"
    text += f"func.func private @other({A}) -> {A}"
    module = parse_module(new_context(), text, "m.mlir")
    module.verify()
    (found,) = interpret(module, entry_function(module, "m.mlir"), inputs or [X])
    return found


def test_elementwise_on_tensors() -> None:
    np.testing.assert_array_equal(run(f"%r = arith.muli %x, %x : {A}", A), X * X)


def test_concat() -> None:
    joined = run(f"%r = tensor.concat dim(1) %x, %x : ({A}, {A}) -> tensor<3x8xi32>",
                 "tensor<3x8xi32>")  # fmt: skip
    np.testing.assert_array_equal(joined, np.concatenate([X, X], 1))


def test_reshape() -> None:
    body = "%s = arith.constant dense<[2, 6]> : tensor<2xi64>\n"
    body += f"%r = tensor.reshape %x(%s) : ({A}, tensor<2xi64>) -> tensor<2x6xi32>"
    np.testing.assert_array_equal(run(body, "tensor<2x6xi32>"), X.reshape(2, 6))


def test_bitcast() -> None:
    body = f"%r = tensor.bitcast %x : {A} to tensor<3x4xf32>"
    np.testing.assert_array_equal(run(body, "tensor<3x4xf32>"), X.view(np.float32))


@pytest.mark.parametrize("result", ["tensor<2x3x1xi32>", "tensor<2x3xi32>"])
def test_gather(result: str) -> None:
    body = "%at = arith.constant dense<[[3], [1]]> : tensor<2x1xindex>\n"
    body += f"%r = tensor.gather %x[%at] gather_dims([1]) : ({A}, tensor<2x1xindex>) -> {result}"
    found = run(body, result)
    np.testing.assert_array_equal(found.reshape(2, 3), X.T[[3, 1]])


def test_scatter() -> None:
    types = f"%x: {A}, %s: tensor<2x1x4xi32>"
    body = "%at = arith.constant dense<[[2], [0]]> : tensor<2x1xindex>\n"
    body += "%r = tensor.scatter %s into %x[%at] scatter_dims([0]) unique : "
    body += f"(tensor<2x1x4xi32>, {A}, tensor<2x1xindex>) -> {A}"
    rows = -np.arange(8, dtype=np.int32).reshape(2, 1, 4)
    found = run(body, A, X, rows, types=types)
    np.testing.assert_array_equal(found, [rows[1, 0], X[1], rows[0, 0]])


def test_softmax() -> None:
    type = "tensor<3x4xf32>"
    body = f"%r = linalg.softmax dimension(1) ins(%x : {type}) outs(%x : {type}) -> {type}"
    values = np.linspace(-3, 50, 12, dtype=np.float32).reshape(3, 4)
    e = np.exp(values - values.max(1, keepdims=True))
    found = run(body, type, values, types=f"%x: {type}")
    np.testing.assert_allclose(found, e / e.sum(1, keepdims=True), 1e-6)


def test_pack_and_unpack() -> None:
    packed = "tensor<2x2x2x3xi32>"
    body = "%p = arith.constant -1 : i32\n"
    body += f"%d = tensor.empty() : {packed}\n"
    body += "%r = linalg.pack %x padding_value(%p : i32) outer_dims_perm = [1, 0] "
    body += f"inner_dims_pos = [0, 1] inner_tiles = [2, 3] into %d : {A} -> {packed}"
    found = run(body, packed)
    padded = np.pad(X, ((0, 1), (0, 2)), constant_values=-1)
    np.testing.assert_array_equal(found, padded.reshape(2, 2, 2, 3).transpose(2, 0, 1, 3))
    back = "%r = linalg.unpack %x outer_dims_perm = [1, 0] inner_dims_pos = [0, 1] "
    back += f"inner_tiles = [2, 3] into %d : {packed} -> {A}"
    types = f"%x: {packed}, %d: {A}"
    np.testing.assert_array_equal(run(back, A, found, X, types=types), X)


def test_region_that_is_executed() -> None:
    body = f"%r = scf.execute_region -> {A} {{ scf.yield %x : {A} }}"
    np.testing.assert_array_equal(run(body, A), X)


def test_assertion_for_each_element() -> None:
    def body(bound: int) -> str:
        return f"""%bound = arith.constant {bound} : i32
        %r = linalg.map ins(%x : {A}) outs(%x : {A}) (%in: i32, %out: i32) {{
          %less = arith.cmpi slt, %in, %bound : i32
          cf.assert %less, "too large"
          linalg.yield %in : i32
        }}"""

    np.testing.assert_array_equal(run(body(12), A), X)
    with pytest.raises(UserError, match=r"'cf\.assert' fails: too large"):
        run(body(11), A)


def test_bf16_is_rounded_once() -> None:
    types, kind = "%x: tensor<2xbf16>, %y: tensor<2xbf16>", "tensor<2xbf16>"
    bits = np.array([0x3F80, 0x7F7F], np.uint16), np.array([0x3B80, 0x7F7F], np.uint16)
    found = run(f"%r = arith.addf %x, %y : {kind}", kind, *bits, types=types)
    # 1 + 2^-8 lies between two numbers, and goes to the even one; the other sum is infinite.
    assert [hex(number) for number in found] == ["0x3f80", "0x7f80"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("%i = arith.constant 3 : index\n%e = tensor.extract %x[%i, %i] : {A}",
         "m.mlir:3:1: error: 'tensor.extract' reads outside of its tensor"),
        ("%i = arith.constant -1 : index\n%e = tensor.extract %x[%i, %i] : {A}",
         "m.mlir:3:1: error: 'tensor.extract' reads outside of its tensor"),
        ("%i = arith.constant 2 : index\n"
         "%e = tensor.extract_slice %x[%i, 0] [2, 4] [1, 1] : {A} to tensor<2x4xi32>",
         "m.mlir:3:1: error: 'tensor.extract_slice' has a slice that runs out of its tensor"),
        ("%e = func.call @other(%x) : ({A}) -> {A}",
         "m.mlir:2:1: error: 'func.call' calls 'other', which has no body that could be "
         "interpreted"),
        ("%e = func.call @main(%x) : ({A}) -> {A}",
         "m.mlir:2:1: error: 'func.call' calls 'main' too deep for the interpreter"),
        ("%f = arith.constant false\ncf.assert %f, \"never\"",
         "m.mlir:3:1: error: 'cf.assert' fails: never"),
        ("%e = tensor.empty() : tensor<2xf80>",
         "m.mlir:2:1: error: the interpreter does not know values of type f80"),
        ("%e = tensor.empty() : tensor<2xi128>",
         "m.mlir:2:1: error: the interpreter does not know values of type i128"),
        ("cf.br ^bb1\n^bb1:",
         "m.mlir:1:1: error: the interpreter does not know branches between blocks, use scf"),
    ],
)  # fmt: skip
def test_errors(body: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        run(body.replace("{A}", A) + "\n%r = arith.addi %x, %x : " + A, A)
    assert str(caught.value) == message
