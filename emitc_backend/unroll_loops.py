"""The pass `emitc-unroll-loops`: several steps of a short loop body in one iteration."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import IndexType, IntegerAttr, IntegerType, ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.tools.errors import UserError

_MAX_OPS = 20
"""Ops of a body that is worth repeating: where more is done, counting costs little."""


@dataclass(frozen=True)
class UnrollLoops(ModulePass):
    """Repeats the body of innermost loops that accumulate, `factor` times.

    On a processor without branch prediction, counting and jumping costs as much as multiplying and
    adding. Loops are left alone whose number of iterations is not a known multiple of the factor,
    and those that accumulate nothing: they spend their time on loading and storing.

    ```mlir
    emitc.for %i = %c0 to %c64 step %c1 : !emitc.ptrdiff_t {
      %sum = emitc.load %acc : <i32>
      %element = emitc.subscript %x[%i]
          : (!emitc.array<64xi32>, !emitc.ptrdiff_t) -> !emitc.lvalue<i32>
      %value = emitc.load %element : <i32>
      %more = emitc.add %sum, %value : (i32, i32) -> i32
      emitc.assign %more : i32 to %acc : <i32>
    }
    ```
    becomes, with a factor of 2,

    ```c
    for (ptrdiff_t i = 0; i < 64; i += 2) {
        acc += x[i];
        acc += x[i + 1];
    }
    ```
    """

    name = "emitc-unroll-loops"

    factor: int = 4
    """How often the body is repeated; 1 leaves everything as it is."""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Unroll all loops that allow it."""
        if self.factor < 1:
            raise UserError(f"{self.name}: the factor has to be positive, not {self.factor}")
        if self.factor == 1:
            return
        for loop in [*op.walk()]:
            if isinstance(loop, emitc.ForOp) and _is_unrollable(loop, self.factor):
                _unroll(loop, self.factor)


def _is_unrollable(loop: emitc.ForOp, factor: int) -> bool:
    low, high, step = (_number(value) for value in (loop.lb, loop.ub, loop.step))
    if low is None or high is None or step != 1:
        return False
    trips, body = high - low, [*loop.body.block.ops]
    is_long = trips >= 2 * factor and trips % factor == 0
    is_leaf = len(body) <= _MAX_OPS and not any(op.regions for op in body)
    return is_long and is_leaf and any(map(_accumulates, body))


def _number(value: SSAValue) -> int | None:
    attribute = value.owner.value if isinstance(value.owner, emitc.ConstantOp) else None
    return attribute.value.data if isa(attribute, IntegerAttr[IndexType | IntegerType]) else None


def _accumulates(op: Operation) -> bool:
    """Whether an op assigns to a local variable from outside of the loop."""
    if not isinstance(op, emitc.AssignOp):
        return False
    variable = op.var.owner
    return isinstance(variable, emitc.VariableOp) and variable.parent is not op.parent


def _unroll(loop: emitc.ForOp, factor: int) -> None:
    block = loop.body.block
    (counter,) = block.args
    last = block.last_op
    assert last is not None
    body = [op for op in block.ops if op is not last or not isinstance(op, emitc.YieldOp)]
    point = (
        InsertPoint.before(last) if isinstance(last, emitc.YieldOp) else InsertPoint.at_end(block)
    )
    for step in range(1, factor):
        offset = _constant(step, loop)
        shifted = emitc.AddOp(counter, offset.result, counter.type)
        mapping: dict[SSAValue, SSAValue] = {counter: shifted.result}
        copies = [op.clone(mapping) for op in body]
        for old, new in zip(body, copies, strict=True):
            new.location = old.location
        for op in (offset, shifted, *copies):
            Rewriter.insert_op(op, point)
    stride = _constant(factor, loop)
    Rewriter.insert_op(stride, InsertPoint.before(loop))
    loop.operands[2] = stride.result


def _constant(value: int, loop: emitc.ForOp) -> emitc.ConstantOp:
    """A constant of the type of the loop counter."""
    return emitc.ConstantOp(IntegerAttr(value, IndexType()), loop.step.type)
