"""The machine-readable description of the library of a model: `<name>.json`."""

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import cast

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import BytesAttr, MemRefType, ModuleOp, StringAttr
from xdsl.ir import Attribute
from xdsl.utils.hints import isa

from microaot.dialects import aot, packed, type_erased
from microaot.dialects.aot.arguments import POOL
from microaot.emitc_backend.interface.macros import data_macro, tensor_bytes
from microaot.passes.devices.hooks import NAMINGS, hook_symbol
from microaot.passes.devices.steps import device_name
from microaot.passes.memory.plan import MemoryPlan
from microaot.passes.tosa.custom import DETAILS
from microaot.tools.errors import describe_location

_Json = dict[str, object]


def describe_model(model: aot.ModelOp) -> _Json:
    """Names, tensors, pools and devices of the interface."""
    return {
        "name": model.model_name.data,
        "prefix": model.prefix.data,
        "style": model.style.data,
        "header": model.header,
        "function": model.c_name("run"),
        "inputs": [*map(_describe_tensor, model.inputs)],
        "outputs": [*map(_describe_tensor, model.outputs)],
        "pools": [_describe_pool(pool, model) for pool in model.pools],
        "devices": [
            {"name": device.device.string_value(), "c_name": device.c_name.data}
            for device in model.devices
        ],
    }


def _describe_tensor(tensor: aot.TensorOp) -> _Json:
    type = tensor.value_type
    row: _Json = {
        "name": tensor.tensor_name.data,
        "c_name": tensor.c_name.data,
        "element": str(type.element_type),
        "shape": [*type.get_shape()],
        "bytes": tensor_bytes(type, tensor),
        "alignment": tensor.alignment.value.data,
    }
    if tensor.quantization is not None:
        row["scale"], row["zero_point"] = tensor.quantization
    if tensor.pool is not None and tensor.offset is not None:
        row["pool"], row["offset"] = tensor.pool.data, tensor.offset.value.data
    return row


def _describe_pool(pool: aot.PoolOp, model: aot.ModelOp) -> _Json:
    row: _Json = {
        "name": pool.pool_name.data,
        "c_name": pool.c_name.data,
        "size": pool.size.value.data,
        "alignment": pool.alignment.value.data,
        "owner": pool.owner.data,
        "constant": pool.data is not None,
    }
    if pool.data is not None:
        row["data"] = data_macro(model, pool)
    return row


def describe_plan(module: ModuleOp) -> _Json | None:
    """The memory plan: pools with their bounds, buffers with their places, the steps."""
    if (plan := MemoryPlan.of(module)) is None:
        return None
    return {
        "steps": [*plan.steps],
        "pools": [{**vars(pool), "is_optimal": pool.is_optimal} for pool in plan.pools],
        "buffers": [_plain(vars(buffer)) for buffer in plan.buffers],
    }


def _plain(row: Mapping[str, object]) -> _Json:
    """A row without what is not known."""
    return {
        name: str(value) if isinstance(value, Attribute) else value
        for name, value in row.items()
        if value is not None
    }


def describe_operators(module: ModuleOp, entry: str) -> list[_Json]:
    """The functions that the entry calls, in the order of their first calls.

    Of each: its name in C, how often it is called, the bytes of constants that its calls pass (each
    constant once), whether another library defines it, and where it and its calls come from; if a
    device computes it, which; if it is a hook of a device, of which one and which; of a custom
    operator of TOSA, what the model says of its implementation, bytes that are no text in hex.
    """
    hooks = _hooks(module)
    functions = {op.sym_name.data: op for op in module.body.ops if isinstance(op, func.FuncOp)}
    rows: dict[str, _Json] = {}
    constants: dict[str, dict[str, int]] = {}
    for call in functions[entry].walk():
        if not isinstance(call, func.CallOp | type_erased.CallOp):
            continue
        name = call.callee.string_value()
        function = functions[name]
        row = rows.setdefault(
            name,
            {
                "name": name,
                "external": function.is_declaration,
                "calls": 0,
                "constant_bytes": 0,
                "source": describe_location(function.location),
                "call_sources": list[str](),
            },
        )
        match function.attributes.get(DETAILS):
            case StringAttr(data=text):
                row["implementation_attrs"] = text
            case BytesAttr(data=raw):
                row["implementation_attrs"] = raw.hex()
            case _:
                pass
        if (device := device_name(function)) is not None:
            row["device"] = device
        elif function.is_declaration and name in hooks:
            row["device"], row["hook"] = hooks[name]
        row["calls"] = cast(int, row["calls"]) + 1
        cast(list[str], row["call_sources"]).append(describe_location(call.location))
        constants.setdefault(name, {}).update(_constants_of(call, module))
        row["constant_bytes"] = sum(constants[name].values())
    return [*rows.values()]


def _hooks(module: ModuleOp) -> dict[str, tuple[str, str]]:
    """Device and name of each hook that there can be, by its C function."""
    return {
        hook_symbol(device.sym_name.data, hook, naming): (device.sym_name.data, hook)
        for device in module.body.ops
        if isinstance(device, packed.DeviceOp)
        for hook in device.hook_names
        for naming in NAMINGS
    }


def describe_constants(module: ModuleOp) -> list[_Json]:
    """The constants of a library: names, bytes, pools if they were chosen, and origins."""
    rows: list[_Json] = []
    for op in module.body.ops:
        if isinstance(op, memref.GlobalOp) and op.constant:
            row: _Json = {"name": op.sym_name.data, "bytes": _bytes_of(op)}
            if isinstance(pool := op.attributes.get(POOL), StringAttr):
                row["pool"] = pool.data
            row["source"] = describe_location(op.location)
            rows.append(row)
    return rows


def _constants_of(call: func.CallOp | type_erased.CallOp, module: ModuleOp) -> dict[str, int]:
    """The constants that a call passes, and their bytes."""
    named = {
        operand.owner.name_.string_value()
        for operand in call.arguments
        if isinstance(operand.owner, memref.GetGlobalOp)
    }
    return {
        op.sym_name.data: _bytes_of(op)
        for op in module.body.ops
        if isinstance(op, memref.GlobalOp) and op.constant and op.sym_name.data in named
    }


def _bytes_of(op: memref.GlobalOp) -> int:
    assert isa(op.type, MemRefType[Attribute])
    return tensor_bytes(op.type, op)


def print_manifest(
    model: aot.ModelOp,
    operators: Iterable[_Json],
    constants: Iterable[_Json],
    plan: _Json | None,
    sizes: Mapping[str, int],
    options: Mapping[str, object],
    files: Iterable[str],
) -> str:
    """The manifest as JSON text."""
    manifest = {
        **describe_model(model),
        "generator": f"microaot {version('microaot')}",
        "options": dict(options),
        "operators": [*operators],
        "constants": [*constants],
        "memory_plan": plan,
        "sizes": dict(sizes),
        "files": sorted(files),
    }
    return json.dumps(manifest, indent=2) + "\n"
