"""`python -m microaot.tools.importers.onnx.worker MODEL RESULT BATCH`: the other process.

Writes JSON: `text`, `inputs`, `outputs` and `notes` as `ImportedModel` has them, or `errors`, pairs
of a layer and a message.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

import json
import sys
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError

from microaot.tools.errors import UserError
from microaot.tools.importers.onnx.graph import OnnxGraph
from microaot.tools.importers.onnx.lowering import NotSupported
from microaot.tools.importers.onnx.supported import lower_supported


def convert(path: Path, batch: int | None) -> dict[str, object]:
    """What the importer answers."""
    try:
        graph = OnnxGraph(onnx.load(path), batch)
        text = lower_supported(graph.model)
    except (DecodeError, OSError) as error:
        return {"errors": [("", f"is no readable model of ONNX: {str(error).splitlines()[0]}")]}
    except UserError as error:
        return {"errors": [("", error.message)]}
    except NotSupported as error:
        return {"errors": error.errors}
    return {
        "text": text,
        "inputs": graph.inputs,
        "outputs": graph.outputs,
        "notes": graph.notes,
    }


def main() -> None:
    """Convert one file."""
    path, result, batch = sys.argv[1:]
    document = convert(Path(path), int(batch) or None)
    Path(result).write_text(json.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    main()
