"""cf to emitc: assertions. Functions of several blocks are converted by `cf_blocks`."""

from xdsl.dialects import cf
from xdsl.dialects.builtin import StringAttr
from xdsl.ir import Operation, Region

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.cf_blocks import BlocksConverter
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.integers import is_true


def convert_blocks(c: FunctionConverter, region: Region, target_region: Region) -> None:
    """Convert the blocks of `region` into `target_region`, which has an entry block already.

    Blocks that cannot be reached are left out.
    """
    BlocksConverter(c, region, target_region).convert()


def convert_assert(c: FunctionConverter, op: cf.AssertOp) -> None:
    """`assert(c && "message");`, nothing if the condition is known to hold."""
    condition = c.value(op.arg)
    if is_true(condition):
        return
    message = c.b.insert(emitc.LiteralOp(c_string(op.msg.data), STRING)).results[0]
    checked = c.b.insert(emitc.LogicalAndOp(condition, message)).results[0]
    c.b.insert(emitc.CallOpaqueOp("assert", [checked], []))


def c_string(text: str) -> str:
    """A C string literal for the UTF-8 bytes of `text`; a long one in several pieces.

    What is no printable ASCII becomes an octal escape of three digits, so that no digit after it
    can be taken for a part of it; so do the question marks, which could form trigraphs.
    """
    pieces = [""]
    for byte in text.encode():
        length = len(pieces[-1])
        if length >= LONGEST_STRING or (length >= SHORTEST_PIECE and pieces[-1].endswith(" ")):
            pieces.append("")
        pieces[-1] += _c_character(byte)
    return " ".join(f'"{piece}"' for piece in pieces)


def _c_character(byte: int) -> str:
    if byte in b'\\"':
        return "\\" + chr(byte)
    if byte == ord("\n"):
        return "\\n"
    return chr(byte) if 0x20 <= byte < 0x7F and byte != ord("?") else f"\\{byte:03o}"


SHORTEST_PIECE, LONGEST_STRING = 60, 80
"""A long string is divided behind a word, into pieces of about so many characters."""

STRING = emitc.PointerType(emitc.OpaqueType(StringAttr("const char")))

CONVERSIONS: dict[type[Operation], Handler] = {cf.AssertOp: convert_assert}
"""Branches have no entry: `convert_blocks` handles the ends of blocks."""
