"""Runs linalg ops lowered by our pass and by mlir-opt, and compares every bit of every buffer."""

from io import StringIO

import pytest
from linalg_kernels import Buffer, Case, Scalar, program
from linalg_text import generic, named, windows
from mlir_execution import execute
from xdsl.printer import Printer

from microaot.passes.convert_linalg_to_structured_loops import ConvertLinalgToStructuredLoops
from microaot.tools.frontend import new_context, parse_module

B, S = Buffer, Scalar
ARGMAX = (
    "linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, "
    'affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} '
    "ins(%a : {a}) outs(%b, %c : {b}, {c}) {\n"
    "  ^bb0(%in: i32, %best: i32, %at: i32):\n"
    "    %i = linalg.index 1 : index\n    %j = arith.index_cast %i : index to i32\n"
    "    %more = arith.cmpi sgt, %in, %best : i32\n"
    "    %new = arith.select %more, %in, %best : i32\n"
    "    %where = arith.select %more, %j, %at : i32\n"
    "    linalg.yield %new, %where : i32, i32\n  }"
)
BIAS = (
    "linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (c)>, "
    "affine_map<(n, h, w, c) -> (n, h, w, c)>], "
    'iterator_types = ["parallel", "parallel", "parallel", "parallel"]} '
    "ins(%c : {c}) outs(%d : {d}) {\n"
    "  ^bb0(%in: i32, %out: i32):\n    linalg.yield %in : i32\n  }\n  "
)
ADD = "^bb0(%x: i32, %o: i32):\n    %s = arith.addi %x, %o : i32\n    linalg.yield %s : i32"
SUB = "^bb0(%x: i32, %o: i32):\n    %s = arith.subi %x, %o : i32\n    linalg.yield %s : i32"

CASES = {
    "matmul i8 to i32": Case(
        named("matmul", "ab", "c"), [B("i8", [3, 5]), B("i8", [5, 4]), B("i32", [3, 4])]
    ),
    "matmul cast unsigned": Case(
        named("matmul", "ab", "c", "{cast = #linalg.type_fn<cast_unsigned>}"),
        [B("i8", [3, 5]), B("i8", [5, 4]), B("i32", [3, 4])],
    ),
    "filled matmul, dynamic": Case(
        "linalg.fill ins(%d : f32) outs(%c : {c})\n  " + named("matmul", "ab", "c"),
        [B("f32", [3, 5], True), B("f32", [5, 4], True), B("f32", [3, 4], True), S("f32", "2.5")],
    ),
    "filled matmul, nothing to sum": Case(
        "linalg.fill ins(%d : f32) outs(%c : {c})\n  " + named("matmul", "ab", "c"),
        [B("f32", [3, 0], True), B("f32", [0, 4], True), B("f32", [3, 4], True), S("f32", "2.5")],
    ),
    "batch_reduce_matmul": Case(
        named("batch_reduce_matmul", "ab", "c"),
        [B("i32", [2, 3, 4]), B("i32", [2, 4, 5]), B("i32", [3, 5])],
    ),
    "mmt4d": Case(
        named("mmt4d", "ab", "c"),
        [B("i8", [2, 3, 4, 2]), B("i8", [2, 3, 5, 2]), B("i32", [2, 2, 4, 5])],
    ),
    "quantized_matmul": Case(
        named("quantized_matmul", "abcd", "e"),
        [B("i8", [3, 5]), B("i8", [5, 4]), S("i32", "-7"), S("i32", "11"), B("i32", [3, 4])],
    ),
    "conv_2d nhwc_fhwc_q with bias": Case(
        BIAS + named("conv_2d_nhwc_fhwc_q", "abef", "d", windows([2, 1], [1, 2])),
        [
            B("i8", [1, 9, 8, 3]), B("i8", [4, 3, 2, 3]), B("i32", [4]), B("i32", [1, 4, 6, 4]),
            S("i32", "-128"), S("i32", "3"),
        ],
    ),
    "conv_2d nchw_fchw, dynamic": Case(
        named("conv_2d_nchw_fchw", "ab", "c", windows([2, 2], [2, 1])),
        [B("f32", [2, 3, 9, 7], True), B("f32", [2, 3, 3, 3], True), B("f32", [2, 2, 3, 3], True)],
    ),
    "conv_1d": Case(
        named("conv_1d", "ab", "c"), [B("f64", [9]), B("f64", [3]), B("f64", [7])]
    ),
    "conv_3d": Case(
        named("conv_3d_ndhwc_dhwcf", "ab", "c", windows([1, 2, 1], [1, 1, 2])),
        [B("i32", [1, 4, 5, 5, 2]), B("i32", [2, 2, 2, 2, 3]), B("i32", [1, 3, 2, 3, 3])],
    ),
    "depthwise, channel multiplier": Case(
        named("depthwise_conv_2d_nhwc_hwcm_q", "abde", "c", windows([1, 2], [2, 1])),
        [
            B("i8", [1, 7, 7, 2]), B("i8", [3, 3, 2, 2]), B("i32", [1, 3, 3, 2, 2]),
            S("i32", "5"), S("i32", "-1"),
        ],
    ),
    "depthwise 3d": Case(
        named("depthwise_conv_3d_ndhwc_dhwcm", "ab", "c", windows([1, 1, 1], [1, 1, 1])),
        [B("i32", [1, 3, 3, 3, 2]), B("i32", [2, 2, 2, 2, 2]), B("i32", [1, 2, 2, 2, 2, 2])],
    ),
    "pooling max": Case(
        named("pooling_nhwc_max", "ab", "c", windows([2, 2], [1, 1])),
        [B("i8", [1, 6, 6, 3]), B("i8", [2, 2]), B("i8", [1, 3, 3, 3])],
    ),
    "pooling sum": Case(
        named("pooling_nchw_sum", "ab", "c", windows([1, 2], [2, 1])),
        [B("f32", [1, 2, 6, 6]), B("f32", [2, 3]), B("f32", [1, 2, 4, 2])],
    ),
    "pooling min unsigned": Case(
        named("pooling_nwc_min_unsigned", "ab", "c", windows([2], [1])),
        [B("i8", [1, 8, 3]), B("i8", [2]), B("i32", [1, 4, 3])],
    ),
    "argmax": Case(ARGMAX, [B("i32", [3, 7]), B("i32", [3]), B("i32", [3])]),
    "argmax, initialized": Case(
        "linalg.fill ins(%d : i32) outs(%b : {b})\n  linalg.fill ins(%e : i32) outs(%c : {c})\n  "
        + ARGMAX,
        [B("i32", [3, 7]), B("i32", [3]), B("i32", [3]), S("i32", "-999"), S("i32", "0")],
    ),
    "reduce the outer dimension": Case(
        "linalg.reduce { arith.addf } ins(%a : {a}) outs(%b : {b}) dimensions = [0]",
        [B("f32", [5, 3]), B("f32", [3])],
    ),
    "order of reductions": Case(
        generic(["(i, j, k)", "(j)"], "rpr", "ab", SUB), [B("i32", [3, 4, 4]), B("i32", [4])]
    ),
    "reduce to a scalar": Case(
        "linalg.reduce { arith.addi } ins(%a : {a}) outs(%b : {b}) dimensions = [0, 1]",
        [B("i32", [5, 3]), B("i32", [])],
    ),
    "transpose into strided": Case(
        "linalg.transpose ins(%a : {a}) outs(%b : {b}) permutation = [2, 0, 1]",
        [B("i8", [2, 3, 4]), B("i8", [4, 2, 3], strides=[20, 7, 2], offset=3)],
    ),
    "broadcast": Case(
        "linalg.broadcast ins(%a : {a}) outs(%b : {b}) dimensions = [1]",
        [B("f64", [4]), B("f64", [4, 3])],
    ),
    "map in place, with index": Case(
        "linalg.map ins(%a : {a}) outs(%a : {a}) (%x: i32, %o: i32) {\n"
        "    %i = linalg.index 1 : index\n    %j = arith.index_cast %i : index to i32\n"
        "    %s = arith.muli %j, %x : i32\n    linalg.yield %s : i32\n  }",
        [B("i32", [3, 4], True)],
    ),
    "elementwise": Case(
        named("div", "ab", "c") + "\n  " + named("max", "ab", "d"),
        [B("f32", [4]), B("f32", [4]), B("f32", [4]), B("f32", [4])],
    ),
    "copy converts": Case(named("copy", "a", "b"), [B("i8", [4]), B("f32", [4])]),
    "diagonal": Case(
        generic(["(i, j)", "(i, i)"], "pr", "ab", ADD), [B("i32", [3, 4]), B("i32", [3, 3])]
    ),
    "diagonal after a fill": Case(
        "linalg.fill ins(%c : i32) outs(%b : {b})\n  "
        + generic(["(i, j)", "(i, i)"], "pr", "ab", ADD),
        [B("i32", [3, 4]), B("i32", [3, 3]), S("i32", "9")],
    ),
    "output moves with the reduction": Case(
        generic(["(i, j)", "(i + j)"], "pr", "ab", ADD), [B("i32", [3, 4]), B("i32", [6])]
    ),
    "pinned output after a fill": Case(
        "linalg.fill ins(%c : i32) outs(%b : {b})\n  "
        + generic(["(i, j)", "(i, 0)"], "pr", "ab", ADD),
        [B("i32", [3, 4]), B("i32", [3, 2]), S("i32", "9")],
    ),
    "initializer under a permutation": Case(
        generic(["(j)", "(j, i)"], "pp", "ac", "^bb0(%x: i32, %o: i32):\n    linalg.yield %x : i32")
        + "\n  " + generic(["(i, j, k)", "(k, i)"], "prp", "bc", ADD),
        [B("i32", [4]), B("i32", [3, 5, 4]), B("i32", [4, 3])],
    ),
    "initializer that reads what is written later": Case(
        generic(["()", "(i)"], "p", "ac", "^bb0(%x: i32, %o: i32):\n    linalg.yield %x : i32")
        + "\n  linalg.fill ins(%d : i32) outs(%a : {a})\n  "
        + generic(["(i, j)", "(i)"], "pr", "bc", ADD),
        [B("i32", []), B("i32", [4, 3]), B("i32", [4]), S("i32", "77")],
    ),
    "local initializer that reads what is written later": Case(
        "%s = memref.alloc() : memref<i32>\n  %t = memref.alloc() : memref<4xi32>\n"
        "  linalg.copy ins(%a : {a}) outs(%s : memref<i32>)\n"
        "  linalg.broadcast ins(%s : memref<i32>) outs(%t : memref<4xi32>) dimensions = [0]\n"
        "  linalg.fill ins(%d : i32) outs(%s : memref<i32>)\n"
        "  linalg.reduce { arith.addi } ins(%b : {b}) outs(%t : memref<4xi32>) dimensions = [1]\n"
        "  linalg.copy ins(%t : memref<4xi32>) outs(%c : {c})",
        [B("i32", []), B("i32", [4, 3]), B("i32", [4]), S("i32", "77")],
    ),
    "fill that is copied": Case(
        "%z = memref.alloc() : memref<4xi32>\n  %t = memref.alloc() : memref<4xi32>\n"
        "  linalg.fill ins(%c : i32) outs(%z : memref<4xi32>)\n"
        "  memref.copy %z, %t : memref<4xi32> to memref<4xi32>\n"
        "  linalg.reduce { arith.addi } ins(%a : {a}) outs(%t : memref<4xi32>) dimensions = [1]\n"
        "  memref.copy %z, %b : memref<4xi32> to {b}\n  memref.dealloc %z : memref<4xi32>\n"
        "  linalg.reduce { arith.muli } ins(%a : {a}) outs(%b : {b}) dimensions = [1]\n  "
        "linalg.add ins(%b, %t : {b}, memref<4xi32>) outs(%b : {b})",
        [B("i32", [4, 3]), B("i32", [4]), S("i32", "9")],
    ),
    "fill that is copied before and after a change": Case(
        "%i = arith.constant 1 : index\n  %z = memref.alloc() : memref<4xi32>\n"
        "  linalg.fill ins(%c : i32) outs(%z : memref<4xi32>)\n"
        "  memref.copy %z, %a : memref<4xi32> to {a}\n"
        "  memref.store %d, %z[%i] : memref<4xi32>\n"
        "  memref.copy %z, %b : memref<4xi32> to {b}",
        [B("i32", [4]), B("i32", [4]), S("i32", "9"), S("i32", "5")],
    ),
    "fill through a reshape": Case(
        "%s = memref.expand_shape %b [[0], [1, 2]] output_shape [2, 3, 2] : {b} "
        "into memref<2x3x2xi32>\n  linalg.fill ins(%c : i32) outs(%b : {b})\n"
        "  linalg.reduce { arith.addi } ins(%a : {a}) outs(%s : memref<2x3x2xi32>) "
        "dimensions = [2]",
        [B("i32", [2, 3, 4, 2]), B("i32", [2, 6]), S("i32", "9")],
    ),
    "fill, then a look at a part": Case(
        "%s = memref.subview %b[1] [1] [1] : {b} to memref<1xi32, strided<[1], offset: 1>>\n"
        "  %z = arith.constant 0 : index\n  linalg.fill ins(%c : i32) outs(%b : {b})\n"
        "  memref.store %c, %s[%z] : memref<1xi32, strided<[1], offset: 1>>\n"
        "  memref.store %c, %a[%z, %z] : {a}\n  linalg.reduce { arith.addi } ins(%a : {a}) "
        "outs(%b : {b}) dimensions = [1]",
        [B("i32", [4, 3]), B("i32", [4]), S("i32", "9")],
    ),
    "input in the buffer of the output": Case(
        "%row = memref.subview %a[1, 0] [1, 4] [1, 1] : {a} to "
        "memref<4xi32, strided<[1], offset: 4>>\n  "
        "linalg.reduce { arith.addi } ins(%a : {a}) outs(%row : "
        "memref<4xi32, strided<[1], offset: 4>>) "
        "dimensions = [0]",
        [B("i32", [3, 4])],
    ),
    "body that reads the output's buffer": Case(
        "%z = arith.constant 2 : index\n  linalg.fill ins(%c : i32) outs(%b : {b})\n  "
        + generic(
            ["(i, j)", "(i)"], "pr", "ab",
            "^bb0(%x: i32, %o: i32):\n    %p = memref.load %b[%z] : {b}\n"
            "    %s = arith.addi %x, %o : i32\n    %t = arith.addi %s, %p : i32\n"
            "    linalg.yield %t : i32",
        ),
        [B("i32", [4, 3]), B("i32", [4]), S("i32", "9")],
    ),
    "body that changes an input": Case(
        "%z = arith.constant 1 : index\n  "
        + generic(
            ["(i, j)", "(i)", "(i)"], "pr", "abc",
            "^bb0(%x: i32, %y: i32, %o: i32):\n    memref.store %x, %b[%z] : {b}\n"
            "    %s = arith.muli %x, %y : i32\n    %t = arith.addi %s, %o : i32\n"
            "    linalg.yield %t : i32",
        ),
        [B("i32", [4, 3]), B("i32", [4]), B("i32", [4])],
    ),
    "body that gathers": Case(
        "linalg.fill ins(%d : i32) outs(%c : {c})\n  "
        + generic(
            ["(i, j)", "(i)"], "pr", "ac",
            "^bb0(%x: i32, %o: i32):\n    %i = linalg.index 1 : index\n"
            "    %p = memref.load %b[%i] : {b}\n    %s = arith.muli %x, %p : i32\n"
            "    %t = arith.addi %s, %o : i32\n    linalg.yield %t : i32",
        ),
        [B("i32", [4, 3]), B("i32", [3]), B("i32", [4]), S("i32", "9")],
    ),
    "body that only has effects": Case(
        'linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} '
        "ins(%a : {a}) {\n  ^bb0(%x: i32):\n    %i = linalg.index 0 : index\n"
        "    memref.store %x, %b[%i] : {b}\n    linalg.yield\n  }",
        [B("i32", [4]), B("i32", [4])],
    ),
    "floordiv and mod": Case(
        generic(
            ["(i floordiv 2, j mod 3)", "(i, j)"], "pp", "ab",
            "^bb0(%x: i32, %o: i32):\n    linalg.yield %x : i32",
        ),
        [B("i32", [3, 3]), B("i32", [5, 7])],
    ),
    "negative steps": Case(
        generic(
            ["(3 - i, (j - 2) mod 3, (i - 3) floordiv 2 + 2, -(i - 4) ceildiv 2)", "(i, j)"],
            "pp", "ab", "^bb0(%x: i32, %o: i32):\n    linalg.yield %x : i32",
        ),
        [B("i32", [4, 3, 3, 3]), B("i32", [4, 5])],
    ),
    "unit extents": Case(
        named("conv_2d_nhwc_hwcf", "ab", "c", windows([1, 1], [1, 1])),
        [B("i8", [1, 1, 5, 1]), B("i8", [1, 1, 1, 1]), B("i32", [1, 1, 5, 1])],
    ),
}  # fmt: skip


def lower(text: str) -> str:
    ctx = new_context()
    parsed = parse_module(ctx, text, "execution.mlir")
    ConvertLinalgToStructuredLoops().apply(ctx, parsed)
    parsed.verify()
    stream = StringIO()
    Printer(stream).print_op(parsed)
    assert "linalg." not in stream.getvalue()
    return stream.getvalue()


@pytest.fixture(scope="module")
def results() -> tuple[list[str], list[str]]:
    source = program(CASES.values())
    return execute(lower(source)), execute(source, "--convert-linalg-to-loops")


OUTPUTS = [
    (name, index)
    for name, case in CASES.items()
    for index, argument in enumerate(case.arguments)
    if isinstance(argument, Buffer) and 0 not in argument.sizes
]


@pytest.mark.parametrize(
    ("position", "output"), list(enumerate(OUTPUTS)), ids=[f"{n}, {k}" for n, k in OUTPUTS]
)
def test_buffer_after_the_kernel(
    position: int, output: tuple[str, int], results: tuple[list[str], list[str]]
) -> None:
    ours, theirs = results
    assert len(ours) == len(theirs) == len(OUTPUTS)
    assert ours[position] == theirs[position]
