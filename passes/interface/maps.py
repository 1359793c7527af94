"""Functions that say where inputs and outputs are in the memory of a model."""

from collections.abc import Sequence

from xdsl.dialects import arith, func, memref
from xdsl.dialects.builtin import (
    FunctionType,
    IndexType,
    IntegerAttr,
    MemRefType,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import aot
from microaot.dialects.aot.arguments import POOL
from microaot.passes.interface.entry import interface_arguments, set_interface_arguments
from microaot.passes.interface.reader import Reader


def add_map_functions(module: ModuleOp, entry: func.FuncOp, model: aot.ModelOp) -> None:
    """Add `<library>_map_inputs` and `<library>_map_outputs` before the entry."""
    for kind, tensors in (("inputs", model.inputs), ("outputs", model.outputs)):
        if tensors:
            function = _map_function(module, model, kind, tensors)
            function.location = entry.location
            for op in function.walk():
                op.location = entry.location
            Rewriter.insert_op(function, InsertPoint.before(entry))


def _map_function(
    module: ModuleOp, model: aot.ModelOp, kind: str, tensors: Sequence[aot.TensorOp]
) -> func.FuncOp:
    types = interface_arguments(model, pools_only=True)
    block = Block(arg_types=[*types.values()])
    arguments: dict[str, SSAValue] = {}
    for name, argument in zip(types, block.args, strict=True):
        argument.name_hint = name
        arguments[name] = argument
    reader = Reader(model, arguments)
    pools = {pool.pool_name.data: pool for pool in model.pools}
    members: list[SSAValue] = []
    for tensor in tensors:
        assert tensor.pool is not None and tensor.offset is not None
        pool = pools[tensor.pool.data]
        is_ours = pool.owner.data == "library"
        memory = _get_global(module, pool) if is_ours else reader.read(pool)
        shift = arith.ConstantOp(IntegerAttr(tensor.offset.value.data, IndexType()))
        view = memref.ViewOp(memory.results[0], shift, [], tensor.value_type)
        view.result.name_hint = tensor.c_name.data
        block.add_ops([memory, shift, view])
        members.append(view.result)
    struct = aot.MakeStructOp(model.c_name(kind), members)
    struct.result.name_hint = kind
    block.add_ops([struct, func.ReturnOp(struct)])
    type = FunctionType.from_lists([*types.values()], [struct.result.type])
    function = func.FuncOp(model.c_name(f"map_{kind}"), type, Region(block))
    set_interface_arguments(function, model, block)
    return function


def _get_global(module: ModuleOp, pool: aot.PoolOp) -> Operation:
    """The pool that is a global of the module."""
    for op in module.body.ops:
        if isinstance(op, memref.GlobalOp) and op.attributes.get(POOL) == pool.pool_name:
            assert isinstance(op.sym_name, StringAttr) and isa(op.type, MemRefType[Attribute])
            return memref.GetGlobalOp(SymbolRefAttr(op.sym_name.data), op.type)
    raise ValueError(f"the module has no pool {pool.pool_name.data}")
