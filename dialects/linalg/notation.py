"""A compact notation for the iteration space of linalg's named ops.

A space is written as its loops, outermost first, and how each operand is indexed by them:

    mnk: mk kn -> mn                       # matmul
    nHWfhwc: n(Hh)(Ww)c fhwc -> nHWf       # conv_2d_nhwc_fhwc

One letter is one loop. `(Hh)` is the window expression `H * stride + h * dilation`, where the
first group uses the first stride and dilation, and so on; `(H+h)` is the plain sum. `.` is an
operand without dimensions. A loop that the output does not use is a reduction, all others are
parallel: this holds for every named op.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from xdsl.ir.affine import AffineExpr, AffineMap

_INDEX = re.compile(r"\((\w)(\+?)(\w)\)|(\w)")


@dataclass(frozen=True)
class Space:
    """The loops of a structured op and how its operands are indexed, in the notation above.

    `Space("mnk: mk kn -> mn").maps()` gives matmul's three indexing maps.
    """

    text: str

    @cached_property
    def loops(self) -> str:
        """The letters of the loops, outermost first."""
        return self.text.partition(":")[0]

    @cached_property
    def operands(self) -> tuple[str, ...]:
        """The index notation of each operand, outputs last."""
        return tuple(self.text.partition(":")[2].replace("->", " ").split())

    @cached_property
    def output(self) -> str:
        """The index notation of the output."""
        return self.operands[-1]

    @cached_property
    def num_windows(self) -> int:
        """How many strides and dilations the space takes."""
        groups = {
            m[0] for text in self.operands for m in _INDEX.finditer(text) if m[1] and not m[2]
        }
        return len(groups)

    def reductions(self) -> tuple[bool, ...]:
        """For each loop, whether it is a reduction."""
        return tuple(letter not in self.output for letter in self.loops)

    def maps(
        self, strides: Sequence[int] = (), dilations: Sequence[int] = ()
    ) -> tuple[AffineMap, ...]:
        """The indexing map of each operand; strides and dilations default to 1."""
        strides = strides or (1,) * self.num_windows
        dilations = dilations or (1,) * self.num_windows
        return tuple(self._map(text, strides, dilations) for text in self.operands)

    def _map(self, text: str, strides: Sequence[int], dilations: Sequence[int]) -> AffineMap:
        results: list[AffineExpr] = []
        windows = iter(zip(strides, dilations, strict=True))
        for match in _INDEX.finditer(text):
            outer, plus, inner, single = match.groups()
            if single:
                results.append(self._dim(single))
            elif plus:
                results.append(self._dim(outer) + self._dim(inner))
            else:
                stride, dilation = next(windows)
                results.append(self._dim(outer) * stride + self._dim(inner) * dilation)
        return AffineMap(len(self.loops), 0, tuple(results))

    def _dim(self, letter: str) -> AffineExpr:
        return AffineExpr.dimension(self.loops.index(letter))
