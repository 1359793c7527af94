"""The instructions of an executable for Arm's M-profile, function by function."""

import re
from dataclasses import dataclass
from pathlib import Path

from microaot.tools.measure.tools import run_tool
from microaot.tools.targets.target import Target

_LABEL = re.compile(r"^([0-9a-f]+) <(.+)>:$")
_INSTRUCTION = re.compile(r"^ *([0-9a-f]+):\t(\S+)(?:\t([^;@]*))?(?:[;@].*)?$")


@dataclass(frozen=True)
class Instruction:
    """One instruction, or a datum between instructions, whose mnemonic begins with a dot."""

    address: int
    mnemonic: str
    operands: str


@dataclass(frozen=True)
class Function:
    """A function, or a part of one that has a symbol."""

    name: str
    address: int
    instructions: tuple[Instruction, ...]


def disassemble(target: Target, elf: Path) -> dict[int, Function]:
    """All functions of an executable, by their addresses."""
    text = run_tool([target.tool("objdump"), "-d", "-z", "--no-show-raw-insn", elf])
    functions: dict[int, Function] = {}
    name, address, instructions = "", 0, list[Instruction]()
    for line in [*text.splitlines(), "00000000 <>:"]:
        if label := _LABEL.match(line):
            if name:
                functions[address] = Function(name, address, tuple(instructions))
            name, address, instructions = label[2], int(label[1], 16), []
        elif found := _INSTRUCTION.match(line):
            operands = (found[3] or "").strip()
            instructions.append(Instruction(int(found[1], 16), found[2], operands))
    return functions
