"""`linalg.pack` and `linalg.unpack`: a tensor in tiles, and back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from xdsl.ir import Operation

from microaot.dialects.linalg.relayout import PackOp, UnPackOp
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values
from microaot.tools.verify.interpreter.tensors import mixed


@dataclass(frozen=True)
class _Tiling:
    """How the axes of tiles and those within them come about.

    `tiles` has the size of a tile for each dimension, 1 for those that are not in tiles; `axes` are
    where the packed tensor has what a split of each dimension in two gives.
    """

    tiles: Sequence[int]
    axes: Sequence[int]

    @staticmethod
    def of(op: PackOp | UnPackOp, rank: int, sizes: Values) -> "_Tiling":
        """The tiling of an op on a plain tensor of some rank; `sizes` are those only known now."""
        dims = op.inner_dims_pos.get_values()
        order = op.outer_dims_perm.get_values() if op.outer_dims_perm is not None else ()
        tiles = [1] * rank
        for dim, size in zip(dims, mixed(op.static_inner_tiles, sizes), strict=True):
            tiles[dim] = size
        others = [dim for dim in range(rank) if dim not in dims]
        axes = [*(2 * dim for dim in order or range(rank)), *(2 * dim + 1 for dim in dims)]
        # What is in no tile has an axis of extent 1, which is put last.
        return _Tiling(tiles, [*axes, *(2 * dim + 1 for dim in others)])

    def split(self, plain: Sequence[int]) -> list[int]:
        """The shape with two axes for each dimension: tiles, and elements of a tile."""
        pairs = zip(plain, self.tiles, strict=True)
        return [n for extent, tile in pairs for n in (-(-extent // tile), tile)]


def _pack(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, PackOp)
    source, dest = args[0], args[1]
    given = 2 + (op.padding_value is not None)
    tiling = _Tiling.of(op, source.ndim, args[given:])
    split = tiling.split(source.shape)
    whole = [a * b for a, b in zip(split[::2], split[1::2], strict=True)]
    padded = np.full(whole, args[2] if op.padding_value is not None else 0, source.dtype)
    padded[tuple(map(slice, source.shape))] = source
    return [padded.reshape(split).transpose(tiling.axes).reshape(dest.shape)]


def _unpack(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, UnPackOp)
    source, dest = args[0], args[1]
    tiling = _Tiling.of(op, dest.ndim, args[2:])
    split = tiling.split(dest.shape)
    tiles: Array = source.reshape([split[axis] for axis in tiling.axes])
    whole = [a * b for a, b in zip(split[::2], split[1::2], strict=True)]
    plain = tiles.transpose(np.argsort(tiling.axes)).reshape(whole)
    return [plain[tuple(map(slice, dest.shape))]]


OPERATIONS: dict[str, Implementation] = {"linalg.pack": _pack, "linalg.unpack": _unpack}
