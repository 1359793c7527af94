"""The pure decisions of the lowering: extents, loop order, index arithmetic, notation."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects.arith import (
    AddiOp,
    ConstantOp,
    DivSIOp,
    FloorDivSIOp,
    MuliOp,
    RemSIOp,
)
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, IntegerAttr
from xdsl.ir import Block, Operation, SSAValue
from xdsl.ir.affine import AffineExpr, AffineMap

from microaot.dialects.linalg.notation import Space
from microaot.passes.linalg.indices import Index, IndexArithmetic
from microaot.passes.linalg.loop_plan import (
    Extent,
    LoopPlan,
    is_permutation,
    loop_extents,
    plan_loops,
    reaches_all,
    uses_any,
)

CONV = Space("nHWfhwc: n(Hh)(Ww)c fhwc -> nHWf")


def test_notation_gives_the_maps_of_a_convolution() -> None:
    d = AffineExpr.dimension
    image, kernel, output = CONV.maps((2, 3), (1, 5))
    assert image.results == (d(0), d(1) * 2 + d(4), d(2) * 3 + d(5) * 5, d(6))
    assert kernel.results == (d(3), d(4), d(5), d(6))
    assert output.results == (d(0), d(1), d(2), d(3))
    assert CONV.reductions() == (False, False, False, False, True, True, True)
    assert CONV.num_windows == 2


def test_notation_without_windows() -> None:
    dot = Space("k: k k -> .")
    assert [len(map_.results) for map_ in dot.maps()] == [1, 1, 0]
    assert (dot.reductions(), dot.num_windows) == ((True,), 0)
    assert Space("Ww: (W+w) w -> W").num_windows == 0


def test_extents_invert_the_maps() -> None:
    shapes = [(1, 9, 8, 3), (4, 3, 2, 3), (1, 4, 6, 4)]
    extents = loop_extents(7, CONV.maps((2, 1), (1, 2)), shapes)
    assert [extent.size for extent in extents] == [1, 4, 6, 4, 3, 2, 3]
    assert extents[4] == Extent(operand=1, dim=1, size=3)


def test_extents_prefer_a_static_dimension() -> None:
    maps = Space("mnk: mk kn -> mn").maps()
    dynamic = DYNAMIC_INDEX
    extents = loop_extents(3, maps, [(dynamic, dynamic), (dynamic, 4), (3, dynamic)])
    assert extents == [Extent(2, 0, 3), Extent(1, 1, 4), Extent(0, 1, dynamic)]


def test_extents_of_a_loop_without_dimension_are_an_error() -> None:
    i, j = AffineExpr.dimension(0), AffineExpr.dimension(1)
    with pytest.raises(ValueError, match="no operand gives the extent of d1"):
        loop_extents(2, [AffineMap(2, 0, (i, i + j))], [(4, 8)])


def plan(text: str, *sizes: int, carry: bool = True) -> LoopPlan:
    space = Space(text)
    extents = [Extent(0, 0, size) for size in sizes]
    return plan_loops(extents, space.maps()[-1:], carry=carry)


@pytest.mark.parametrize(
    ("text", "sizes", "expected"),
    [
        ("mnk: mk kn -> mn", (2, 3, 4), LoopPlan((0, 1), (2,), True)),
        ("bmnk: bmk bkn -> mn", (2, 3, 4, 5), LoopPlan((1, 2), (0, 3), True)),
        ("bmnk: bmk bkn -> mn", (1, 3, 1, 5), LoopPlan((1,), (3,), True)),
        ("mnk: mk kn -> mn", (2, 3, 1), LoopPlan((0, 1), (), True)),
        ("mn: mn -> nm", (2, 3), LoopPlan((0, 1), (), True)),
        ("mn: m n -> mm", (2, 3), LoopPlan((0, 1), (), False)),
        ("mn: m n -> (m+n)", (2, 3), LoopPlan((0, 1), (), False)),
        ("k: k -> .", (4,), LoopPlan((), (0,), True)),
    ],
)
def test_loop_order(text: str, sizes: tuple[int, ...], expected: LoopPlan) -> None:
    assert plan(text, *sizes) == expected


def test_original_order_without_carrying() -> None:
    assert plan("bmnk: bmk bkn -> mn", 2, 3, 4, 5, carry=False) == LoopPlan((0, 1, 2, 3), (), False)


def test_outputs_over_different_loops_keep_the_original_order() -> None:
    maps = [Space("mnk: -> mn").maps()[0], Space("mnk: -> m").maps()[0]]
    extents = [Extent(0, 0, size) for size in (2, 3, 4)]
    assert plan_loops(extents, maps) == LoopPlan((0, 1, 2), (), False)


def test_properties_of_maps() -> None:
    identity, transposed = AffineMap.identity(2), Space("mn: -> nm").maps()[0]
    projected, zero = Space("mn: -> m").maps()[0], AffineExpr.constant(0)
    assert is_permutation(identity) and is_permutation(transposed) and not is_permutation(projected)
    assert uses_any(projected, [0]) and not uses_any(projected, [1])
    pinned = AffineMap(1, 0, (AffineExpr.dimension(0), zero))
    assert reaches_all(pinned, (4, 1)) and not reaches_all(pinned, (4, 2))


def truncated_division(lhs: int, rhs: int) -> int:
    return abs(lhs) // abs(rhs) * (1 if (lhs < 0) == (rhs < 0) else -1)


MEANING: dict[type[Operation], Callable[[int, int], int]] = {
    AddiOp: int.__add__,
    MuliOp: int.__mul__,
    DivSIOp: truncated_division,
    FloorDivSIOp: int.__floordiv__,
    RemSIOp: lambda lhs, rhs: lhs - rhs * truncated_division(lhs, rhs),
}


class Evaluator:
    """Runs the emitted ops on concrete indices."""

    def __init__(self) -> None:
        self.block = Block(arg_types=[IndexType()] * 3)
        self.ops: list[Operation] = []
        self.arithmetic = IndexArithmetic(self.insert, self.constant)

    def insert(self, op: Operation) -> Operation:
        self.ops.append(op)
        return op

    def constant(self, value: int) -> SSAValue:
        return self.insert(ConstantOp(IntegerAttr.from_index_int_value(value))).results[0]

    def run(self, index: Index, loops: tuple[int, ...]) -> int:
        if isinstance(index, int):
            return index
        values: dict[SSAValue, int] = dict(zip(self.block.args, loops, strict=True))
        for op in self.ops:
            if isinstance(op, ConstantOp):
                assert isinstance(op.value, IntegerAttr)
                values[op.result] = op.value.value.data
                continue
            lhs, rhs = (values[operand] for operand in op.operands)
            values[op.results[0]] = MEANING[type(op)](lhs, rhs)
        return values[index]


def expressions() -> st.SearchStrategy[AffineExpr]:
    small = st.integers(-4, 4).map(AffineExpr.constant)
    leaves = st.one_of(st.integers(0, 2).map(AffineExpr.dimension), small)
    positive = st.integers(1, 4)

    def extend(inner: st.SearchStrategy[AffineExpr]) -> st.SearchStrategy[AffineExpr]:
        return st.one_of(
            st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
            st.tuples(inner, st.integers(-3, 3)).map(lambda pair: pair[0] * pair[1]),
            st.tuples(inner, positive).map(lambda pair: pair[0] // pair[1]),
            st.tuples(inner, positive).map(lambda pair: pair[0].ceil_div(pair[1])),
            st.tuples(inner, positive).map(lambda pair: pair[0] % pair[1]),
        )

    return st.recursive(leaves, extend, max_leaves=6)


@given(expressions(), st.tuples(*[st.integers(0, 9)] * 3))
def test_index_arithmetic_computes_the_expression(expr: AffineExpr, loops: tuple[int, ...]) -> None:
    evaluator = Evaluator()
    index = evaluator.arithmetic.evaluate(expr, evaluator.block.args)
    assert evaluator.run(index, loops) == expr.eval(loops, [])


def test_index_arithmetic_folds() -> None:
    evaluator = Evaluator()
    i, j, _ = evaluator.block.args
    d = AffineExpr.dimension
    evaluate = evaluator.arithmetic.evaluate
    assert evaluate(d(0) * 2 + d(1), [0, i, 0]) is i
    assert evaluate(d(0) * 2 + d(1), [3, 1, 0]) == 7
    assert evaluate(d(0) + d(1), [i, 0, 0]) is i
    assert evaluator.ops == []
    evaluate(d(0) * 2 + d(1), [i, j, 0])
    assert [type(op) for op in evaluator.ops] == [ConstantOp, MuliOp, AddiOp]
    assert all("nsw" in str(op) for op in evaluator.ops[1:])
