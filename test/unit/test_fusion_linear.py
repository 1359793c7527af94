"""Linear expressions of loop counters against plain evaluation."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, SSAValue
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineExpr

from microaot.passes.fusion.linear import Linear, apply, delinearize, linearize

BLOCK = Block(arg_types=[IndexType()] * 3)
COUNTERS: list[SSAValue] = [*BLOCK.args]
SIZES = (4, 3, 5)
BOUNDS = {counter: (0, size - 1) for counter, size in zip(COUNTERS, SIZES, strict=True)}
POINTS = [dict(zip(COUNTERS, values, strict=True)) for values in product(*map(range, SIZES))]


def make_linear(coefficients: list[int], constant: int) -> Linear:
    return Linear({v: c for v, c in zip(COUNTERS, coefficients, strict=True) if c}, constant)


coefficient_lists = st.lists(st.integers(-12, 12), min_size=3, max_size=3)
linears = st.builds(make_linear, coefficient_lists, st.integers(-20, 20))


def value(linear: Linear, point: dict[SSAValue, int]) -> int:
    return linear.constant + sum(c * point[v] for v, c in linear.terms.items())


@given(linears, linears, st.integers(-5, 5))
def test_sums_and_products(a: Linear, b: Linear, factor: int) -> None:
    for point in POINTS[::7]:
        assert value(a + b, point) == value(a, point) + value(b, point)
        assert value(a + 3, point) == value(a, point) + 3
        assert value(a * factor, point) == value(a, point) * factor


@given(linears)
def test_range_is_tight(a: Linear) -> None:
    values = [value(a, point) for point in POINTS]
    assert a.range(BOUNDS) == (min(values), max(values))
    assert a.range({}) is None or not a.terms


@given(linears, st.integers(1, 12))
def test_division_is_exact_or_refused(a: Linear, divisor: int) -> None:
    parts = a.divided(divisor, BOUNDS)
    if parts is None:
        return
    quotient, remainder = parts
    for point in POINTS:
        assert value(quotient, point) == value(a, point) // divisor
        assert value(remainder, point) == value(a, point) % divisor


def test_division_finds_the_counters_of_a_position() -> None:
    indices = [Linear.of(counter) for counter in COUNTERS]
    assert delinearize(linearize(indices, SIZES), SIZES, BOUNDS) == indices


@given(st.data())
def test_affine_expressions(data: st.DataObject) -> None:
    def expressions(depth: int) -> AffineExpr:
        kind = data.draw(st.integers(0, 5 if depth else 1))
        if kind == 0:
            return AffineConstantExpr(data.draw(st.integers(-4, 9)))
        if kind == 1:
            return AffineDimExpr(data.draw(st.integers(0, 2)))
        lhs = expressions(depth - 1)
        if kind == 2:
            return lhs + expressions(depth - 1)
        factor = data.draw(st.integers(1, 6))
        return {3: lhs * factor, 4: lhs // factor, 5: lhs % factor}[kind]

    expr = expressions(3)
    linear = apply(expr, [Linear.of(counter) for counter in COUNTERS], BOUNDS)
    if linear is not None:
        for point in POINTS:
            assert value(linear, point) == expr.eval([point[c] for c in COUNTERS], [])


def test_equal_expressions_are_equal_keys() -> None:
    i, j, _ = (Linear.of(counter) for counter in COUNTERS)
    assert i + j == j + i
    assert hash(i + j) == hash(j + i)
    assert i + j + (j * -1) == i
    assert i != j
