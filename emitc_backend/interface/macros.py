"""The macros of a model's header: sizes, counts, alignments, quantisation, statuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    Float32Type,
    Float64Type,
    IntegerType,
    MemRefType,
)
from xdsl.ir import Attribute, Operation

from microaot.dialects.aot import InputOp, ModelOp, PoolOp, TensorOp
from microaot.emitc_backend.conversions.types import convert_scalar_type
from microaot.emitc_backend.printer.literals import float_text
from microaot.tools.errors import OperationError

SUCCESS, NULL, ALIGNMENT = "OK", "ERROR_NULL", "ERROR_ALIGNMENT"

STATUSES = {
    SUCCESS: (0, "the outputs are there"),
    NULL: (101, "a pointer is NULL"),
    ALIGNMENT: (102, "a pointer is not aligned as the macros demand"),
}
"""What the function that runs a model returns by itself; other numbers are those of operators."""


@dataclass(frozen=True)
class Macro:
    """`#define name value`, and what it is about; `source` is who wants it."""

    name: str
    value: str
    doc: str
    source: str


def quoted(name: str) -> str:
    """A name of the model's in a comment or message: in one line, and not the comment's end."""
    printable = "".join(char if char.isprintable() else "?" for char in name)
    return '"' + printable.replace("*/", "* /").replace("/*", "/ *") + '"'


def macro_name(model: ModelOp, *words: str) -> str:
    """`KWS_INPUT_SIZE`."""
    return "_".join([model.prefix.data, *(word.rstrip("_") for word in words)]).upper()


def element_bytes(type: MemRefType[Attribute], op: Operation) -> int:
    """The bytes of one element in C."""
    match convert_scalar_type(type.element_type):
        case IntegerType() as integer:
            return max(integer.bitwidth // 8, 1)
        case Float32Type():
            return 4
        case Float64Type():
            return 8
        case _:
            message = f"has elements of {type.element_type}, which have no fixed size in C99"
            raise OperationError(op, message)


def tensor_bytes(type: MemRefType[Attribute], op: Operation) -> int:
    """The bytes of a tensor in C."""
    return element_bytes(type, op) * prod(type.get_shape())


def find_macros(model: ModelOp) -> list[Macro]:
    """All macros of the header in order; refuses a model that needs two of one name."""
    found: dict[str, Macro] = {}
    for macro in _all_macros(model):
        if (other := found.get(macro.name)) is not None:
            raise OperationError(
                model,
                f"has {other.source} and {macro.source}: both need the macro {macro.name}, "
                "so rename one of them",
            )
        found[macro.name] = macro
    return [*found.values()]


def _all_macros(model: ModelOp) -> Iterator[Macro]:
    for name, (value, doc) in STATUSES.items():
        yield Macro(macro_name(model, name), str(value), doc, f"the status {name}")
    for tensor in model.tensors:
        yield from _tensor_macros(model, tensor)
    for pool in model.pools:
        yield from _pool_macros(model, pool)
    name = macro_name(model, "workspace_size")
    if model.is_tvm or not any(pool.c_name.data == "workspace" for pool in model.pools):
        total = sum(pool.size.value.data for pool in model.pools if pool.data is None)
        yield Macro(name, str(total), "bytes of all pools together", "the workspace")


def _tensor_macros(model: ModelOp, tensor: TensorOp) -> Iterator[Macro]:
    kind = "input" if isinstance(tensor, InputOp) else "output"
    source = f"the {kind} {quoted(tensor.tensor_name.data)}"
    type, name = tensor.value_type, tensor.c_name.data
    values = {
        "SIZE": (str(tensor_bytes(type, tensor)), "bytes"),
        "COUNT": (str(prod(type.get_shape())), "elements"),
        "ALIGNMENT": (str(tensor.alignment.value.data), "the pointer is a multiple of it"),
    }
    if tensor.quantization is not None:
        scale, zero_point = tensor.quantization
        values["SCALE"] = (
            float_text(scale, Float32Type()),
            "value = scale * (element - zero point)",
        )
        values["ZERO_POINT"] = (f"({zero_point})" if zero_point < 0 else str(zero_point), "")
    if tensor.pool is not None and tensor.offset is not None:
        values["OFFSET"] = (str(tensor.offset.value.data), f"bytes into {quoted(tensor.pool.data)}")
    for suffix, (value, doc) in values.items():
        yield Macro(macro_name(model, name, suffix), value, doc, source)


def _pool_macros(model: ModelOp, pool: PoolOp) -> Iterator[Macro]:
    source = f"the pool {quoted(pool.pool_name.data)}"
    name = pool.c_name.data
    words = "WORKSPACE_POOL_" if pool.data is None else "CONSTANT_POOL_"
    words = words if model.is_tvm else ""
    kind = f"{words}SIZE"
    yield Macro(macro_name(model, name, kind), str(pool.size.value.data), "bytes", source)
    alignment = str(pool.alignment.value.data)
    doc = "the pointer is a multiple of it"
    yield Macro(macro_name(model, name, "ALIGNMENT"), alignment, doc, source)
    if pool.data is not None:
        yield Macro(data_macro(model, pool), _byte_list(pool.data), "", source)


PER_LINE = 24


def data_macro(model: ModelOp, pool: PoolOp) -> str:
    """The macro with the bytes that a pool of constants of the application has to hold."""
    return macro_name(model, pool.c_name.data, "CONSTANT_POOL_DATA" if model.is_tvm else "DATA")


def _byte_list(data: DenseIntOrFPElementsAttr) -> str:
    """The bytes of an initialiser, without braces, on several lines of one macro."""
    texts = [*map(str, data.data.data)]
    rows = [", ".join(texts[i : i + PER_LINE]) for i in range(0, len(texts), PER_LINE)]
    return "\\\n    " + ", \\\n    ".join(rows)
