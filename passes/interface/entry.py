"""The entry of a model with the arguments of the interface."""

from xdsl.dialects import arith, func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    IntegerAttr,
    IntegerType,
    Signedness,
    StringAttr,
    UnitAttr,
    i32,
)
from xdsl.ir import Attribute, Block, BlockArgument, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import aot
from microaot.dialects.emitc.types import PointerType
from microaot.emitc_backend.pointer_flow import FIXED_SIGNATURE
from microaot.emitc_backend.printer.program import CONST
from microaot.passes.interface.checks import add_checks
from microaot.passes.interface.model import Interface
from microaot.passes.interface.reader import Reader
from microaot.passes.memory.accesses import VIEWS
from microaot.tools.errors import OperationError

BYTES = PointerType(IntegerType(8, Signedness.UNSIGNED))
"""`uint8_t *`: a pool of the application that is an argument by itself."""


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
            add_checks(self._entry, self._model, [*self._lines.values()], reader)

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
            new = reader.read(line, value.type)
        elif isinstance(owner := value.owner, VIEWS):
            new = owner.clone()
            new.operands[0] = self._fresh(owner.operands[0], before, reader)
        else:
            return value
        new.location = before.location
        new.results[0].name_hint = value.name_hint
        Rewriter.insert_op(new, InsertPoint.before(before))
        return new.results[0]
