"""Orders of steps respect what has to come first, and need as little memory as possible."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from microaot.passes.memory.order import Data, Order, Step, best_order

Problem = tuple[list[Step], list[Data]]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small graphs: each step writes one buffer and reads buffers of earlier steps."""
    count = draw(st.integers(1, 6))
    readers: list[set[int]] = [{step} for step in range(count)]
    steps: list[Step] = []
    for step in range(count):
        read = draw(st.sets(st.integers(0, step - 1), max_size=2)) if step else set[int]()
        for producer in read:
            readers[producer].add(step)
        may_share = bool(read) and draw(st.booleans())
        steps.append(Step(frozenset(read), ((step, min(read)),) if may_share else ()))
    data = [Data(draw(st.integers(1, 9)), frozenset(r), to_end=len(r) == 1) for r in readers]
    first = frozenset(draw(st.sets(st.integers(0, count - 1), max_size=2)))
    data.append(Data(draw(st.integers(0, 9)), first, from_start=True))
    return steps, data


def peak_of(problem: Problem, order: tuple[int, ...]) -> int:
    """What is in use at the worst step, counted step by step."""
    steps, data = problem
    place = {step: p for p, step in enumerate(order)}
    peak = sum(d.size for d in data if d.from_start)
    for position, step in enumerate(order):
        used = 0
        born, dead = set[int](), set[int]()
        for d, buffer in enumerate(data):
            places = [place[user] for user in buffer.users]
            begins = -1 if buffer.from_start else min(places, default=len(order))
            ends = len(order) if buffer.to_end else max(places, default=-1)
            if begins <= position <= ends:
                used += buffer.size
            if begins == position:
                born.add(d)
            if ends == position and begins < position:
                dead.add(d)
        for out, source in steps[step].shares:
            if out in born and source in dead:
                used -= min(data[out].size, data[source].size)
        peak = max(peak, used)
    return peak


def is_legal(steps: list[Step], order: tuple[int, ...]) -> bool:
    return all(steps[step].after <= set(order[:i]) for i, step in enumerate(order))


@given(problems())
@settings(max_examples=150, deadline=None)
def test_no_order_is_better(problem: Problem) -> None:
    steps, data = problem
    order = best_order(steps, data)
    assert is_legal(steps, tuple(order.steps))
    assert sorted(order.steps) == [*range(len(steps))]
    assert order.peak == peak_of(problem, tuple(order.steps))
    legal = (o for o in permutations(range(len(steps))) if is_legal(steps, o))
    assert order.is_optimal
    assert order.peak == min(peak_of(problem, o) for o in legal)


@given(problems())
@settings(max_examples=50, deadline=None)
def test_with_few_states_the_order_is_never_worse_than_the_given_one(problem: Problem) -> None:
    steps, data = problem
    order = best_order(steps, data, state_limit=1)
    assert is_legal(steps, tuple(order.steps))
    assert order.peak == peak_of(problem, tuple(order.steps))
    assert order.peak <= peak_of(problem, tuple(range(len(steps))))


def branches(count: int) -> Problem:
    """`count` branches that each make a large buffer, reduce it, and are joined at the end; given
    in the worst order, all large ones first."""
    steps = [Step() for _ in range(count)]
    steps += [Step(frozenset({i})) for i in range(count)]
    steps.append(Step(frozenset(range(count, 2 * count))))
    data = [Data(100, frozenset({i, count + i})) for i in range(count)]
    data += [Data(1, frozenset({count + i, 2 * count})) for i in range(count)]
    return steps, data


def test_branches_are_finished_one_by_one() -> None:
    assert best_order(*branches(8)).peak == 108


def test_a_large_graph_gets_a_good_order() -> None:
    order = best_order(*branches(40), state_limit=2_000)
    assert order.peak <= 140


def test_as_good_an_order_stays() -> None:
    steps = [Step(), Step(), Step(frozenset({0, 1}))]
    data = [Data(4, frozenset({0, 2})), Data(4, frozenset({1, 2})), Data(4, frozenset({2}))]
    assert best_order(steps, data) == Order([0, 1, 2], 12, True)


def test_many_steps_are_ordered_in_seconds() -> None:
    order = best_order(*branches(200))
    assert order.peak <= 300
    assert not order.is_optimal
