"""The functions of a module, who calls them, and how their arguments are changed."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from xdsl.dialects import func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, Block, BlockArgument, Operation, SSAValue

from microaot.dialects import packed

Call: TypeAlias = func.CallOp | packed.CallOp
"""A call of a function by its symbol, one operand per argument of the function."""


class ModuleFunctions:
    """The functions of a module by name, and every use of their symbols.

    `calls` are plain calls, `cpacked_calls` go through the packed entry of the function. Anything
    else that names a function, such as `func.constant`, is in `other_uses`.
    """

    def __init__(self, module: ModuleOp) -> None:
        self.by_name = {f.sym_name.data: f for f in module.body.ops if isinstance(f, func.FuncOp)}
        self.calls: dict[str, list[Call]] = {name: [] for name in self.by_name}
        self.cpacked_calls: dict[str, list[Call]] = {name: [] for name in self.by_name}
        self.other_uses: dict[str, list[Operation]] = {name: [] for name in self.by_name}
        for op in own_ops(module):
            for name in _symbols(op):
                if name in self.by_name:
                    self._uses_of_kind(op)[name].append(op)

    def _uses_of_kind(self, op: Operation) -> dict[str, list[Any]]:
        if not isinstance(op, Call):
            return self.other_uses
        match convention(op):
            case packed.Convention.UNPACKED:
                return self.calls
            case packed.Convention.CPACKED:
                return self.cpacked_calls
            case packed.Convention.PACKED:
                return self.other_uses


def convention(op: Call) -> packed.Convention:
    """How the call passes its arguments."""
    return op.convention.data if isinstance(op, packed.CallOp) else packed.Convention.UNPACKED


def callee_name(op: Call) -> str:
    """The name of the called function."""
    return op.callee.string_value() if isinstance(op, func.CallOp) else op.callee_name


def own_ops(module: ModuleOp) -> Iterator[Operation]:
    """The ops of the module without those of modules in it, which have symbols of their own."""
    for op in module.body.ops:
        if not isinstance(op, ModuleOp):
            yield from op.walk()


def _symbols(op: Operation) -> Iterator[str]:
    """The symbols that an op names; of a call only the callee counts."""
    if isinstance(op, Call):
        pending: list[Attribute] = [op.callee]
    else:
        pending = [*op.properties.values(), *op.attributes.values()]
    while pending:
        match pending.pop():
            case SymbolRefAttr() as symbol:
                yield symbol.root_reference.data
            case ArrayAttr() as array:
                pending += array.data
            case DictionaryAttr() as dictionary:
                pending += dictionary.data.values()
            case _:
                pass


def function_of(op: Operation) -> func.FuncOp | None:
    """The function that `op` is in."""
    parent = op.parent_op()
    while parent is not None and not isinstance(parent, func.FuncOp):
        parent = parent.parent_op()
    return parent


def entry_block(function: func.FuncOp) -> Block | None:
    """The block whose arguments are those of the function; a declaration has none."""
    return function.body.blocks.first


def is_always_run(op: Operation, function: func.FuncOp) -> bool:
    """Whether each call of the function runs `op`, unless it ends with an error before."""
    return op.parent is not None and op.parent is entry_block(function)


def set_inputs(
    function: func.FuncOp, inputs: Sequence[Attribute], sources: Sequence[int | None]
) -> tuple[Sequence[BlockArgument], Sequence[BlockArgument]]:
    """Give the function other inputs; return the old and the new arguments of its body.

    `sources` says for each which input it was: name, place and attributes stay with it, and what
    used the old argument uses the new one if the type is the same. The rest is the caller's.
    """
    outputs = function.function_type.outputs.data
    function.properties["function_type"] = FunctionType.from_lists(inputs, outputs)
    if (given := function.arg_attrs) is not None:
        empty = DictionaryAttr({})
        function.properties["arg_attrs"] = ArrayAttr(
            empty if source is None else given.data[source] for source in sources
        )
    if (old := entry_block(function)) is None:
        return (), ()
    # A new block, because inserting arguments one by one takes quadratic time.
    new = Block(arg_types=inputs)
    function.body.detach_block(old)
    function.body.insert_block(new, 0)
    for op in [*old.ops]:
        op.detach()
        new.add_op(op)
    for argument, source in zip(new.args, sources, strict=True):
        if source is not None:
            argument.name_hint = old.args[source].name_hint
            argument.location = old.args[source].location
            if argument.type == old.args[source].type:
                old.args[source].replace_all_uses_with(argument)
    return old.args, new.args


def set_arguments(call: Call, arguments: Sequence[SSAValue]) -> None:
    """Give the call other arguments."""
    call.operands = arguments


def is_public(function: func.FuncOp) -> bool:
    """Whether code outside of the module may call the function."""
    return function.sym_visibility is None or function.sym_visibility == StringAttr("public")
