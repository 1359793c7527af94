"""The place of a node in a graph, where a rewrite puts other nodes."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from microaot.tools.importers.onnx.rewrites.values import Values

FINAL = "is lowered as it is"
"""Documentation of a node that is not to be rewritten: what is known of it stays in the model."""


class Refusal(Exception):
    """Why a node cannot be supported, which torch-mlir would not tell."""


class Site:
    """A node, what is known of its inputs, and the nodes that are to take its place.

    These have the name of the node, as they are the same layer to the user.
    """

    def __init__(
        self, node: onnx.NodeProto, values: Values, opset: int, fresh: Callable[[str], str]
    ) -> None:
        self.node = node
        self.values = values
        self.opset = opset
        self.nodes: list[onnx.NodeProto] = []
        self._fresh = fresh
        self.attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}

    def attribute(self, name: str, default: Any = None) -> Any:
        """The value of an attribute; text is `str`."""
        value = self.attributes.get(name, default)
        return value.decode() if isinstance(value, bytes) else value

    def input(self, index: int) -> str:
        """The name of an input, empty if it is left out."""
        return self.node.input[index] if index < len(self.node.input) else ""

    def shape(self, index: int) -> tuple[int, ...] | None:
        """The shape of an input if all of it is known."""
        return self.values.shape(self.input(index))

    def constant(self, array: Any) -> str:
        """A new constant."""
        name = self.fresh()
        tensor = numpy_helper.from_array(np.asarray(array), name)
        self.nodes.append(
            helper.make_node("Constant", [], [name], name=self.node.name, value=tensor)
        )
        return name

    def ints(self, *values: int) -> str:
        """A new constant of 64-bit integers, as ONNX has shapes and axes."""
        return self.constant(np.array(values, np.int64))

    def scalar_like(self, value: float, like: str) -> str:
        """A new constant of one element, of the type that `like` has."""
        kind = self.values.element_type(like)
        return self.constant(np.array(value, helper.tensor_dtype_to_np_dtype(kind)))

    def extreme_like(self, sign: int, like: str) -> str:
        """A new constant: the greatest or the least value of the type that `like` has."""
        dtype = helper.tensor_dtype_to_np_dtype(self.values.element_type(like))
        if dtype.kind not in "iu":
            return self.scalar_like(sign * np.inf, like)
        limits = np.iinfo(dtype)
        return self.scalar_like(limits.max if sign > 0 else limits.min, like)

    def op(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> Any:
        """A new node: returns the name of its output, or a list of several."""
        names = [self.fresh() for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, name=self.node.name, **attributes))
        return names[0] if outputs == 1 else names

    def final(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """A new node of an operator that is rewritten, where torch-mlir lowers it rightly."""
        return self.op(kind, *inputs, doc_string=FINAL, **attributes)

    def cast(self, value: str, kind: int) -> str:
        """A value in another type of elements, a number of `TensorProto.DataType`."""
        return self.op("Cast", value, to=kind)

    def cast_like(self, value: str, like: str) -> str:
        """A value in the type of elements that an input has."""
        return self.cast(value, self.values.element_type(like))

    def reshape(self, value: str, shape: Sequence[int]) -> str:
        """A value in another shape."""
        return self.op("Reshape", value, self.ints(*shape))

    def transpose(self, value: str, permutation: Sequence[int]) -> str:
        """A value with its axes in another order."""
        return self.op("Transpose", value, perm=[*permutation])

    def reduce(self, kind: str, value: str, axes: Sequence[int]) -> str:
        """A reduction that keeps the axes, with one element each."""
        if kind != "ReduceSum" and self.opset < 18:
            return self.op(kind, value, axes=[*axes], keepdims=1)
        return self.op(kind, value, self.ints(*axes), keepdims=1)

    def fresh(self) -> str:
        """A name for a value that nothing else has."""
        return self._fresh(next(filter(None, self.node.output), self.node.op_type))


Rewrite = Callable[[Site], Sequence[str] | None]
"""Makes nodes at a site and returns the names of what takes the place of the node's outputs, or
returns nothing and leaves the node as it is; raises `Refusal` if that would be wrong."""
