"""Integers of a program that are known at compile time."""

from collections.abc import Callable, Mapping, Sequence

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DenseIntOrFPElementsAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    TensorType,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.ir.affine import AffineDimExpr
from xdsl.utils.hints import isa

from microaot.passes.fusion.tensor_ops import is_tensor, reduction_loops, shape_of, structured
from microaot.passes.integers.dense_data import element_at
from microaot.passes.linalg.view import StructuredView

_INDEX_WIDTH = 64


def _truncating_divide(lhs: int, rhs: int) -> int | None:
    if rhs == 0:
        return None
    quotient = abs(lhs) // abs(rhs)
    return quotient if (lhs < 0) == (rhs < 0) else -quotient


def _remainder(lhs: int, rhs: int) -> int | None:
    quotient = _truncating_divide(lhs, rhs)
    return None if quotient is None else lhs - quotient * rhs


_BINARY: Mapping[type[Operation], Callable[[int, int], int | None]] = {
    arith.AddiOp: int.__add__,
    arith.SubiOp: int.__sub__,
    arith.MuliOp: int.__mul__,
    arith.DivSIOp: _truncating_divide,
    arith.FloorDivSIOp: lambda lhs, rhs: lhs // rhs if rhs else None,
    arith.CeilDivSIOp: lambda lhs, rhs: -(-lhs // rhs) if rhs else None,
    arith.RemSIOp: _remainder,
    arith.MaxSIOp: max,
    arith.MinSIOp: min,
    arith.AndIOp: int.__and__,
    arith.OrIOp: int.__or__,
    arith.XOrIOp: int.__xor__,
}
_COMPARISONS: Mapping[int, Callable[[int, int], bool]] = {
    0: int.__eq__,
    1: int.__ne__,
    2: int.__lt__,
    3: int.__le__,
    4: int.__gt__,
    5: int.__ge__,
}
_CONVERSIONS = (arith.IndexCastOp, arith.ExtSIOp, arith.TruncIOp)


class KnownIntegers:
    """The values of those integers that do not depend on inputs; signed, as wide as their type."""

    def __init__(self, known: Mapping[SSAValue, int | None] | None = None) -> None:
        self._known: dict[SSAValue, int | None] = dict(known or {})

    def of(self, value: SSAValue) -> int | None:
        """The value, None if it depends on inputs."""
        if value not in self._known:
            # What depends on itself is not known.
            self._known[value] = None
            self._known[value] = self._compute(value)
        return self._known[value]

    def _compute(self, value: SSAValue) -> int | None:
        op = value.owner
        if not isinstance(op, Operation) or not isa(value.type, IntegerType | IndexType):
            return None
        match op:
            case arith.ConstantOp(value=IntegerAttr(value=number)):
                return number.data
            case tensor.DimOp():
                return self._extent(op)
            case tensor.ExtractOp():
                return self._element(op)
            case arith.SelectOp():
                condition = self.of(op.cond)
                return None if condition is None else self.of(op.lhs if condition else op.rhs)
            case arith.CmpiOp():
                compare = _COMPARISONS.get(op.predicate.value.data)
                lhs, rhs = self.of(op.lhs), self.of(op.rhs)
                if compare is None or lhs is None or rhs is None:
                    return None
                return -int(compare(lhs, rhs))
            case arith.ExtUIOp(input=narrow) if isa(narrow.type, IntegerType):
                inner = self.of(narrow)
                return None if inner is None else inner % (1 << narrow.type.bitwidth)
            case _ if isinstance(op, _CONVERSIONS):
                inner = self.of(op.operands[0])
                return None if inner is None else _wrap(inner, value.type)
            case _ if (function := _BINARY.get(type(op))) is not None:
                lhs, rhs = self.of(op.operands[0]), self.of(op.operands[1])
                if lhs is None or rhs is None:
                    return None
                result = function(lhs, rhs)
                return None if result is None else _wrap(result, value.type)
            case _:
                return None

    def _extent(self, op: tensor.DimOp) -> int | None:
        dim, type = self.of(op.index), op.source.type
        if dim is None or not isa(type, TensorType) or not 0 <= dim < len(type.get_shape()):
            return None
        size = type.get_shape()[dim]
        return None if size == DYNAMIC_INDEX else size

    def _element(self, op: tensor.ExtractOp) -> int | None:
        indices = [self.of(index) for index in op.indices]
        known = [index for index in indices if index is not None]
        return self._at(op.tensor, known) if len(known) == len(indices) else None

    def _at(self, value: SSAValue, indices: list[int]) -> int | None:
        """An element of a tensor, which tensors of shapes may be put together from."""
        while True:
            match op := value.owner:
                case arith.ConstantOp(value=DenseIntOrFPElementsAttr() as data):
                    element = element_at(data, _position(indices, data.get_shape()))
                    return element.value.data if isinstance(element, IntegerAttr) else None
                case tensor.FromElementsOp():
                    return self.of(op.elements[_position(indices, shape_of(op.result))])
                case tensor.CastOp():
                    value = op.source
                case tensor.ExtractSliceOp() if not (op.offsets or op.strides):
                    if len(shape_of(op.source)) != len(indices):
                        return None
                    moves = zip(
                        op.static_offsets.get_values(), op.static_strides.get_values(), strict=True
                    )
                    indices = [
                        index * stride + offset
                        for index, (offset, stride) in zip(indices, moves, strict=True)
                    ]
                    value = op.source
                case tensor.ConcatOp():
                    if (found := _part(op, indices)) is None:
                        return None
                    value, indices = found
                case Operation() if (view := structured(op)) is not None:
                    return self._result(view, op.results.index(value), indices)
                case _:
                    return None

    def _result(self, view: StructuredView, number: int, indices: list[int]) -> int | None:
        """An element that the body of an op computes from those at the same place."""
        if reduction_loops(view) or any(map_ != view.maps[0] for map_ in view.maps):
            return None
        if view.output_maps[0].results != tuple(map(AffineDimExpr, range(view.num_loops))):
            return None
        arguments = view.body.args
        known: dict[SSAValue, int | None] = {
            argument: self._at(operand, indices)
            for argument, operand in zip(arguments, view.inputs, strict=False)
            if argument.uses and is_tensor(operand)
        }
        assert view.body.last_op is not None
        return KnownIntegers(known).of(view.body.last_op.operands[number])


def _part(op: tensor.ConcatOp, indices: list[int]) -> tuple[SSAValue, list[int]] | None:
    """Which part of a concatenation an element is in, and where."""
    axis, start = op.dim.value.data, 0
    for part in op.inputs:
        size = shape_of(part)[axis]
        if size == DYNAMIC_INDEX:
            return None
        if indices[axis] < start + size:
            return part, [i - start if d == axis else i for d, i in enumerate(indices)]
        start += size
    return None


def _position(indices: Sequence[int], shape: Sequence[int]) -> int:
    position = 0
    for index, size in zip(indices, shape, strict=True):
        position = position * size + index
    return position


def _wrap(value: int, type: Attribute) -> int:
    width = type.bitwidth if isa(type, IntegerType) else _INDEX_WIDTH
    half = 1 << (width - 1)
    return (value + half) % (2 * half) - half
