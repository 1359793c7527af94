"""Running a scalar body for many points at once, or for each on its own."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from xdsl.dialects.builtin import TensorType
from xdsl.ir import Block

from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.elements import dtype_of, element_type
from microaot.tools.verify.interpreter.machine import Frame, Values


def is_elementwise(block: Block) -> bool:
    """Whether the ops of a body give arrays of scalars if they are given arrays of scalars.

    What branches, calls or makes tensors sees one point at a time.
    """
    return not any(
        op.regions
        or op.name == "func.call"
        or any(isinstance(result.type, TensorType) for result in op.results)
        for op in block.ops
    )


def points(extents: Sequence[int], sequential: Sequence[bool]) -> Iterator[tuple[Array, ...]]:
    """The indices of a loop nest: for each step of the sequential loops, in order, all others.

    Indices of the other loops are arrays that broadcast to all combinations of them.
    """
    if 0 in extents:
        return
    parallel = [loop for loop, is_one in enumerate(sequential) if not is_one]
    ranges: list[Sequence[Array]] = [
        [np.asarray(index) for index in range(extent)] for extent in extents
    ]
    for axis, loop in enumerate(parallel):
        shape = [1] * len(parallel)
        shape[axis] = extents[loop]
        ranges[loop] = [np.arange(extents[loop]).reshape(shape)]
    yield from product(*ranges)


def generate(frame: Frame, block: Block, extents: Sequence[int]) -> Array:
    """A tensor of what a body yields for the indices of each element."""
    last = block.last_op
    assert last is not None
    result = np.zeros(extents, dtype_of(element_type(last.operands[0].type)))
    sequential = [not is_elementwise(block)] * len(extents)
    for indices in points(extents, sequential):
        result[indices] = frame.run(block, indices)[0]
    return result


def take(tensor: Array, indices: Values) -> Array | None:
    """Elements of a tensor; None if it has no such elements."""
    for index, extent in zip(indices, tensor.shape, strict=True):
        if np.any((np.asarray(index) < 0) | (np.asarray(index) >= extent)):
            return None
    return np.asarray(tensor[tuple(indices)])
