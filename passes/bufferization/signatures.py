"""Functions return tensors through arguments: the last ones, which say where to write."""

from collections.abc import Iterable, Sequence

from xdsl.dialects import func, scf, tensor
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    ModuleOp,
    StringAttr,
    TensorType,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.aot.arguments import OUTPUT
from microaot.passes.bufferization.effects import effects_of, is_tensor
from microaot.passes.module_functions import is_public
from microaot.tools.errors import OperationError


def add_destinations(module: ModuleOp) -> set[SSAValue]:
    """Give each function an argument for each tensor that it returns, where it has none, and each
    call an empty tensor for that. Return the new arguments."""
    added: set[SSAValue] = set()
    changed: set[str] = set()
    for function in module.body.ops:
        if not isinstance(function, func.FuncOp):
            continue
        if any(isinstance(type, TensorType) for type in function.function_type.outputs):
            if not _has_destinations(function):
                added |= _add_arguments(function)
                changed.add(function.sym_name.data)
            _move_result_attributes(function)
    for call in module.walk():
        if isinstance(call, func.CallOp) and call.callee.string_value() in changed:
            _add_operands(call)
    return added


def returned(function: func.FuncOp) -> Operation | None:
    """The return of a function; None for a declaration."""
    if function.is_declaration:
        return None
    if len(function.body.blocks) != 1:
        raise OperationError(
            function,
            "works on tensors in several blocks; give its control flow structure first "
            "(`mlir-opt --lift-cf-to-scf`)",
        )
    return function.body.block.last_op


def _has_destinations(function: func.FuncOp) -> bool:
    if is_public(function):
        return False
    kind = function.function_type
    results, tensors = _tensor_types(kind.outputs), _tensor_types(kind.inputs)
    if len(tensors) < len(results) or tensors[len(tensors) - len(results) :] != results:
        return False
    if function.is_declaration or "aot.operator" in function.attributes:
        return True
    last = returned(function)
    assert last is not None
    arguments = [value for value in function.body.block.args if is_tensor(value)]
    pairs = zip(
        filter(is_tensor, last.operands), arguments[len(arguments) - len(results) :], strict=True
    )
    return all(_leads_to(value, argument) for value, argument in pairs)


def _tensor_types(types: Iterable[Attribute]) -> list[TensorType]:
    return [type for type in types if isa(type, TensorType)]


def _leads_to(value: SSAValue, argument: SSAValue) -> bool:
    """Whether a tensor is an argument that was written over."""
    while value is not argument:
        owner = value.owner
        if not isinstance(owner, Operation):
            return False
        index = owner.results.index(value)
        if isinstance(owner, scf.ForOp):
            value = owner.iter_args[index]
        elif isinstance(owner, scf.IfOp):
            yields = [region.block.last_op for region in owner.regions if region.blocks]
            return any(
                _leads_to(last.operands[index], argument) for last in yields if last is not None
            )
        elif isinstance(owner, func.CallOp):
            return False
        else:
            over = [tie.operand for tie in effects_of(owner).ties if tie.result == index]
            if not over:
                return False
            value = owner.operands[over[0]]
    return True


def _add_arguments(function: func.FuncOp) -> set[SSAValue]:
    kind = function.function_type
    moved = _tensor_types(kind.outputs)
    function.properties["function_type"] = FunctionType.from_lists(
        [*kind.inputs, *moved], [*kind.outputs]
    )
    if function.arg_attrs is not None:
        empty = [DictionaryAttr({})] * len(moved)
        function.properties["arg_attrs"] = ArrayAttr([*function.arg_attrs, *empty])
    if (last := returned(function)) is None:
        return set()
    block = function.body.block
    added: set[SSAValue] = set()
    for value in filter(is_tensor, last.operands):
        argument = block.insert_arg(value.type, len(block.args))
        argument.name_hint = value.name_hint if isinstance(value.owner, Operation) else None
        added.add(argument)
    return added


def _move_result_attributes(function: func.FuncOp) -> None:
    """What is said of a tensor that is returned is said of its argument."""
    results = function.properties.pop("res_attrs", None)
    if not isa(results, ArrayAttr[DictionaryAttr]):
        return
    kind = function.function_type
    given = function.arg_attrs
    attributes: list[DictionaryAttr] = (
        [*given] if given is not None else [DictionaryAttr({})] * len(kind.inputs)
    )
    tensors = [i for i, type in enumerate(kind.inputs) if isinstance(type, TensorType)]
    moved = [
        attribute
        for attribute, type in zip(results, kind.outputs, strict=True)
        if isinstance(type, TensorType)
    ]
    arguments: Sequence[SSAValue] = () if function.is_declaration else function.body.block.args
    for index, attribute in zip(tensors[len(tensors) - len(moved) :], moved, strict=True):
        attributes[index] = DictionaryAttr({**attributes[index].data, **attribute.data})
        name = attribute.data.get(OUTPUT)
        if arguments and isinstance(name, StringAttr):
            arguments[index].name_hint = arguments[index].name_hint or name.data
    function.properties["arg_attrs"] = ArrayAttr(attributes)
    kept = [
        attribute
        for attribute, type in zip(results, kind.outputs, strict=True)
        if not isinstance(type, TensorType)
    ]
    if any(attribute.data for attribute in kept):
        function.properties["res_attrs"] = ArrayAttr(kept)


def _add_operands(call: func.CallOp) -> None:
    empties: list[SSAValue] = []
    for result in filter(is_tensor, call.results):
        type: Attribute = result.type
        if not isa(type, TensorType) or not type.has_static_shape():
            raise OperationError(call, f"returns {type}, whose size only the callee knows")
        empty = tensor.EmptyOp((), type)
        empty.location = call.location
        empty.tensor.name_hint = result.name_hint
        Rewriter.insert_op(empty, InsertPoint.before(call))
        empties.append(empty.tensor)
    call.operands = [*call.operands, *empties]


def drop_tensor_results(function: func.FuncOp, types: Sequence[Attribute]) -> None:
    """Change the type of a function whose tensors have become arguments of other types."""
    kept = [type for type in function.function_type.outputs if not isinstance(type, TensorType)]
    function.properties["function_type"] = FunctionType.from_lists([*types], kept)
