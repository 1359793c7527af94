"""Preparing the graph of an ONNX model: static shapes, a recent version of the operators."""

# The package `onnx` carries hardly any types.
# pyright: basic

from typing import Any

import onnx
from onnx import helper, numpy_helper, shape_inference, version_converter

from microaot.tools.errors import UserError
from microaot.tools.importers.onnx.rewrites.p_relu import spread_slopes

_OPSET = 17
"""The version of ONNX's operators that torch-mlir knows best."""

_UNSIGNED = {
    getattr(onnx.TensorProto, name) for name in ("UINT4", "UINT8", "UINT16", "UINT32", "UINT64")
}

Ports = list[tuple[str, float | None, int | None, bool]]
"""Name, scale, zero point of each input or output, and whether it is unsigned."""


class OnnxGraph:
    """A model with the batch fixed; raises `UserError` for what cannot be imported."""

    def __init__(self, model: onnx.ModelProto, batch: int | None) -> None:
        self.notes: list[str] = []
        self._check(model)
        self._name_nodes(model.graph)
        constants = {constant.name for constant in model.graph.initializer}
        self._inputs = [port for port in model.graph.input if port.name not in constants]
        if not self._inputs:
            raise UserError("the model has no inputs: what it gives are constants")
        self._fix_batch(model.graph, batch)
        stated = {port.name: _extents(port) for port in model.graph.output}
        spread_slopes(model)
        self.model = self._infer(_with_recent_operators(model))
        self._refuse_other_shapes(stated)
        self.inputs = self._ports(self._inputs, reads=True)
        self.outputs = self._ports(self.model.graph.output, reads=False)

    def _check(self, model: onnx.ModelProto) -> None:
        try:
            onnx.checker.check_model(model)
        except onnx.checker.ValidationError as error:
            raise UserError(_first_line(error)) from None
        if not model.graph.node:
            raise UserError("the model has no nodes")
        for port in (*model.graph.input, *model.graph.output):
            if not port.type.HasField("tensor_type"):
                raise UserError(f"'{port.name}' is no tensor")

    def _name_nodes(self, graph: onnx.GraphProto) -> None:
        """Names of nodes are what errors and generated code call them by."""
        for node in graph.node:
            if not node.name:
                node.name = next(filter(None, node.output), node.op_type)

    def _fix_batch(self, graph: onnx.GraphProto, batch: int | None) -> None:
        symbols: set[str] = set()
        is_open = False
        for port in self._inputs:
            dims = port.type.tensor_type.shape.dim
            if not port.type.tensor_type.HasField("shape"):
                raise UserError(f"the input '{port.name}' has no shape")
            if dims and not dims[0].HasField("dim_value"):
                is_open = True
                symbols.add(dims[0].dim_param)
                dims[0].dim_value = batch or 1
        if batch is not None and not is_open:
            raise UserError("no batch to choose: the first extent of every input is fixed")
        if is_open and batch is None:
            self.notes.append("the size of the batch is open and becomes 1; --batch sets another")
        for port in self._inputs:
            for axis, dim in enumerate(port.type.tensor_type.shape.dim):
                if dim.dim_param and dim.dim_param in symbols:
                    dim.dim_value = batch or 1
                elif not dim.HasField("dim_value"):
                    raise UserError(
                        f"the input '{port.name}' has an open extent {axis}; "
                        "only the first, the batch, may be open"
                    )
        if is_open:
            _forget_open_shapes(graph)

    def _infer(self, model: onnx.ModelProto) -> onnx.ModelProto:
        try:
            return shape_inference.infer_shapes(model, data_prop=True)
        except (shape_inference.InferenceError, ValueError) as error:
            raise UserError(_first_line(error)) from None

    def _refuse_other_shapes(self, stated: dict[str, list[int | None]]) -> None:
        """Where shapes do not come out, an operator meant something else in its old version."""
        for port in self.model.graph.output:
            found, wanted = _extents(port), stated[port.name]
            pairs = zip(found, wanted, strict=False)
            same = all(None in pair or pair[0] == pair[1] for pair in pairs)
            if wanted and found and not (same and len(found) == len(wanted)):
                raise UserError(
                    f"the output '{port.name}' is stated with the shape {_show(wanted)}, "
                    f"but its nodes give {_show(found)}"
                )

    def _ports(self, ports: Any, *, reads: bool) -> Ports:
        """Names, and the quantisation that the nodes at the border of the graph apply."""
        constants = {c.name: numpy_helper.to_array(c) for c in self.model.graph.initializer}
        for node in self.model.graph.node:
            if node.op_type == "Constant" and node.attribute and node.attribute[0].HasField("t"):
                constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        kind = "DequantizeLinear" if reads else "QuantizeLinear"
        quantized: dict[str, tuple[float | None, int | None]] = {}
        for node in self.model.graph.node:
            known = len(node.input) > 1 and node.input[1] in constants
            if node.op_type != kind or not known or constants[node.input[1]].size != 1:
                continue
            zero = constants.get(node.input[2]) if len(node.input) > 2 else None
            tensor = node.input[0] if reads else node.output[0]
            scale = float(constants[node.input[1]].reshape(()))
            quantized[tensor] = (scale, 0 if zero is None else int(zero.reshape(())))
        return [
            (
                port.name,
                *quantized.get(port.name, (None, None)),
                port.type.tensor_type.elem_type in _UNSIGNED,
            )
            for port in ports
        ]


def refuse_open_outputs(model: onnx.ModelProto) -> None:
    """Raise `UserError` for a result without a size; `model` has all shapes inferred."""
    for port in model.graph.output:
        if not port.type.tensor_type.HasField("shape") or None in _extents(port):
            raise UserError(f"the output '{port.name}' has a size that depends on the data")


def _extents(port: Any) -> list[int | None]:
    """The extents of an input or output, of which some may be open; none without a shape."""
    dims = port.type.tensor_type.shape.dim
    return [dim.dim_value if dim.HasField("dim_value") else None for dim in dims]


def _show(extents: list[int | None]) -> str:
    return "x".join("?" if extent is None else str(extent) for extent in extents)


def _forget_open_shapes(graph: onnx.GraphProto) -> None:
    """Shapes that are written with the old batch are inferred anew."""
    del graph.value_info[:]
    for port in graph.output:
        if port.type.HasField("tensor_type"):
            for dim in port.type.tensor_type.shape.dim:
                if dim.dim_param or not dim.HasField("dim_value"):
                    port.type.tensor_type.ClearField("shape")
                    break


def _with_recent_operators(model: onnx.ModelProto) -> onnx.ModelProto:
    versions = [opset.version for opset in model.opset_import if opset.domain in ("", "ai.onnx")]
    if versions and versions[0] < _OPSET:
        try:
            converted = version_converter.convert_version(model, _OPSET)
        except Exception:
            # It raises whatever it likes; the importer may well know the old version.
            return model
        if versions[0] < 11:
            _keep_old_resizing(converted.graph)
        return converted
    return model


def _keep_old_resizing(graph: onnx.GraphProto) -> None:
    """Let Resize mean what it did before version 11, which the conversion forgets."""
    for node in graph.node:
        if node.op_type == "Resize" and len(node.attribute) <= 1:
            mode = helper.make_attribute("coordinate_transformation_mode", "asymmetric")
            node.attribute.extend([mode, helper.make_attribute("nearest_mode", "floor")])


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    context = next((line for line in lines if line.startswith("==> Context")), "")
    return " ".join(filter(None, (lines[0] if lines else type(error).__name__, context)))
