"""`outline-wide-arithmetic`: a 64-bit formula that occurs again and again becomes a function."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, func
from xdsl.dialects.builtin import ModuleOp, StringAttr, i32
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.emitc_backend.c_names import private_symbol
from microaot.passes.fusion.neutral import constant_of
from microaot.passes.integers.wide_islands import Island, find_island, same_islands

_TIMES = 3
"""How often a formula has to occur in one function."""


@dataclass(frozen=True)
class OutlineWideArithmetic(ModulePass):
    """Moves 64-bit formulas between 32-bit values to functions, if one function has three of them.

    Fixed-point code multiplies and rounds in the same way many times; as a function that is said
    once, and on a 32-bit processor takes registers and stack for its 64-bit values only while it
    runs.

    ```mlir
    %a = arith.extsi %x : i32 to i64
    %b = arith.extsi %y : i32 to i64
    %p = arith.muli %a, %b : i64
    %q = arith.addi %p, %half : i64
    %s = arith.shrsi %q, %c31 : i64
    %r = arith.trunci %s : i64 to i32
    ```
    becomes
    ```mlir
    %r = func.call @scale(%x, %y) : (i32, i32) -> i32
    ```
    """

    name = "outline-wide-arithmetic"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Look for repeated formulas in each function."""
        symbols = (top.properties.get("sym_name") for top in op.body.ops)
        taken = {symbol.data for symbol in symbols if isinstance(symbol, StringAttr)}
        known: dict[tuple[object, ...], func.FuncOp] = {}
        for function in [*op.body.ops]:
            if not isinstance(function, func.FuncOp):
                continue
            islands = [
                island for nested in function.walk() if (island := find_island(nested)) is not None
            ]
            for same in same_islands(islands):
                if len(same) < _TIMES:
                    continue
                if (outlined := known.get(key := same[0].key())) is None:
                    outlined = known[key] = _outline(same[0], private_symbol("scale", taken))
                    taken.add(outlined.sym_name.data)
                    Rewriter.insert_op(outlined, InsertPoint.before(function))
                for island in same:
                    _call(island.root, outlined)


def _outline(island: Island, name: str) -> func.FuncOp:
    block = Block(arg_types=[value.type for value in island.inputs])
    for argument, hint in zip(block.args, "xyzuvw", strict=False):
        argument.name_hint = hint
    mapping: dict[SSAValue, SSAValue] = dict(zip(island.inputs, block.args, strict=True))
    for op in island.ops:
        for operand in op.operands:
            if operand not in mapping and constant_of(operand) is not None:
                assert isinstance(operand.owner, Operation)
                block.add_op(operand.owner.clone(mapping))
        copy = op.clone(mapping)
        if isinstance(copy, arith.SignlessIntegerBinaryOperationWithOverflow):
            # What is known of one caller's numbers need not hold for another's.
            copy.overflow_flags = arith.IntegerOverflowAttr("none")
        block.add_op(copy)
    block.add_op(func.ReturnOp(mapping[island.root.results[0]]))
    types = [argument.type for argument in block.args]
    function = func.FuncOp(name, (types, [i32]), Region(block), "private")
    function.location = island.root.location
    return function


def _call(root: Operation, function: func.FuncOp) -> None:
    # An input may be the result of a formula that has just been replaced.
    island = find_island(root)
    assert island is not None
    call = func.CallOp(function.sym_name.data, [*island.inputs], [i32])
    call.location = root.location
    Rewriter.replace_op(root, call)
    for op in reversed(island.ops[:-1]):
        if not op.results[0].uses:
            Rewriter.erase_op(op)
