"""Compares the table of named ops with what mlir-opt makes of them."""

import subprocess
from io import StringIO
from itertools import islice

import pytest
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Block, BlockArgument, Operation, SSAValue
from xdsl.printer import Printer

from microaot.dialects.linalg.named import WindowedNamedOp
from microaot.dialects.linalg.structured import StructuredOp
from microaot.dialects.linalg.table import NAMED_OPS, NamedOpSpec
from microaot.tools.frontend import new_context, parse_module

INT, FLOAT = ["i32", "i8"], ["f32", "f64"]
CONTRACTION_TYPES = [
    "f32 f32", "f16 f32", "f64 f32", "i8 i32", "i32 i8", "i8 f32", "f32 i32",
]  # fmt: skip
"""Element type of the inputs and of the output; the inputs convert to the output's."""


def element_types(spec: NamedOpSpec) -> list[tuple[str, str]]:
    """Pairs of input and output element types that linalg allows for an op."""
    kind = spec.body_kind
    if kind == "multiply_add":
        return _pairs([*CONTRACTION_TYPES, "i1 i1", "complex<f32> complex<f32>"])
    if kind == "multiply_add_zero_points":
        return _pairs(CONTRACTION_TYPES)
    if kind.endswith("unsigned") and kind.startswith("pool"):
        return _pairs(["i32 i32", "i8 i32", "f32 i32"])
    if kind.startswith("pool"):
        return _pairs([*CONTRACTION_TYPES, "i1 i1"])
    if kind == "copy":
        return _pairs(CONTRACTION_TYPES)
    if kind == "div_unsigned":
        return _pairs(["i32 i32", "i8 i8"])
    if kind in ("add", "sub", "mul", "div"):
        bools = ["i1 i1"] if kind in ("add", "mul") else []
        return _pairs(["i32 i32", "f32 f32", "f16 f16", "complex<f32> complex<f32>", *bools])
    if kind in ("max", "min"):
        return _pairs(["i32 i32", "f32 f32", "i1 i1"])
    if kind in ("fill", "select"):
        return _pairs(["i32 i32", "f32 f32", "i1 i1"])
    if kind == "fill_rng_2d":
        return _pairs(["i32 f32", "i32 f64", "i32 i32", "i32 i8"])
    return _pairs(["f32 f32", "f16 f16", "f64 f64"])


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    return [(text.split()[0], text.split()[1]) for text in texts]


def operand_types(spec: NamedOpSpec, source: str, result: str) -> list[str]:
    if spec.name == "fill_rng_2d":
        return ["f64", "f64", "i32", f"memref<?x?x{result}>"]
    if spec.space is None:
        inputs = [f"memref<?x?x{source}>"] * spec.num_inputs
        if spec.name == "fill":
            inputs = [source]
        if spec.name == "select":
            inputs[0] = "memref<?x?xi1>"
        return [*inputs, f"memref<?x?x{result}>"]
    types: list[str] = []
    ranks = [len(map_.results) for map_ in spec.space.maps()]
    for index, rank in enumerate(ranks):
        element = result if index == len(ranks) - 1 else source
        is_scalar = rank == 0 and index < len(ranks) - 1
        types.append(element if is_scalar else f"memref<{'?x' * rank}{element}>")
    return types


def function(spec: NamedOpSpec, source: str, result: str, index: int) -> str:
    types = operand_types(spec, source, result)
    parameters = ", ".join(f"%a{k}: {type_}" for k, type_ in enumerate(types))
    inputs = ", ".join(f"%a{k}" for k in range(len(types) - 1))
    windows = ""
    if spec.space and spec.space.num_windows:
        num = spec.space.num_windows
        kind = "tensor" if index % 2 else "vector"
        dilations = ", ".join(str(d) for d in islice((5, 6, 7), num))
        strides = ", ".join(str(s) for s in islice((2, 3, 4), num))
        windows = (
            f"{{dilations = dense<[{dilations}]> : {kind}<{num}xi64>, "
            f"strides = dense<[{strides}]> : {kind}<{num}xi64>}} "
        )
    return (
        f"func.func @f{index}({parameters}) {{ linalg.{spec.name} {windows}"
        f"ins({inputs} : {', '.join(types[:-1])}) outs(%a{len(types) - 1} : {types[-1]}) return }}"
    )


CASES = [(spec, *types) for spec in NAMED_OPS.values() for types in element_types(spec)]
SOURCE = "\n".join(function(*case, index) for index, case in enumerate(CASES))


def mlir_opt(text: str, *flags: str) -> str:
    command = ["mlir-opt-22", "--mlir-print-local-scope", *flags]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[:2000]
    return run.stdout


def parse(text: str) -> ModuleOp:
    module = parse_module(new_context(), text, "test.mlir")
    module.verify()
    return module


def print_module(module: ModuleOp, *, generic: bool = False) -> str:
    stream = StringIO()
    Printer(stream, print_generic_format=generic).print_op(module)
    return stream.getvalue()


def structured_ops(module: ModuleOp) -> list[StructuredOp | GenericOp]:
    return [op for op in module.walk() if isinstance(op, StructuredOp | GenericOp)]


def expression(value: SSAValue, block: Block) -> object:
    """What a body computes, as nested tuples, so that the place of constants does not matter."""
    if isinstance(value, BlockArgument):
        assert value.block is block
        return value.index
    op = value.owner
    assert isinstance(op, Operation)
    attributes = sorted((name, str(attribute)) for name, attribute in op.properties.items())
    return (op.name, attributes, value.type, [expression(v, block) for v in op.operands])


def meaning(op: StructuredOp | GenericOp) -> object:
    block = op.body.block
    assert block.last_op is not None
    results = [expression(value, block) for value in block.last_op.operands]
    return (op.get_indexing_maps(), op.get_iterator_types(), results)


def assert_same_meaning(ours: ModuleOp, theirs: ModuleOp, without: str = "") -> None:
    pairs = zip(CASES, structured_ops(ours), structured_ops(theirs), strict=True)
    for case, mine, other in pairs:
        if case[0].name == without:
            continue
        assert meaning(mine) == meaning(other), case


@pytest.fixture(scope="module")
def ours() -> ModuleOp:
    return parse(SOURCE)


def test_maps_iterators_and_bodies_are_those_of_mlir(ours: ModuleOp) -> None:
    assert_same_meaning(ours, parse(mlir_opt(SOURCE, "--linalg-generalize-named-ops")))


@pytest.mark.parametrize("generic", [False, True])
def test_mlir_reads_what_we_print(ours: ModuleOp, generic: bool) -> None:
    text = mlir_opt(print_module(ours, generic=generic), "--linalg-generalize-named-ops")
    assert_same_meaning(ours, parse(text))


@pytest.mark.parametrize("flags", [[], ["--mlir-print-op-generic"]])
def test_we_read_what_mlir_prints(ours: ModuleOp, flags: list[str]) -> None:
    # In its generic syntax, the body of the random fill shows constants that are still converted.
    without = "fill_rng_2d" if flags else ""
    assert_same_meaning(ours, parse(mlir_opt(SOURCE, *flags)), without)


def test_the_table_is_complete() -> None:
    assert len(NAMED_OPS) == 84
    windowed = [op for op in structured_ops(parse(SOURCE)) if isinstance(op, WindowedNamedOp)]
    assert {op.name for op in windowed} >= {"linalg.conv_2d_nhwc_fhwc_q", "linalg.pooling_ncw_sum"}


@pytest.mark.parametrize(
    ("name", "source", "result"),
    [("abs", "i32", "i32"), ("pooling_nhwc_max_unsigned", "f32", "f32"), ("sub", "i1", "i1")],
)
def test_element_types_without_a_body_are_refused(name: str, source: str, result: str) -> None:
    with pytest.raises(Exception, match="is not defined on"):
        parse(function(NAMED_OPS[name], source, result, 0))
