"""From ops to C expressions: one entry per op that C writes as an expression."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

from xdsl.dialects.builtin import IndexType, IntegerAttr, StringAttr
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.dialects.emitc.types import ArrayType, PointerType
from microaot.emitc_backend.printer import operators
from microaot.emitc_backend.printer.c_types import c_type, declare
from microaot.emitc_backend.printer.cexpr import CExpr, Precedence
from microaot.emitc_backend.printer.layout import COMMA
from microaot.emitc_backend.printer.literals import literal, opaque
from microaot.emitc_backend.printer.placement import is_in_place
from microaot.emitc_backend.printer.program import Program, is_const_argument, is_const_pointer
from microaot.tools.errors import OperationError

_ARITHMETIC: dict[type[Operation], str] = {
    emitc.AddOp: "+",
    emitc.SubOp: "-",
    emitc.MulOp: "*",
    emitc.DivOp: "/",
    emitc.RemOp: "%",
    emitc.BitwiseAndOp: "&",
    emitc.BitwiseOrOp: "|",
    emitc.BitwiseXorOp: "^",
}
_SHIFTS: dict[type[Operation], str] = {
    emitc.BitwiseLeftShiftOp: "<<",
    emitc.BitwiseRightShiftOp: ">>",
}
_LOGICAL: dict[type[Operation], str] = {emitc.LogicalAndOp: "&&", emitc.LogicalOrOp: "||"}
_BINARY = (
    (_ARITHMETIC, operators.arithmetic),
    (_SHIFTS, operators.shift),
    (_LOGICAL, operators.logical),
)
_PREFIX: dict[type[Operation], str] = {
    emitc.UnaryMinusOp: "-",
    emitc.UnaryPlusOp: "+",
    emitc.BitwiseNotOp: "~",
    emitc.LogicalNotOp: "!",
}
_PREDICATES = {
    emitc.CmpPredicate.eq: "==",
    emitc.CmpPredicate.ne: "!=",
    emitc.CmpPredicate.lt: "<",
    emitc.CmpPredicate.le: "<=",
    emitc.CmpPredicate.gt: ">",
    emitc.CmpPredicate.ge: ">=",
}
_VARIADIC = ("printf", "scanf")
"""Functions whose names end so take the types of their arguments as they are."""


class Expressions:
    """Renders ops; knows the C text of every value so far."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._values: dict[SSAValue, CExpr] = {}

    def __getitem__(self, value: SSAValue) -> CExpr:
        """The C text of `value`."""
        return self._values[value]

    def bind(self, value: SSAValue, text: CExpr) -> None:
        """Record the C text of `value`."""
        self._values[value] = text

    def bind_name(
        self, value: SSAValue, name: str, *, const: bool = False, const_target: bool = False
    ) -> None:
        """Record that `value` is the C object `name`."""
        self._values[value] = CExpr(
            name, Precedence.PRIMARY, c_type(value.type), const=const, const_target=const_target
        )

    def render(self, op: Operation) -> CExpr:
        """The C expression for `op`."""
        for table, make in _BINARY:
            if (operator := table.get(type(op))) is not None:
                lhs, rhs = (self[operand] for operand in op.operands)
                return make(operator, lhs, rhs, op.results[0].type)
        if (operator := _PREFIX.get(type(op))) is not None:
            return operators.prefix(operator, self[op.operands[0]], op.results[0].type)
        if (handler := self._HANDLERS.get(type(op))) is None:
            raise OperationError(op, "cannot be printed as C99")
        value = handler(self, op)
        return replace(value, const_target=True) if is_const_pointer(op) else value

    def _constant(self, op: emitc.ConstantOp) -> CExpr:
        return literal(op.value, op.result.type)

    def _literal(self, op: emitc.LiteralOp) -> CExpr:
        return opaque(op.value.data, op.result.type)

    def _get_global(self, op: emitc.GetGlobalOp) -> CExpr:
        name = op.name_.root_reference.data
        target = self._program.globals.get(name)
        const = target is not None and target.const_specifier is not None
        return CExpr(name, Precedence.PRIMARY, c_type(op.result.type), const=const)

    def _subscript(self, op: emitc.SubscriptOp) -> CExpr:
        indices = [self[index] for index in op.indices]
        return operators.subscript(self[op.base], indices, op.result.type)

    def _member(self, op: emitc.MemberOp) -> CExpr:
        operand = self[op.operand]
        if operand.pointer is not None:
            text = f"{operand.pointer.inside(Precedence.POSTFIX)}->{op.member.data}"
        else:
            text = f"{operand.inside(Precedence.POSTFIX)}.{op.member.data}"
        return CExpr(text, Precedence.POSTFIX, c_type(op.result.type))

    def _member_of_ptr(self, op: emitc.MemberOfPtrOp) -> CExpr:
        text = f"{self[op.operand].inside(Precedence.POSTFIX)}->{op.member.data}"
        return CExpr(text, Precedence.POSTFIX, c_type(op.result.type))

    def _dereference(self, op: emitc.DereferenceOp) -> CExpr:
        return operators.dereference(self[op.pointer], op.result.type)

    def _load(self, op: emitc.LoadOp) -> CExpr:
        return replace(self[op.lvalue], const=False, decayed=None, pointer=None)

    def _address_of(self, op: emitc.AddressOfOp) -> CExpr:
        return operators.address_of(self[op.lvalue], op.result.type)

    def _apply(self, op: emitc.ApplyOp) -> CExpr:
        if op.applicable_operator.data == "&":
            return operators.address_of(self[op.operand], op.result.type)
        return operators.dereference(self[op.operand], op.result.type)

    def _cast(self, op: emitc.CastOp) -> CExpr:
        return operators.convert(self[op.source], c_type(op.result.type))

    def _compare(self, op: emitc.CmpOp) -> CExpr:
        if (operator := _PREDICATES.get(op.cmp_predicate)) is None:
            raise OperationError(op, f"'{op.cmp_predicate.name}' needs C++")
        return operators.compare(operator, self[op.lhs], self[op.rhs], op.result.type)

    def _conditional(self, op: emitc.ConditionalOp) -> CExpr:
        return operators.conditional(self[op.cond], self[op.true_value], self[op.false_value])

    def _expression(self, op: emitc.ExpressionOp) -> CExpr:
        block = op.body.block
        for argument, operand in zip(block.args, op.defs, strict=True):
            self.bind(argument, self[operand])
        for inner in block.ops:
            if isinstance(inner, emitc.YieldOp):
                break
            self.bind(inner.results[0], self.render(inner))
        end = cast(emitc.YieldOp, block.last_op)
        assert end.value is not None
        return self[end.value]

    def _call(self, op: emitc.CallOp) -> CExpr:
        name = op.callee.root_reference.data
        function = self._program.functions.get(name)
        arguments = [
            passed(
                self[argument],
                argument.type,
                const_target=function is not None and is_const_argument(function, i),
                array_parameter=True,
            )
            for i, argument in enumerate(op.arguments)
        ]
        return _call(name, arguments, op)

    def _call_opaque(self, op: emitc.CallOpaqueOp) -> CExpr:
        if op.template_args:
            raise OperationError(op, "has template arguments, which need C++")
        if len(op.results) > 1:
            raise OperationError(op, "has several results, which need C++")
        callee = op.callee.data
        values: Sequence[CExpr] = [self[argument] for argument in op.arguments]
        if (function := self._program.functions.get(callee)) is not None:
            values = [
                self._row_argument(function, i, argument) for i, argument in enumerate(op.arguments)
            ]
        if op.args is not None:
            values = [self._call_argument(op, argument, values) for argument in op.args]
        if not callee.endswith(_VARIADIC):
            values = [value.loosest if value.integer is not None else value for value in values]
        return _call(callee, [value.text for value in values], op)

    def _row_argument(self, function: emitc.FuncOp, index: int, argument: SSAValue) -> CExpr:
        """A pointer for a parameter that is a matrix has the type of its rows, `const` included:
        C99 does not add that implicitly."""
        parameter = function.function_type.inputs.data[index]
        if not isinstance(parameter, ArrayType) or len(parameter.get_shape()) < 2:
            const = is_const_argument(function, index)
            return _without_const(self[argument], argument.type, const_target=const)
        if isinstance(argument.type, ArrayType):
            return self[argument]
        pointer = self[_before_casts(argument)]
        text = f"({_row_pointer(parameter, is_const_argument(function, index))})"
        text += pointer.inside(Precedence.UNARY)
        return CExpr(text, Precedence.UNARY, pointer.type)

    def _call_argument(self, op: Operation, argument: Attribute, values: Sequence[CExpr]) -> CExpr:
        if isa(argument, IntegerAttr[IndexType]):
            return values[argument.value.data]
        if isinstance(argument, StringAttr):
            raise OperationError(op, "string arguments are not supported, use #emitc.opaque")
        type = getattr(argument, "type", None)
        return literal(argument, type if isinstance(type, Attribute) else argument)

    _HANDLERS: ClassVar[dict[type[Operation], Callable[[Any, Any], CExpr]]] = {
        emitc.ConstantOp: _constant,
        emitc.LiteralOp: _literal,
        emitc.GetGlobalOp: _get_global,
        emitc.SubscriptOp: _subscript,
        emitc.MemberOp: _member,
        emitc.MemberOfPtrOp: _member_of_ptr,
        emitc.DereferenceOp: _dereference,
        emitc.LoadOp: _load,
        emitc.AddressOfOp: _address_of,
        emitc.ApplyOp: _apply,
        emitc.CastOp: _cast,
        emitc.CmpOp: _compare,
        emitc.ConditionalOp: _conditional,
        emitc.ExpressionOp: _expression,
        emitc.CallOp: _call,
        emitc.CallOpaqueOp: _call_opaque,
    }


def passed(
    value: CExpr, type: Attribute, *, const_target: bool, array_parameter: bool = False
) -> str:
    """The text that C converts to `type` without a complaint, about `const` too."""
    if isinstance(type, ArrayType) and array_parameter:
        is_matrix = len(type.get_shape()) > 1
        if value.const == const_target or (const_target and not is_matrix):
            return value.text
        # C99 does not convert `float (*)[5]` to `const float (*)[5]`.
        target = _row_pointer(type, const_target)
        return f"({target}){value.inside(Precedence.UNARY)}"
    return _without_const(value, type, const_target=const_target).loosest.text


def _without_const(value: CExpr, type: Attribute, *, const_target: bool) -> CExpr:
    """A pointer for a function that does not promise to leave alone what it points to."""
    if not isinstance(type, PointerType) or const_target or not value.const_target:
        return value
    text = f"({declare(type)}){value.inside(Precedence.UNARY)}"
    return CExpr(text, Precedence.UNARY, value.type)


def _before_casts(pointer: SSAValue) -> SSAValue:
    """The pointer that casts, printed at their use, give another type."""
    owner = pointer.owner
    if isinstance(owner, emitc.ExpressionOp) and is_in_place(owner):
        end = cast(emitc.YieldOp, owner.body.block.last_op).value
    elif isinstance(owner, emitc.CastOp) and isinstance(owner.parent_op(), emitc.ExpressionOp):
        end = pointer
    else:
        return pointer
    inner = end
    while inner is not None and isinstance(inner.owner, emitc.CastOp):
        if not isinstance(inner.owner.source.type, PointerType) or is_void_pointer(inner.type):
            break
        inner = inner.owner.source
    return pointer if inner is None or inner is end else inner


def is_void_pointer(type: Attribute) -> bool:
    """Whether a pointer says nothing of what it points to, alignment included."""
    return type == PointerType(emitc.OpaqueType(StringAttr("void")))


def _row_pointer(array: ArrayType, const: bool) -> str:
    """The type of an array parameter, as C adjusts it: a pointer to its first row."""
    extents = "".join(f"[{extent}]" for extent in array.get_shape()[1:])
    scalar = declare(array.element_type, const=const)
    return f"{scalar} (*){extents}" if extents else f"{scalar} *"


def _call(name: str, arguments: Sequence[str], op: Operation) -> CExpr:
    type = c_type(op.results[0].type) if op.results else emitc.OpaqueType(StringAttr("void"))
    return CExpr(f"{name}({COMMA.join(arguments)})", Precedence.POSTFIX, type)
