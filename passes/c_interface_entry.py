"""The entry of a model with the arguments of the interface."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from xdsl.dialects import arith, func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    IntegerAttr,
    IntegerType,
    MemRefType,
    Signedness,
    StringAttr,
    UnitAttr,
    i32,
)
from xdsl.ir import Attribute, Block, BlockArgument, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import aot
from microaot.dialects.emitc.types import PointerType
from microaot.emitc_backend.interface.macros import ALIGNMENT, NULL, macro_name
from microaot.emitc_backend.pointer_flow import FIXED_SIGNATURE
from microaot.emitc_backend.printer.program import CONST
from microaot.passes.c_interface_model import Interface
from microaot.passes.memory.accesses import VIEWS
from microaot.tools.errors import OperationError

BYTES = PointerType(IntegerType(8, Signedness.UNSIGNED))
"""`uint8_t *`: a pool of the application that is an argument by itself."""

PER_CHECK = 5
"""How many pointers one check looks at: a longer condition would need variables."""


class Reader:
    """Reads what an application has handed over, each time anew: it costs no variable then."""

    def __init__(self, model: aot.ModelOp, arguments: dict[str, SSAValue]) -> None:
        self._model = model
        self._arguments = arguments

    def read(self, line: aot.TensorOp | aot.PoolOp | aot.DeviceOp) -> Operation:
        """The op that gives the memref or handle."""
        if isinstance(line, aot.PoolOp) and not self._model.has_pools_struct:
            return aot.MemoryOp(self._arguments[self._model.pools_argument], line.value_type)
        argument = self._arguments[
            self._model.pools_argument if isinstance(line, aot.PoolOp) else _group(line)
        ]
        op = aot.MemberOp(argument, line.c_name.data, line.value_type)
        is_constant = isinstance(line, aot.PoolOp) and line.data is not None
        if is_constant or isinstance(line, aot.InputOp):
            op.attributes[CONST] = UnitAttr()
        return op


def _group(line: aot.TensorOp | aot.DeviceOp) -> str:
    """The argument that a member is read from."""
    match line:
        case aot.InputOp():
            return "inputs"
        case aot.DeviceOp():
            return "devices"
        case _:
            return "outputs"


def interface_arguments(model: aot.ModelOp, *, pools_only: bool = False) -> dict[str, Attribute]:
    """Names and types of the arguments of the function that runs the model."""
    arguments: dict[str, Attribute] = {}
    if not (model.io_in_workspace or pools_only):
        # An application that is written for TVM passes a struct of inputs even if there are none.
        if model.inputs or model.is_tvm:
            arguments["inputs"] = _struct(model.c_name("inputs"))
        if model.outputs or model.is_tvm:
            arguments["outputs"] = _struct(model.c_name("outputs"))
    if model.has_pools_struct:
        arguments[model.pools_argument] = _struct(model.pools_struct)
    elif model.app_pools:
        arguments[model.pools_argument] = BYTES
    if model.devices and not pools_only:
        arguments["devices"] = _struct(model.c_name("devices"))
    return arguments


def _struct(name: str) -> Attribute:
    return aot.StructType(StringAttr(name))


def set_interface_arguments(function: func.FuncOp, model: aot.ModelOp, block: Block) -> None:
    """Say of the arguments of `function` that C fixes them."""
    has_constants = any(pool.data is not None for pool in model.app_pools)
    const, other = DictionaryAttr({CONST: UnitAttr()}), DictionaryAttr({})
    function.properties["arg_attrs"] = ArrayAttr(
        const
        if (not model.is_tvm if isinstance(argument.type, aot.StructType) else has_constants)
        else other
        for argument in block.args
    )
    function.attributes[FIXED_SIGNATURE] = UnitAttr()


class EntryWriter:
    """Rewrites the entry of a model."""

    def __init__(self, entry: func.FuncOp, interface: Interface) -> None:
        self._entry = entry
        self._model = interface.model
        self._lines = interface.arguments

    def write(self, *, has_checks: bool) -> None:
        """Give the entry the arguments of the interface, a status, and its name."""
        self._return_status()
        old = self._entry.body.blocks[0]
        types = interface_arguments(self._model)
        count = len(old.args)
        arguments: dict[str, SSAValue] = {}
        for name, type in types.items():
            arguments[name] = old.insert_arg(type, len(old.args))
            arguments[name].name_hint = name
        reader = Reader(self._model, arguments)
        for op in [*self._entry.body.walk()]:
            if not isinstance(op, VIEWS):
                self._read_operands(op, reader)
        for op in [*self._entry.body.walk(reverse=True)]:
            if isinstance(op, VIEWS) and not any(result.uses for result in op.results):
                Rewriter.erase_op(op)
        for argument in reversed(old.args[:count]):
            old.erase_arg(argument)
        self._entry.properties["sym_name"] = StringAttr(self._model.c_name("run"))
        self._entry.properties["function_type"] = FunctionType.from_lists([*types.values()], [i32])
        set_interface_arguments(self._entry, self._model, old)
        if has_checks:
            self._check(reader, arguments)

    def _return_status(self) -> None:
        outputs = self._entry.function_type.outputs.data
        if outputs == (i32,):
            return
        if outputs:
            raise OperationError(
                self._entry,
                f"returns {', '.join(map(str, outputs))}: expects an i32 status or nothing",
            )
        for block in self._entry.body.blocks:
            if isinstance(end := block.last_op, func.ReturnOp):
                success = arith.ConstantOp(IntegerAttr(0, i32))
                success.result.name_hint = "success"
                new = func.ReturnOp(success)
                success.location = new.location = end.location
                Rewriter.replace_op(end, [success, new], [])

    def _read_operands(self, op: Operation, reader: Reader) -> None:
        for index, operand in enumerate(op.operands):
            op.operands[index] = self._fresh(operand, op, reader)

    def _fresh(self, value: SSAValue, before: Operation, reader: Reader) -> SSAValue:
        """The same value, made anew in front of an op if it comes from the interface."""
        if isinstance(value, BlockArgument) and (line := self._lines.get(value)) is not None:
            new = reader.read(line)
        elif isinstance(owner := value.owner, VIEWS):
            new = owner.clone()
            new.operands[0] = self._fresh(owner.operands[0], before, reader)
        else:
            return value
        new.location = before.location
        new.results[0].name_hint = value.name_hint
        Rewriter.insert_op(new, InsertPoint.before(before))
        return new.results[0]

    # Checks

    def _check(self, reader: Reader, arguments: dict[str, SSAValue]) -> None:
        """Refuse pointers that are NULL or not aligned, before anything else happens."""
        block = self._entry.body.blocks[0]
        ops = [*self._checks(reader, arguments)]
        for op in ops:
            op.location = self._entry.location
        Rewriter.insert_op(ops, InsertPoint.at_start(block))

    def _checks(self, reader: Reader, arguments: dict[str, SSAValue]) -> Iterator[Operation]:
        null = macro_name(self._model, NULL)
        if arguments:
            yield aot.RequirePresentOp([*arguments.values()], null)
        lines = [line for line in self._lines.values() if _has_bytes(line)]
        members = [
            line
            for line in lines
            if not isinstance(line, aot.PoolOp) or self._model.has_pools_struct
        ]
        for some in _chunks(members):
            reads = [reader.read(line) for line in some]
            yield from reads
            yield aot.RequirePresentOp([read.results[0] for read in reads], null)
        yield from self._alignment_checks(lines, reader)

    def _alignment_checks(
        self, lines: Sequence[aot.TensorOp | aot.PoolOp | aot.DeviceOp], reader: Reader
    ) -> Iterator[Operation]:
        status = macro_name(self._model, ALIGNMENT)
        aligned = [line for line in lines if not isinstance(line, aot.DeviceOp)]
        aligned.sort(key=_alignment)
        for alignment, group in groupby(aligned, _alignment):
            if alignment == 1:
                continue
            for some in _chunks(group):
                reads = [reader.read(line) for line in some]
                yield from reads
                yield aot.RequireAlignedOp([read.results[0] for read in reads], alignment, status)


_T = TypeVar("_T")


def _chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    """The values, as many at a time as one check looks at."""
    rest = [*values]
    while rest:
        yield rest[:PER_CHECK]
        rest = rest[PER_CHECK:]


def _alignment(line: aot.TensorOp | aot.PoolOp) -> int:
    return line.alignment.value.data


def _has_bytes(line: aot.TensorOp | aot.PoolOp | aot.DeviceOp) -> bool:
    """Whether a pointer to nothing would be wrong."""
    type = line.value_type
    return not isinstance(type, MemRefType) or 0 not in type.get_shape()
