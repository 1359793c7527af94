"""What the elements of constant globals can be, in the functions that get them as arguments too."""

from collections.abc import Mapping, Sequence

import numpy as np
from xdsl.dialects import func, memref
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, IntegerType, Signedness, SymbolRefAttr
from xdsl.ir import BlockArgument, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.memref import TransposeOp
from microaot.passes.integers.integer_range import IntegerRange

VIEWS = (
    memref.CastOp,
    memref.CollapseShapeOp,
    memref.ExpandShapeOp,
    memref.ReinterpretCastOp,
    memref.SubviewOp,
    TransposeOp,
)
"""Ops whose result has the elements of their first operand and no others."""


class ConstantData:
    """The ranges of the integers in the constant globals of a module, each looked at once."""

    def __init__(self, module: Operation) -> None:
        tops = [op for region in module.regions for op in region.block.ops]
        self._globals = {op.sym_name.data: op for op in tops if isinstance(op, memref.GlobalOp)}
        self._calls = calls_of_private_functions(tops)
        self._ranges: dict[str, IntegerRange | None] = {}
        self._arguments: dict[BlockArgument, IntegerRange | None] = {}

    def range_of_elements(self, value: SSAValue) -> IntegerRange | None:
        """The range of the elements of a memref, None unless it is known to be a constant."""
        while isinstance(value.owner, VIEWS):
            value = value.owner.operands[0]
        if isinstance(value, BlockArgument):
            return self._range_of_argument(value)
        owner = value.owner
        if not isinstance(owner, memref.GetGlobalOp):
            return None
        name = owner.name_.root_reference.data
        if name not in self._ranges:
            self._ranges[name] = self._range_of_global(name)
        return self._ranges[name]

    def _range_of_argument(self, argument: BlockArgument) -> IntegerRange | None:
        """The range over all calls of a private function, each of which has to pass a constant."""
        if argument in self._arguments:
            return self._arguments[argument]
        # What a recursive function passes on to itself stays unknown.
        self._arguments[argument] = None
        function = argument.block.parent_op()
        calls = self._calls.get(function, ()) if isinstance(function, func.FuncOp) else ()
        if not isinstance(function, func.FuncOp) or argument.block is not function.body.blocks[0]:
            return None
        hull: IntegerRange | None = None
        for call in calls:
            known = self.range_of_elements(call.arguments[argument.index])
            if known is None:
                return None
            hull = known if hull is None else hull.hull(known)
        self._arguments[argument] = hull
        return hull

    def _range_of_global(self, name: str) -> IntegerRange | None:
        op = self._globals.get(name)
        if op is None or op.constant is None:
            return None
        data, element = op.initial_value, op.type.element_type
        if not isinstance(data, DenseIntOrFPElementsAttr) or not isa(element, IntegerType):
            return None
        if element.bitwidth not in (8, 16, 32, 64):
            return None
        letter = "u" if element.signedness.data is Signedness.UNSIGNED else "i"
        elements = np.frombuffer(data.data.data, dtype=f"<{letter}{element.bitwidth // 8}")
        if not elements.size:
            return None
        return IntegerRange(int(elements.min()), int(elements.max()))


def calls_of_private_functions(
    tops: Sequence[Operation],
) -> Mapping[func.FuncOp, Sequence[func.CallOp]]:
    """All calls of those private functions of a module that nothing but calls names."""
    functions = {
        op.sym_name.data: op
        for op in tops
        if isinstance(op, func.FuncOp)
        and not op.is_declaration
        and op.sym_visibility is not None
        and op.sym_visibility.data == "private"
    }
    calls: dict[func.FuncOp, list[func.CallOp]] = {}
    for op in (nested for top in tops for nested in top.walk()):
        for attribute in (*op.properties.values(), *op.attributes.values()):
            if not isinstance(attribute, SymbolRefAttr):
                continue
            name = attribute.root_reference.data
            if isinstance(op, func.CallOp):
                if (function := functions.get(name)) is not None:
                    calls.setdefault(function, []).append(op)
            elif (function := functions.pop(name, None)) is not None:
                calls.pop(function, None)
    return calls
