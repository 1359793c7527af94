"""The examples of the page on devices, and those in the docstrings of its passes."""

import re
from pathlib import Path

import pytest
from commands import MICROAOT_OPT, run
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import PassPipeline

from microaot.tools.frontend import new_context, parse_module
from microaot.tools.universe import PASSES

PAGE = (Path(__file__).parents[2] / "docs" / "devices.md").read_text()
TO_C = re.compile(r"<!-- (.*?) -->\n```mlir\n(.*?)```\nis in C\n```c\n(.*?)```", re.DOTALL)
BLOCK = re.compile(r"```mlir\n(.*?)```", re.DOTALL)


def _parse(text: str) -> ModuleOp:
    module = parse_module(new_context(), text, "example.mlir")
    module.verify()
    return module


@pytest.mark.parametrize(("passes", "mlir", "c"), TO_C.findall(PAGE), ids=lambda t: t[:20])
def test_example_in_c(passes: str, mlir: str, c: str, tmp_path: Path) -> None:
    (tmp_path / "example.mlir").write_text(mlir)
    command = [MICROAOT_OPT, tmp_path / "example.mlir", "-p", passes, "-t", "microaot-c"]
    assert c in run(command)


@pytest.mark.parametrize("text", BLOCK.findall(PAGE))
def test_example_is_valid(text: str) -> None:
    _parse(text)


@pytest.mark.parametrize(
    "passes",
    ["insert-device-hooks", "propagate-status", "assign-devices{operators=conv device=npu}"],
)
def test_example_in_the_docstring(passes: str) -> None:
    text = PASSES[passes.split("{")[0]]().__doc__ or ""
    before, after = (re.sub(r"^    ", "", b, flags=re.M) for b in BLOCK.findall(text))
    module = _parse(before)
    PassPipeline.parse_spec(PASSES, passes).apply(Context(), module)
    module.verify()
    # The text of a declaration has no attributes of arguments.
    assert _parse(str(module)).is_structurally_equivalent(_parse(after))
