"""Leave out the sizes and strides that a function does not read."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, FunctionType, ModuleOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass
from xdsl.transforms.dead_code_elimination import region_dce

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.func import EXTENT


@dataclass(frozen=True)
class DropUnusedExtents(ModulePass):
    """Remove arguments marked `emitc.extent` that nothing uses, in functions and in calls.

    The conversion passes every dynamic size and stride of a memref; a C programmer writes down
    only those that the function needs.
    """

    name = "emitc-drop-unused-extents"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Work until no function has such an argument: dropping one may free the caller's."""
        functions = {f.sym_name.data: f for f in op.body.ops if isinstance(f, emitc.FuncOp)}
        calls: dict[str, list[Operation]] = {name: [] for name in functions}
        for call in op.walk():
            if isinstance(call, emitc.CallOp):
                calls.get(call.callee.string_value(), []).append(call)
            elif isinstance(call, emitc.CallOpaqueOp):
                calls.get(call.callee.data, []).append(call)
        pending = [*functions]
        while pending:
            name = pending.pop()
            unused = _unused_extents(functions[name])
            if not unused:
                continue
            _drop_arguments(functions[name], unused)
            for call in calls[name]:
                call.operands = [v for i, v in enumerate(call.operands) if i not in unused]
                caller = call.parent_op()
                while not isinstance(caller, emitc.FuncOp):
                    assert caller is not None
                    caller = caller.parent_op()
                region_dce(caller.body)
                pending.append(caller.sym_name.data)


def _unused_extents(function: emitc.FuncOp) -> set[int]:
    if not function.body.blocks or function.arg_attrs is None:
        return set()
    return {
        i
        for i, (arg, attributes) in enumerate(
            zip(function.body.blocks[0].args, function.arg_attrs, strict=True)
        )
        if EXTENT in attributes.data and not arg.uses
    }


def _drop_arguments(function: emitc.FuncOp, unused: set[int]) -> None:
    block = function.body.blocks[0]
    for i in sorted(unused, reverse=True):
        block.erase_arg(block.args[i])
    type = function.function_type
    inputs = [t for i, t in enumerate(type.inputs) if i not in unused]
    function.properties["function_type"] = FunctionType.from_lists(inputs, type.outputs.data)
    assert function.arg_attrs is not None
    kept = [a for i, a in enumerate(function.arg_attrs) if i not in unused]
    function.properties["arg_attrs"] = ArrayAttr[DictionaryAttr](kept)
