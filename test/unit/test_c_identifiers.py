"""Names made for C are names in C."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microaot.passes.c_identifiers import RESERVED, is_identifier, make_identifier


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


@pytest.mark.parametrize("word", ["while", "class", "int32_t", "NULL", "memcpy", "sinf", "bool"])
def test_reserved_words(word: str) -> None:
    assert word in RESERVED
