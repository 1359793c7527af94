"""Running a program on an emulated board."""

import os
import shutil
import struct
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from microaot.tools.errors import UserError
from microaot.tools.measure import counting
from microaot.tools.measure.build import Program
from microaot.tools.measure.counting import Counts
from microaot.tools.measure.entry import Buffer, Entry
from microaot.tools.measure.symbols import Symbol
from microaot.tools.targets.target import Board

Arrays = dict[str, "np.ndarray[tuple[int, ...], np.dtype[np.generic]]"]

_REPORT = struct.Struct("<iII")
_FAULT, _BROKEN_PIPE = 99, 98


@dataclass(frozen=True)
class Run:
    """One call on the target: its outputs by name, its status, its stack in bytes."""

    outputs: Arrays
    status: int
    stack: int


@dataclass(frozen=True)
class Execution:
    """All runs of a program. `counter` is `plugin` or `timer`: what counted instructions."""

    runs: tuple[Run, ...]
    counts: Counts
    counter: str


def execute(
    program: Program,
    entry: Entry,
    board: Board,
    symbols: list[Symbol],
    inputs: list[Arrays],
    *,
    operators: Iterable[str],
    time_limit: float,
) -> Execution:
    """Run a program once for each set of arguments; calls of `operators` are counted one by one.

    Raises `UserError` if QEMU cannot run it, or if it faults or takes longer than `time_limit`
    seconds.
    """
    if shutil.which(board.program) is None:
        raise UserError(f"{board.program} is not installed")
    folder = program.elf.parent
    functions = counting.functions_of(symbols)
    description = counting.describe_functions(functions, entry.function, operators)
    (folder / "functions.txt").write_text(description)
    arguments = (*entry.inputs, *entry.outputs)
    contents = [_bytes(values[b.name], b) for values in inputs for b in arguments]
    (folder / "inputs.bin").write_bytes(struct.pack("<I", len(inputs)) + b"".join(contents))
    counter = _run_with_plugin(board, program, time_limit)
    if counter is None:
        counter = "timer"
        if board.timer is None:
            raise UserError(
                f"instructions on the {board.machine} are counted by a plugin of QEMU: "
                f"that takes a C compiler `cc` and a {board.program} that loads plugins"
            )
        icount = ("-icount", f"shift={counting.ICOUNT_SHIFT}")
        _check(_qemu(board, program, icount, time_limit), board)
    runs, ticks = _read_outputs((folder / "outputs.bin").read_bytes(), entry, len(inputs))
    if counter == "plugin":
        counts = counting.parse_counts((folder / "counts.txt").read_text(), functions)
    else:
        counted = tuple(counting.count_of_ticks(t, board.timer_hz) for t in ticks)
        counts = Counts(counted, {})
    return Execution(runs, counts, counter)


def _run_with_plugin(board: Board, program: Program, time_limit: float) -> str | None:
    """Run with the plugin; nothing if there can be none."""
    for api in counting.PLUGIN_APIS:
        # QEMU splits options at commas, which folders may have in their names.
        if not counting.build_counter(api, program.elf.parent / "counter.so"):
            return None
        option = "./counter.so,functions=functions.txt,counts=counts.txt"
        done = _qemu(board, program, ("-plugin", option), time_limit)
        if "API version" in done.stderr:
            continue
        if "-plugin" in done.stderr or "invalid option" in done.stderr:
            return None
        _check(done, board)
        return "plugin"
    return None


def _qemu(
    board: Board, program: Program, options: tuple[str, ...], time_limit: float
) -> subprocess.CompletedProcess[str]:
    command = [
        *(board.program, "-M", board.machine, "-kernel", program.elf.name, *options),
        *("-display", "none", "-serial", "none", "-monitor", "none", "-nodefaults"),
        *("-semihosting-config", "enable=on,target=native"),
    ]
    try:
        return subprocess.run(
            command,
            cwd=program.elf.parent,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=time_limit,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UserError(f"the program ran for more than {time_limit:g} seconds") from None


def _check(done: subprocess.CompletedProcess[str], board: Board) -> None:
    if done.returncode == _FAULT:
        raise UserError(f"the program faulted on the board {board.machine}")
    if done.returncode == _BROKEN_PIPE:
        raise UserError("the program could not exchange data with the host")
    if done.returncode != 0:
        said = next(iter(done.stderr.strip().splitlines()), f"exit status {done.returncode}")
        raise UserError(f"{board.program}: {said}")


def _bytes(array: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]", buffer: Buffer) -> bytes:
    return array.astype(buffer.dtype.newbyteorder("<"), copy=False).tobytes()


def _read_outputs(data: bytes, entry: Entry, runs: int) -> tuple[tuple[Run, ...], list[int]]:
    offset = 0
    results: list[Run] = []
    ticks: list[int] = []
    for _ in range(runs):
        status, stack, timer = _REPORT.unpack_from(data, offset)
        offset += _REPORT.size
        outputs: Arrays = {}
        for buffer in entry.outputs:
            raw = data[offset : offset + buffer.byte_size]
            values = np.frombuffer(raw, buffer.dtype.newbyteorder("<")).reshape(buffer.shape)
            outputs[buffer.name] = values.astype(buffer.dtype)
            offset += buffer.byte_size
        results.append(Run(outputs, status, stack))
        ticks.append(timer)
    return tuple(results), ticks
