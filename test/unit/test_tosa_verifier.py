"""What MLIR's verifier refuses of TOSA, microaot's refuses too: on programs with small faults."""

import random
import re
import subprocess
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from commands import require_tool
from xdsl.context import Context
from xdsl.utils.exceptions import ParseError, VerifyException

from microaot.tools.frontend import new_context, parse_module

OPS = Path(__file__).parents[1] / "filecheck" / "dialects" / "tosa" / "ops.mlir"

FAULTS = 3
"""How many faulty programs are made of each op."""

_NUMBER = re.compile(r"(?<=[ :<\[,])-?\d+(?=[,>\] ])")
_TENSOR = re.compile(r"tensor<[^>]*>")
_TYPE = re.compile(r"tensor<[^>]*>|!tosa\.shape<\d+>|\bi\d+\b")
_ELEMENTS = ("i8", "i16", "i32", "f32", "f16", "i1", "bf16")


@dataclass(frozen=True)
class Program:
    """An op on arguments of a function, and the constants that it may use."""

    arguments: str
    constants: tuple[str, ...]
    op: str

    def __str__(self) -> str:
        lines = "\n".join((*self.constants, self.op))
        return f"func.func @f({self.arguments}) {{\n{lines}\n  return\n}}"


def _programs() -> list[Program]:
    """One program for each op of the test of syntax."""
    text = OPS.read_text()
    function = re.search(r"func\.func @ops\((.*?)\) \{", text, re.DOTALL)
    assert function is not None
    lines = [line for line in text.splitlines() if line.startswith("  %")]
    constants = [line for line in lines if _is_constant(line)]
    return [Program(function[1], tuple(constants), line) for line in lines if line not in constants]


def _is_constant(line: str) -> bool:
    name = line.partition("=")[0].strip()
    return "const" in line.partition("(")[0] or name in ("%s_cat", "%from_mx")


def _with_fault(program: Program, rng: random.Random) -> Program:
    """Change a number, or the type of an operand or result."""
    head, colon, signature = program.op.rpartition(" : (")
    numbers = [*_NUMBER.finditer(head, head.index("=") + 1)]
    if numbers and rng.random() < 0.4:
        match = rng.choice(numbers)
        number = str(rng.choice([-1, 0, 1, 2, 3, 5]))
        faulty = head[: match.start()] + number + head[match.end() :]
        return Program(program.arguments, program.constants, faulty + colon + signature)
    types = [*_TYPE.finditer(signature)]
    names = re.findall(r"%\w+", head.partition("=")[2].partition("{")[0])
    index = rng.randrange(len(types))
    if not _TENSOR.fullmatch(types[index][0]):
        return program
    faulty_type = _faulty_type(types[index][0], rng)
    if index >= len(names):
        match = types[index]
        signature = signature[: match.start()] + faulty_type + signature[match.end() :]
        return Program(program.arguments, program.constants, head + colon + signature)
    pattern = re.compile(re.escape(names[index]) + r": tensor<[^>]*>")
    if not pattern.search(program.arguments):
        return program
    arguments = pattern.sub(f"{names[index]}: {faulty_type}", program.arguments)
    same = iter([faulty_type if name == names[index] else None for name in names])
    signature = _TYPE.sub(lambda match: next(same, None) or match[0], signature)
    return Program(arguments, program.constants, head + colon + signature)


def _faulty_type(type: str, rng: random.Random) -> str:
    *extents, element = type[len("tensor<") : -1].split("x")
    choice = rng.random()
    if extents and choice < 0.6:
        extents[rng.randrange(len(extents))] = rng.choice("1234 7".replace(" ", ""))
    elif extents and choice < 0.75:
        extents.pop()
    else:
        element = rng.choice(_ELEMENTS)
    return f"tensor<{'x'.join((*extents, element))}>"


def _refused_by_mlir(texts: list[str]) -> dict[int, str]:
    """What mlir-opt says of each program that it refuses."""
    require_tool("mlir-opt-22")
    command = ["mlir-opt-22", "--split-input-file", "-", "-o", "/dev/null"]
    text = "\n// -----\n".join(texts)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    starts = [1]
    for part in texts:
        starts.append(starts[-1] + part.count("\n") + 2)
    errors = re.finditer(r"^<stdin>:(\d+):\d+: error: (.*)$", done.stderr, re.MULTILINE)
    return {bisect_right(starts, int(error[1])) - 1: error[2] for error in errors}


def _is_accepted(context: Context, text: str) -> bool:
    try:
        parse_module(context, text, "faulty.mlir").verify()
    except (VerifyException, ParseError):
        return False
    return True


def test_refuses_what_mlir_refuses() -> None:
    rng = random.Random(1)
    programs = [_with_fault(program, rng) for program in _programs() for _ in range(FAULTS)]
    texts = [str(program) for program in programs]
    refused = _refused_by_mlir(texts)
    assert len(texts) / 4 < len(refused) < len(texts)
    context = new_context()
    missed = [
        (programs[i].op, why) for i, why in refused.items() if _is_accepted(context, texts[i])
    ]
    assert missed == []


def test_accepts_what_mlir_accepts() -> None:
    """Without faults nothing is refused; MLIR overlooks some faults that microaot sees."""
    texts = [str(program) for program in _programs()]
    assert _refused_by_mlir(texts) == {}
    context = new_context()
    assert [text for text in texts if not _is_accepted(context, text)] == []
