"""A model as data in C, and a function that runs it and has the same type for every model."""

from collections.abc import Iterator, Sequence
from importlib.resources import files

from xdsl.dialects.builtin import (
    BFloat16Type,
    Float16Type,
    Float32Type,
    Float64Type,
    IntegerType,
    Signedness,
)

from microaot.dialects import aot
from microaot.emitc_backend.conversions.cf import c_string
from microaot.emitc_backend.conversions.types import container_type
from microaot.emitc_backend.interface.macros import NULL, macro_name, tensor_bytes
from microaot.emitc_backend.interface.signatures import element_name
from microaot.emitc_backend.printer.literals import float_text
from microaot.tools.errors import OperationError

GENERIC_HEADER = "microaot_model.h"
"""The header that all descriptors share."""


def generic_header() -> str:
    """The text of the header that all descriptors share."""
    return (files("microaot.emitc_backend.interface") / GENERIC_HEADER).read_text()


def print_descriptor(model: aot.ModelOp) -> str:
    """The text of `<library>_model.c`."""
    lines = [f'#include "{model.header}"', f'#include "{GENERIC_HEADER}"', ""]
    lines += ["#include <stddef.h>"]
    if model.io_in_workspace:
        lines += ["#include <string.h>"]
    for kind, tensors in (("input", model.inputs), ("output", model.outputs)):
        lines += ["", *_tensor_table(kind, tensors)]
    if model.app_pools:
        rows = [
            f"    {{{c_string(pool.pool_name.data)}, {size}U, {alignment}U}},"
            for pool in model.app_pools
            for size, alignment in [(pool.size.value.data, pool.alignment.value.data)]
        ]
        lines += ["", "static const struct microaot_pool pools[] = {", *rows, "};"]
    lines += ["", *uniform_run(model, "run"), "", *_model(model)]
    return "\n".join(lines) + "\n"


def element_constant(tensor: aot.TensorOp) -> str:
    """`MICROAOT_INT8`."""
    match type := tensor.value_type.element_type:
        case IntegerType() if type.bitwidth == 1:
            return "MICROAOT_BOOL"
        case IntegerType():
            container = container_type(type)
            sign = "U" if container.signedness.data is Signedness.UNSIGNED else ""
            return f"MICROAOT_{sign}INT{container.bitwidth}"
        case Float16Type() | Float32Type() | Float64Type():
            return f"MICROAOT_FLOAT{type.bitwidth}"
        case BFloat16Type():
            return "MICROAOT_BFLOAT16"
        case _:
            raise OperationError(tensor, f"has elements of {type}, which no descriptor describes")


def _tensor_table(kind: str, tensors: Sequence[aot.TensorOp]) -> Iterator[str]:
    if not tensors:
        return
    for i, tensor in enumerate(tensors):
        if shape := tensor.value_type.get_shape():
            yield f"static const int32_t {kind}{i}_shape[] = {{{', '.join(map(str, shape))}}};"
    yield f"static const struct microaot_tensor {kind}s[] = {{"
    for i, tensor in enumerate(tensors):
        rank = len(tensor.value_type.get_shape())
        scale, zero_point = tensor.quantization or (0.0, 0)
        parts = (
            c_string(tensor.tensor_name.data),
            f"{kind}{i}_shape" if rank else "NULL",
            str(rank),
            element_constant(tensor),
            f"{tensor_bytes(tensor.value_type, tensor)}U",
            f"{tensor.alignment.value.data}U",
            float_text(scale, Float32Type()),
            str(zero_point),
        )
        yield f"    {{{', '.join(parts)}}},"
    yield "};"


_PARAMETERS = (
    ("const void *const *", "inputs"),
    ("void *const *", "outputs"),
    ("void *const *", "pools"),
    ("void *const *", "devices"),
)


def uniform_run(model: aot.ModelOp, function: str) -> Iterator[str]:
    """A static function that runs the model and has the same type for every model."""
    counts = (model.inputs, model.outputs, model.app_pools, model.devices)
    used = {n for (_, n), lines in zip(_PARAMETERS, counts, strict=True) if lines}
    names = {"pools": "pool_pointers", "inputs": "input_pointers", "outputs": "output_pointers"}
    parameters = [f"{type}{names.get(name, name)}" for type, name in _PARAMETERS]
    yield f"static int32_t {function}({', '.join(parameters[:2])},"
    yield f"        {', '.join(parameters[2:])})"
    yield "{"
    for _, name in _PARAMETERS:
        if name not in used:
            yield f"    (void){names.get(name, name)};"
    if used:
        tests = [f"{names.get(n, n)} == NULL" for _, n in _PARAMETERS if n in used]
        yield f"    if ({' || '.join(tests)}) {{"
        yield f"        return {macro_name(model, NULL)};"
        yield "    }"
    arguments: list[str] = []
    if model.has_pools_struct:
        yield from _fill(model, model.pools_struct, "workspaces", model.app_pools, "pool_pointers")
        arguments.append("&workspaces")
    elif model.app_pools:
        arguments.append("(uint8_t *)pool_pointers[0]")
    memory = ", ".join(arguments)
    if not model.io_in_workspace:
        tensors: list[str] = []
        for kind, lines in (("inputs", model.inputs), ("outputs", model.outputs)):
            pointers = names[kind]
            if lines:
                yield from _fill(model, model.c_name(kind), f"own_{kind}", lines, pointers)
                tensors.append(f"&own_{kind}")
            elif model.is_tvm:
                tensors.append("NULL")
        arguments = [*tensors, *arguments]
    if model.devices:
        yield from _fill(model, model.c_name("devices"), "own_devices", model.devices, "devices")
        arguments.append("&own_devices")
    call = f"{model.c_name('run')}({', '.join(arguments)})"
    if not model.io_in_workspace:
        yield f"    return {call};"
    else:
        yield from _copy(model, "inputs", memory)
        yield f"    const int32_t status = {call};"
        yield from _copy(model, "outputs", memory)
        yield "    return status;"
    yield "}"


def _fill(
    model: aot.ModelOp,
    struct: str,
    name: str,
    lines: Sequence[aot.TensorOp | aot.PoolOp | aot.DeviceOp],
    pointers: str,
) -> Iterator[str]:
    """A struct of the interface from a row of pointers."""
    yield f"    struct {struct} {name};"
    for i, line in enumerate(lines):
        match line:
            case aot.InputOp() if not model.is_tvm:
                cast = f"(const {element_name(line)} *)"
            case aot.TensorOp() if not model.is_tvm:
                cast = f"({element_name(line)} *)"
            case aot.PoolOp() if not model.is_tvm:
                cast = "(uint8_t *)"
            case _:
                cast = "(void *)"
        yield f"    {name}.{line.c_name.data} = {cast}{pointers}[{i}];"


def _copy(model: aot.ModelOp, kind: str, memory: str) -> Iterator[str]:
    """Copies between the caller's memory and the places in the pools."""
    lines: Sequence[aot.TensorOp] = model.inputs if kind == "inputs" else model.outputs
    if not lines:
        return
    call = f"{model.c_name(f'map_{kind}')}({memory})"
    yield f"    const struct {model.c_name(kind)} own_{kind} = {call};"
    for i, line in enumerate(lines):
        own, given = f"own_{kind}.{line.c_name.data}", f"{kind[:-1]}_pointers[{i}]"
        to, source = (own, given) if kind == "inputs" else (given, own)
        yield f"    memmove({to}, {source}, {tensor_bytes(line.value_type, line)});"


def _model(model: aot.ModelOp) -> Iterator[str]:
    tables = (("inputs", model.inputs), ("outputs", model.outputs), ("pools", model.app_pools))
    yield f"const struct microaot_model {model.c_name('model')} = {{"
    yield f"    {c_string(model.model_name.data)},"
    for name, lines in tables:
        yield f"    {name if lines else 'NULL'},"
    for lines in (model.inputs, model.outputs, model.app_pools, model.devices):
        yield f"    {len(lines)},"
    yield "    run,"
    yield "};"
