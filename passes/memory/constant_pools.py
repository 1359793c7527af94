"""Which constant goes to which pool, and the bytes of a pool that the application provides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xdsl.dialects import memref
from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    IndexType,
    IntegerType,
    MemRefType,
    UnitAttr,
    i1,
)
from xdsl.ir import Attribute
from xdsl.utils.hints import isa

from microaot.passes.memory.buffers import align_up
from microaot.passes.memory.pools import Pool
from microaot.passes.memory.sizes import element_bytes, number_in, pools_in
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class Constant:
    """A constant of a module, its elements as MLIR stores them, and its alignment in bytes."""

    op: memref.GlobalOp
    data: bytes
    alignment: int

    @staticmethod
    def of(op: memref.GlobalOp) -> "Constant | None":
        """The constant that a global is, None if it is a variable or visible from outside."""
        value, type = op.initial_value, op.type
        if op.constant != UnitAttr() or op.sym_visibility.data != "private":
            return None
        if not isinstance(value, DenseIntOrFPElementsAttr) or not isa(type, MemRefType[Attribute]):
            return None
        natural = element_bytes(type.element_type) or 1
        given = number_in(dict(op.properties), "alignment")
        return Constant(op, value.data.data, max(natural, given))

    def bytes_in_c(self) -> bytes:
        """The elements as C has them, numbers little-endian."""
        assert isa(self.op.type, MemRefType[Attribute])
        element = self.op.type.element_type
        if element == i1:
            return bytes(byte & 1 for byte in self.data)
        if element_bytes(element) is None or element == IndexType() or _is_odd(element):
            raise OperationError(
                self.op, f"has elements of {element}: which bytes they are is known to C only"
            )
        return self.data


def _is_odd(type: Attribute) -> bool:
    return isinstance(type, IntegerType) and type.bitwidth not in (8, 16, 32, 64)


def layout(constants: Iterable[Constant]) -> tuple[list[tuple[Constant, int]], int]:
    """Offsets of constants one after another, the most aligned first, and the bytes of all."""
    placed: list[tuple[Constant, int]] = []
    end = 0
    for constant in sorted(constants, key=lambda c: (-c.alignment, c.op.sym_name.data)):
        offset = align_up(end, constant.alignment)
        placed.append((constant, offset))
        end = offset + len(constant.data)
    return placed, end


def image(placed: Iterable[tuple[Constant, int]], size: int) -> bytes:
    """The contents of a pool."""
    data = bytearray(size)
    for constant, offset in placed:
        data[offset : offset + len(constant.data)] = constant.bytes_in_c()
    return bytes(data)


def distribute(constants: Sequence[Constant], pools: Sequence[Pool]) -> dict[str, list[Constant]]:
    """The constants of each pool: large ones choose first, each the first pool that has room."""
    limits = {pool.name: pool.limit for pool in pools}
    chosen: dict[str, list[Constant]] = {name: [] for name in limits}
    for constant in sorted(constants, key=lambda c: (-len(c.data), c.op.sym_name.data)):
        wanted = pools_in({**constant.op.attributes}) or tuple(limits)
        for name in wanted:
            if name not in limits:
                raise OperationError(
                    constant.op, f"wants to be in pool '{name}', which is not given"
                )
            limit = limits[name]
            if limit is None or layout([*chosen[name], constant])[1] <= limit:
                chosen[name].append(constant)
                break
        else:
            room = ", ".join(f"{name} ({limits[name]:,} B)" for name in wanted)
            raise OperationError(
                constant.op, f"has {len(constant.data):,} B, for which there is no room in {room}"
            )
    return chosen
