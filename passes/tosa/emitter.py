"""Writes the ops that a TOSA op becomes: constants, structured ops, and scalar bodies."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from xdsl.builder import Builder
from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import (
    AffineMapAttr,
    BytesAttr,
    DenseIntOrFPElementsAttr,
    IndexType,
    LocationAttr,
    TensorType,
    UnknownLoc,
)
from xdsl.dialects.linalg.ops import GenericOp, YieldOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineMap
from xdsl.rewriter import InsertPoint

from microaot.dialects.linalg.named import NAMED_OP_CLASSES
from microaot.dialects.linalg.structured import iterator_types
from microaot.dialects.tosa.constants import Elements, constant, dtype_of
from microaot.passes.tosa.scalars import Number, Scalars, number_attribute, number_of

_INDEX = IndexType()

OpT = TypeVar("OpT", bound=Operation)

Input: TypeAlias = tuple[SSAValue, AffineMap]
"""An operand of a structured op, and which of its elements an iteration reads."""

Body: TypeAlias = Callable[[Scalars, Sequence[SSAValue]], SSAValue | Sequence[SSAValue]]
"""Computes what an iteration yields from the elements of the inputs and then of the outputs."""


def tensor_type(value: SSAValue) -> TensorType[Attribute]:
    """The type of a tensor of known rank."""
    type = value.type
    assert isinstance(type, TensorType)
    return type  # pyright: ignore[reportUnknownVariableType]  # any element type will do


def shape_of(value: SSAValue) -> tuple[int, ...]:
    """The extents of a tensor."""
    return tensor_type(value).get_shape()


def element_of(value: SSAValue) -> Attribute:
    """The type of the elements of a tensor."""
    return tensor_type(value).element_type


def broadcast_map(shape: Sequence[int], onto: Sequence[int]) -> AffineMap:
    """Reads a tensor under the loops of a larger one: an extent of 1 gives its only element."""
    return AffineMap(
        len(onto),
        0,
        tuple(
            AffineConstantExpr(0) if extent == 1 and target != 1 else AffineDimExpr(dim)
            for dim, (extent, target) in enumerate(zip(shape, onto, strict=True))
        ),
    )


def select_map(num_dims: int, dims: Sequence[int]) -> AffineMap:
    """The map to some of the loops: `select_map(4, [3])` is `(d0, d1, d2, d3) -> (d3)`."""
    return AffineMap(num_dims, 0, tuple(map(AffineDimExpr, dims)))


class Emitter:
    """Inserts ops in front of the op that they replace; scalars go to the top of the function."""

    def __init__(self, entry: Block) -> None:
        self._entry = entry
        self._scalars: dict[Attribute, SSAValue] = {}
        self._builder = Builder(InsertPoint.at_start(entry))
        self.location: LocationAttr = UnknownLoc()

    def move_before(self, op: Operation) -> None:
        """From now on replace this op."""
        self._builder = Builder(InsertPoint.before(op))
        self.location = op.location

    def add(self, op: OpT) -> OpT:
        """Insert an op."""
        op.location = self.location
        return self._builder.insert(op)

    def scalar(self, number: Number, type: Attribute) -> SSAValue:
        """A number as a scalar; equal ones are one constant."""
        attribute = number_attribute(number, type)
        if attribute not in self._scalars:
            first = Builder(InsertPoint.at_start(self._entry))
            self._scalars[attribute] = first.insert(arith.ConstantOp(attribute)).result
        return self._scalars[attribute]

    def constant(self, data: ArrayLike, element: Attribute) -> SSAValue:
        """A constant tensor with the elements and the shape of an array."""
        dtype = dtype_of(element)
        assert dtype is not None
        array = np.ascontiguousarray(np.asarray(data), dtype).reshape(np.shape(data))
        type = TensorType(element, array.shape)
        dense = DenseIntOrFPElementsAttr(type, BytesAttr(array.tobytes()))  # pyright: ignore[reportArgumentType]  # `dtype_of` has checked the element type
        return self.add(arith.ConstantOp(dense)).result

    def known(self, value: SSAValue) -> Elements | None:
        """The elements of a constant tensor."""
        return constant(value)

    def empty(self, shape: Sequence[int], element: Attribute) -> SSAValue:
        """A tensor without contents."""
        return self.add(tensor.EmptyOp([], TensorType(element, shape))).tensor

    def filled(self, number: SSAValue, shape: Sequence[int]) -> SSAValue:
        """A tensor all of whose elements are one scalar."""
        return self.named("fill", [number], self.empty(shape, number.type))

    def named(
        self, name: str, inputs: Sequence[SSAValue], init: SSAValue, **properties: Attribute
    ) -> SSAValue:
        """A named op of linalg."""
        op = NAMED_OP_CLASSES[name](inputs, [init], properties=properties)
        return self.add(op).results[0]

    def generic(
        self,
        inputs: Sequence[Input],
        outputs: Sequence[Input],
        reductions: Sequence[bool],
        body: Body,
    ) -> Sequence[SSAValue]:
        """A structured op over loops of which some are reductions."""
        values, maps = zip(*inputs, *outputs, strict=True)
        block = Block(arg_types=[element_of(value) for value in values])
        scalars = Scalars(self, block)
        yielded = body(scalars, block.args)
        yielded = [yielded] if isinstance(yielded, SSAValue) else yielded
        scalars.add(YieldOp(*yielded))
        op = GenericOp(
            [value for value, _ in inputs],
            [value for value, _ in outputs],
            Region(block),
            [AffineMapAttr(map_) for map_ in maps],
            iterator_types(reductions),
            [value.type for value, _ in outputs],
        )
        return self.add(op).results

    def elementwise(
        self, inputs: Sequence[SSAValue], shape: Sequence[int], element: Attribute, body: Body
    ) -> SSAValue:
        """One element of each (stretched) input gives one element of the result.

        An input of one value everywhere is not read: the body sees the value itself.
        """
        numbers = [self.uniform(value) for value in inputs]
        varying = [value for value, n in zip(inputs, numbers, strict=True) if n is None]

        def scalar_body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue | Sequence[SSAValue]:
            elements = iter(args)
            return body(s, [next(elements) if n is None else n for n in numbers])

        operands = [(value, broadcast_map(shape_of(value), shape)) for value in varying]
        out = (self.empty(shape, element), AffineMap.identity(len(shape)))
        return self.generic(operands, [out], [False] * len(shape), scalar_body)[0]

    def uniform(self, value: SSAValue) -> SSAValue | None:
        """The scalar that all elements of a constant are, if they are."""
        data = self.known(value)
        if data is None or data.size == 0 or not (data == data.flat[0]).all():
            return None
        return self.scalar(data.flat[0].item(), element_of(value))

    def only_element(self, value: SSAValue) -> SSAValue:
        """The element of a tensor that has one, such as a zero point."""
        number = self.uniform(value)
        if number is not None:
            return number
        zeros = [self.index(0)] * len(shape_of(value))
        return self.add(tensor.ExtractOp(value, zeros, element_of(value))).result

    def known_scalar(self, value: SSAValue) -> Number | None:
        """The number that a scalar constant is."""
        owner = value.owner
        if not isinstance(owner, arith.ConstantOp) or isinstance(value.type, TensorType):
            return None
        return number_of(owner.value)

    def index(self, number: int) -> SSAValue:
        """A constant index."""
        return self.scalar(number, _INDEX)
