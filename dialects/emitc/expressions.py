"""One C expression made of several operations: `emitc.expression`."""

from collections.abc import Sequence
from typing import Self

from xdsl.dialects.builtin import UnitAttr
from xdsl.ir import Attribute, Block, Operation, OpResult, Region, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    opt_prop_def,
    region_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.parser import Parser, UnresolvedOperand
from xdsl.printer import Printer
from xdsl.traits import (
    IsolatedFromAbove,
    RecursiveMemoryEffect,
    SingleBlockImplicitTerminator,
)
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import EmitCType, EmitCTypeOrLValue
from microaot.dialects.emitc.interfaces import CExpressionOp
from microaot.dialects.emitc.yields import YieldOp


@irdl_op_definition
class ExpressionOp(IRDLOperation):
    """A tree of operations that is emitted as one C expression, here `foo(a + b) * c`.

    ```mlir
    %r = emitc.expression %a, %b, %c : (i32, i32, i32) -> i32 {
      %0 = emitc.add %a, %b : (i32, i32) -> i32
      %1 = emitc.call_opaque "foo"(%0) : (i32) -> i32
      %2 = emitc.mul %1, %c : (i32, i32) -> i32
      emitc.yield %2 : i32
    }
    ```

    The region sees nothing but its arguments, one per operand. In the custom syntax they bear the
    names of the operands, so an operand that comes twice is printed once.
    """

    name = "emitc.expression"

    # `operands` is taken; MLIR calls the operands `defs`.
    defs = var_operand_def(EmitCTypeOrLValue)
    result = result_def(EmitCType)
    do_not_inline = opt_prop_def(UnitAttr)
    body = region_def("single_block")

    traits = traits_def(
        IsolatedFromAbove(), SingleBlockImplicitTerminator(YieldOp), RecursiveMemoryEffect()
    )

    def __init__(
        self,
        operands: Sequence[SSAValue | Operation],
        result_type: Attribute,
        body: Region,
        do_not_inline: bool = False,
    ):
        super().__init__(
            operands=[operands],
            result_types=[result_type],
            regions=[body],
            properties={"do_not_inline": UnitAttr() if do_not_inline else None},
        )

    @property
    def root_op(self) -> Operation:
        """The operation whose result is the value of the expression."""
        end = self.body.block.last_op
        assert isinstance(end, YieldOp) and isinstance(end.value, OpResult)
        return end.value.op

    def has_side_effects(self) -> bool:
        """Whether the expression must be evaluated exactly once, at its place."""
        return any(
            isinstance(op, CExpressionOp) and op.has_side_effects() for op in self.body.block.ops
        )

    def verify_(self) -> None:
        """Check that the body is one tree of C expressions, with side effects at most once."""
        if self.body.block.arg_types != self.defs.types:
            raise VerifyException(
                "'emitc.expression' expected one block argument for each operand, of its type"
            )
        *ops, end = self.body.block.ops
        assert isinstance(end, YieldOp)
        if not isinstance(end.value, OpResult):
            raise VerifyException("'emitc.expression' yielded value has no defining op")
        if end.value.type != self.result.type:
            raise VerifyException("'emitc.expression' requires yielded type to match return type")
        for op in ops:
            if not isinstance(op, CExpressionOp):
                raise VerifyException(
                    f"'emitc.expression' contains an unsupported operation, {op.name}"
                )
            if len(op.results) != 1:
                raise VerifyException(
                    "'emitc.expression' requires exactly one result for each operation"
                )
            if op.results[0].first_use is None:
                raise VerifyException("'emitc.expression' contains an unused operation")
        self._verify_single_evaluation()

    def _verify_single_evaluation(self) -> None:
        """Check that C, which writes each operand at its use, repeats no side effects."""
        *ops, end = self.body.block.ops
        # How often each operation is evaluated; more than once is as good as twice.
        evaluations: dict[Operation, int] = {end: 1}
        for op in reversed(ops):
            users = [use.operation for use in op.results[0].uses]
            if not all(user in evaluations for user in users):
                raise VerifyException("'emitc.expression' uses a value before it is defined")
            evaluations[op] = min(2, sum(evaluations[user] for user in users))
            if evaluations[op] > 1 and isinstance(op, CExpressionOp) and op.has_side_effects():
                raise VerifyException(
                    "'emitc.expression' requires exactly one use for operations with side effects"
                )

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `%a, %b noinline? (attributes {...})? : (types) -> type {...}`."""
        names = (
            parser.parse_optional_undelimited_comma_separated_list(
                parser.parse_optional_unresolved_operand, parser.parse_unresolved_operand
            )
            or []
        )
        do_not_inline = parser.parse_optional_keyword("noinline") is not None
        attributes = parser.parse_optional_attr_dict_with_keyword()
        parser.parse_punctuation(":")
        position = parser.pos
        type = parser.parse_function_type()
        if len(type.outputs) != 1:
            parser.raise_error("expected single return type", position, parser.pos)
        operands = parser.resolve_operands(names, type.inputs.data, position)
        body = _parse_body(parser, names, operands)
        op = cls(operands, type.outputs.data[0], body, do_not_inline)
        if attributes is not None:
            op.attributes |= attributes.data
        return op

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        operands = tuple(dict.fromkeys(self.defs))
        if operands:
            printer.print_string(" ")
            printer.print_list(operands, printer.print_ssa_value)
        if self.do_not_inline is not None:
            printer.print_string(" noinline")
        printer.print_op_attributes(self.attributes, print_keyword=True)
        printer.print_string(" : ")
        printer.print_function_type([operand.type for operand in operands], [self.result.type])
        printer.print_string(" ")
        names = printer._ssa_values  # pyright: ignore[reportPrivateUsage]  # arguments take the operands' names
        names.update(
            (argument, names[operand])
            for argument, operand in zip(self.body.block.args, self.defs, strict=True)
        )
        printer.print_region(self.body, print_entry_block_args=False)


def _parse_body(
    parser: Parser, names: Sequence[UnresolvedOperand], operands: Sequence[SSAValue]
) -> Region:
    """Parse a region in which `names` mean its own arguments and no outer value is visible.

    The arguments may also be written out as those of the entry block.
    """
    outer_values, outer_references = parser.ssa_values, parser.forward_ssa_references
    stand_ins = Block(arg_types=[operand.type for operand in operands])
    parser.ssa_values, parser.forward_ssa_references = {}, {}
    for name, stand_in in zip(names, stand_ins.args, strict=True):
        key = name.operand_name
        values = list(parser.ssa_values.get(key) or outer_values.get(key) or (stand_in,))
        # The same value twice: either argument will do.
        values[name.index] = stand_in
        parser.ssa_values[key] = tuple(values)
    region = parser.parse_region()
    if parser.forward_ssa_references:
        missing = ", ".join(f"%{name}" for name in parser.forward_ssa_references)
        parser.raise_error(f"values used but not operands of the expression: {missing}")
    parser.ssa_values, parser.forward_ssa_references = outer_values, outer_references

    entry = region.blocks.first
    if entry is not None and not entry.args:
        for name, stand_in in zip(names, stand_ins.args, strict=True):
            argument = entry.insert_arg(stand_in.type, len(entry.args))
            stand_in.replace_all_uses_with(argument)
            if SSAValue.is_valid_name(name.operand_name):
                argument.name_hint = name.operand_name
    return region
