"""Arm's tools for TOSA: the generator of tests, the reference model, and the judge of results.

They pin other versions of packages than microaot needs, so that they live in an environment of
their own, which `test/support/install_tosa_tools.sh` makes.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parents[2] / "build" / "tosa-tools" / "bin"

TYPES = ("int8", "int16", "int32", "int4", "int48", "fp32", "bool")
"""Types of elements for which tests are made."""


class ToolError(Exception):
    """A tool failed: what it said."""


def tool(name: str) -> str | None:
    """Where a tool is, or None if it is not installed."""
    local = FOLDER / name
    return str(local) if local.exists() else shutil.which(name)


def run(name: str, *arguments: str | Path, stdin: str = "") -> str:
    """Run a tool and return what it prints."""
    command = [tool(name) or name, *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ToolError(f"{name}: {done.stderr.strip()[-400:]}")
    return done.stdout


@dataclass(frozen=True)
class Case:
    """A generated test: a program, its inputs, and what is expected of its outputs."""

    folder: Path

    @property
    def name(self) -> str:
        """The name that the generator gave it."""
        return self.folder.name

    @property
    def operator(self) -> str:
        """The op that it tests."""
        return self.folder.parent.name

    @property
    def group(self) -> str:
        """The op without the shape of its kernel."""
        return re.sub(r"_\d+(x\d+)+$", "", self.operator)

    @property
    def type(self) -> str:
        """The type of the elements of the first operand, as the generator calls it."""
        tensors = self.description().get("meta", {}).get("data_gen", {}).get("tensors", {})
        kinds = [tensor["data_type"].lower() for tensor in tensors.values()]
        return kinds[0] if kinds else "none"

    def description(self) -> dict[str, Any]:
        """What the generator says of the test."""
        return json.loads((self.folder / "desc.json").read_text())

    def program(self) -> str:
        """The program in MLIR's generic syntax."""
        file = self.folder / self.description()["tosa_file"]
        flags = ["--tosa-deserialize", f"--tosa-deserialize-filename={file}"]
        printed = run("tosa-opt", *flags, "--mlir-print-op-generic", stdin="module {}")
        return printed.partition("\nWARNING")[0]

    def inputs(self) -> list[np.ndarray]:
        """The inputs."""
        return [np.load(self.folder / name) for name in self.description()["ifm_file"]]

    def expected(self) -> list[np.ndarray]:
        """What the reference model computes, of floats with twice their precision."""
        arguments = ["--test_desc", self.folder / "desc.json"]
        run("tosa_reference_model", *arguments, "--precise_mode=1")
        return [np.load(self.folder / name) for name in self.description()["ofm_file"]]

    def complies(self, results: Sequence[np.ndarray]) -> str | None:
        """None if the results are as exact as TOSA demands, else what the judge says."""
        description = self.description()
        for name, file, result in zip(
            description["ofm_name"], description["ofm_file"], results, strict=True
        ):
            reference = self.folder / file
            own = self.folder / f"own-{file}"
            np.save(own, result)
            bounds = self.folder / f"bounds_{file}"
            extra = ["--bnd_result_file", bounds] if bounds.exists() else []
            arguments = ["--test_desc", self.folder / "desc.json", "--ofm_name", name]
            arguments += ["--imp_result_file", own, "--ref_result_file", reference, *extra]
            try:
                run("tosa_verify", *arguments)
            except ToolError as error:
                return str(error)
        return None


def generate(folder: Path, operators: str, types: Sequence[str], *options: str) -> list[Case]:
    """Make the tests of some operators (a regular expression) for TOSA 1.0 in a folder."""
    run(
        *("tosa_verif_build_tests", "--tosa-version", "1.0.2", "--test-type", "positive"),
        *("--profile", "all", "--extension", "all", "--seed", "1", "-o", folder),
        *("--filter", operators, "--target-dtype", *types, "--max-batch-size", "2", *options),
    )
    return find_cases(folder)


def find_cases(folder: Path) -> list[Case]:
    """The tests that have been made in a folder."""
    return [Case(path.parent) for path in sorted(folder.glob("*/*/desc.json"))]
