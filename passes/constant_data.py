"""What the elements of constant globals can be."""

import numpy as np
from xdsl.dialects import memref
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, IntegerType, Signedness
from xdsl.ir import Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.memref import TransposeOp
from microaot.passes.integer_range import IntegerRange

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
        self._globals = {
            op.sym_name.data: op
            for region in module.regions
            for op in region.block.ops
            if isinstance(op, memref.GlobalOp)
        }
        self._ranges: dict[str, IntegerRange | None] = {}

    def range_of_elements(self, value: SSAValue) -> IntegerRange | None:
        """The range of the elements of a memref, None unless it is known to be a constant."""
        owner = value.owner
        while isinstance(owner, VIEWS):
            owner = owner.operands[0].owner
        if not isinstance(owner, memref.GetGlobalOp):
            return None
        name = owner.name_.root_reference.data
        if name not in self._ranges:
            self._ranges[name] = self._range_of_global(name)
        return self._ranges[name]

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
