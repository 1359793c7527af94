"""The machine-readable description of a compiled library: `<name>.json`."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from math import prod

from xdsl.dialects import func
from xdsl.dialects.builtin import Float64Type, IntegerType, MemRefType, ModuleOp, StringAttr
from xdsl.ir import Attribute
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.func import EXTENT
from microaot.emitc_backend.pointer_flow import FIXED_SIGNATURE


def describe_functions(module: ModuleOp) -> list[dict[str, object]]:
    """The public functions of a plain module: symbols, arguments and results as MLIR has them."""
    return [
        {
            "symbol": function.sym_name.data,
            "arguments": [
                _describe_value(arg.name_hint or f"arg{i}", arg.type)
                for i, arg in enumerate(function.body.blocks[0].args)
            ],
            "results": [str(type) for type in function.function_type.outputs],
        }
        for function in module.body.ops
        if isinstance(function, func.FuncOp)
        and not function.is_declaration
        and (function.sym_visibility is None or function.sym_visibility.data != "private")
    ]


def _describe_value(name: str, type: Attribute) -> dict[str, object]:
    description: dict[str, object] = {"name": name, "type": str(type)}
    if isa(type, MemRefType):
        description["shape"] = [*type.get_shape()]
        description["element"] = str(type.element_type)
    return description


def describe_parameters(module: ModuleOp) -> dict[str, list[dict[str, object]]]:
    """The C parameters of each exported function of an emitc module, in order.

    An `extent` says which size or stride of the memref before it a parameter passes; `const` that
    nothing is written through it.
    """
    return {
        function.sym_name.data: [
            _describe_parameter(type, attributes.data)
            for type, attributes in zip(
                function.function_type.inputs, function.arg_attrs or (), strict=False
            )
        ]
        for function in module.body.ops
        if isinstance(function, emitc.FuncOp)
        and function.specifiers is None
        and FIXED_SIGNATURE not in function.attributes
    }


def _describe_parameter(type: Attribute, attributes: Mapping[str, Attribute]) -> dict[str, object]:
    description: dict[str, object] = {"type": str(type), "const": "emitc.const" in attributes}
    if isinstance(extent := attributes.get(EXTENT), StringAttr):
        description["extent"] = extent.data
    return description


def describe_sizes(module: ModuleOp) -> dict[str, int]:
    """Bytes of constants and of static RAM in an emitc module; pointers count 4 bytes."""
    sizes = {"constants": 0, "ram": 0}
    for op in module.walk():
        if isinstance(op, emitc.GlobalOp) and not op.extern_specifier:
            kind = "constants" if op.const_specifier else "ram"
            sizes[kind] += byte_size(op.type)
    return sizes


def byte_size(type: Attribute) -> int:
    """The bytes of a C type; those of a pointer on a 32-bit machine."""
    match type:
        case emitc.ArrayType():
            return prod(type.get_shape()) * byte_size(type.element_type)
        case IntegerType():
            return max(type.bitwidth // 8, 1)
        case Float64Type():
            return 8
        case _:
            return 4


def write_json(
    name: str,
    functions: list[dict[str, object]],
    parameters: dict[str, list[dict[str, object]]],
    sizes: dict[str, int],
    options: dict[str, object],
) -> str:
    """The manifest as JSON text."""
    for function, (c_name, c_parameters) in zip(functions, parameters.items(), strict=True):
        function["c_name"] = c_name
        function["c_parameters"] = c_parameters
    manifest = {
        "name": name,
        "generator": f"microaot {version('microaot')}",
        "options": options,
        "functions": functions,
        "sizes": sizes,
    }
    return json.dumps(manifest, indent=2) + "\n"
