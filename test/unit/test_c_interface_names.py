"""Names and types that are odd in C."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_libraries import (
    COMPILERS,
    DENSE,
    SANITIZED,
    build_library,
    check_clean,
    run_program,
    write,
)
from xdsl.dialects import func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    MemRefType,
    ModuleOp,
    StringAttr,
    i8,
)
from xdsl.ir import Block, Region

from microaot.emitc_backend.c_names import KEYWORDS, is_identifier
from microaot.emitc_backend.interface.header import print_model_header
from microaot.emitc_backend.interface.targets import model_of
from microaot.passes.c_interface import CInterface
from microaot.tools.errors import OperationError, UserError
from microaot.tools.frontend import new_context
from microaot.tools.model_library import ModelOptions

TVM = ModelOptions(prefix="tvmgen", descriptor=True)
OURS = ModelOptions(descriptor=True)


EDGES = """
memref.global "private" constant @fixed : memref<4xf16> = dense<[1.0, 2.0, 3.0, 4.0]>
func.func @main(%x: memref<3xi4> {aot.input = "class"}, %y: memref<3xi4> {aot.output = "0-d"},
                %h: memref<4xf16> {aot.output = "h/2"}, %e: memref<0xf32> {aot.output = "empty"}) {
  memref.copy %x, %y : memref<3xi4> to memref<3xi4>
  %f = memref.get_global @fixed : memref<4xf16>
  memref.copy %f, %h : memref<4xf16> to memref<4xf16>
  return
}
"""


EDGES_PROGRAM = """
#include <stdio.h>
#include "edges.h"

int main(void)
{
    static const int8_t x[3] = { -8, 0, 7 };
    static int8_t y[3];
    static uint16_t h[4];
    struct edges_inputs in = { x };
    struct edges_outputs out = { y, h, NULL };
    printf("%d", (int)edges_run(&in, &out));
    printf(" %d %d %x %x\\n", y[0], y[2], h[0], h[3]);
    return 0;
}
"""


def test_names_and_elements_that_are_odd_in_c(tmp_path: Path) -> None:
    files = build_library(EDGES, "edges", options=OURS)
    assert "src/edges_operators.c" not in files
    folder = write(files, tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)
    printed = run_program([folder], EDGES_PROGRAM, *SANITIZED)
    assert printed.split() == ["0", "-8", "7", "3c00", "4400"]
    header = files["include/edges.h"]
    assert 'const int8_t *class_; /* "class", i4[3] */' in header
    assert "int8_t *_0_d;" in header
    assert "uint16_t *h_2;" in header


def test_no_inputs_no_outputs(tmp_path: Path) -> None:
    for number, options in enumerate((OURS, TVM)):
        files = build_library("func.func @main() {\n  return\n}", "none", options=options)
        folder = write(files, tmp_path / str(number))
        for compiler in COMPILERS:
            check_clean(folder, compiler)


NAMES = st.lists(st.text(max_size=8), max_size=6)


@settings(max_examples=150, deadline=None)
@given(inputs=NAMES, outputs=NAMES, pools=NAMES)
def test_any_names(inputs: list[str], outputs: list[str], pools: list[str]) -> None:
    """Whatever a model is called in, C gets names that it has, each once; or one line says why."""
    kinds = [("aot.input", inputs), ("aot.output", outputs), ("aot.pool", pools)]
    names = [(kind, name) for kind, group in kinds for name in group]
    block = Block([func.ReturnOp()], arg_types=[MemRefType(i8, [4])] * len(names))
    entry = func.FuncOp(
        "main",
        FunctionType.from_lists([MemRefType(i8, [4])] * len(names), []),
        Region(block),
        arg_attrs=ArrayAttr(DictionaryAttr({kind: StringAttr(name)}) for kind, name in names),
    )
    module = ModuleOp([entry])
    try:
        CInterface("m").apply(new_context(), module)
    except OperationError as error:
        assert "\n" not in str(error)
        return
    module.verify()
    header = print_model_header(model_of(module))
    assert header.count("/*") == header.count("*/")
    code = re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL)
    macros = re.findall(r"#define (\S+) ", code)
    assert len(macros) == len({*macros})
    for body in re.findall(r"struct \w+ \{(.*?)\};", code, re.DOTALL):
        members = re.findall(r"\*(\S+);", body)
        assert len(members) == body.count(";") == len({*members})
        assert all(is_identifier(name) and name not in KEYWORDS for name in members)
    assert all(map(is_identifier, macros))


def test_names_that_clash() -> None:
    clash = DENSE.replace('aot.output = "Identity"', 'aot.output = "X_0"')
    with pytest.raises(OperationError, match=r'the input "x:0" and the output "X_0"') as error:
        build_library(clash, "kws")
    assert str(error.value).startswith("model.mlir:")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["a b", "0x", "", "for", "math", "microaot_model"])
def test_names_that_c_does_not_have(name: str) -> None:
    with pytest.raises(UserError):
        build_library(DENSE, name)
