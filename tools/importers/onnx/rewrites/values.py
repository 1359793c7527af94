"""What is known of the tensors of an ONNX graph before it runs."""

# The package `onnx` carries hardly any types.
# pyright: basic

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper


class Values:
    """Types, shapes and constants by name; a graph within a node also knows those around it."""

    def __init__(self, graph: onnx.GraphProto, outer: Values | None = None) -> None:
        self._outer = outer
        ports = (*graph.input, *graph.value_info, *graph.output)
        self._types = {port.name: port.type for port in ports}
        self._producers = {name: node for node in graph.node for name in node.output if name}
        self._constants = {constant.name: constant for constant in graph.initializer}
        for node in graph.node:
            if node.op_type == "Constant" and node.attribute:
                if (tensor := _constant(node.attribute[0])) is not None:
                    self._constants[node.output[0]] = tensor

    def type(self, name: str) -> onnx.TypeProto | None:
        """The type, as far as it is known."""
        if name in self._types:
            return self._types[name]
        if name in self._constants:
            tensor = self._constants[name]
            return helper.make_tensor_type_proto(tensor.data_type, tensor.dims)
        return self._outer.type(name) if self._outer else None

    def info(self, name: str) -> onnx.ValueInfoProto:
        """Name and type, as inputs and outputs of graphs have them."""
        return onnx.ValueInfoProto(name=name, type=self.type(name))

    def shape(self, name: str) -> tuple[int, ...] | None:
        """The extents if all of them are known."""
        type = self.type(name)
        if type is None or not type.tensor_type.HasField("shape"):
            return None
        dims = type.tensor_type.shape.dim
        if not all(dim.HasField("dim_value") for dim in dims):
            return None
        return tuple(dim.dim_value for dim in dims)

    def element_type(self, name: str) -> int:
        """A number of `TensorProto.DataType`; 0 if it is not known."""
        type = self.type(name)
        return type.tensor_type.elem_type if type is not None else 0

    def producer(self, name: str) -> onnx.NodeProto | None:
        """The node of this graph that makes a value."""
        return self._producers.get(name)

    def tensor(self, name: str) -> onnx.TensorProto | None:
        """A constant as it is stored."""
        if name in self._constants:
            return self._constants[name]
        return self._outer.tensor(name) if self._outer and name not in self._types else None

    def constant(self, name: str) -> np.ndarray | None:
        """A constant as an array."""
        tensor = self.tensor(name)
        return None if tensor is None else numpy_helper.to_array(tensor)


def _constant(attribute: onnx.AttributeProto) -> onnx.TensorProto | None:
    """What a node `Constant` with this attribute gives, unless it is sparse or text."""
    if attribute.name == "value":
        return attribute.t
    if attribute.name in ("value_int", "value_ints"):
        return numpy_helper.from_array(np.array(helper.get_attribute_value(attribute), np.int64))
    if attribute.name in ("value_float", "value_floats"):
        return numpy_helper.from_array(np.array(helper.get_attribute_value(attribute), np.float32))
    return None
