"""Checks of the pointers that an application hands over."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from xdsl.dialects import func
from xdsl.dialects.builtin import MemRefType
from xdsl.ir import Operation
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import aot
from microaot.emitc_backend.interface.macros import ALIGNMENT, NULL, macro_name
from microaot.passes.interface.reader import Line, Reader

PER_CHECK = 5
"""How many pointers one check looks at: a longer condition would need variables."""


def add_checks(
    entry: func.FuncOp, model: aot.ModelOp, lines: Sequence[Line], reader: Reader
) -> None:
    """Refuse pointers that are NULL or not aligned, before anything else happens."""
    pointers = [line for line in lines if _has_bytes(line)]
    ops = [*_null_checks(model, pointers, reader), *_alignment_checks(model, pointers, reader)]
    for op in ops:
        op.location = entry.location
    Rewriter.insert_op(ops, InsertPoint.at_start(entry.body.blocks[0]))


def _null_checks(model: aot.ModelOp, lines: Sequence[Line], reader: Reader) -> Iterator[Operation]:
    status = macro_name(model, NULL)
    if reader.arguments:
        yield aot.RequirePresentOp(reader.arguments, status)
    is_argument = not model.has_pools_struct
    members = [line for line in lines if not (is_argument and isinstance(line, aot.PoolOp))]
    for some in _chunks(members):
        reads = [reader.read(line) for line in some]
        yield from reads
        yield aot.RequirePresentOp([read.results[0] for read in reads], status)


def _alignment_checks(
    model: aot.ModelOp, lines: Sequence[Line], reader: Reader
) -> Iterator[Operation]:
    status = macro_name(model, ALIGNMENT)
    memory = [line for line in lines if not isinstance(line, aot.DeviceOp)]
    for alignment, group in groupby(sorted(memory, key=_alignment), _alignment):
        if alignment == 1:
            continue
        for some in _chunks(group):
            reads = [reader.read(line) for line in some]
            yield from reads
            yield aot.RequireAlignedOp([read.results[0] for read in reads], alignment, status)


_T = TypeVar("_T")


def _chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    """The values, as many at a time as one check looks at."""
    rest = [*values]
    while rest:
        yield rest[:PER_CHECK]
        rest = rest[PER_CHECK:]


def _alignment(line: aot.TensorOp | aot.PoolOp) -> int:
    return line.alignment.value.data


def _has_bytes(line: Line) -> bool:
    """Whether a pointer to nothing would be wrong."""
    type = line.value_type
    return not isinstance(type, MemRefType) or 0 not in type.get_shape()
