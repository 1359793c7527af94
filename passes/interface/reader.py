"""What an application has handed over, as values of the function that runs a model."""

from typing import TypeAlias

from xdsl.dialects.builtin import UnitAttr
from xdsl.ir import Attribute, Operation, SSAValue

from microaot.dialects import aot
from microaot.emitc_backend.printer.program import CONST

Line: TypeAlias = aot.TensorOp | aot.PoolOp | aot.DeviceOp
"""A line of the table that describes the model."""


class Reader:
    """Reads what an application has handed over, each time anew: it costs no variable then."""

    def __init__(self, model: aot.ModelOp, arguments: dict[str, SSAValue]) -> None:
        self._model = model
        self._arguments = arguments

    @property
    def arguments(self) -> list[SSAValue]:
        """What the function is called with."""
        return [*self._arguments.values()]

    def read(self, line: Line, type: Attribute | None = None) -> Operation:
        """The op that gives the memref or handle; a tensor as the `type` that the program has."""
        if isinstance(line, aot.PoolOp) and not self._model.has_pools_struct:
            return aot.MemoryOp(self._arguments[self._model.pools_argument], line.value_type)
        argument = self._arguments[
            self._model.pools_argument if isinstance(line, aot.PoolOp) else _group(line)
        ]
        if type is None or not isinstance(line, aot.TensorOp):
            type = line.value_type
        op = aot.MemberOp(argument, line.c_name.data, type)
        is_constant = isinstance(line, aot.PoolOp) and line.data is not None
        if is_constant or isinstance(line, aot.InputOp):
            op.attributes[CONST] = UnitAttr()
        return op


def _group(line: aot.TensorOp | aot.DeviceOp) -> str:
    """The argument that a member is read from."""
    match line:
        case aot.InputOp():
            return "inputs"
        case aot.DeviceOp():
            return "devices"
        case _:
            return "outputs"
