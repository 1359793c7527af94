"""The inputs and outputs of a model: which function it is, and how they are called."""

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, StringAttr
from xdsl.ir import Attribute, SSAValue

from microaot.dialects.aot.arguments import INPUT, OUTPUT
from microaot.tools.errors import OperationError

_ENTRY = "tf.entry_function"
"""What TensorFlow's converters say of a function: the names of its inputs and outputs."""


def is_model(function: func.FuncOp) -> bool:
    """Whether a function is a model on tensors: public, with a body."""
    is_private = function.sym_visibility is not None and function.sym_visibility.data == "private"
    types = [*function.function_type.inputs, *function.function_type.outputs]
    return not is_private and not function.is_declaration and any(map(is_tensor_type, types))


def is_tensor_type(type: Attribute) -> bool:
    """Whether a type is that of a ranked tensor."""
    return type.name == "tensor"


def name_model_tensors(function: func.FuncOp) -> None:
    """Give each argument and result the attribute that says how the model calls it."""
    block = function.body.blocks[0]
    count = len(function.function_type.outputs)
    inputs = _given(function, "inputs", len(block.args)) or [
        _argument_name(argument, i, len(block.args)) for i, argument in enumerate(block.args)
    ]
    outputs = _given(function, "outputs", count) or [
        "output" if count == 1 else f"output{i}" for i in range(count)
    ]
    function.properties["arg_attrs"] = _with_names(function.arg_attrs, INPUT, inputs)
    function.properties["res_attrs"] = _with_names(function.res_attrs, OUTPUT, outputs)
    for argument, name in zip(block.args, inputs, strict=True):
        argument.name_hint = name if SSAValue.is_valid_name(name) else argument.name_hint


def _argument_name(argument: SSAValue, index: int, count: int) -> str:
    hint = argument.name_hint
    if hint is not None and not hint.startswith("arg"):
        return hint
    return "input" if count == 1 else f"input{index}"


def _given(function: func.FuncOp, kind: str, count: int) -> list[str] | None:
    entry = function.attributes.get(_ENTRY)
    if not isinstance(entry, DictionaryAttr):
        return None
    names = entry.data.get(kind)
    if not isinstance(names, StringAttr):
        return None
    found = [name.strip() for name in names.data.split(",")] if names.data else []
    if len(found) != count:
        raise OperationError(function, f"has {count} {kind}, but {_ENTRY} names {len(found)}")
    return found


def _with_names(
    attributes: ArrayAttr[DictionaryAttr] | None, key: str, names: Sequence[str]
) -> ArrayAttr[DictionaryAttr]:
    given = attributes or ArrayAttr([DictionaryAttr({})] * len(names))
    return ArrayAttr(
        DictionaryAttr({key: StringAttr(name), **own.data})
        for own, name in zip(given, names, strict=True)
    )
