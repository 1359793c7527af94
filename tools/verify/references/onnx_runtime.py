"""ONNX Runtime: what an `.onnx` model means."""

# The packages `onnx` and `onnxruntime` carry hardly any types.
# pyright: basic

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from microaot.tools.errors import UserError
from microaot.tools.measure.inputs import Array


class OnnxRuntime:
    """Runs a model on the processor, without rewriting it."""

    name = "ONNX Runtime"
    integer_tolerance = 1
    """It requantises in floats, whose sums depend on their order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._model = path.read_bytes()

    @property
    def output_steps(self) -> Sequence[float | None]:
        """The scales of the outputs that are dequantised, as far as they are constants."""
        import onnx

        graph = onnx.load(self._path).graph
        constants = {tensor.name: tensor for tensor in graph.initializer}
        scales = {
            node.output[0]: float(onnx.numpy_helper.to_array(constants[node.input[1]]).max())
            for node in graph.node
            if node.op_type == "DequantizeLinear" and node.input[1] in constants
        }
        return [scales.get(port.name) for port in graph.output]

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for each run."""
        return self._run(self._model, inputs, None)

    def layers(self, inputs: Sequence[Array]) -> Mapping[str, Array]:
        """The first result of each node, by the node's name."""
        import onnx

        model = onnx.load(self._path)
        present = {port.name for port in model.graph.output}
        names: dict[str, str] = {}
        for node in model.graph.node:
            if node.output and node.output[0]:
                names[node.name or node.output[0]] = node.output[0]
                if node.output[0] not in present:
                    model.graph.output.append(onnx.ValueInfoProto(name=node.output[0]))
        arrays = self._run(model.SerializeToString(), inputs, [*names.values()])
        return dict(zip(names, arrays, strict=True))

    def _run(
        self, model: bytes, inputs: Sequence[Array], outputs: Sequence[str] | None
    ) -> list[Array]:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(model, options)
            names = [port.name for port in session.get_inputs()]
            runs = [
                session.run(outputs, {n: a[i] for n, a in zip(names, inputs, strict=True)})
                for i in range(len(inputs[0]))
            ]
        except Exception as error:
            # Its errors have no class in common, and many lines.
            reason = str(error).splitlines()[0]
            raise UserError(f"ONNX Runtime: {reason}", str(self._path)) from None
        return [np.stack(output) for output in zip(*runs, strict=True)]
