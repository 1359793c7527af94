"""Align buffers no more than the target asks for."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import memref
from xdsl.dialects.builtin import IntegerAttr, ModuleOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass

from microaot.tools.errors import UserError


@dataclass(frozen=True)
class LimitAlignment(ModulePass):
    """Lower the `alignment` of globals and buffers to at most `bytes`.

    MLIR's bufferization aligns every buffer to 64 bytes, for vector units and cache lines that a
    microcontroller does not have; each then wastes up to 63 bytes.

    ```mlir
    memref.global "private" constant @w : memref<2xi8> = dense<1> {alignment = 64 : i64}
    ```
    becomes with `bytes=8`
    ```mlir
    memref.global "private" constant @w : memref<2xi8> = dense<1> {alignment = 8 : i64}
    ```
    """

    name = "limit-alignment"

    bytes: int

    def __post_init__(self) -> None:
        """Refuse what is no alignment."""
        if self.bytes < 1 or self.bytes & (self.bytes - 1):
            raise UserError(f"{self.bytes} is not an alignment: it has to be a power of two")

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Lower the attribute wherever it is larger."""
        for inner in op.walk():
            if isinstance(inner, memref.GlobalOp | memref.AllocOp | memref.AllocaOp):
                self._limit(inner)

    def _limit(self, op: Operation) -> None:
        alignment = op.properties.get("alignment")
        if isinstance(alignment, IntegerAttr) and alignment.value.data > self.bytes:
            op.properties["alignment"] = IntegerAttr(self.bytes, 64)
