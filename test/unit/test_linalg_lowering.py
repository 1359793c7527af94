"""Properties of lowered modules as a whole: locations, names, and time linear in their size."""

from xdsl.dialects import scf
from xdsl.dialects.builtin import MemRefType, ModuleOp, f32
from xdsl.ir import Block

from microaot.dialects.linalg.named import NAMED_OP_CLASSES, window
from microaot.passes.convert_linalg_to_structured_loops import ConvertLinalgToStructuredLoops
from microaot.tools.errors import describe_location
from microaot.tools.frontend import new_context, parse_module

MATVEC = """
  linalg.fill ins(%z : i32) outs(%c : memref<4xi32>)
  linalg.matvec ins(%a, %b : memref<4x8xi8>, memref<8xi8>) outs(%c : memref<4xi32>)
"""
SIGNATURE = "(%a: memref<4x8xi8>, %b: memref<8xi8>, %c: memref<4xi32>, %z: i32)"


def lowered(body: str) -> ModuleOp:
    ctx = new_context()
    module = parse_module(ctx, f"func.func @f{SIGNATURE} {{{body}  return\n}}\n", "f.mlir")
    ConvertLinalgToStructuredLoops().apply(ctx, module)
    module.verify()
    return module


def test_every_op_keeps_the_location_of_the_op_it_came_from() -> None:
    places = {op.name: describe_location(op.location) for op in lowered(MATVEC).walk()}
    assert places["scf.for"] == "f.mlir:3:3"
    assert places["arith.muli"] == "f.mlir:3:3"
    assert places["memref.store"] == "f.mlir:3:3"
    assert all(place.startswith("f.mlir:") for place in places.values())


def test_induction_variables_and_accumulators_are_named() -> None:
    loops = [op for op in lowered(MATVEC).walk() if isinstance(op, scf.ForOp)]
    assert [loop.body.block.args[0].name_hint for loop in loops] == ["i", "j"]
    assert [argument.name_hint for argument in loops[1].body.block.args[1:]] == ["acc"]
    assert [result.name_hint for result in loops[1].results] == ["acc"]


def test_named_ops_can_be_built() -> None:
    types = [
        MemRefType(f32, [1, 5, 5, 2]), MemRefType(f32, [3, 2, 2, 2]), MemRefType(f32, [1, 2, 2, 3])
    ]  # fmt: skip
    image, kernel, out = Block(arg_types=types).args
    op = NAMED_OP_CLASSES["conv_2d_nhwc_fhwc"](
        [image, kernel], [out], properties={"strides": window([2, 2]), "dilations": window([1, 1])}
    )
    op.verify()
    assert [str(extent) for extent in op.maps()[0].results][1] == "((d1 * 2) + d4)"
