"""Atomic updates as a load, the update and a store: there is one core and no other thread."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects.memref_ops import AtomicYieldOp, GenericAtomicRMWOp

KINDS: list[type[Operation] | None] = [
    arith.AddfOp,
    arith.AddiOp,
    arith.AndIOp,
    None,  # assign
    arith.MaximumfOp,
    arith.MaxnumfOp,
    arith.MaxSIOp,
    arith.MaxUIOp,
    arith.MinimumfOp,
    arith.MinnumfOp,
    arith.MinSIOp,
    arith.MinUIOp,
    arith.MulfOp,
    arith.MuliOp,
    arith.OrIOp,
    arith.XOrIOp,
]
"""The op for each value of MLIR's enum AtomicRMWKind, in its order; None stores the operand."""


@dataclass(frozen=True)
class ExpandAtomics(ModulePass):
    """Expand `memref.atomic_rmw` and `memref.generic_atomic_rmw`.

    ```mlir
    %old = memref.atomic_rmw addi %x, %m[%i] : (i32, memref<4xi32>) -> i32
    ```
    becomes
    ```mlir
    %old = memref.load %m[%i] : memref<4xi32>
    %new = arith.addi %x, %old : i32
    memref.store %new, %m[%i] : memref<4xi32>
    ```
    An interrupt handler that updates the same element must be locked out by the application.
    """

    name = "expand-atomics"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Expand every atomic op, inner ones of a region before the op itself."""
        for inner in [*op.walk(reverse=True)]:
            if isinstance(inner, memref.AtomicRMWOp):
                _expand_atomic(inner)
            elif isinstance(inner, GenericAtomicRMWOp):
                _expand_generic(inner)


def _expand_atomic(op: memref.AtomicRMWOp) -> None:
    load = memref.LoadOp.get(op.memref, op.indices)
    kind = KINDS[op.kind.value.data]
    new: list[Operation] = [load]
    stored: SSAValue = op.value
    if kind is not None:
        update = kind.create(operands=[load.res, op.value], result_types=[op.value.type])
        new.append(update)
        stored = update.results[0]
    new.append(memref.StoreOp.get(stored, op.memref, op.indices))
    _replace(op, new, load.res)


def _expand_generic(op: GenericAtomicRMWOp) -> None:
    load = memref.LoadOp.get(op.memref, op.indices)
    body = op.atomic_body.block
    body.args[0].replace_all_uses_with(load.res)
    inner = [*body.ops]
    terminator = inner.pop()
    assert isinstance(terminator, AtomicYieldOp)
    stored = terminator.result
    for moved in inner:
        moved.detach()
    _replace(op, [load, *inner, memref.StoreOp.get(stored, op.memref, op.indices)], load.res)


def _replace(op: Operation, new: list[Operation], result: SSAValue) -> None:
    for created in new:
        created.location = op.location
    Rewriter.insert_op(new, InsertPoint.before(op))
    op.results[0].replace_all_uses_with(result)
    Rewriter.erase_op(op, safe_erase=False)
