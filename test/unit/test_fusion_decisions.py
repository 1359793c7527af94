"""What is stored, what adds nothing, and what operators are called."""

import pytest
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Operation

from microaot.passes.fusion.materialize import Materialization
from microaot.passes.fusion.neutral import Number, is_neutral
from microaot.passes.linalg.view import StructuredView
from microaot.passes.lower_tensors_to_loops import LowerTensorsToLoops
from microaot.passes.outline_operators import OutlineOperators
from microaot.tools.errors import OperationError
from microaot.tools.frontend import new_context, parse_module


def parse(text: str) -> ModuleOp:
    module = parse_module(new_context(), text, "decisions.mlir")
    module.verify()
    return module


def stored(text: str) -> list[str]:
    """The hints of the tensors that are stored, in order."""
    (function,) = parse(text).body.ops
    assert isinstance(function, func.FuncOp)
    plan = Materialization(function.body.block)
    results = [op.results[0] for op in function.body.block.ops if plan.is_stored(op)]
    return [result.name_hint or "" for result in results]


def unary(name: str, result: str, operand: str, shape: str = "8x8") -> str:
    kind = f"tensor<{shape}xf32>"
    return f"%{result} = linalg.{name} ins(%{operand} : {kind}) outs(%e : {kind}) -> {kind}\n"


def binary(name: str, result: str, lhs: str, rhs: str) -> str:
    kind = "tensor<8x8xf32>"
    operands = f"ins(%{lhs}, %{rhs} : {kind}, {kind})"
    return f"%{result} = linalg.{name} {operands} outs(%e : {kind}) -> {kind}\n"


def matmul(result: str, lhs: str, rhs: str) -> str:
    kind = "tensor<8x8xf32>"
    return (
        f"%{result}i = linalg.fill ins(%z : f32) outs(%e : {kind}) -> {kind}\n"
        f"%{result} = linalg.matmul ins(%{lhs}, %{rhs} : {kind}, {kind}) "
        f"outs(%{result}i : {kind}) -> {kind}\n"
    )


def function(body: str, *results: str) -> str:
    kind = "tensor<8x8xf32>"
    types = ", ".join([kind] * len(results))
    values = ", ".join(f"%{result}" for result in results)
    return (
        f"func.func @f(%x: {kind}, %y: {kind}) -> ({types}) {{\n"
        f"%z = arith.constant 0.0 : f32\n%e = tensor.empty() : {kind}\n"
        f"{body}return {values} : {types}\n}}"
    )


def test_a_chain_is_one_nest() -> None:
    assert stored(function(unary("exp", "a", "x") + unary("tanh", "b", "a"), "b")) == ["b"]


def test_what_is_costly_is_computed_once() -> None:
    body = unary("exp", "a", "x") + matmul("b", "a", "y")
    assert stored(function(body, "b")) == ["a", "b"]


def test_what_is_cheap_is_computed_again() -> None:
    body = unary("negf", "a", "x") + matmul("b", "a", "y")
    assert stored(function(body, "b")) == ["b"]


def test_a_sum_does_not_run_within_another() -> None:
    body = matmul("a", "x", "y") + matmul("b", "a", "y")
    assert stored(function(body, "b")) == ["a", "b"]


def test_what_follows_a_sum_runs_in_its_nest() -> None:
    body = matmul("a", "x", "y") + binary("add", "b", "a", "y") + unary("tanh", "c", "b")
    assert stored(function(body, "c")) == ["c"]


def test_results_are_stored_although_others_use_them() -> None:
    body = unary("negf", "a", "x") + unary("tanh", "b", "a")
    assert stored(function(body, "a", "b")) == ["a", "b"]


@pytest.mark.parametrize("op", ["add", "sub"])
def test_doubling_stays_small(op: str) -> None:
    """Each op uses the one before twice, in other places: nothing doubles for ever."""
    body = "%v0 = linalg.negf ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>)"
    body += " -> tensor<8x8xf32>\n"
    for i in range(40):
        body += (
            f"%p{i} = tensor.pad %v{i} low[0, 1] high[0, 0] {{\n^bb0(%i: index, %j: index):\n"
            "tensor.yield %z : f32\n} : tensor<8x8xf32> to tensor<8x9xf32>\n"
            f"%t{i} = tensor.extract_slice %p{i}[0, 0] [8, 8] [1, 1] "
            ": tensor<8x9xf32> to tensor<8x8xf32>\n"
        )
        body += binary(op, f"v{i + 1}", f"v{i}", f"t{i}")
    module = parse(function(body, "v40"))
    LowerTensorsToLoops().apply(new_context(), module)
    module.verify()
    assert sum(1 for _ in module.walk()) < 40 * 60


def test_long_chains_need_no_deep_recursion() -> None:
    body = unary("exp", "v0", "x") + "".join(
        unary("exp", f"v{i + 1}", f"v{i}") for i in range(1500)
    )
    module = parse(function(body, "v1500"))
    for step in (OutlineOperators(), LowerTensorsToLoops()):
        step.apply(new_context(), module)
    operators = [op for op in module.body.ops if isinstance(op, func.FuncOp)]
    assert len(operators) < 6, "equal pieces of the chain are one operator"


# What adds nothing


def reduction(body: str, kind: str = "i32", inputs: int = 1) -> StructuredView:
    """The view of a reduction over a row, with a body of two arguments or three."""
    arguments = ", ".join(f"%x{i}: {kind}" for i in range(inputs))
    tensors = ", ".join([f"tensor<4x{kind}>"] * inputs)
    values = ", ".join(f"%a{i}" for i in range(inputs))
    parameters = ", ".join(f"%a{i}: tensor<4x{kind}>" for i in range(inputs))
    maps = ", ".join(["affine_map<(i) -> (i)>"] * inputs)
    module = parse(
        f"func.func @f({parameters}, %o: tensor<{kind}>) -> tensor<{kind}> {{\n"
        f"%c3 = arith.constant 3 : i32\n"
        f"%r = linalg.generic {{indexing_maps = [{maps}, affine_map<(i) -> ()>], "
        f'iterator_types = ["reduction"]}} ins({values} : {tensors}) outs(%o : tensor<{kind}>) {{\n'
        f"^bb0({arguments}, %old: {kind}):\n{body}\n}} -> tensor<{kind}>\n"
        f"return %r : tensor<{kind}>\n}}"
    )
    op: Operation = next(o for o in module.walk() if isinstance(o, GenericOp))
    view = StructuredView.of_tensors(op)
    assert view is not None
    return view


SUM = "%s = arith.addi %old, %x0 : i32\nlinalg.yield %s : i32"
PRODUCT = "%p = arith.muli %x0, %x1 : i32\n%s = arith.addi %p, %old : i32\nlinalg.yield %s : i32"
SHIFTED = (
    "%d = arith.subi %x0, %c3 : i32\n%p = arith.muli %d, %x1 : i32\n"
    "%s = arith.addi %old, %p : i32\nlinalg.yield %s : i32"
)
MAXIMUM = "%m = arith.maxsi %x0, %old : i32\nlinalg.yield %m : i32"
UNSIGNED = "%m = arith.maxui %x0, %old : i32\nlinalg.yield %m : i32"
LAST = "linalg.yield %x0 : i32"
DIFFERENCE = "%s = arith.subi %x0, %old : i32\nlinalg.yield %s : i32"


@pytest.mark.parametrize(
    ("body", "inputs", "number", "expected"),
    [
        (SUM, 1, 0, True),
        (SUM, 1, 1, False),
        (PRODUCT, 2, 0, True),
        (PRODUCT, 2, 1, False),
        (SHIFTED, 2, 3, True),
        (SHIFTED, 2, 0, False),
        (MAXIMUM, 1, -(2**31), True),
        (MAXIMUM, 1, 0, False),
        (UNSIGNED, 1, -(2**31), False),
        (LAST, 1, 0, False),
        (DIFFERENCE, 1, 0, False),
    ],
)
def test_neutral_numbers(body: str, inputs: int, number: Number, expected: bool) -> None:
    assert is_neutral(reduction(body, inputs=inputs), 0, number) is expected


def test_the_lowest_float_is_not_the_end() -> None:
    view = reduction("%m = arith.maximumf %x0, %old : f32\nlinalg.yield %m : f32", "f32")
    assert is_neutral(view, 0, float("-inf"))
    assert not is_neutral(view, 0, -3.4028234663852886e38)


# Names


@pytest.mark.parametrize(
    ("body", "result", "name"),
    [
        (matmul("a", "x", "y"), "a", "matmul"),
        (matmul("a", "x", "y") + unary("exp", "b", "a"), "b", "matmul"),
        (unary("exp", "a", "x"), "a", "exp"),
        (binary("add", "a", "x", "y"), "a", "add"),
        (
            "%a = linalg.transpose ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) "
            "permutation = [1, 0]\n",
            "a",
            "transpose",
        ),
    ],
)
def test_names_say_what_dominates(body: str, result: str, name: str) -> None:
    module = parse(function(body, result))
    OutlineOperators().apply(new_context(), module)
    operators = [op for op in module.body.ops if isinstance(op, func.FuncOp)][1:]
    assert [op.sym_name.data for op in operators] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {\nreturn %x : tensor<4xf32>\n}",
        "func.func @f(%x: tensor<4xf32>) {\nreturn\n}",
        "func.func @f() -> tensor<2xi32> {\n%c = arith.constant dense<[1, 2]> : tensor<2xi32>\n"
        "return %c : tensor<2xi32>\n}",
        "func.func @f() -> tensor<2xi32> {\n%c = arith.constant dense<1> : tensor<2xi32>\n"
        "return %c : tensor<2xi32>\n}",
    ],
)
def test_models_that_compute_nothing_call_nothing(text: str) -> None:
    module = parse(text)
    for step in (OutlineOperators(), LowerTensorsToLoops()):
        step.apply(new_context(), module)
        module.verify()
    assert len([*module.body.ops]) == 1


def test_open_sizes_are_refused() -> None:
    text = "func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {\nreturn %x : tensor<?xf32>\n}"
    with pytest.raises(OperationError, match="input 0 is a tensor<\\?xf32>"):
        OutlineOperators().apply(new_context(), parse(text))
