"""Return memrefs through arguments: C functions do not return arrays."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func, memref
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, FunctionType, MemRefType, ModuleOp
from xdsl.ir import Attribute, BlockArgument, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class MemRefResultsToArguments(ModulePass):
    """Make each memref result an additional argument, which the caller provides.

    A buffer that the function allocates only to return it becomes the argument itself; any other
    result is copied. The caller's buffer must not overlap the other arguments.

    ```mlir
    func.func @f() -> memref<4xf32> {
      %r = memref.alloc() : memref<4xf32>
      return %r : memref<4xf32>
    }
    ```
    becomes
    ```mlir
    func.func @f(%r: memref<4xf32>) {
      return
    }
    ```
    """

    name = "memref-results-to-arguments"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change the signatures, then the calls."""
        changed = {
            function.sym_name.data: [*function.function_type.outputs]
            for function in op.body.ops
            if isinstance(function, func.FuncOp)
            and any(map(_is_memref, function.function_type.outputs))
        }
        if not changed:
            return
        for function in [*op.body.ops]:
            if isinstance(function, func.FuncOp) and function.sym_name.data in changed:
                _change_function(function)
        for call in [*op.walk()]:
            if isinstance(call, func.CallOp) and call.callee.string_value() in changed:
                _change_call(call)


def _is_memref(type: Attribute) -> bool:
    return isa(type, MemRefType)


def _change_function(function: func.FuncOp) -> None:
    inputs, outputs = function.function_type.inputs.data, function.function_type.outputs.data
    moved = [type for type in outputs if _is_memref(type)]
    for type in moved:
        assert isa(type, MemRefType)
        if not type.has_static_shape():
            raise OperationError(function, f"returns {type}, whose size only it knows")
    kept = [type for type in outputs if not _is_memref(type)]
    function.properties["function_type"] = FunctionType.from_lists([*inputs, *moved], kept)
    if function.arg_attrs is not None:
        empty = [DictionaryAttr({})] * len(moved)
        function.properties["arg_attrs"] = ArrayAttr([*function.arg_attrs, *empty])
    function.properties.pop("res_attrs", None)
    if function.is_declaration:
        return
    entry = function.body.blocks[0]
    targets = [entry.insert_arg(type, len(entry.args)) for type in moved]
    returns = [
        op for block in function.body.blocks if isinstance(op := block.last_op, func.ReturnOp)
    ]
    for op in returns:
        values = [v for v in op.arguments if _is_memref(v.type)]
        for target, value in zip(targets, values, strict=True):
            _return_through(target, value, op, sole=len(returns) == 1)
        scalars = [v for v in op.arguments if not _is_memref(v.type)]
        Rewriter.replace_op(op, new := func.ReturnOp(*scalars))
        new.location = op.location


def _return_through(
    target: BlockArgument, value: SSAValue, op: func.ReturnOp, *, sole: bool
) -> None:
    """Make `target` hold what `value` holds at the return `op`."""
    alloc = value.owner
    if target.name_hint is None:
        target.name_hint = value.name_hint if not isinstance(value, BlockArgument) else None
    if sole and isinstance(alloc, memref.AllocOp) and value.type == target.type:
        value.replace_all_uses_with(target)
        alloc.detach()
        alloc.erase()
        return
    copy = memref.CopyOp(value, target)
    copy.location = op.location
    Rewriter.insert_op(copy, InsertPoint.before(op))


def _change_call(call: func.CallOp) -> None:
    """Give the callee fresh buffers and use them in the place of the results."""
    buffers: list[SSAValue] = []
    replacements: list[SSAValue | None] = []
    point = InsertPoint.before(call)
    for result in call.results:
        if not isa(type := result.type, MemRefType):
            replacements.append(None)
            continue
        alloc = memref.AllocOp.get(type.element_type, shape=type.get_shape(), layout=type.layout)
        alloc.location = call.location
        Rewriter.insert_op(alloc, point)
        alloc.memref.name_hint = result.name_hint
        buffers.append(alloc.memref)
        replacements.append(alloc.memref)
    kept = [result.type for result in call.results if not _is_memref(result.type)]
    new = func.CallOp(call.callee, [*call.arguments, *buffers], kept)
    new.location = call.location
    remaining = iter(new.results)
    Rewriter.replace_op(call, new, [r if r is not None else next(remaining) for r in replacements])
