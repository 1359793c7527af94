"""What FileCheck cannot ask of the C printer: refusals, names, big constants, wrapping."""

import io
import re

import numpy as np
import pytest
from xdsl.dialects.builtin import BytesAttr, DenseIntOrFPElementsAttr, TensorType, i8

from microaot.dialects import emitc
from microaot.emitc_backend.printer.initializers import array_initializer
from microaot.emitc_backend.printer.layout import COMMA, WIDTH, mark, wrap
from microaot.emitc_backend.printer.names import NameScopes, declared, sanitize
from microaot.emitc_backend.printer.targets import CTarget, include_guard
from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context, parse_module


def source(text: str) -> str:
    context = new_context()
    module = parse_module(context, text, "input.mlir")
    output = io.StringIO()
    CTarget().emit(context, module, output)
    return output.getvalue()


REFUSED = {
    "'emitc.cmp' 'three_way' needs C++": """
        emitc.func @f(%a: i32) -> i32 {
          %0 = emitc.cmp three_way, %a, %a : (i32, i32) -> i32
          emitc.return %0 : i32
        }""",
    "'emitc.call_opaque' has template arguments, which need C++": """
        emitc.func @f(%a: i32) {
          emitc.call_opaque "f"(%a) {template_args = [i32]} : (i32) -> ()
          emitc.return
        }""",
    "'emitc.call_opaque' has several results, which need C++": """
        emitc.func @f() {
          %0:2 = emitc.call_opaque "f"() : () -> (i32, i32)
          emitc.return
        }""",
    "'emitc.func' has type !emitc.ssize_t, which has no counterpart in C99": """
        emitc.func @f(%a: !emitc.ssize_t) {
          emitc.return
        }""",
    "'emitc.func' @register is no name that C and C++ accept": """
        emitc.func @register() {
          emitc.return
        }""",
    "'emitc.global' @\"a-b\" is no name": """
        emitc.global @"a-b" : i32""",
    "'func.func' cannot be printed as C99": """
        func.func @f() {
          return
        }""",
    "'emitc.class' cannot be printed as C99": """
        emitc.class @C {
          emitc.field @x : i32
        }""",
    "'emitc.func' has a block with arguments, which C does not have": """
        emitc.func @f(%a: i32) -> i32 {
          cf.br ^end(%a : i32)
        ^end(%b: i32):
          emitc.return %b : i32
        }""",
}


@pytest.mark.parametrize(("message", "text"), REFUSED.items())
def test_refuses(message: str, text: str) -> None:
    with pytest.raises(UserError) as error:
        source(text)
    assert message.replace('"', "") in str(error.value)
    assert re.match(r"input.mlir:\d+:\d+: error: ", str(error.value))


def test_sanitized_names() -> None:
    assert sanitize("a.b-c$d") == "a_b_c_d"
    assert sanitize("0") == "v0"
    assert sanitize("__x__y_") == "x_y"
    assert sanitize("__") == "v"


def test_scopes_hide_nothing_and_reuse_names_of_siblings() -> None:
    scopes = NameScopes({"table"})
    assert [scopes.take(n) for n in ("x", "x", "table", "int", "x_1")] == [
        "x",
        "x_1",
        "table_1",
        "int_1",
        "x_1_1",
    ]
    for _ in range(2):
        scopes.enter()
        assert [scopes.take(n) for n in ("x", "y")] == ["x_2", "y"]
        scopes.leave()


def test_names_that_verbatim_code_declares() -> None:
    text = """
    #define SQUARE(a) ((a) * (a))
    /* not this */ static int helper(int inner) { const char *s = "and { not } this"; return 0; }
    """
    names = declared(text)
    assert {"SQUARE", "helper"} <= names
    assert not {"inner", "s", "this", "not", "a"} & names


def test_large_constant_is_exact() -> None:
    values = np.random.default_rng(0).integers(-128, 128, 1 << 20, dtype=np.int8)
    attribute = DenseIntOrFPElementsAttr(TensorType(i8, [1 << 20]), BytesAttr(values.tobytes()))
    lines = array_initializer(attribute, emitc.ArrayType([1 << 20], i8), "")
    assert max(map(len, lines)) <= WIDTH
    numbers = "".join(lines).strip("{}").rstrip(",").split(",")
    assert np.array_equal(np.array(numbers, dtype=np.int64), values)


def test_lines_break_at_the_loosest_operator() -> None:
    terms = [f"argument_{i}{mark(13)}* factor_{i}" for i in range(8)]
    lines = wrap(f"f({COMMA.join(terms)});", "    ")
    assert all(len(line) <= WIDTH for line in lines)
    assert all(line.endswith((",", ";")) for line in lines)
    assert "".join(line.strip() + " " for line in lines).count("argument") == 8


def test_include_guard() -> None:
    assert include_guard("my-lib.h") == "MY_LIB_H"
