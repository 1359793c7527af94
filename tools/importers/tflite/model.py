"""What a `.tflite` file says of a model, as far as importing it takes.

The numbers of fields, types and operators are those of the schema of TensorFlow Lite.
"""

from dataclasses import dataclass
from functools import cached_property

from microaot.tools.importers.tflite.flatbuffer import Table, root_table

IDENTIFIER = b"TFL3"

_UNSIGNED = (3, 12, 15, 16)
"""Types of tensors: 8, 64, 32 and 16 bits."""

_CUSTOM = 32

STATEFUL = {
    16: "LSTM",
    24: "RNN",
    27: "SVDF",
    35: "UNIDIRECTIONAL_SEQUENCE_RNN",
    44: "UNIDIRECTIONAL_SEQUENCE_LSTM",
    46: "BIDIRECTIONAL_SEQUENCE_RNN",
    52: "BIDIRECTIONAL_SEQUENCE_LSTM",
    129: "CALL_ONCE",
    136: "HASHTABLE",
    137: "HASHTABLE_FIND",
    138: "HASHTABLE_IMPORT",
    139: "HASHTABLE_SIZE",
    142: "VAR_HANDLE",
    143: "READ_VARIABLE",
    144: "ASSIGN_VARIABLE",
}
"""Operators that remember something from one run to the next; TOSA has nothing of the kind."""


@dataclass(frozen=True)
class Tensor:
    """A tensor of a model."""

    table: Table

    @cached_property
    def name(self) -> str:
        """Its name, which names the layer that computes it, too."""
        return self.table.text(3)

    @cached_property
    def shape(self) -> list[int]:
        """The shape for a batch of 1."""
        return self.table.integers(0, "i")

    @cached_property
    def signature(self) -> list[int]:
        """The shape, with -1 for what is not fixed; empty if all is."""
        return self.table.integers(7, "i")

    @cached_property
    def quantization(self) -> tuple[float, int] | None:
        """Scale and zero point, if it has one of each."""
        if (parameters := self.table.table(4)) is None:
            return None
        scales, zero_points = parameters.numbers(2, "f"), parameters.integers(3, "q")
        return (scales[0], zero_points[0]) if len(scales) == len(zero_points) == 1 else None

    @cached_property
    def is_unsigned(self) -> bool:
        """Whether it holds integers without a sign."""
        return self.table.integer(1, "<b") in _UNSIGNED

    def fix(self, batch: int) -> None:
        """Give what is not fixed the size that it has with a batch of so many samples."""
        for axis, (size, for_one) in enumerate(zip(self.signature, self.shape, strict=False)):
            if size < 0:
                self.table.set_integer(7, axis, batch * for_one)


@dataclass(frozen=True)
class Operator:
    """An operator: its number in the schema, and the name of its first result, or its place."""

    code: int
    layer: str


class TfliteModel:
    """The first graph of a file; raises `BrokenBuffer` for what is no such file."""

    def __init__(self, buffer: bytearray) -> None:
        self.buffer = buffer
        self.root = root_table(buffer)
        self._graphs = self.root.tables(2)
        self.tensors = [[Tensor(tensor) for tensor in graph.tables(0)] for graph in self._graphs]

    @cached_property
    def inputs(self) -> list[tuple[str, Tensor]]:
        """The inputs and their names."""
        return self._ports(1, 0)

    @cached_property
    def outputs(self) -> list[tuple[str, Tensor]]:
        """The outputs and their names."""
        return self._ports(2, 1)

    def _ports(self, field: int, of_signature: int) -> list[tuple[str, Tensor]]:
        names = self._signature_names(of_signature)
        tensors = self.tensors[0]
        indices = self._graphs[0].integers(field, "i")
        return [(names.get(i) or _short(tensors[i].name), tensors[i]) for i in indices]

    def _signature_names(self, field: int) -> dict[int, str]:
        """What the model's signature, the way it is called by, names the tensors."""
        signatures = [s for s in self.root.tables(7) if s.integer(4, "<I") == 0]
        if len(signatures) != 1:
            return {}
        return {map.integer(1, "<I"): map.text(0) for map in signatures[0].tables(field)}

    @cached_property
    def custom_operators(self) -> list[str]:
        """The names of operators that are not in the schema."""
        return [code.text(1) for code in self.root.tables(1) if code.integer(0, "<b") == _CUSTOM]

    @cached_property
    def operators(self) -> list[Operator]:
        """The operators of all graphs, in order."""
        codes = [max(c.integer(0, "<b"), c.integer(3, "<i")) for c in self.root.tables(1)]
        return [
            Operator(
                codes[operator.integer(0, "<I")],
                (tensors[outputs[0]].name if outputs else "") or f"operator {place}",
            )
            for graph, tensors in zip(self._graphs, self.tensors, strict=True)
            for place, operator in enumerate(graph.tables(3))
            for outputs in [operator.integers(2, "i")]
        ]


def _short(name: str) -> str:
    """The name of a tensor without what TensorFlow adds to it."""
    return name.removeprefix("serving_default_").removesuffix(":0")
