"""The order of steps on devices against a simulation of the devices."""

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects import func

from microaot.passes.devices.groups import Group, find_groups
from microaot.passes.devices.schedule import Event, Step, Wait, schedule
from microaot.passes.memory.accesses import Accesses
from microaot.tools.frontend import new_context, parse_module

DEVICES = ("npu", "dsp", "dma")
QUEUED = {"npu": 1, "dma": 3}
BUFFERS = st.frozensets(st.integers(0, 4), max_size=3)


@st.composite
def _steps(draw: st.DrawFn) -> list[Step]:
    found: list[Step] = []
    for _ in range(draw(st.integers(0, 12))):
        device = draw(st.sampled_from((None, *DEVICES)))
        is_queued = device in QUEUED and draw(st.booleans())
        is_free = draw(st.booleans())
        found.append(Step(device, draw(BUFFERS), draw(BUFFERS), is_queued, is_free))
    return found


@dataclass
class _Machine:
    """Runs events; queued steps take effect as late as they can, when they are waited for."""

    steps: list[Step]
    memory: dict[int, object] = field(default_factory=dict[int, object])
    pending: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    done: list[int] = field(default_factory=list[int])

    def run(self, events: list[Event], queues: dict[str, int]) -> None:
        for event in events:
            if isinstance(event, Wait):
                assert tuple(self.pending.pop(event.device)) == event.steps
                for number in event.steps:
                    self.do(number)
                continue
            step = self.steps[event]
            if step.is_queued and step.device is not None:
                queue = self.pending.setdefault(step.device, [])
                queue.append(event)
                assert len(queue) <= queues.get(step.device, 1)
            else:
                self.do(event)
        assert not self.pending

    def do(self, number: int) -> None:
        step = self.steps[number]
        inputs = tuple(self.memory.get(buffer) for buffer in sorted(step.reads))
        for buffer in step.writes:
            self.memory[buffer] = (number, buffer, hash(inputs))
        self.done.append(number)


@given(_steps())
def test_results_are_those_of_the_given_order(steps: list[Step]) -> None:
    events = schedule(steps, QUEUED)
    late, plain = _Machine(steps), _Machine(steps)
    late.run(events, QUEUED)
    for number in range(len(steps)):
        plain.do(number)
    assert late.memory == plain.memory
    early = _Machine(steps)
    for event in events:
        if not isinstance(event, Wait):
            early.do(event)
    assert early.memory == plain.memory


@given(_steps())
def test_lanes_keep_their_order(steps: list[Step]) -> None:
    order = [event for event in schedule(steps, QUEUED) if not isinstance(event, Wait)]
    assert sorted(order) == [*range(len(steps))]
    for device in DEVICES:
        own = [number for number in order if steps[number].device == device]
        assert own == sorted(own)
    bound = [n for n in order if steps[n].device is None and not steps[n].is_free]
    assert bound == sorted(bound)


@given(_steps())
def test_without_queued_steps_nothing_moves(steps: list[Step]) -> None:
    plain = [Step(s.device, s.reads, s.writes, False, s.is_free) for s in steps]
    assert schedule(plain, QUEUED) == [*range(len(steps))]


def test_work_of_others_moves_before_the_wait() -> None:
    npu = Step("npu", frozenset({0}), frozenset({1}), is_queued=True)
    user = Step(None, frozenset({1}), frozenset({2}), is_free=True)
    other = Step(None, frozenset({0}), frozenset({3}), is_free=True)
    assert schedule([npu, user, other], {}) == [0, 2, Wait("npu", (0,)), 1]


def test_two_devices_work_at_once() -> None:
    npu = Step("npu", frozenset({0}), frozenset({1}), is_queued=True)
    user = Step(None, frozenset({1}), frozenset({2}), is_free=True)
    dsp = Step("dsp", frozenset({0}), frozenset({3}), is_queued=True)
    waits = [Wait("npu", (0,)), 1, Wait("dsp", (2,))]
    assert schedule([npu, user, dsp], {}) == [0, 2, *waits]


@given(_steps())
def test_devices_are_open_when_they_work(steps: list[Step]) -> None:
    events = schedule(steps, QUEUED)
    groups = find_groups(events, steps)
    _check_nesting(groups)
    pending: set[str] = set()
    for position, event in enumerate(events):
        if isinstance(event, Wait):
            device = event.device
            pending.discard(device)
        else:
            device = steps[event].device
            if device is not None and steps[event].is_queued:
                pending.add(device)
        for needed in {*pending, *((device,) if device else ())}:
            assert any(g.device == needed and g.first <= position <= g.last for g in groups)


def _check_nesting(groups: list[Group]) -> None:
    for index, inner in enumerate(groups):
        for outer in groups[:index]:
            assert outer.first <= inner.first
            is_apart = outer.last < inner.first
            assert is_apart or (inner.last <= outer.last and inner.device != outer.device)


@given(_steps())
def test_neighbours_share_a_group(steps: list[Step]) -> None:
    events = schedule(steps, QUEUED)
    groups = find_groups(events, steps)
    for position, (one, other) in enumerate(pairwise(events)):
        if isinstance(one, Wait) or isinstance(other, Wait):
            continue
        device = steps[one].device
        if device is not None and device == steps[other].device:
            assert any(
                g.device == device and g.first <= position and position + 1 <= g.last
                for g in groups
            )


def test_operators_of_devices_stay_between_their_hooks() -> None:
    body = "() attributes {aot.operator%s} { return }"
    text = (
        f"func.func private @on_device{body % ', aot.device = @npu'}\n"
        f"func.func private @plain{body % ''}\n"
        "func.func @main() {\n  func.call @on_device() : () -> ()\n"
        "  func.call @plain() : () -> ()\n  return\n}\n"
    )
    module = parse_module(new_context(), text, "input.mlir")
    accesses = Accesses(module)
    calls = [op for op in module.walk() if isinstance(op, func.CallOp)]
    assert [accesses.is_hidden(call) for call in calls] == [True, False]
