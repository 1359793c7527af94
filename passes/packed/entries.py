"""How a function of buffers and scalars becomes a packed entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xdsl.builder import Builder
from xdsl.dialects import func
from xdsl.dialects.builtin import (
    FunctionType,
    IndexType,
    MemRefType,
    ModuleOp,
    StringAttr,
    UnitAttr,
    UnknownLoc,
)
from xdsl.ir import Block, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import packed
from microaot.dialects.packed.descriptors import AssumeBufferOp
from microaot.dialects.packed.entry import (
    ABI,
    ArgumentsType,
    ReturnValueOp,
    ScalarArgumentOp,
    TensorArgumentOp,
)
from microaot.emitc_backend.c_symbol_names import FIXED_NAME
from microaot.emitc_backend.conversions.packed_entry import ERROR_MESSAGES, FUNCTION, SIGNATURE
from microaot.passes.packed.abi import PACKED_ABIS, ArgumentKind, scalar_kind
from microaot.passes.packed.checks import EntryChecks, dtype_name
from microaot.passes.packed.entry_devices import device_of
from microaot.passes.packed.extents import Extent, check_extents, find_extents
from microaot.passes.packed.scalars import CARRIERS, from_carrier, last_result, range_of, to_carrier
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class Parameter:
    """One argument of the function that becomes an entry."""

    value: SSAValue
    name: str
    position: int

    @property
    def kind(self) -> ArgumentKind | None:
        """As what it travels."""
        if isinstance(self.value.type, packed.BufferType):
            return ArgumentKind.TENSOR
        return scalar_kind(self.value.type)


def make_entry(module: ModuleOp, function: func.FuncOp, abi: ABI, *, has_messages: bool) -> None:
    """Change one function of the module."""
    old = function.body.blocks[0]
    parameters = [Parameter(v, v.name_hint or f"arg{i}", i) for i, v in enumerate(old.args)]
    _refuse_others(function, parameters)
    extents = find_extents(function)
    name = function.sym_name.data
    function.attributes[SIGNATURE] = StringAttr(_describe(name, parameters))
    function.attributes[FUNCTION] = StringAttr(name)
    if not has_messages:
        function.attributes[ERROR_MESSAGES] = StringAttr("none")
    if PACKED_ABIS[abi].is_fixed_name:
        function.attributes[FIXED_NAME] = UnitAttr()
    function.properties["sym_name"] = StringAttr(PACKED_ABIS[abi].symbol.format(name))
    function.properties.pop("arg_attrs", None)
    function.properties.pop("res_attrs", None)
    devices = {
        parameter.position: device_of(module, function, parameter.value) for parameter in parameters
    }
    entry = Block(arg_types=[ArgumentsType(abi)])
    entry.args[0].name_hint = "args"
    has_result = bool(function.function_type.outputs)
    function.properties["function_type"] = FunctionType.from_lists([ArgumentsType(abi)], [])
    _return_values(function, entry.args[0])
    builder = Builder(InsertPoint.at_end(entry))
    checks = EntryChecks(builder, abi, entry.args[0])
    checks.check_call(len(parameters), has_result=has_result)
    _enter(checks, entry.args[0], function, parameters, devices, extents)
    for op in [*old.ops]:
        op.detach()
        entry.add_op(op)
    function.body.insert_block(entry, 0)
    function.body.erase_block(old)
    for op in function.body.walk():
        if isinstance(op.location, UnknownLoc):
            op.location = function.location


def _refuse_others(function: func.FuncOp, parameters: Sequence[Parameter]) -> None:
    for parameter in parameters:
        if parameter.kind is None:
            hint = ": make a buffer of it" if isa(parameter.value.type, MemRefType) else ""
            raise OperationError(
                function,
                f"has an argument {parameter.name} of the type {parameter.value.type}, which "
                f"no packed ABI carries{hint}",
            )
    outputs = function.function_type.outputs.data
    if len(outputs) > 1 or any(scalar_kind(type) is None for type in outputs):
        raise OperationError(function, "returns more than one scalar, which no packed ABI carries")


def _describe(name: str, parameters: Sequence[Parameter]) -> str:
    """`add_one(x: float32[3, ?], n: int)`."""
    texts = [f"{parameter.name}: {_describe_type(parameter)}" for parameter in parameters]
    return f"{name}({', '.join(texts)}) in the packed calling convention"


def _describe_type(parameter: Parameter) -> str:
    if isinstance(type := parameter.value.type, packed.BufferType):
        extents = ("?" if extent is None else str(extent) for extent in type.static_extents())
        return f"{dtype_name(type)}[{', '.join(extents)}]"
    assert parameter.kind is not None
    return parameter.kind.value.split()[-1]


def _return_values(function: func.FuncOp, arguments: SSAValue) -> None:
    """Results go where the ABI says."""
    for block in function.body.blocks:
        last = block.last_op
        if isinstance(last, func.ReturnOp) and last.arguments:
            ops = to_carrier(last.arguments[0])
            value = last_result(last.arguments[0], ops)
            new = [*ops, ReturnValueOp(arguments, value), func.ReturnOp()]
            for made in new:
                made.location = last.location
            Rewriter.replace_op(last, new, [])


def _enter(
    checks: EntryChecks,
    arguments: SSAValue,
    function: func.FuncOp,
    parameters: Sequence[Parameter],
    devices: Mapping[int, tuple[int, int] | None],
    extents: list[Extent],
) -> None:
    """Check the arguments, then put what they are in the place of the parameters."""
    for parameter in parameters:
        assert parameter.kind is not None
        checks.check_kind(parameter.position, parameter.name, parameter.kind)
    tensors: dict[int, SSAValue] = {}
    for parameter in parameters:
        if isinstance(type := parameter.value.type, packed.BufferType):
            tensor = checks.insert(TensorArgumentOp(arguments, parameter.position)).result
            tensor.name_hint = parameter.name
            tensors[parameter.position] = tensor
            checks.check_tensor(tensor, parameter.name, type, devices[parameter.position])
    numbers = {p.position: _read_scalar(checks, arguments, p) for p in parameters if is_scalar(p)}
    names = [parameter.name for parameter in parameters]
    check_extents(checks, function, extents, names, tensors, numbers)
    for parameter in parameters:
        type, position = parameter.value.type, parameter.position
        if isinstance(type, packed.BufferType):
            value: SSAValue = checks.insert(AssumeBufferOp(tensors[position], type)).result
        else:
            ops = from_carrier(numbers[position], type)
            for op in ops:
                checks.insert(op)
            value = last_result(numbers[position], ops)
        value.name_hint = parameter.name
        parameter.value.replace_all_uses_with(value)


def is_scalar(parameter: Parameter) -> bool:
    """Whether the argument is no tensor."""
    return parameter.kind is not ArgumentKind.TENSOR


def _read_scalar(checks: EntryChecks, arguments: SSAValue, parameter: Parameter) -> SSAValue:
    """Read a number and check that its type holds it."""
    assert parameter.kind is not None
    carrier = CARRIERS[parameter.kind]
    number = checks.insert(ScalarArgumentOp(arguments, parameter.position, carrier)).result
    number.name_hint = parameter.name
    if (limits := range_of(parameter.value.type)) is not None:
        checks.check_range(number, parameter.name, limits)
    if isinstance(parameter.value.type, IndexType):
        checks.check_index(number, parameter.name)
    return number
