"""C operators on C expressions: parentheses, conversions and the type of what comes out.

Operands have the right value, their text possibly in a narrower type (`CExpr.loose`). Each function
picks the shortest texts with which C computes in the type that the operator is meant to have.
"""

from dataclasses import replace

from xdsl.ir import Attribute

from microaot.dialects.emitc.types import ArrayType, PointerType
from microaot.emitc_backend.printer.c_types import (
    BOOL,
    INT,
    c_type,
    common,
    declare,
    fits,
    is_integer,
    is_narrow,
    is_unsigned,
    promote,
    unsigned,
)
from microaot.emitc_backend.printer.cexpr import CExpr, Precedence
from microaot.emitc_backend.printer.layout import mark

BINARY_PRECEDENCE = {
    "*": Precedence.MULTIPLICATIVE,
    "/": Precedence.MULTIPLICATIVE,
    "%": Precedence.MULTIPLICATIVE,
    "+": Precedence.ADDITIVE,
    "-": Precedence.ADDITIVE,
    "<<": Precedence.SHIFT,
    ">>": Precedence.SHIFT,
    "<": Precedence.RELATIONAL,
    "<=": Precedence.RELATIONAL,
    ">": Precedence.RELATIONAL,
    ">=": Precedence.RELATIONAL,
    "==": Precedence.EQUALITY,
    "!=": Precedence.EQUALITY,
    "&": Precedence.BIT_AND,
    "^": Precedence.BIT_XOR,
    "|": Precedence.BIT_OR,
    "&&": Precedence.LOGICAL_AND,
    "||": Precedence.LOGICAL_OR,
}

_BITWISE = ("&", "|", "^")
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_UNCLEAR = ("%", "<<", ">>", *_BITWISE)
"""Operators whose operands get parentheses beyond what C asks for, as `-Wparentheses` wants it."""


def arithmetic(operator: str, lhs: CExpr, rhs: CExpr, result: Attribute) -> CExpr:
    """`lhs operator rhs` computed in the common type of the operands, then converted."""
    lhs, rhs, computed = _balance(lhs, rhs)
    if computed is not None and is_unsigned(computed):
        lhs, rhs = lhs.guarded or lhs, rhs.guarded or rhs
    value = _infix(operator, lhs, rhs, computed or c_type(result))
    if computed is None or isinstance(c_type(result), PointerType):
        const_target = lhs.const_target or rhs.const_target
        return replace(value, type=c_type(result), const_target=const_target)
    if operator in _BITWISE and lhs.type == rhs.type == BOOL:
        value = replace(value, type=BOOL)
    return convert(value, c_type(result))


def shift(operator: str, lhs: CExpr, rhs: CExpr, result: Attribute) -> CExpr:
    """`lhs << rhs`; the type is that of `lhs`, the right operand is only a number."""
    if rhs.integer is not None:
        rhs = CExpr(str(rhs.integer), Precedence.PRIMARY, INT)
    value = _infix(operator, lhs, rhs.loosest, promote(lhs.type))
    return convert(value, c_type(result)) if is_integer(lhs.type) else value


def compare(operator: str, lhs: CExpr, rhs: CExpr, result: Attribute) -> CExpr:
    """A comparison: right in any type that keeps the values of both operands."""
    if common(lhs.loosest.type, rhs.loosest.type) is not None:
        lhs, rhs = lhs.loosest, rhs.loosest
    else:
        lhs, rhs, _ = _balance(lhs, rhs)
    return replace(_infix(operator, lhs, rhs, BOOL), type=c_type(result))


def logical(operator: str, lhs: CExpr, rhs: CExpr, result: Attribute) -> CExpr:
    """`&&` or `||`."""
    return replace(_infix(operator, lhs, rhs, BOOL), type=c_type(result))


def prefix(operator: str, operand: CExpr, result: Attribute) -> CExpr:
    """`-x`, `+x`, `~x` or `!x`."""
    if operator == "!":
        return CExpr(f"!{operand.inside(Precedence.UNARY)}", Precedence.UNARY, BOOL)
    if operand.type == BOOL:
        operand = cast(operand, INT)
    inner = operand.inside(Precedence.UNARY)
    if inner.startswith(operator):
        inner = f"({inner})"
    value = CExpr(operator + inner, Precedence.UNARY, promote(operand.type))
    return convert(value, c_type(result)) if is_integer(value.type) else value


def conditional(condition: CExpr, yes: CExpr, no: CExpr) -> CExpr:
    """`condition ? yes : no`."""
    type, const_target = yes.type, yes.const_target or no.const_target
    loose = None
    if is_integer(type) and not is_narrow(type):
        narrower = common(yes.loosest.type, no.loosest.type)
        if narrower is not None and narrower != type:
            loose = _conditional(condition, yes.loosest, no.loosest, narrower)
        yes, no, _ = _balance(yes, no)
    return replace(_conditional(condition, yes, no, type), loose=loose, const_target=const_target)


def _conditional(condition: CExpr, yes: CExpr, no: CExpr, type: Attribute) -> CExpr:
    space = mark(Precedence.CONDITIONAL)
    text = (
        f"{condition.inside(Precedence.LOGICAL_OR)}{space}? {yes.inside(Precedence.LOGICAL_OR)}"
        f"{space}: {no.inside(Precedence.CONDITIONAL)}"
    )
    return CExpr(text, Precedence.CONDITIONAL, type)


def convert(value: CExpr, type: Attribute) -> CExpr:
    """`value` as a `type`: a cast, unless it has that type already."""
    return value if value.type == type else cast(value, type)


def cast(value: CExpr, type: Attribute) -> CExpr:
    """`(type)value`; dispensable where C would convert implicitly."""
    if type == BOOL and value.type != BOOL and _is_number(value.type):
        zero = CExpr("0", Precedence.PRIMARY, value.type)
        return _infix("!=", value.loosest, zero, BOOL)
    if isinstance(value.type, ArrayType) and isinstance(type, PointerType):
        return _decay(value, type)
    if value.unguarded is not None and is_integer(type) and not is_unsigned(type):
        value = value.unguarded
    text = f"({declare(type, const_target=value.const_target)})"
    loose = value if fits(value.type, type) else None
    whole = CExpr(
        text + value.inside(Precedence.UNARY),
        Precedence.UNARY,
        type,
        loose,
        const_target=value.const_target,
    )
    return _guard(whole, text, value)


def _guard(whole: CExpr, cast_text: str, value: CExpr) -> CExpr:
    """Work around gcc, which sees `v + (uint32_t)s` with an `int8_t s` as the implicit conversion
    of something signed, but not `v + (uint32_t)(0 + s)`; only a signed result makes it content."""
    inner, target = value.loosest, whole.type
    widens = is_unsigned(target) and not is_narrow(target) if is_integer(target) else False
    if not (widens and is_integer(inner.type) and is_narrow(inner.type)) or is_unsigned(inner.type):
        return whole
    text = f"{cast_text}(0 + {inner.inside(Precedence.MULTIPLICATIVE)})"
    return replace(whole, guarded=CExpr(text, Precedence.UNARY, target, unguarded=whole))


def _decay(array: CExpr, type: PointerType) -> CExpr:
    assert isinstance(array.type, ArrayType)
    rank = len(array.type.get_shape())
    if c_type(array.type.element_type) != c_type(type.pointee_type):
        text = f"({declare(type, const_target=array.const)}){array.inside(Precedence.UNARY)}"
        return CExpr(text, Precedence.UNARY, type, const_target=array.const)
    if rank == 1:
        return replace(array, type=type, const=False, const_target=array.const)
    text = f"&{array.inside(Precedence.POSTFIX)}{'[0]' * rank}"
    return CExpr(text, Precedence.UNARY, type, const_target=array.const)


def subscript(base: CExpr, indices: list[CExpr], type: Attribute) -> CExpr:
    """`base[i][j]`, an lvalue."""
    inside = "".join(f"[{index.loosest.text}]" for index in indices)
    const = base.const_target if isinstance(base.type, PointerType) else base.const
    is_first = len(indices) == 1 and indices[0].integer == 0
    return CExpr(
        base.inside(Precedence.POSTFIX) + inside,
        Precedence.POSTFIX,
        c_type(type),
        const=const,
        decayed=base if is_first else None,
    )


def address_of(lvalue: CExpr, type: Attribute) -> CExpr:
    """`&lvalue`; of the first element it is the array or pointer itself."""
    if (base := lvalue.decayed) is not None:
        return replace(base, type=type, const=False, const_target=lvalue.const)
    text = f"&{lvalue.inside(Precedence.UNARY)}"
    return CExpr(text, Precedence.UNARY, type, const_target=lvalue.const)


def dereference(pointer: CExpr, type: Attribute) -> CExpr:
    """`*pointer`, an lvalue."""
    text = f"*{pointer.inside(Precedence.UNARY)}"
    const = pointer.const_target
    return CExpr(text, Precedence.UNARY, c_type(type), const=const, pointer=pointer)


def _balance(lhs: CExpr, rhs: CExpr) -> tuple[CExpr, CExpr, Attribute | None]:
    """The shortest operands with which C computes in the operands' common type, and that type."""
    if not (is_integer(lhs.type) and is_integer(rhs.type)):
        return lhs, rhs, lhs.type if lhs.type == rhs.type and _is_number(lhs.type) else None
    wanted = common(lhs.type, rhs.type)
    if wanted is None:
        # C would convert to the unsigned type; -Wsign-conversion wants to see it.
        wanted = unsigned(promote(rhs.type if is_unsigned(rhs.type) else lhs.type))
        return convert(lhs, wanted), convert(rhs, wanted), wanted
    for left, right in ((lhs.loosest, rhs.loosest), (lhs, rhs.loosest), (lhs.loosest, rhs)):
        # One operand shows the type, lest the reader, or a narrow `int`, is left guessing.
        shown = wanted in (left.type, right.type) or is_narrow(lhs.type)
        if shown and common(left.type, right.type) == wanted:
            return left, right, wanted
    return lhs, rhs, wanted


def _infix(operator: str, lhs: CExpr, rhs: CExpr, type: Attribute) -> CExpr:
    precedence = BINARY_PRECEDENCE[operator]
    left, right = _side(operator, lhs, is_right=False), _side(operator, rhs, is_right=True)
    text = f"{left}{mark(precedence)}{operator} {right}"
    unguarded = None
    if lhs.unguarded is not None or rhs.unguarded is not None:
        unguarded = _infix(operator, lhs.unguarded or lhs, rhs.unguarded or rhs, type)
    return CExpr(text, precedence, type, infix=(lhs, operator, rhs), unguarded=unguarded)


def _side(operator: str, operand: CExpr, *, is_right: bool) -> str:
    """One operand's text, in parentheses where C needs them or a reader would."""
    precedence = BINARY_PRECEDENCE[operator]
    at_least = Precedence(precedence + 1) if is_right else precedence
    if operator in _UNCLEAR:
        at_least = Precedence.UNARY
    elif operator in _COMPARISONS:
        at_least = Precedence.SHIFT
    elif operator in ("&&", "||"):
        at_least = Precedence.EQUALITY
    if operand.text.startswith("!") and (operator in _COMPARISONS or operator in _BITWISE):
        at_least = Precedence.PRIMARY
    if not is_right and operator in ("&&", "||") and operand.precedence == precedence:
        at_least = precedence
    if operator in ("*", "/") and operand.infix is not None and operand.infix[1] == "%":
        at_least = Precedence.UNARY
    return operand.inside(at_least)


def _is_number(type: Attribute) -> bool:
    return is_integer(type) or type.name in ("f16", "bf16", "f32", "f64")
