"""What xDSL's own tools find once microaot is installed beside them."""

import subprocess
import sys
from pathlib import Path

import pytest
from xdsl.context import Context
from xdsl.universe import XDSL_UNIVERSE, Universe

from microaot.tools.universe import DIALECTS, EXTENDED_DIALECTS, PASSES, TARGETS

XDSL_OPT = Path(sys.executable).with_name("xdsl-opt")


@pytest.mark.parametrize("name", [*DIALECTS, *EXTENDED_DIALECTS])
def test_dialect_name(name: str) -> None:
    dialect = {**DIALECTS, **EXTENDED_DIALECTS}[name]()
    assert dialect.name == name
    assert all(op.name.startswith(f"{name}.") for op in dialect.operations)


@pytest.mark.parametrize("name", [*PASSES])
def test_pass_name(name: str) -> None:
    assert PASSES[name]().name == name
    assert PASSES[name]().__doc__, "what the pass does, and why"


@pytest.mark.parametrize("name", [*TARGETS])
def test_target_name(name: str) -> None:
    assert TARGETS[name]().name == name


def test_universes_combine() -> None:
    everything = Universe.get_multiverse()
    assert everything.all_dialects.keys() >= {*DIALECTS, *EXTENDED_DIALECTS, "func", "scf"}
    assert everything.all_passes.keys() >= PASSES.keys()
    assert everything.all_targets.keys() >= TARGETS.keys()


@pytest.mark.parametrize("name", [*EXTENDED_DIALECTS])
def test_extension_keeps_what_xdsl_has(name: str) -> None:
    import importlib

    from xdsl.ir import Dialect

    upstream = importlib.import_module(f"xdsl.dialects.{name}")
    (dialect,) = (d for d in vars(upstream).values() if isinstance(d, Dialect) and d.name == name)
    extended = {op.name for op in EXTENDED_DIALECTS[name]().operations}
    assert extended >= {op.name for op in dialect.operations}


def test_all_dialects_load_together() -> None:
    context = Context()
    for name, factory in Universe.get_multiverse().all_dialects.items():
        context.register_dialect(name, factory)
    for name in (*DIALECTS, *EXTENDED_DIALECTS):
        assert context.get_optional_dialect(name) is not None
    assert XDSL_UNIVERSE.all_dialects["emitc"] is EXTENDED_DIALECTS["emitc"]


def _xdsl_opt(*arguments: str, text: str = "") -> str:
    done = subprocess.run(
        [str(XDSL_OPT), *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_xdsl_opt_reads_emitc() -> None:
    text = """
    emitc.func @add(%a: i32, %b: i32) -> i32 {
      %sum = emitc.add %a, %b : (i32, i32) -> i32
      emitc.return %sum : i32
    }
    """
    assert "emitc.func @add" in _xdsl_opt(text=text)


def test_xdsl_opt_lists_passes_and_targets() -> None:
    shown = _xdsl_opt("--help").replace("\n", "").replace(" ", "")
    assert all(name in shown for name in (*PASSES, *TARGETS))


def test_universe_imports_nothing_heavy() -> None:
    code = (
        "import sys, microaot.tools.universe; "
        "print([m for m in sys.modules if m == 'numpy' or m.startswith('microaot.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['microaot.tools', 'microaot.tools.universe']"
