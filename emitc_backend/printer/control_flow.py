"""Loops and branches: `for`, `if`, `switch`, `do`."""

from xdsl.ir import Block, Region

from microaot.dialects import emitc
from microaot.emitc_backend.printer import operators
from microaot.emitc_backend.printer.block_printer import BlockPrinter
from microaot.emitc_backend.printer.c_types import BOOL, INT, declare, is_narrow
from microaot.emitc_backend.printer.cexpr import CExpr
from microaot.emitc_backend.printer.layout import mark


def print_for(printer: BlockPrinter, op: emitc.ForOp) -> None:
    """`for (T i = lb; i < ub; ++i)`."""
    expressions = printer.expressions
    with printer.scope():
        induction = op.body.block.args[0]
        name = printer.take_name(induction)
        expressions.bind_name(induction, name)
        head = (
            f"{declare(induction.type, name)} = {expressions[op.lb].loosest.text};",
            f"{operators.compare('<', expressions[induction], expressions[op.ub], BOOL).text};",
            _advance(expressions[induction], expressions[op.step]),
        )
        printer.lines.open(f"for ({mark(0).join(head)})", op.location)
        printer.block(op.body.block)
        printer.lines.close()


def _advance(induction: CExpr, step: CExpr) -> str:
    if step.integer == 1:
        return f"++{induction.text}"
    if is_narrow(induction.type):
        total = operators.arithmetic("+", induction, step, induction.type)
        return f"{induction.text} = {total.text}"
    return f"{induction.text} += {step.loosest.text}"


def print_if(printer: BlockPrinter, op: emitc.IfOp) -> None:
    """`if (c) {...} else if (d) {...} else {...}`."""
    lines = printer.lines
    lines.open(f"if ({printer.expressions[op.cond].text})", op.location)
    while True:
        _body(printer, op.then_region)
        otherwise = op.else_region.blocks.first
        if otherwise is None or not _printed_ops(printer, otherwise):
            break
        lines.dedent()
        match _printed_ops(printer, otherwise):
            case [emitc.IfOp() as nested]:
                for other in otherwise.ops:
                    if other is not nested:
                        printer.statement(other)
                op = nested
                lines.open(f"}} else if ({printer.expressions[op.cond].text})")
            case _:
                lines.open("} else")
                _body(printer, op.else_region)
                break
    lines.close()


def print_switch(printer: BlockPrinter, op: emitc.SwitchOp) -> None:
    """`switch (x) { case 1: {... break;} default: {...} }`."""
    lines, value = printer.lines, printer.expressions[op.arg]
    if value.type == BOOL:
        value = operators.cast(value, INT)
    lines.add(f"switch ({value.text}) {{", op.location)
    labels = [f"case {case}:" for case in op.cases.get_values()]
    regions = [*op.case_regions, op.default_region]
    for label, region in zip([*labels, "default:"], regions, strict=True):
        has_body = bool(_printed_ops(printer, region.block))
        lines.add(f"{label} {{" if has_body else label)
        lines.indent()
        _body(printer, region)
        lines.add("break;")
        lines.dedent()
        if has_body:
            lines.add("}")
    lines.add("}")


def print_do(printer: BlockPrinter, op: emitc.DoOp) -> None:
    """`do {...} while (c);`."""
    printer.lines.open("do", op.location)
    _body(printer, op.body)
    condition = op.condition.block.first_op
    assert condition is not None
    printer.lines.close(f"}} while ({printer.expressions.render(condition).text});")


def _body(printer: BlockPrinter, region: Region) -> None:
    with printer.scope():
        printer.block(region.block)


def _printed_ops(printer: BlockPrinter, block: Block) -> list[object]:
    """The ops that make lines of their own."""
    return [op for op in block.ops if not printer.is_silent(op)]
