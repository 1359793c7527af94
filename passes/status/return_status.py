"""Functions that can fail say so: they return a status, and so do those that call them."""

from collections.abc import Iterable, Sequence

from xdsl.dialects import arith, func, memref
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    IntegerAttr,
    MemRefType,
    ModuleOp,
    UnitAttr,
    i32,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import type_erased
from microaot.emitc_backend.c_symbol_names import RETURNS_STATUS
from microaot.passes.make_packed_api import is_entry
from microaot.passes.module_functions import ModuleFunctions, function_of
from microaot.passes.worklist import spread
from microaot.tools.errors import OperationError


def return_status(module: ModuleOp, failing: Iterable[func.FuncOp]) -> None:
    """Let the functions `failing` and their callers return an i32, which is 0 for success.

    Scalar results become trailing arguments of rank 0; memrefs stay results. Each call leaves the
    caller with the same status if it is not 0. A packed entry returns its status in any case.

    ```mlir
    func.func @f() -> f32      // becomes
    func.func @f(%result0: memref<f32>) -> i32 attributes {packed.status}
    ```
    What is public has another name in C then, see `c-symbol-names`: callers that know nothing of
    a status do not link. Functions that return one already stay as they are.
    """
    functions = ModuleFunctions(module)
    callers = {
        name: [caller for call in calls if (caller := function_of(call)) is not None]
        for name, calls in functions.calls.items()
    }
    reached = spread(
        {function.sym_name.data: function for function in failing},
        lambda name: [caller.sym_name.data for caller in callers.get(name, ())],
    )
    for name in reached:
        function = functions.by_name[name]
        if is_entry(function) or RETURNS_STATUS in function.attributes:
            continue
        for use in functions.other_uses[name]:
            raise OperationError(
                use, f"relies on the type of @{name}, which has to return a status"
            )
        outputs = function.function_type.outputs.data
        _change_function(function)
        for call in functions.calls[name]:
            assert isinstance(call, func.CallOp)
            _change_call(call, outputs)


def _is_moved(type: Attribute) -> bool:
    return not isa(type, MemRefType)


def _change_function(function: func.FuncOp) -> None:
    inputs, outputs = function.function_type.inputs.data, function.function_type.outputs.data
    moved = [MemRefType(type, []) for type in outputs if _is_moved(type)]
    kept = [type for type in outputs if not _is_moved(type)]
    function.properties["function_type"] = FunctionType.from_lists([*inputs, *moved], [i32, *kept])
    function.properties.pop("res_attrs", None)
    function.attributes[RETURNS_STATUS] = UnitAttr()
    if function.arg_attrs is not None:
        empty = [DictionaryAttr({})] * len(moved)
        function.properties["arg_attrs"] = ArrayAttr([*function.arg_attrs, *empty])
    entry = function.body.blocks[0]
    targets = [entry.insert_arg(type, len(entry.args)) for type in moved]
    for number, target in enumerate(targets):
        target.name_hint = f"result{number}"
    for block in function.body.blocks:
        if isinstance(op := block.last_op, func.ReturnOp):
            _change_return(op, targets)


def _change_return(op: func.ReturnOp, targets: Iterable[SSAValue]) -> None:
    values = [value for value in op.arguments if _is_moved(value.type)]
    ops: list[Operation] = [
        memref.StoreOp.get(value, target, []) for value, target in zip(values, targets, strict=True)
    ]
    success = arith.ConstantOp(IntegerAttr(0, i32))
    kept = [value for value in op.arguments if not _is_moved(value.type)]
    ops += [success, func.ReturnOp(success, *kept)]
    _replace(op, ops, [])


def _change_call(call: func.CallOp, outputs: Iterable[Attribute]) -> None:
    places = [memref.AllocaOp.get(type, shape=[]) for type in outputs if _is_moved(type)]
    kept = [type for type in outputs if not _is_moved(type)]
    new = func.CallOp(call.callee, [*call.arguments, *(p.memref for p in places)], [i32, *kept])
    new.results[0].name_hint = "status"
    loads = [memref.LoadOp.get(place, []) for place in places]
    scalars = iter(load.res for load in loads)
    memrefs = iter(new.results[1:])
    results = [next(scalars if _is_moved(type) else memrefs) for type in outputs]
    ops = [*places, new, type_erased.ReturnFailureOp(new.results[0]), *loads]
    _replace(call, ops, results)


def _replace(op: Operation, ops: Sequence[Operation], results: Sequence[SSAValue]) -> None:
    for new in ops:
        new.location = op.location
    Rewriter.insert_op(ops, InsertPoint.before(op))
    for old, result in zip(op.results, results, strict=True):
        result.name_hint = result.name_hint or old.name_hint
        old.replace_all_uses_with(result)
    Rewriter.erase_op(op)
