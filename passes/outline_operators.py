"""`outline-operators`: the ops of a model become operator functions that the model calls."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, func, tensor
from xdsl.dialects.builtin import (
    ModuleOp,
    StringAttr,
    TensorType,
    UnitAttr,
)
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.emitc_backend.c_names import free_symbol
from microaot.passes.fusion.tensor_ops import is_tensor
from microaot.passes.integers.dense_data import dense_constant, is_uniform
from microaot.passes.operators.groups import Group, find_groups
from microaot.passes.operators.model_tensors import is_model, name_model_tensors
from microaot.passes.operators.names import constant_role, operator_name
from microaot.passes.shapes.fixed_sizes import has_fixed_sizes, require_fixed_interface

OPERATOR = "aot.operator"
"""Unit attribute of a function that computes a part of a model."""


@dataclass(frozen=True)
class OutlineOperators(ModulePass):
    """Moves what a public function computes on tensors into private functions.

    Each tensor that has to be stored is computed by one operator, together with everything that is
    fused into it (see `lower-tensors-to-loops`). An operator takes tensors, constants among them,
    and at the end the tensors to write its results to. Operators that do the same are one function.
    A function in which tensors have open sizes is left in one piece.

    ```mlir
    func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
      %e = tensor.empty() : tensor<4xf32>
      %y = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
    becomes
    ```mlir
    func.func @main(%x: tensor<4xf32> {aot.input = "x"})
        -> (tensor<4xf32> {aot.output = "output"}) {
      %e = tensor.empty() : tensor<4xf32>
      %y = func.call @exp(%x, %e) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
      return %y : tensor<4xf32>
    }
    func.func private @exp(%input: tensor<4xf32>, %output: tensor<4xf32>) -> tensor<4xf32>
        attributes {aot.operator} {
      %e = tensor.empty() : tensor<4xf32>
      %y = linalg.exp ins(%input : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
    """

    name = "outline-operators"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Outline each public function on tensors; inputs and outputs of open sizes are refused."""
        symbols = (top.properties.get("sym_name") for top in op.body.ops)
        outliner = _Outliner(op, {s.data for s in symbols if isinstance(s, StringAttr)})
        for function in [*op.body.ops]:
            if isinstance(function, func.FuncOp) and is_model(function):
                require_fixed_interface(function)
                name_model_tensors(function)
                if has_fixed_sizes(function):
                    for block in function.body.blocks:
                        outliner.outline(block)


class _Outliner:
    """Makes operators; remembers them to find equal ones."""

    def __init__(self, module: ModuleOp, taken: set[str]) -> None:
        self._module = module
        self._taken = taken
        self._operators: dict[str, func.FuncOp] = {}
        self._placed: set[Operation] = set()

    def outline(self, block: Block) -> None:
        """Replace the groups of a block by calls."""
        for group in find_groups(block):
            self._replace(group)

    def _replace(self, group: Group) -> None:
        ops = [*group.ops]
        name = operator_name(ops)
        inputs = _inputs(group)
        roles = [
            constant_role(value, ops) if isinstance(value.owner, arith.ConstantOp) else None
            for value in inputs
        ]
        operator = self._find_or_add(_function(group, inputs), name, roles)
        last = ops[-1]
        for value, role in zip(inputs, roles, strict=True):
            if role is not None:
                self._place_constant(value.owner, f"{name}_{role}", last)
        targets: list[SSAValue] = []
        for result in group.results:
            assert isa(result.type, TensorType)
            empty = tensor.EmptyOp((), result.type)
            empty.location = last.location
            Rewriter.insert_op(empty, InsertPoint.before(last))
            targets.append(empty.results[0])
        types = [result.type for result in group.results]
        call = func.CallOp(operator.sym_name.data, [*inputs, *targets], types)
        call.location = last.location
        Rewriter.insert_op(call, InsertPoint.before(last))
        for old, new in zip(group.results, call.results, strict=True):
            new.name_hint = operator.sym_name.data
            old.replace_all_uses_with(new)
        _erase_unused(ops)

    def _place_constant(self, constant: Operation | Block, name: str, user: Operation) -> None:
        """Name a constant by its first use, and move it there: names are numbered in order."""
        if not isinstance(constant, arith.ConstantOp) or constant in self._placed:
            return
        self._placed.add(constant)
        constant.result.name_hint = name
        if constant.parent is user.parent:
            constant.detach()
            Rewriter.insert_op(constant, InsertPoint.before(user))

    def _find_or_add(
        self, function: func.FuncOp, name: str, roles: Sequence[str | None]
    ) -> func.FuncOp:
        text = str(function)
        if (known := self._operators.get(text)) is not None:
            return known
        symbol = free_symbol(name, self._taken)
        self._taken.add(symbol)
        function.properties["sym_name"] = StringAttr(symbol)
        _name_arguments(function, roles)
        Rewriter.insert_op(function, InsertPoint.at_end(self._module.body.block))
        self._operators[text] = function
        return function


def _inputs(group: Group) -> list[SSAValue]:
    """What a group uses from outside: values that are computed, then constants."""
    inside = {nested for op in group.ops for nested in op.walk()}
    found: dict[SSAValue, None] = {}
    for op in group.ops:
        for nested in op.walk():
            for operand in nested.operands:
                owner = operand.owner
                parent = owner if isinstance(owner, Operation) else owner.parent_op()
                if parent in inside or _is_copied(operand):
                    continue
                found[operand] = None
    values = [value for value in found if not isinstance(value.owner, arith.ConstantOp)]
    return [*values, *(value for value in found if isinstance(value.owner, arith.ConstantOp))]


def _is_copied(value: SSAValue) -> bool:
    """Whether each operator has its own copy of a constant, as it is only one number."""
    if not isinstance(value.owner, arith.ConstantOp):
        return False
    data = dense_constant(value)
    return data is None or is_uniform(data)


def _function(group: Group, inputs: list[SSAValue]) -> func.FuncOp:
    """A function of the inputs and of the tensors for the results, without any names."""
    results = [result.type for result in group.results]
    block = Block(arg_types=[*(value.type for value in inputs), *results])
    mapping: dict[SSAValue, SSAValue] = dict(zip(inputs, block.args, strict=False))
    for op in group.ops:
        for nested in op.walk():
            for operand in nested.operands:
                if operand not in mapping and _is_copied(operand):
                    assert isinstance(operand.owner, Operation)
                    block.add_op(operand.owner.clone(mapping))
        block.add_op(op.clone(mapping))
    block.add_op(func.ReturnOp(*(mapping[result] for result in group.results)))
    for op in block.walk():
        for result in op.results:
            result.name_hint = None
    function = func.FuncOp(
        "operator", ([arg.type for arg in block.args], results), Region(block), "private"
    )
    function.attributes[OPERATOR] = UnitAttr()
    function.location = [*group.ops][-1].location
    return function


def _name_arguments(function: func.FuncOp, roles: Sequence[str | None]) -> None:
    """Name the inputs, by the roles of constants, and then the outputs."""
    for index, argument in enumerate(function.body.block.args):
        if index >= len(roles):
            argument.name_hint = "output"
        else:
            argument.name_hint = roles[index] or ("input" if is_tensor(argument) else "scalar")


def _erase_unused(ops: list[Operation]) -> None:
    for op in reversed(ops):
        if not any(result.uses for result in op.results):
            Rewriter.erase_op(op)
