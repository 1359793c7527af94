"""The operators of a program as a module of their own."""

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, MemRefType, ModuleOp, UnitAttr
from xdsl.ir import Region
from xdsl.rewriter import Rewriter
from xdsl.utils.hints import isa

from microaot.passes.device_steps import READ_ONLY
from microaot.passes.memory.accesses import Accesses
from microaot.passes.outline_operators import OPERATOR


def extract_operators(module: ModuleOp) -> ModuleOp:
    """Take the bodies of all operators out of a module, with the constants that only they use.

    They stay declared there, with `const` as it was inferred from the bodies. In the module that is
    returned they are public, so that the others can be linked with them.
    """
    accesses = Accesses(module)
    moved = [
        op
        for op in module.body.ops
        if isinstance(op, func.FuncOp) and OPERATOR in op.attributes and not op.is_declaration
    ]
    constants = {
        use.name_.string_value()
        for function in moved
        for use in function.walk()
        if isinstance(use, memref.GetGlobalOp)
    }
    attributes = [_read_only(function, accesses) for function in moved]
    result = ModuleOp([])
    for function, arguments in zip(moved, attributes, strict=True):
        clone = function.clone()
        clone.properties.pop("sym_visibility", None)
        result.body.block.add_op(clone)
        function.detach_region(function.body)
        function.add_region(Region())
        function.properties["arg_attrs"] = arguments
    still_used = {
        use.name_.string_value() for use in module.walk() if isinstance(use, memref.GetGlobalOp)
    }
    for op in [*module.body.ops]:
        if isinstance(op, memref.GlobalOp) and op.sym_name.data in constants:
            result.body.block.add_op(op.clone())
            if op.sym_name.data not in still_used and op.sym_visibility.data == "private":
                Rewriter.erase_op(op)
    return result


def _read_only(function: func.FuncOp, accesses: Accesses) -> ArrayAttr[DictionaryAttr]:
    """The attributes of the arguments, which say what is only read."""
    inputs = function.function_type.inputs.data
    given = function.arg_attrs or [DictionaryAttr({})] * len(inputs)
    name = function.sym_name.data
    return ArrayAttr(
        DictionaryAttr({**entry.data, READ_ONLY: UnitAttr()})
        if isa(type, MemRefType) and not accesses.effects(name, index)[1]
        else entry
        for index, (type, entry) in enumerate(zip(inputs, given, strict=True))
    )
