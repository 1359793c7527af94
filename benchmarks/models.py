"""Whole models on Cortex-M processors: what microaot's C costs, beside its peers.

Each model is compiled, cross-compiled and run under QEMU on samples that come with it; outputs must
equal the reference, those of int8 models bit for bit. A row is the longest run. `limit` is what the
project promises; the peers' figures are those of TVM 0.14 (microTVM) and of onnx2c, measured once
in the same way: instructions at -O2 on the Cortex-M4 and at -Os on the Cortex-M0.

```
python benchmarks/models.py [--models FOLDER] [--json]
```
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "test" / "support"))

from reference_data import assert_model_result  # after the path is known

from microaot.tools.api import Library, compile_module
from microaot.tools.measure.measurement import Measurement
from microaot.tools.measure.run import run_on_target

MODELS = Path(__file__).parents[2] / "shared" / "models"
"""Where the models are unless `--models` says it: beside the repository."""

LEVELS = ("-O0", "-Os", "-O2")
TARGETS = ("cortex-m0", "cortex-m4")


@dataclass(frozen=True)
class Peers:
    """Millions of instructions: what is promised, and what others need, if it is known."""

    limit: float | None = None
    tvm: float | None = None
    onnx2c: float | None = None


NAMES = {
    "kws": "kws_ref_model",
    "ad01": "ad01_int8",
    "resnet": "pretrainedResnet_quant",
    "kws_float": "kws_ref_model_float32",
    "hello_int8": "hello_world_int8",
    "hello_float": "hello_world_float",
}
"""The models, and their files."""

PEERS = {
    ("kws", "cortex-m4", "-O2"): Peers(20, 21.9, 32),
    ("kws", "cortex-m0", "-Os"): Peers(40, 43.0, 458),
    ("ad01", "cortex-m4", "-O2"): Peers(1.6, 1.9, 3.7),
    ("ad01", "cortex-m0", "-Os"): Peers(3.2, 3.4),
    ("resnet", "cortex-m4", "-O2"): Peers(75, 88.7, 255),
}

TVM_WORKSPACE = {"kws": 56_192, "ad01": 1_568, "resnet": 102_528}
"""Bytes of RAM that TVM plans for intermediate tensors, where that is known."""

SAMPLES = 8
MAX_INSTRUCTIONS = 3_000_000_000
"""Emulated instructions for one row; slow models run on fewer samples."""


@dataclass(frozen=True)
class Row:
    """One model on one target at one level."""

    model: str
    measurement: Measurement
    peers: Peers
    tvm_workspace: int | None

    @property
    def ram(self) -> int:
        """Bytes that the model needs beside inputs, outputs and stack, whoever owns them."""
        return self.measurement.ram + self.measurement.lent


def compile_model(name: str, folder: Path = MODELS) -> Library:
    """Compile one of the models."""
    path = folder / f"{NAMES[name]}.linalg.mlir"
    return compile_module(path.read_text(), filename=path.name, name=name)


def measure_model(name: str, folder: Path = MODELS) -> list[Row]:
    """A model on all targets at all levels; raises `AssertionError` if an output is wrong."""
    with np.load(folder / f"{NAMES[name]}.io.npz") as data:
        inputs, expected = data["in0"], data["mlir0"]
    rows: list[Row] = []
    with TemporaryDirectory() as temporary:
        library = compile_model(name, folder)
        library.write(Path(temporary))
        for target in TARGETS:
            for level in LEVELS:
                outputs, measurement = run_on_target(
                    Path(temporary), target, level, {"in0": inputs[:1]}
                )
                (output,) = outputs.values()
                assert_model_result(output, expected[:1], name)
                samples = min(SAMPLES, MAX_INSTRUCTIONS // measurement.instructions)
                if samples > 1:
                    outputs, measurement = run_on_target(
                        Path(temporary), target, level, {"in0": inputs[:samples]}
                    )
                    (output,) = outputs.values()
                    assert_model_result(output, expected[:samples], name)
                peers = PEERS.get((name, target, level), Peers())
                rows.append(Row(name, measurement, peers, TVM_WORKSPACE.get(name)))
    return rows


def as_table(rows: list[Row]) -> Table:
    """The measurements for people."""
    table = Table(title="Executed instructions in millions; bytes")
    for title in ("model", "target", "level"):
        table.add_column(title)
    columns = ("microaot", "limit", "TVM", "onnx2c", "code", "constants", "RAM", "TVM", "stack")
    for title in columns:
        table.add_column(title, justify="right")
    for row in rows:
        now = row.measurement
        peers = (row.peers.limit, row.peers.tvm, row.peers.onnx2c)
        sizes = (now.code, now.constants, row.ram, row.tvm_workspace, now.stack_worst)
        table.add_row(
            *(row.model, now.target.removeprefix("cortex-").upper(), now.level),
            f"{now.instructions / 1e6:.2f}",
            *("" if value is None else f"{value:g}" for value in peers),
            *("" if value is None else f"{value:,}" for value in sizes),
            end_section=now.level == LEVELS[-1],
        )
    return table


def main() -> None:
    """Print the table, or JSON if asked to."""
    options = sys.argv[1:]
    folder = Path(options[options.index("--models") + 1]) if "--models" in options else MODELS
    rows = [row for name in NAMES for row in measure_model(name, folder)]
    if "--json" in options:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        Console(width=120).print(as_table(rows))


if __name__ == "__main__":
    main()
