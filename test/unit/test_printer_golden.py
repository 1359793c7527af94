"""Whole files: their C as it was last approved, accepted by five compilers without a warning.

`MICROAOT_UPDATE_GOLDEN=1 pytest test/unit/test_printer_golden.py` approves what is printed now.
"""

import io
from pathlib import Path

import pytest
from c_harness import COMPILERS, CProgram
from golden import Golden

from microaot.emitc_backend.form_expressions import FormExpressions
from microaot.emitc_backend.infer_const import InferConst
from microaot.emitc_backend.printer.targets import CTarget, HeaderTarget, include_guard
from microaot.tools.frontend import new_context, parse_module

SOURCES = sorted((Path(__file__).parent.parent / "golden" / "printer_golden").glob("*.mlir"))
sources = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)


def files(path: Path) -> dict[str, str]:
    context = new_context()
    module = parse_module(context, path.read_text(), path.name)
    for each in (FormExpressions(), InferConst()):
        each.apply(context, module)
        module.verify()
    header = f"{path.stem}.h"
    texts: dict[str, str] = {}
    for name, target in (
        (f"{path.stem}.c", CTarget(header=header)),
        (header, HeaderTarget(guard=include_guard(header))),
    ):
        output = io.StringIO()
        target.emit(context, module, output)
        texts[name] = output.getvalue()
    return texts


@sources
def test_text(path: Path, golden: Golden) -> None:
    for name, text in files(path).items():
        golden.check(name, text)


@sources
@pytest.mark.parametrize("compiler", COMPILERS)
def test_no_warning(path: Path, compiler: str, tmp_path: Path) -> None:
    texts = files(path)
    placed = {f"include/{n}" if n.endswith(".h") else n: text for n, text in texts.items()}
    extra = [] if compiler == "c++" else ["-Wmissing-prototypes"]
    CProgram(placed, tmp_path).check(compiler, "-Wparentheses", "-Wmissing-braces", *extra)
