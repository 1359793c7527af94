"""What to call a value: its name in the IR, else a word for what it is."""

import re

from xdsl.ir import BlockArgument, Operation, SSAValue

from microaot.dialects import emitc
from microaot.dialects.emitc.types import ArrayType
from microaot.emitc_backend.printer.names import NameScopes

_MEANINGLESS = re.compile(r"arg\d+|\d+|c\d+_\w+|cst(_\d+)?")
"""Names that MLIR gives when it has none, such as `arg3` or `c1_i32`."""

_LOOP_VARIABLES = "ijklmn"

_WORDS: dict[type[Operation], str] = {
    emitc.AddOp: "sum",
    emitc.SubOp: "diff",
    emitc.MulOp: "product",
    emitc.DivOp: "quotient",
    emitc.RemOp: "rest",
    emitc.BitwiseLeftShiftOp: "shifted",
    emitc.BitwiseRightShiftOp: "shifted",
    emitc.BitwiseAndOp: "bits",
    emitc.BitwiseOrOp: "bits",
    emitc.BitwiseXorOp: "bits",
    emitc.CmpOp: "test",
    emitc.LogicalAndOp: "test",
    emitc.LogicalOrOp: "test",
    emitc.LogicalNotOp: "test",
    emitc.ConditionalOp: "choice",
    emitc.LoadOp: "value",
    emitc.CallOp: "result",
    emitc.CallOpaqueOp: "result",
    emitc.AddressOfOp: "ptr",
}


def name_hint(value: SSAValue, scopes: NameScopes) -> str:
    """The name to ask for."""
    hint = value.name_hint
    if hint and not _MEANINGLESS.fullmatch(hint):
        return hint
    owner = value.owner
    if isinstance(value, BlockArgument):
        return next(filter(scopes.is_free, _LOOP_VARIABLES), _LOOP_VARIABLES[0])
    if isinstance(owner, emitc.VariableOp):
        return "buffer" if isinstance(value.type, ArrayType) else "var"
    if isinstance(owner, emitc.ExpressionOp):
        owner = owner.root_op
    return _WORDS.get(type(owner), "value") if isinstance(owner, Operation) else "value"
