"""The MLIR examples of the packed dialect: those of its page, and of every docstring."""

import re
from pathlib import Path

import pytest
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.parser import Parser
from xdsl.passes import PassPipeline
from xdsl.universe import Universe

from microaot.tools.universe import PASSES

PAGE = Path(__file__).parents[2] / "docs" / "packed.md"
BLOCK = r"```mlir\n(.*?)```"
REWRITE = re.compile(rf"<!-- (.*?) -->\n{BLOCK}\nbecomes\n{BLOCK}", re.DOTALL)
PASS_NAMES = ("unpack-buffers", "pack-arguments", "hoist-device-checks")


def _parse(text: str) -> ModuleOp:
    context = Context()
    for name, factory in Universe.get_multiverse().all_dialects.items():
        context.register_dialect(name, factory)
    module = Parser(context, text).parse_module()
    module.verify()
    return module


def _rewritten(text: str, passes: str) -> ModuleOp:
    module = _parse(text)
    pipeline = PassPipeline.parse_spec(PASSES, passes)
    pipeline.apply(Context(), module)
    module.verify()
    return module


@pytest.mark.parametrize("text", re.findall(BLOCK, PAGE.read_text(), re.DOTALL))
def test_example_is_valid(text: str) -> None:
    _parse(text)


@pytest.mark.parametrize(
    ("passes", "before", "after"), REWRITE.findall(PAGE.read_text()), ids=lambda t: t[:20]
)
def test_example_of_a_pass(passes: str, before: str, after: str) -> None:
    assert _rewritten(before, passes).is_structurally_equivalent(_parse(after))


def test_page_has_an_example_of_each_pass() -> None:
    shown = [passes.split("{")[0] for passes, _, _ in REWRITE.findall(PAGE.read_text())]
    assert shown == [*PASS_NAMES]


@pytest.mark.parametrize("name", PASS_NAMES)
def test_example_in_the_docstring(name: str) -> None:
    text = PASSES[name]().__doc__ or ""
    before, after = (
        re.sub(r"^    ", "", b, flags=re.M) for b in re.findall(BLOCK, text, re.DOTALL)
    )
    options = "{device=cpu}" if "device=cpu" in text else ""
    assert _rewritten(before, name + options).is_structurally_equivalent(_parse(after))
