"""linalg: structured ops by their loops, maps and bodies, whatever they are called.

The parallel loops of an op run all at once, its reductions one step after the other: floats are
summed in the order of the loop nest.
"""

from collections.abc import Sequence

import numpy as np
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation
from xdsl.dialects.linalg.attrs import IteratorType
from xdsl.ir import Operation
from xdsl.ir.affine import AffineDimExpr, AffineExpr, AffineMap

from microaot.dialects.linalg.index import IndexOp
from microaot.dialects.linalg.ops import MapOp
from microaot.dialects.linalg.softmax import SoftmaxOp
from microaot.passes.linalg.view import StructuredView
from microaot.tools.errors import OperationError
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.elements import Unknown, element_type, fit
from microaot.tools.verify.interpreter.floats import maximum
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values
from microaot.tools.verify.interpreter.points import is_elementwise, points, take


def run_structured(frame: Frame, op: Operation, args: Values) -> Values:
    """The results of a structured op on tensors."""
    view = StructuredView.of_tensors(op)
    if view is None:
        raise Unknown(f"'{op.name}' on anything but tensors")
    extents = _extents(op, view, args)
    sequential = _sequential(view)
    count = len(view.inputs)
    outputs = [array.copy() for array in args[count:]]
    outer = frame.indices
    fixed: dict[int, Array] = {}
    for indices in points(extents, sequential):
        scalars: list[Array] = []
        for number, array in enumerate((*args[:count], *outputs)):
            map = view.maps[number]
            if (scalar := fixed.get(number)) is None:
                scalar = _read(op, array, map, indices)
                if number < count and not _depends(map, sequential):
                    fixed[number] = scalar
            scalars.append(scalar)
        frame.indices = indices
        for output, map, value in zip(
            outputs, view.output_maps, frame.run(view.body, scalars), strict=True
        ):
            output[_place(map, indices)] = value
    frame.indices = outer
    return outputs


def _extents(op: Operation, view: StructuredView, args: Values) -> list[int]:
    """How often each loop runs: as often as an operand has elements along it."""
    found: dict[int, int] = {}
    for map, array in zip(view.maps, args, strict=True):
        for result, extent in zip(map.results, array.shape, strict=True):
            if isinstance(result, AffineDimExpr):
                if found.setdefault(result.position, extent) != extent:
                    raise OperationError(op, "has operands whose extents disagree")
    return [found[loop] for loop in range(view.num_loops)]


def _sequential(view: StructuredView) -> list[bool]:
    """For each loop, whether its steps depend on one another, or are to be seen one by one."""
    if not is_elementwise(view.body):
        return [True] * view.num_loops
    assert isinstance(view.op, LinalgStructuredOperation | MapOp)
    plain = [
        {result.position for result in map.results if isinstance(result, AffineDimExpr)}
        for map in view.output_maps
    ]
    return [
        kind.data != IteratorType.PARALLEL or not all(loop in dims for dims in plain)
        for loop, kind in enumerate(view.op.get_iterator_types())
    ]


def _depends(map: AffineMap, sequential: Sequence[bool]) -> bool:
    """Whether a map gives other elements in another step of the sequential loops."""
    return any(sequential[dim] for result in map.results for dim in result.used_dims())


def _place(map: AffineMap, indices: Values) -> tuple[Array, ...]:
    return tuple(_evaluate(result, indices) for result in map.results)


def _evaluate(expression: AffineExpr, indices: Values) -> Array:
    return np.asarray(expression.eval(indices, ()))  # pyright: ignore[reportArgumentType]  # meant for integers, whose operators arrays have


def _read(op: Operation, array: Array, map: AffineMap, indices: Values) -> Array:
    if (scalar := take(array, _place(map, indices))) is None:
        raise OperationError(op, "reads outside of an operand")
    return scalar


def _index(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, IndexOp)
    return [frame.indices[op.dim.value.data]]


def _softmax(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, SoftmaxOp)
    type, axis = element_type(op.input.type), op.dimension.value.data
    along = np.moveaxis(args[0], axis, 0)
    greatest = along[0]
    for part in along[1:]:
        greatest = maximum(greatest, part)
    parts = fit(np.exp(fit(along - greatest, type).astype(np.float64)), type)
    total = np.zeros_like(greatest)
    for part in parts:
        total = fit(total + part, type)
    return [np.moveaxis(fit(parts / total, type), 0, axis)]


OPERATIONS: dict[str, Implementation] = {"linalg.index": _index, "linalg.softmax": _softmax}
