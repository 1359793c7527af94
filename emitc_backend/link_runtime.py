"""Give a module the includes and the helper functions that its C needs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, IndexType, IntegerType, ModuleOp
from xdsl.ir import Attribute, Block, Operation, ParametrizedAttribute
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import emitc
from microaot.emitc_backend.printer.c_types import abi_header_of
from microaot.emitc_backend.printer.literals import needs_math_header
from microaot.emitc_backend.runtime.helpers import with_requirements
from microaot.emitc_backend.source_files import source_blocks

STANDARD_FUNCTIONS = {
    "assert.h": {"assert"},
    "stdlib.h": {"abort", "abs", "calloc", "exit", "free", "malloc"},
    "string.h": {"memcmp", "memcpy", "memmove", "memset"},
    "math.h": {
        name + float_suffix
        for float_suffix in ("", "f")
        for name in (
            "acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 "
            "expm1 fabs floor fma fmax fmin fmod log log10 log1p log2 pow rint round sin sinh "
            "sqrt tan tanh trunc"
        ).split()
    },
}
"""The functions that conversions call, by the header that declares them."""


@dataclass(frozen=True)
class LinkRuntime(ModulePass):
    """Add what the C of a module needs but does not define, at the top of the module.

    Each standard header becomes one `emitc.include`: those of called functions and of the types
    in use. Each called helper of `emitc_backend/runtime` becomes one `emitc.verbatim` with its
    definition, after the helpers that it calls itself. Other calls are left alone.

    ```mlir
    %0 = emitc.call_opaque "floor_div_i32"(%a, %b) : (i32, i32) -> i32
    ```
    adds
    ```mlir
    emitc.include <"stdint.h">
    emitc.verbatim "static int32_t floor_div_i32(int32_t dividend, int32_t divisor) ..."
    ```
    """

    name = "emitc-link-runtime"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Insert the missing includes and definitions."""
        for block in source_blocks(op):
            _link(block)


def _link(block: Block) -> None:
    ops = [inner for top in block.ops for inner in top.walk()]
    callees = sorted({call.callee.data for call in ops if isinstance(call, emitc.CallOpaqueOp)})
    callees += sorted({name for inner in ops for name in _called_in_text(inner)})
    helpers = with_requirements(callees)
    headers = {header for helper in helpers for header in helper.headers}
    headers |= {
        header
        for header, functions in STANDARD_FUNCTIONS.items()
        if not functions.isdisjoint(callees)
    }
    headers |= {header for type in _types_in(ops) if (header := _header_of(type))}
    headers |= {header for inner in ops if (header := _header_of_op(inner))}
    abi_headers = {header for helper in helpers for header in helper.abi_headers}
    abi_headers |= {header for type in _types_in(ops) if (header := abi_header_of(type))}
    present = {o.include.data for o in block.ops if isinstance(o, emitc.IncludeOp)}
    defined = {o.value.data for o in block.ops if isinstance(o, emitc.VerbatimOp)}
    additions: list[Operation] = [
        emitc.IncludeOp(header, is_standard=True) for header in sorted(headers - present)
    ]
    additions += [
        emitc.IncludeOp(header, is_standard=False) for header in sorted(abi_headers - present)
    ]
    additions += [emitc.VerbatimOp(helper.text) for helper in helpers if helper.text not in defined]
    Rewriter.insert_op(additions, InsertPoint.at_start(block))


def _types_in(ops: Iterable[Operation]) -> set[Attribute]:
    """The types of all values, functions and globals, with the types these consist of."""
    found: set[Attribute] = set()
    for op in ops:
        for type in (
            *op.result_types,
            *(arg.type for region in op.regions for block in region.blocks for arg in block.args),
            *(op.properties[name] for name in ("function_type", "type") if name in op.properties),
        ):
            if type not in found:
                found |= set(_parts(type))
    return found


def _parts(attribute: Attribute) -> Iterator[Attribute]:
    """A type and, for arrays, pointers and functions, the types in it."""
    yield attribute
    if isinstance(attribute, ArrayAttr):
        nested: Iterable[Attribute] = cast(ArrayAttr[Attribute], attribute)
    elif isinstance(attribute, ParametrizedAttribute):
        nested = attribute.parameters
    else:
        return
    for part in nested:
        yield from _parts(part)


def _header_of_op(op: Operation) -> str | None:
    """The header of a macro that the C of `op` uses: `INFINITY`, `NAN` or `NULL`."""
    match op:
        case emitc.ConstantOp() | emitc.VariableOp() if needs_math_header(op.value):
            return "math.h"
        case emitc.GlobalOp() if op.initial_value and needs_math_header(op.initial_value):
            return "math.h"
        case emitc.LiteralOp() if op.value.data == "NULL":
            return "stddef.h"
        case _:
            return None


def _called_in_text(op: Operation) -> list[str]:
    """The functions that a verbatim `f(...);` or `return f(...);` in a function calls."""
    if not isinstance(op, emitc.VerbatimOp) or isinstance(op.parent_op(), ModuleOp | emitc.FileOp):
        return []
    return re.findall(r"\b([A-Za-z_]\w*)\(", re.sub(r'"(\\.|[^"\\])*"', '""', op.value.data))


def _header_of(type: Attribute) -> str | None:
    match type:
        case emitc.OpaqueType() if type.value.data in ("intptr_t", "uintptr_t"):
            return "stdint.h"
        case IntegerType():
            return "stdbool.h" if type.bitwidth == 1 else "stdint.h"
        case IndexType() | emitc.SizeType() | emitc.PtrDiffType():
            return "stddef.h"
        case _:
            return None
