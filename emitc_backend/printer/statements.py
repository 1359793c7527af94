"""The body of a C function: one handler per op that C writes as a statement."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, ClassVar

from xdsl.ir import Block, Operation, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.printer import control_flow, jumps
from microaot.emitc_backend.printer.c_types import NoCTypeError, declare, is_narrow
from microaot.emitc_backend.printer.cexpr import CExpr
from microaot.emitc_backend.printer.expressions import Expressions, passed
from microaot.emitc_backend.printer.functions import parameter_names, signature
from microaot.emitc_backend.printer.hints import name_hint
from microaot.emitc_backend.printer.layout import Lines
from microaot.emitc_backend.printer.names import NameScopes
from microaot.emitc_backend.printer.placement import Placement, is_in_place
from microaot.emitc_backend.printer.program import Program, is_const_argument, is_const_pointer
from microaot.emitc_backend.printer.variables import (
    declaration,
    first_assigns,
    initial_value,
    is_uninitialized,
)
from microaot.tools.errors import OperationError

_COMMUTATIVE = ("+", "*", "&", "|", "^")
_COMPOUND = ("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>")


class FunctionPrinter:
    """Prints one function definition."""

    def __init__(
        self, function: emitc.FuncOp, program: Program, taken: set[str], lines: Lines
    ) -> None:
        self.lines = lines
        self.expressions = Expressions(program)
        self.placement = Placement(function)
        self._function = function
        self._scopes = NameScopes(taken)
        self._names: dict[SSAValue, str] = {}
        self._undeclared: dict[Operation, emitc.VariableOp] = {}
        """The assignments that declare their variable."""
        self._declared_late: set[Operation] = set()

    def print(self) -> None:
        """Print the function."""
        function, lines = self._function, self.lines
        names = parameter_names(function, self._scopes)
        lines.add(signature(function, names), function.location)
        lines.open_brace()
        for i, (argument, name) in enumerate(zip(function.args, names, strict=True)):
            const = is_const_argument(function, i)
            self.expressions.bind_name(argument, name, const=const, const_target=const)
            if not self.placement.is_used(argument):
                lines.add(f"(void){name};")
        if len(function.body.blocks) == 1:
            self.block(function.body.blocks[0])
        else:
            jumps.print_blocks(self, function)
        lines.close()

    # Scopes and names

    @contextmanager
    def scope(self) -> Generator[None]:
        """Names taken within are free again behind it."""
        self._scopes.enter()
        yield
        self._scopes.leave()

    def take_name(self, value: SSAValue) -> str:
        """Name a value in the current scope."""
        name = self._names[value] = self._scopes.take(name_hint(value, self._scopes))
        return name

    # Statements

    def block(self, block: Block) -> None:
        """Print the ops of `block`, for which a scope has been entered."""
        for op in block.ops:
            for result in op.results:
                if result not in self._names and not self.is_silent(op):
                    if self.placement.is_used(result):
                        self.take_name(result)
        for variable, assign in first_assigns(block).items():
            if variable.result not in self.placement.hoisted:
                self._undeclared[assign] = variable
                self._declared_late.add(variable)
        for op in block.ops:
            self.statement(op)

    def statement(self, op: Operation) -> None:
        """Print one op, or remember its text if it is printed at its use."""
        if op in self.placement.dead or isinstance(op, jumps.JUMPS):
            return
        try:
            if is_in_place(op):
                self.expressions.bind(op.results[0], self.expressions.render(op))
            elif (handler := self._HANDLERS.get(type(op))) is not None:
                handler(self, op)
            else:
                self._evaluate(op)
        except NoCTypeError as error:
            raise OperationError(op, str(error)) from None

    def is_silent(self, op: Operation) -> bool:
        """Whether `op` makes no line of its own."""
        return op in self.placement.dead or is_in_place(op) or isinstance(op, emitc.YieldOp)

    def _evaluate(self, op: Operation) -> None:
        """Print an expression as a statement, or as the initial value of a local."""
        value = self.expressions.render(op)
        if not op.results or not self.placement.is_used(op.results[0]):
            self.lines.add(f"{value.text};", op.location)
            return
        (result,) = op.results
        flags = {"const_target": value.const_target}
        target = name = self._names[result]
        if result not in self.placement.hoisted:
            target = declare(result.type, name, const=True, **flags)
        self.lines.add(f"{target} = {value.loosest.text};", op.location)
        self.expressions.bind_name(result, name, **flags)

    def _variable(self, op: emitc.VariableOp) -> None:
        name = self._names[op.result]
        self.expressions.bind_name(op.result, name, const_target=is_const_pointer(op))
        is_hoisted = op.result in self.placement.hoisted
        target = name if is_hoisted else declaration(op, name)
        if not is_uninitialized(op):
            self._initialize(target, op)
        elif not is_hoisted and op not in self._declared_late:
            self.lines.add(f"{target};", op.location)

    def _constant_array(self, op: emitc.ConstantOp) -> None:
        name = self._names[op.result]
        self.expressions.bind_name(op.result, name, const=True)
        self._initialize(declare(op.result.type, name, const=True), op)

    def _initialize(self, target: str, op: emitc.VariableOp | emitc.ConstantOp) -> None:
        first, *rest = initial_value(op, self.lines.indentation)
        if rest:
            self.lines.add(f"{target} = {first}", op.location)
            self.lines.add_raw([*rest[:-1], rest[-1] + ";"])
        else:
            self.lines.add(f"{target} = {first};", op.location)

    def _assign(self, op: emitc.AssignOp) -> None:
        target = self.expressions[op.var]
        value = self.expressions[op.value]
        text = passed(value, op.value.type, const_target=target.const_target)
        if (variable := self._undeclared.get(op)) is not None:
            line = f"{declaration(variable, target.text)} = {text};"
        elif (compound := _compound_assignment(target, value)) is not None:
            line = compound
        else:
            line = f"{target.text} = {text};"
        self.lines.add(line, op.location)

    def _return(self, op: emitc.ReturnOp) -> None:
        if op.value is not None:
            text = passed(self.expressions[op.value], op.value.type, const_target=False)
            self.lines.add(f"return {text};", op.location)
        elif op.parent is not self._function.body.blocks.last:
            self.lines.add("return;", op.location)

    def _verbatim(self, op: emitc.VerbatimOp) -> None:
        texts = [self.expressions[argument].text for argument in op.fmt_args]
        self.lines.add_verbatim(verbatim_text(op, texts))

    def _nothing(self, op: Operation) -> None:
        pass

    _HANDLERS: ClassVar[dict[type[Operation], Callable[[Any, Any], None]]] = {
        emitc.VariableOp: _variable,
        emitc.ConstantOp: _constant_array,
        emitc.AssignOp: _assign,
        emitc.ReturnOp: _return,
        emitc.YieldOp: _nothing,
        emitc.VerbatimOp: _verbatim,
        emitc.ForOp: control_flow.print_for,
        emitc.IfOp: control_flow.print_if,
        emitc.SwitchOp: control_flow.print_switch,
        emitc.DoOp: control_flow.print_do,
    }


def _compound_assignment(target: CExpr, value: CExpr) -> str | None:
    """`x += e` for `x = x + e`; not for types narrower than `int`, where it hides a conversion."""
    if value.infix is None or is_narrow(target.type):
        return None
    lhs, operator, rhs = value.infix
    if operator in _COMPOUND and lhs.text == target.text:
        return f"{target.text} {operator}= {rhs.text};"
    if operator in _COMMUTATIVE and rhs.text == target.text:
        return f"{target.text} {operator}= {lhs.text};"
    return None


def verbatim_text(op: emitc.VerbatimOp, arguments: list[str]) -> str:
    """The text of a verbatim op with its arguments filled in."""
    first, *rest = op.text_parts()
    return first + "".join(a + part for a, part in zip(arguments, rest, strict=True))
