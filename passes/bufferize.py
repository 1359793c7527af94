"""`bufferize`: tensors become buffers, and nothing is copied that need not be."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, func, memref
from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    MemRefType,
    ModuleOp,
    StringAttr,
    TensorType,
    UnitAttr,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.emitc_backend.c_names import free_symbol
from microaot.passes.bufferization.analysis import Analysis
from microaot.passes.bufferization.buffer_views import buffer_type
from microaot.passes.bufferization.destinations import find_homes
from microaot.passes.bufferization.effects import is_tensor
from microaot.passes.bufferization.emit import Emitter
from microaot.passes.bufferization.normalize import normalize
from microaot.passes.bufferization.signatures import (
    add_destinations,
    drop_tensor_results,
    returned,
)
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class Bufferize(ModulePass):
    """Stores each tensor of a program in a buffer.

    Ops write their results over their operands where nobody misses what was there, parts of a
    tensor are computed in their place in the whole, and a function writes what it returns to its
    last arguments: those for its results if it has them, new ones otherwise. Constants become
    globals. Arguments of public functions are only read.

    ```mlir
    func.func @f(%x: tensor<4xf32>) -> tensor<8xf32> {
      %e = tensor.empty() : tensor<4xf32>
      %y = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
      %z = tensor.concat dim(0) %x, %y : (tensor<4xf32>, tensor<4xf32>) -> tensor<8xf32>
      return %z : tensor<8xf32>
    }
    ```
    becomes
    ```mlir
    func.func @f(%x: memref<4xf32>, %z: memref<8xf32>) {
      %y = memref.subview %z[4] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1], offset: 4>>
      linalg.exp ins(%x : memref<4xf32>) outs(%y : memref<4xf32, strided<[1], offset: 4>>)
      %0 = memref.subview %z[0] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1]>>
      memref.copy %x, %0 : memref<4xf32> to memref<4xf32, strided<[1]>>
      return
    }
    ```
    """

    name = "bufferize"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Bufferize all functions; globals are put in front of them."""
        functions = [f for f in op.body.ops if isinstance(f, func.FuncOp) and _has_tensors(f)]
        added = add_destinations(op)
        constants = _Constants(op)
        for function in functions:
            if returned(function) is not None:
                normalize(function)
                _bufferize(function, added, constants)
            else:
                _change_types(function)


def _has_tensors(function: func.FuncOp) -> bool:
    kind = function.function_type
    if any(isinstance(type, TensorType) for type in (*kind.inputs, *kind.outputs)):
        return True
    return any(is_tensor(v) for op in function.walk() for v in (*op.operands, *op.results))


def _bufferize(function: func.FuncOp, added: set[SSAValue], constants: "_Constants") -> None:
    analysis = Analysis(function, added)
    find_homes(analysis)
    block = function.body.block
    arguments: dict[SSAValue, SSAValue] = {}
    for argument in [*block.args]:
        if is_tensor(argument):
            new = block.insert_arg(buffer_type(argument), argument.index)
            new.name_hint = argument.name_hint
            arguments[argument] = new
    emitter = Emitter(analysis, dict(arguments), constants.buffer)
    emitter.emit(block)
    emitter.erase_unused(block)
    for argument in [*block.args]:
        if argument in arguments:
            block.erase_arg(argument)
    drop_tensor_results(function, block.arg_types)


def _change_types(function: func.FuncOp) -> None:
    types: list[Attribute] = [
        MemRefType(type.element_type, type.get_shape()) if isa(type, TensorType) else type
        for type in function.function_type.inputs
    ]
    drop_tensor_results(function, types)


class _Constants:
    """Makes globals of constants, one for equal ones."""

    def __init__(self, module: ModuleOp) -> None:
        self._module = module
        symbols = (top.properties.get("sym_name") for top in module.body.ops)
        self._taken = {s.data for s in symbols if isinstance(s, StringAttr)}
        self._symbols: dict[DenseIntOrFPElementsAttr, str] = {}
        self._last: Operation | None = None

    def buffer(self, op: arith.ConstantOp) -> SSAValue:
        """The buffer of a constant, in front of it."""
        value = op.value
        if not isinstance(value, DenseIntOrFPElementsAttr):
            raise OperationError(op, f"is no constant that can be stored: {value}")
        if value not in self._symbols:
            self._symbols[value] = self._add(op, value)
        get = memref.GetGlobalOp(self._symbols[value], buffer_type(op.result))
        get.location = op.location
        get.memref.name_hint = op.result.name_hint
        Rewriter.insert_op(get, InsertPoint.before(op))
        return get.memref

    def _add(self, op: arith.ConstantOp, value: DenseIntOrFPElementsAttr) -> str:
        symbol = free_symbol(op.result.name_hint or "constant", self._taken)
        self._taken.add(symbol)
        new = memref.GlobalOp.get(
            StringAttr(symbol), buffer_type(op.result), value, constant=UnitAttr()
        )
        new.location = op.location
        body = self._module.body.block
        place = InsertPoint.at_start(body) if self._last is None else InsertPoint.after(self._last)
        Rewriter.insert_op(new, place)
        self._last = new
        return symbol
