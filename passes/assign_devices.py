"""`assign-devices`: operators of a model run on devices, some as functions of a vendor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    IntegerAttr,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
    TensorType,
    UnitAttr,
    i32,
    i64,
)
from xdsl.ir import Region
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import packed
from microaot.emitc_backend.printer.program import NAME
from microaot.passes.devices.partition import External, Part, load_partition
from microaot.passes.devices.steps import DESTINATIONS, DEVICE, DEVICE_HANDLE
from microaot.passes.module_functions import ModuleFunctions
from microaot.passes.outline_operators import OPERATOR
from microaot.tools.errors import OperationError, UserError


@dataclass(frozen=True)
class AssignDevices(ModulePass):
    """Say which device an operator runs on, and which C function does its work, if not our code.

    `operators`, which are names or patterns such as `"conv*"`, run on `device`; `partition` is a
    file that says so for several devices (see `device_partition`). An operator that has a device
    keeps it. A function that replaces an operator takes the same tensors; it writes the last ones,
    its results, and reads the others.

    ```mlir
    packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
    func.func private @conv(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32>
        attributes {aot.operator} {
      return %x : tensor<4xf32>
    }
    ```
    becomes with `operators=conv device=npu`
    ```mlir
    packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
    func.func private @conv(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32>
        attributes {aot.operator, aot.device = @npu} {
      return %x : tensor<4xf32>
    }
    ```
    """

    name = "assign-devices"

    operators: tuple[str, ...] = ()
    device: str = ""
    partition: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Describe the devices, then go through the operators."""
        if bool(self.operators) != bool(self.device):
            raise UserError("operators and a device for them belong together")
        parts = [Part(self.device, self.operators)] if self.device else []
        if self.partition:
            parts += load_partition(Path(self.partition))
        for part in parts:
            _describe_device(op, part)
        _assign(op, parts)
        for function in op.body.ops:
            if isinstance(function, func.FuncOp):
                _count_destinations(function)


def _describe_device(module: ModuleOp, part: Part) -> None:
    known = [
        op for op in module.body.ops if op.properties.get("sym_name") == StringAttr(part.device)
    ]
    if part.description is None:
        if not any(isinstance(op, packed.DeviceOp) for op in known):
            raise UserError(f"@{part.device} is no device of the module: say its device_type")
    elif known:
        raise OperationError(known[0], f"is called like the device @{part.device} of the partition")
    else:
        Rewriter.insert_op(part.description, InsertPoint.at_start(module.body.block))


def _assign(module: ModuleOp, parts: Sequence[Part]) -> None:
    operators = {
        op.sym_name.data: op
        for op in module.body.ops
        if isinstance(op, func.FuncOp) and (OPERATOR in op.attributes or op.is_declaration)
    }
    for part in parts:
        for external in part.external:
            for name in [*_matching(external.operator, operators)]:
                _set_device(operators.pop(name), part.device)
                _replace(module, name, external)
        for pattern in part.operators:
            for name in _matching(pattern, operators):
                _set_device(operators[name], part.device)


def _matching(pattern: str, operators: dict[str, func.FuncOp]) -> Iterator[str]:
    """The operators of this name, at least one."""
    names = [name for name in operators if fnmatchcase(name, pattern)]
    if not names:
        known = ", ".join(operators) or "none"
        raise UserError(f"no operator is called '{pattern}', those that are left are: {known}")
    yield from names


def _set_device(operator: func.FuncOp, device: str) -> None:
    operator.attributes.setdefault(DEVICE, SymbolRefAttr(device))


def _replace(module: ModuleOp, name: str, external: External) -> None:
    """Let calls of an operator be calls of a C function."""
    functions = ModuleFunctions(module)
    operator = functions.by_name[name]
    inputs, outputs = operator.function_type.inputs.data, operator.function_type.outputs.data
    if not outputs:
        raise OperationError(operator, f"@{name} works on buffers: replace it before it does")
    for use in functions.other_uses[name]:
        raise OperationError(use, f"uses @{name}, which becomes @{external.symbol}")
    if external.has_status:
        outputs = (*outputs, i32)
    declaration = func.FuncOp(
        external.symbol, FunctionType.from_lists(inputs, outputs), Region(), "private"
    )
    declaration.location = operator.location
    declaration.properties["arg_attrs"] = _argument_names(operator)
    declaration.attributes[DEVICE] = operator.attributes[DEVICE]
    if external.takes_handle:
        declaration.attributes[DEVICE_HANDLE] = UnitAttr()
    _count_destinations(declaration)
    for call in functions.calls[name]:
        new = func.CallOp(external.symbol, call.operands, outputs)
        new.location = call.location
        results = new.results[: len(call.results)]
        for old, result in zip(call.results, results, strict=True):
            result.name_hint = old.name_hint
        Rewriter.replace_op(call, new, results)
    Rewriter.erase_op(operator)
    if (known := functions.by_name.get(external.symbol)) is None or known is operator:
        Rewriter.insert_op(declaration, _behind_devices(module))
    elif not known.is_declaration or known.function_type != declaration.function_type:
        raise OperationError(known, f"@{external.symbol} is not what replaces @{name}")


def _argument_names(operator: func.FuncOp) -> ArrayAttr[DictionaryAttr]:
    """What the arguments of an operator are called in its C prototype."""
    if operator.is_declaration:
        return ArrayAttr([DictionaryAttr({})] * len(operator.function_type.inputs))
    hints = (argument.name_hint for argument in operator.body.blocks[0].args)
    return ArrayAttr(DictionaryAttr({NAME: StringAttr(hint)} if hint else {}) for hint in hints)


def _behind_devices(module: ModuleOp) -> InsertPoint:
    first = next((op for op in module.body.ops if not isinstance(op, packed.DeviceOp)), None)
    return InsertPoint.at_end(module.body.block) if first is None else InsertPoint.before(first)


def _count_destinations(function: func.FuncOp) -> None:
    """A declared function on tensors writes its results into the last of its arguments."""
    results = sum(isa(type, TensorType) for type in function.function_type.outputs)
    if function.is_declaration and results:
        function.attributes.setdefault(DESTINATIONS, IntegerAttr(results, i64))
