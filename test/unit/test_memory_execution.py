"""Planned programs compute what they computed before, whatever was in their memory."""

from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from c_harness import CProgram
from memory_programs import Program, random_program
from xdsl.printer import Printer

from microaot.passes.memory.plan import MemoryPlan
from microaot.passes.plan_memory import PlanMemory
from microaot.tools.api import compile_module
from microaot.tools.frontend import new_context, parse_module

Array = np.ndarray[Any, Any]
GUARD = 64

OPTIONS = {
    "one pool": PlanMemory(pools=("workspace:*:app",)),
    "io inside": PlanMemory(pools=("workspace:*:app",), io_in_workspace=True),
    "reordered": PlanMemory(pools=("workspace:*:app",), io_in_workspace=True, reorder=True),
    "several pools": PlanMemory(
        pools=("a:40:app:8", "b:24:app", "c:*:app"), io_in_workspace=True, alignment=4
    ),
    "of the library": PlanMemory(pools=("workspace",), reorder=True),
}


@dataclass
class Planned:
    """A planned program and its plan, ready to be compiled as the library `name`."""

    name: str
    program: Program
    plan: MemoryPlan
    text: str


def planned(name: str, program: Program, options: PlanMemory) -> Planned:
    context = new_context()
    module = parse_module(context, program.text, "program.mlir")
    options.apply(context, module)
    module.verify()
    plan = MemoryPlan.of(module)
    assert plan is not None
    text = StringIO()
    Printer(stream=text).print_op(module)
    return Planned(name, program, plan, text.getvalue())


class Run:
    """The arguments of a planned program, in memory that is full of garbage."""

    def __init__(self, planned: Planned, guard: int) -> None:
        self._planned = planned
        self._guard = guard
        garbage = np.random.default_rng(1)
        self._pools = {
            pool.name: garbage.integers(-128, 128, pool.size + guard).astype(np.int8)
            for pool in planned.plan.pools
            if pool.owner == "app" and pool.size
        }
        self._before = {name: pool.copy() for name, pool in self._pools.items()}
        inside = {b.label: b for b in planned.plan.buffers if b.label is not None}
        self.arguments: list[Array] = []
        self._outputs: list[Array] = []
        program = planned.program
        for i, value in enumerate(program.inputs):
            if (place := inside.get(f"in{i}")) is None:
                self.arguments.append(value.copy())
            else:
                self._pools[place.pool][place.offset : place.end] = value
        for i, value in enumerate(program.outputs):
            if (place := inside.get(f"out{i}")) is None:
                self._outputs.append(np.zeros_like(value))
                self.arguments.append(self._outputs[-1])
            else:
                self._outputs.append(self._pools[place.pool][place.offset : place.end])
        self.arguments += self._pools.values()

    def check(self) -> None:
        """The outputs are right, and nothing behind the pools was touched."""
        for got, expected in zip(self._outputs, self._planned.program.outputs, strict=True):
            assert np.array_equal(got, expected)
        for name, pool in self._pools.items() if self._guard else ():
            assert np.array_equal(pool[-self._guard :], self._before[name][-self._guard :])


@pytest.mark.parametrize("options", OPTIONS)
def test_planned_programs_compute_the_same(options: str, tmp_path: Path) -> None:
    chosen = OPTIONS[options]
    programs = [
        planned(f"p{s}", random_program(s, bushy=chosen.reorder), chosen) for s in range(24)
    ]
    files: dict[str, str] = {}
    for p in programs:
        files |= compile_module(p.text, name=p.name).files
    c = CProgram({name: text for name, text in files.items()}, tmp_path)
    for p in programs:
        run = Run(p, GUARD)
        c.call(f"{p.name}_main", *run.arguments, flags=("-O2",))
        run.check()


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("seed", [101, 102])
def test_planned_programs_are_free_of_undefined_behaviour(
    options: str, seed: int, tmp_path: Path
) -> None:
    p = planned("lib", random_program(seed), OPTIONS[options])
    run = Run(p, 0)
    CProgram(compile_module(p.text, name="lib").files, tmp_path).call_sanitized(
        "lib_main", *run.arguments
    )
    run.check()


def test_orders_change() -> None:
    """What the tests above run is worth running."""
    programs = [random_program(s, bushy=True) for s in range(24)]
    reordered = OPTIONS["reordered"]
    changed = 0
    for program in programs:
        plan = planned("p", program, reordered).plan
        given = planned("p", program, replace(reordered, reorder=False)).plan
        assert plan.pools[0].size <= given.pools[0].size
        changed += plan.pools[0].size < given.pools[0].size
    assert changed >= 4


def test_programs_share_memory_and_drop_copies() -> None:
    plans = [planned("p", random_program(s), OPTIONS["io inside"]).plan for s in range(40)]
    assert sum(any(b.shares for b in plan.buffers) for plan in plans) > 20
    assert sum(len(plan.steps) for plan in plans) < sum(
        random_program(s).text.count("func.call") + random_program(s).text.count("memref.copy")
        for s in range(40)
    )


@pytest.mark.parametrize("compiler", ["clang", "c++", "arm"])
@pytest.mark.parametrize("options", ["io inside", "of the library"])
def test_planned_programs_are_clean_c(options: str, compiler: str, tmp_path: Path) -> None:
    p = planned("lib", random_program(12), OPTIONS[options])
    CProgram(compile_module(p.text, name="lib").files, tmp_path).check(compiler)
