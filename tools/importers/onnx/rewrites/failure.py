"""What is wrong with a node."""

# The package `onnx` carries hardly any types.
# pyright: basic

from dataclasses import dataclass

import onnx


@dataclass(frozen=True)
class Failure:
    """A node that cannot be lowered, and why."""

    node: onnx.NodeProto
    reason: str


class NotRewritten(Exception):
    """Nodes that would be lowered to something wrong, and that nothing can take the place of.

    `model` is what became of the others.
    """

    def __init__(self, failures: list[Failure], model: onnx.ModelProto) -> None:
        super().__init__()
        self.failures = failures
        self.model = model
