"""The pass that turns plain IR into emitc: functions, globals, every op."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from xdsl.context import Context
from xdsl.dialects import func, memref
from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.ir import Block, Operation, Region
from xdsl.passes import ModulePass
from xdsl.transforms.dead_code_elimination import dce

from microaot.dialects.aot import ModelOp
from microaot.dialects.packed import DeviceOp
from microaot.emitc_backend.conversions.converter import Handler
from microaot.emitc_backend.conversions.func import convert_function
from microaot.emitc_backend.conversions.memref import convert_global
from microaot.emitc_backend.conversions.packed_entry import convert_entry, packed_abi_of
from microaot.tools.errors import OperationError


@cache
def conversions() -> Mapping[type[Operation], Handler]:
    """The handlers of all dialects in one table."""
    from microaot.emitc_backend.conversions import (
        aot,
        arith,
        cf,
        func,
        index,
        math,
        memref,
        memref_views,
        packed,
        packed_calls,
        packed_checks,
        packed_constant_tensor,
        packed_descriptor_fields,
        packed_entry,
        scf,
        ub,
    )

    tables = (
        *(aot, arith, cf, func, index, math, memref, memref_views),
        *(packed, packed_calls, packed_checks, packed_constant_tensor, packed_descriptor_fields),
        *(packed_entry, scf, ub),
    )
    return {op: handler for module in tables for op, handler in module.CONVERSIONS.items()}


@dataclass(frozen=True)
class ConvertToEmitC(ModulePass):
    """Convert every op of a module at the plain level to emitc.

    Expects no linalg, no affine, no allocs and no memref results: the passes of the pipeline
    `microaot-plain-to-emitc` that come before this one have taken them away.

    ```mlir
    func.func @twice(%x: i32) -> i32 {
      %y = arith.addi %x, %x overflow<nsw> : i32
      return %y : i32
    }
    ```
    becomes
    ```mlir
    emitc.func @twice(%x: i32) -> i32 {
      %y = emitc.add %x, %x : (i32, i32) -> i32
      emitc.return %y : i32
    }
    ```
    """

    name = "convert-to-emitc"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Replace the body of the module."""
        symbols = {name.data: top for top in op.body.ops if (name := symbol_name(top)) is not None}
        converted = [new for top in op.body.ops if (new := convert_top_level(top, symbols))]
        op.detach_region(op.body)
        op.add_region(Region(Block(converted)))
        dce(op)


def symbol_name(op: Operation) -> StringAttr | None:
    """The symbol that `op` defines."""
    name = op.properties.get("sym_name") or op.attributes.get("sym_name")
    return name if isinstance(name, StringAttr) else None


def convert_top_level(op: Operation, symbols: Mapping[str, Operation]) -> Operation | None:
    """What a top-level op becomes; None if nothing."""
    match op:
        case DeviceOp():
            return None
        case ModelOp():
            # Not a part of the program: headers are printed from it.
            return op.clone()
        case func.FuncOp() if (abi := packed_abi_of(op)) is not None:
            return convert_entry(op, abi, conversions(), symbols)
        case func.FuncOp():
            return convert_function(op, conversions(), symbols)
        case memref.GlobalOp():
            return convert_global(op)
        case _ if op.dialect_name() == "emitc":
            op.detach()
            return op
        case _:
            raise OperationError(op, "cannot stand at the top level of a C program")
