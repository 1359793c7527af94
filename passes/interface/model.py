"""From the arguments of a model's entry to the table that describes its interface."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import (
    ArrayAttr,
    DenseIntOrFPElementsAttr,
    DictionaryAttr,
    FloatAttr,
    IntegerAttr,
    MemRefType,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, BlockArgument
from xdsl.utils.hints import isa

from microaot.dialects import aot
from microaot.dialects.aot.arguments import ALIGNMENT, INPUT, OUTPUT, POOL, SCALE, ZERO_POINT
from microaot.dialects.packed.devices import DEVICE
from microaot.emitc_backend.c_names import member_name
from microaot.emitc_backend.interface.macros import element_bytes, find_macros
from microaot.passes.interface.names import check_name, refuse_clashes
from microaot.passes.memory.interface_types import interface_type
from microaot.passes.memory.plan import MemoryPlan
from microaot.passes.memory.program import attributes_of
from microaot.passes.place_constants import CONSTANT_POOLS
from microaot.tools.errors import OperationError

TVM_PREFIX = "tvmgen"
"""The prefix of TVM's names; it chooses TVM's conventions as well."""


@dataclass(frozen=True)
class Interface:
    """The table, and which argument of the entry each line of it is."""

    model: aot.ModelOp
    arguments: Mapping[BlockArgument, aot.TensorOp | aot.PoolOp | aot.DeviceOp]


def make_interface(module: ModuleOp, entry: func.FuncOp, name: str, prefix: str) -> Interface:
    """Describe the entry; refuses one that C cannot have."""
    is_tvm = prefix == TVM_PREFIX
    check_name(name, prefix)
    constants = _application_constants(module)
    arguments = {a: _describe(a, entry, constants) for a in entry.body.blocks[0].args}
    entries = [*arguments.values(), *_planned_tensors(module, entry), *_library_pools(module)]
    entries.sort(key=_order)
    refuse_clashes(entry, entries)
    c_prefix = f"{prefix}_{name}" if prefix else name
    model = aot.ModelOp(
        name,
        c_prefix.lower() if is_tvm else c_prefix,
        aot.Style.TVM if is_tvm else aot.Style.MICROAOT,
        entries,
    )
    for op in model.walk():
        op.location = entry.location
    find_macros(model)
    return Interface(model, arguments)


_Line = aot.InputOp | aot.OutputOp | aot.PoolOp | aot.DeviceOp


def _order(line: _Line) -> int:
    return (aot.InputOp, aot.OutputOp, aot.PoolOp, aot.DeviceOp).index(type(line))


def _application_constants(module: ModuleOp) -> dict[str, DenseIntOrFPElementsAttr]:
    """The bytes of each pool of constants that the application provides."""
    found: dict[str, DenseIntOrFPElementsAttr] = {}
    pools = module.attributes.get(CONSTANT_POOLS)
    for pool in pools.data if isa(pools, ArrayAttr[DictionaryAttr]) else ():
        name, data = pool.data.get("name"), pool.data.get("data")
        if isinstance(name, StringAttr) and isinstance(data, DenseIntOrFPElementsAttr):
            found[name.data] = data
    return found


def _describe(
    argument: BlockArgument,
    entry: func.FuncOp,
    constants: Mapping[str, DenseIntOrFPElementsAttr],
) -> _Line:
    """The line of one argument."""
    attributes = attributes_of(argument)
    kinds = [kind for kind in (INPUT, OUTPUT, POOL, DEVICE) if kind in attributes]
    label = f"argument {argument.index} ({argument.name_hint or 'without a name'})"
    if len(kinds) != 1:
        raise OperationError(
            entry, f"{label} has to be one of {INPUT}, {OUTPUT}, {POOL} and {DEVICE}"
        )
    (kind,) = kinds
    if kind == DEVICE:
        symbol = attributes[kind]
        if argument.type != aot.HANDLE or not isinstance(symbol, SymbolRefAttr):
            raise OperationError(entry, f"{label} is no handle of a device: of type {aot.HANDLE}")
        return aot.DeviceOp(symbol.string_value(), member_name(symbol.string_value()))
    name, type = attributes[kind], interface_type(argument, entry)
    if not isinstance(name, StringAttr) or not isa(type, MemRefType):
        raise OperationError(entry, f"{label} needs a name and a memref type for {kind}")
    if not type.has_static_shape():
        raise OperationError(entry, f"{label} is {type}, whose size is not known at compile time")
    alignment = _integer(attributes, ALIGNMENT)
    if kind == POOL:
        size = element_bytes(type, entry) * _count(type)
        data = constants.get(name.data)
        return aot.PoolOp(name.data, member_name(name.data), size, alignment or 1, "app", data)
    make = aot.InputOp if kind == INPUT else aot.OutputOp
    return make(
        name.data,
        member_name(name.data),
        type,
        max(alignment or 1, element_bytes(type, entry)),
        quantization=_quantization(attributes.get(SCALE), _integer(attributes, ZERO_POINT)),
    )


def _count(type: MemRefType[Attribute]) -> int:
    return type.element_count()


def _integer(attributes: dict[str, Attribute], name: str) -> int | None:
    value = attributes.get(name)
    return value.value.data if isinstance(value, IntegerAttr) else None


def _quantization(scale: Attribute | None, zero_point: int | None) -> tuple[float, int] | None:
    return (scale.value.data, zero_point or 0) if isinstance(scale, FloatAttr) else None


def _planned_tensors(module: ModuleOp, entry: func.FuncOp) -> Iterator[_Line]:
    """The inputs and outputs to which the memory plan gave places in the pools."""
    if (plan := MemoryPlan.of(module)) is None:
        return
    rows = [row for row in plan.buffers if row.argument is not None]
    for row in sorted(rows, key=lambda row: row.argument or 0):
        if (
            row.kind not in ("input", "output")
            or row.label is None
            or not isa(row.type, MemRefType)
        ):
            raise OperationError(
                entry, f"has %{row.name} in the workspace, of which it is not said what it is"
            )
        make = aot.InputOp if row.kind == "input" else aot.OutputOp
        yield make(
            row.label,
            member_name(row.label),
            row.type,
            max(row.alignment, element_bytes(row.type, entry)),
            (row.pool, row.offset),
            _quantization(row.scale, row.zero_point),
        )


def _library_pools(module: ModuleOp) -> Iterator[_Line]:
    """The pools that are globals."""
    for op in module.body.ops:
        name = op.attributes.get(POOL)
        # What holds constants is called a pool as well, but is no memory to work in.
        if isinstance(op, memref.GlobalOp) and isinstance(name, StringAttr) and not op.constant:
            assert isa(op.type, MemRefType[Attribute])
            alignment = op.alignment.value.data if op.alignment is not None else 1
            yield aot.PoolOp(
                name.data, member_name(name.data), _count(op.type), alignment, "library"
            )
