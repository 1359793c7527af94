"""Names made for C are names in C."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microaot.emitc_backend.c_names import (
    KEYWORDS,
    RESERVED,
    is_identifier,
    make_identifier,
    private_symbol,
)


@given(st.text())
def test_any_text_becomes_an_identifier(text: str) -> None:
    assert is_identifier(make_identifier(text))


@given(st.text())
def test_no_name_of_the_implementation_is_made(text: str) -> None:
    name = make_identifier(text)
    assert not name.startswith("__")
    assert not (name.startswith("_") and name[1:2].isupper())


@pytest.mark.parametrize(
    ("name", "expected"),
    [("conv1", "conv1"), ("a.b-c$", "a_b_c_"), ("0w", "_0w"), ("__x", "x"), ("", "unnamed")],
)
def test_readable_names(name: str, expected: str) -> None:
    assert make_identifier(name) == expected


WORDS = ["while", "class", "int32_t", "NULL", "memcpy", "sinf", "bool", "main"]


@pytest.mark.parametrize("word", WORDS)
def test_reserved_words(word: str) -> None:
    assert word in RESERVED
    assert (word in KEYWORDS) == (word in ("while", "class", "bool"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("f", "f_2"),
        ("f_1", "f_1_1"),
        ("g", "g"),
        ("a-b", "a_b"),
        ("while", "while_1"),
        ("f16_to_f32", "f16_to_f32_1"),
        ("ipow_i32", "ipow_i32_1"),
        ("x" * 300, "x" * 300),
    ],
)
def test_private_symbols_leave_names_that_are_taken(name: str, expected: str) -> None:
    assert private_symbol(name, {"f", "f_1"}) == expected
