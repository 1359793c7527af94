"""The pass `emitc-infer-const`: `const` where nothing is written.

```mlir
emitc.func @sum(%x: !emitc.array<4xf32>) -> f32 {...}   // only reads %x
=> emitc.func @sum(%x: !emitc.array<4xf32> {emitc.const}) -> f32 {...}
```

A function with the attribute `emitc.fixed_signature`, whose type somebody else prescribes, keeps
its arguments as they are.
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, ModuleOp, UnitAttr
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass

from microaot.dialects import emitc
from microaot.dialects.emitc.types import ArrayType, LValueType, PointerType
from microaot.emitc_backend.pointer_flow import FIXED_SIGNATURE, PointerFlow
from microaot.emitc_backend.printer.program import CONST, attribute_place

_MAKES_NO_POINTER = (emitc.CallOp, emitc.CallOpaqueOp, emitc.ConstantOp, emitc.LiteralOp)
"""Their type is given by somebody else."""


@dataclass(frozen=True)
class InferConst(ModulePass):
    """Mark arguments and pointers through which nothing is written."""

    name = "emitc-infer-const"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Mark the functions of the module."""
        functions = [f for f in op.walk() if isinstance(f, emitc.FuncOp) and not f.is_declaration]
        written = PointerFlow(op).written()
        for function in functions:
            if FIXED_SIGNATURE not in function.attributes:
                _mark_arguments(function, written)
            for inner in function.body.walk():
                if _makes_pointer(inner) and inner.results[0] not in written:
                    attribute_place(inner).attributes[CONST] = UnitAttr()


def _mark_arguments(function: emitc.FuncOp, written: set[SSAValue]) -> None:
    given = function.arg_attrs or [DictionaryAttr({})] * len(function.args)
    attributes = [dict(entry.data) for entry in given]
    for argument, entry in zip(function.args, attributes, strict=True):
        if isinstance(argument.type, ArrayType | PointerType) and argument not in written:
            entry[CONST] = UnitAttr()
    if any(attributes):
        function.arg_attrs = ArrayAttr(DictionaryAttr(entry) for entry in attributes)


def _makes_pointer(op: Operation) -> bool:
    """Whether C declares a pointer for `op` that could say `const`."""
    if len(op.results) != 1 or isinstance(op, _MAKES_NO_POINTER):
        return False
    type = op.results[0].type
    if isinstance(op, emitc.VariableOp) and isinstance(type, LValueType):
        type = type.value_type
    return isinstance(type, PointerType)
