"""A piece of C that is an expression: its text and what matters for putting it into another."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Optional

from xdsl.ir import Attribute


class Precedence(IntEnum):
    """How tightly C operators bind; `ANY` is text of which nothing is known."""

    ANY = 0
    CONDITIONAL = 3
    LOGICAL_OR = 4
    LOGICAL_AND = 5
    BIT_OR = 6
    BIT_XOR = 7
    BIT_AND = 8
    EQUALITY = 9
    RELATIONAL = 10
    SHIFT = 11
    ADDITIVE = 12
    MULTIPLICATIVE = 13
    UNARY = 14
    POSTFIX = 15
    PRIMARY = 16


@dataclass(frozen=True, slots=True)
class CExpr:
    """C text that denotes a value, or an lvalue.

    The text has the right value and, but for the integer promotions, the C type `type`. `loose` is
    a shorter text with the same value in a narrower type, which will do wherever C converts it
    implicitly to `type`: `5` for `INT64_C(5)`, `x` for `(int32_t)x`.
    """

    text: str
    precedence: Precedence
    type: Attribute
    loose: Optional["CExpr"] = None
    const: bool = False
    """The object, or the array's elements, must not be written."""
    const_target: bool = False
    """What the pointer points at must not be written through it."""
    integer: int | None = None
    """The number, if the text is an integer literal."""
    infix: tuple["CExpr", str, "CExpr"] | None = None
    """The operator and its operands, if that is what the text consists of."""
    guarded: Optional["CExpr"] = None
    """The text to use as an operand of unsigned arithmetic, see `operators._guard`."""
    unguarded: Optional["CExpr"] = None
    """The text to convert to a signed type, without such guards."""
    decayed: Optional["CExpr"] = None
    """The pointer or array of which this lvalue is the first element."""
    pointer: Optional["CExpr"] = None
    """The pointer, if the text is `*pointer`."""

    @property
    def loosest(self) -> "CExpr":
        """The shortest text with this value."""
        return self.loose or self

    def inside(self, at_least: Precedence) -> str:
        """The text, in parentheses if it binds less tightly than `at_least`."""
        return self.text if self.precedence >= at_least else f"({self.text})"
