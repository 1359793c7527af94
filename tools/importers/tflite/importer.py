"""`.tflite`: models of TensorFlow Lite become TOSA, by `tosa-converter-for-tflite`.

The converter knows neither quantisation of inputs and outputs nor the size of the batch; both are
read from the file here, and the batch is fixed before it is converted.
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from microaot.tools.errors import SeveralErrors, UserError
from microaot.tools.importers.imported_model import ImportedModel, Port
from microaot.tools.importers.subprocesses import require_packages, run_python
from microaot.tools.importers.tflite.flatbuffer import BrokenBuffer
from microaot.tools.importers.tflite.model import IDENTIFIER, STATEFUL, Tensor, TfliteModel

_CONVERTER = "tosa_converter_for_tflite"

_LEFT_OVER = re.compile(r'"?\btfl\.(\w+)"?\(.* loc\((#loc\d*|".*)\)$', re.MULTILINE)
_LOCATION = re.compile(r'^(#loc\d*) = loc\("(.*)"\((#loc\d*|".*")\)\)$', re.MULTILINE)
_FILE_LOCATION = re.compile(r'^#loc\d* = loc\(".*":0:0\)$', re.MULTILINE)
_SAID = re.compile(
    r'^(?:loc\("(?P<layer>[^"]*)"\(.*\)\)|.*?): error: (?P<message>.*)$', re.MULTILINE
)


@dataclass(frozen=True)
class TfliteImporter:
    """Converts in a process of its own."""

    suffixes: tuple[str, ...] = (".tflite",)

    def load(self, path: Path, *, batch: int | None) -> ImportedModel:
        """Read a model of TensorFlow Lite."""
        require_packages(path, "tflite", [_CONVERTER])
        buffer = bytearray(path.read_bytes())
        if bytes(buffer[4:8]) != IDENTIFIER:
            raise UserError("is no model of TensorFlow Lite", str(path))
        try:
            model = TfliteModel(buffer)
            _refuse_compiled(model, path)
            _refuse_stateful(model, path)
            notes = _fix_batch(model, batch, path)
            inputs = tuple(_port(name, tensor) for name, tensor in model.inputs)
            outputs = tuple(_port(name, tensor) for name, tensor in model.outputs)
        except (BrokenBuffer, IndexError, struct.error):
            raise UserError("the file is damaged: an offset leads out of it", str(path)) from None
        return ImportedModel(_convert(buffer, path), str(path), inputs, outputs, notes)


def _refuse_compiled(model: TfliteModel, path: Path) -> None:
    if "ethos-u" in model.custom_operators:
        raise UserError(
            "Vela has compiled it for an Ethos-U: give the model from before", str(path)
        )


def _refuse_stateful(model: TfliteModel, path: Path) -> None:
    refused = [operator for operator in model.operators if operator.code in STATEFUL]
    errors = [
        UserError(
            f"{STATEFUL[operator.code]} is not supported, as it keeps a state: unroll it, "
            "and make the state an input and an output of the model",
            f"{path}:{operator.layer}",
        )
        for operator in refused
    ]
    if errors:
        raise SeveralErrors(errors)


def _fix_batch(model: TfliteModel, batch: int | None, path: Path) -> tuple[str, ...]:
    """Fix the first extents that are open; returns notes for the user."""
    is_open = False
    for name, tensor in model.inputs:
        open_axes = [axis for axis, size in enumerate(tensor.signature) if size < 0]
        if any(axis > 0 for axis in open_axes):
            raise UserError(
                f"the input '{name}' has the shape {tensor.signature}, of which only the first "
                "extent may be open: resize it before it is converted",
                str(path),
            )
        is_open = is_open or bool(open_axes)
    if batch is not None and not is_open:
        raise UserError("no batch to choose: the first extent of every input is fixed", str(path))
    for tensors in model.tensors:
        for tensor in tensors:
            tensor.fix(batch or 1)
    if is_open and batch is None:
        return ("the size of the batch is open and becomes 1; --batch sets another",)
    return ()


def _port(name: str, tensor: Tensor) -> Port:
    return Port(name, *(tensor.quantization or (None, None)), is_unsigned=tensor.is_unsigned)


def _convert(buffer: bytearray, path: Path) -> str:
    """The model as text of TOSA, with the names of layers as locations."""
    with TemporaryDirectory(prefix="microaot-") as temporary:
        source, result = Path(temporary) / "model.tflite", Path(temporary) / "model.mlir"
        source.write_bytes(buffer)
        options = ("--text", "--emit-debug-info", "-o", result)
        done = run_python(["-m", f"{_CONVERTER}.cli", source, *options], path)
        if done.returncode != 0 or not result.is_file():
            raise _failure(done.stderr, path)
        text = result.read_text(encoding="utf-8", errors="replace")
    _refuse_left_over(text, path)
    # Names of layers say more than a position in a file that is no text.
    return _FILE_LOCATION.sub(lambda found: f"{found[0].split(' ')[0]} = loc(unknown)", text)


def _failure(said: str, path: Path) -> UserError:
    for found in _SAID.finditer(said):
        message = found["message"]
        if "parse flatbuffer" in message:
            return UserError("the file is damaged, or no model of TensorFlow Lite", str(path))
        layer = f"{path}:{found['layer']}" if found["layer"] else str(path)
        return UserError(f"{_CONVERTER} refuses it: {message}", layer)
    return UserError(f"{_CONVERTER} crashed on the model", str(path))


def _refuse_left_over(text: str, path: Path) -> None:
    """Operators that the converter does not know stay in its result as they were."""
    layers = {found[1]: found[2] for found in _LOCATION.finditer(text)}
    errors = [
        UserError(
            f"{name.upper()} is not supported, as TOSA has nothing like it: "
            "compute it of other operators",
            f"{path}:{layers.get(location, location)}",
        )
        for name, location in _LEFT_OVER.findall(text)
        if not name.startswith("pseudo_")
    ]
    if errors:
        raise SeveralErrors(errors)


TFLITE = TfliteImporter()
