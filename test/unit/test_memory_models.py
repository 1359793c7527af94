"""Workspaces of networks with real sizes, and reports and pictures of them."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from memory_models import autoencoder, keyword_spotter, resnet

from microaot.passes.memory.plan import MemoryPlan, PlannedBuffer, PlannedPool
from microaot.passes.plan_memory import PlanMemory
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.memory_picture import memory_picture
from microaot.tools.memory_report import memory_report


def plan_of(text: str, *, io_in_workspace: bool = False) -> MemoryPlan:
    context = new_context()
    module = parse_module(context, text, "model.mlir")
    PlanMemory(io_in_workspace=io_in_workspace).apply(context, module)
    module.verify()
    plan = MemoryPlan.of(module)
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("text", "inside", "size"),
    [
        (keyword_spotter(), False, 16_000),
        (keyword_spotter(), True, 16_000),
        (autoencoder(), False, 256),
        (autoencoder(), True, 768),
        (resnet(), False, 32_768),
        (resnet(), True, 32_768),
    ],
)
def test_workspace_of_a_network(text: str, inside: bool, size: int) -> None:
    (pool,) = plan_of(text, io_in_workspace=inside).pools
    assert pool.size == size
    assert pool.is_optimal


PLAN = MemoryPlan(
    "main",
    ["conv", "a<b"],
    [
        PlannedPool("sram", "app", 96, 8, 90, 128),
        PlannedPool("dtcm", "library", 0, 1, 0),
    ],
    [
        PlannedBuffer("x", "input", "sram", 0, 64, 8, -1, 0, argument=0, label="in&put"),
        PlannedBuffer("s", "scratch", "sram", 64, 32, 4, 0, 0),
        PlannedBuffer("y", "output", "sram", 0, 64, 8, 0, 2, "x", argument=1, label="result"),
    ],
)

REPORT = """\
Memory of main: 96 B

pool  owner    size  limit  align  least possible
sram  app        96    128      8  at least 90
dtcm  library     0    any      1  reached

Pool sram, in bytes

offset  end  size  align  in use   kind     name
     0   64    64      8  start-1  input    in&put
     0   64    64      8  1-end    output   result (where x was)
    64   96    32      4  1        scratch  s

Calls, in order

1  conv
2  a<b
"""


def test_report() -> None:
    assert memory_report(PLAN) == REPORT


def rectangles(svg: str) -> dict[str, tuple[float, float, float, float]]:
    """Left, right, top and bottom of the rectangle of each buffer."""
    found: dict[str, tuple[float, float, float, float]] = {}
    for group in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}g"):
        title, rectangle = group[0].text or "", group[1]
        x, y, width, height = (float(rectangle.get(k, "0")) for k in ("x", "y", "width", "height"))
        found[title.partition(":")[0]] = x, x + width, y, y + height
    return found


@pytest.mark.parametrize("text", [keyword_spotter(), autoencoder(), resnet()])
@pytest.mark.parametrize("inside", [False, True])
def test_buffers_of_a_picture_do_not_overlap(text: str, inside: bool) -> None:
    plan = plan_of(text, io_in_workspace=inside)
    found = rectangles(memory_picture(plan))
    assert len(found) == len(plan.buffers)
    boxes = [*found.values()]
    for i, (left, right, top, bottom) in enumerate(boxes):
        assert left < right and top < bottom
        for other_left, other_right, other_top, other_bottom in boxes[:i]:
            apart = right <= other_left or other_right <= left
            assert apart or bottom <= other_top + 0.6 or other_bottom <= top + 0.6


def test_picture_escapes_names_and_shows_bounds() -> None:
    svg = memory_picture(PLAN)
    assert set(rectangles(svg)) == {"in&put", "s", "result"}
    assert "96 B of 128 B, at least 90 B needed, owned by the application" in svg
    assert svg.count("stroke-dasharray") == 2


def test_picture_of_an_empty_plan_is_a_document() -> None:
    ElementTree.fromstring(memory_picture(MemoryPlan("main", [], [], [])))


def test_plan_survives_printing(tmp_path: Path) -> None:
    module = parse_module(new_context(), "func.func @main() {\n  return\n}", "m.mlir")
    PLAN.attach(module)
    again = parse_module(new_context(), str(module), "m.mlir")
    assert MemoryPlan.of(again) == PLAN
