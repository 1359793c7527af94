"""Random programs before memory planning, with what they compute as NumPy code."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def _loop(body: str) -> str:
    """A loop over all elements."""
    return f"  scf.for %i = %c0 to %n step %c1 {{\n{body}  }}\n"


_REVERSED = "    %r = arith.subi %last, %i : index\n"


def _load(name: str, of: str, index: str = "%i") -> str:
    return f"    {name} = memref.load {of}[{index}] : {{t}}\n"


def _store(value: str, to: str) -> str:
    return f"    memref.store {value}, {to}[%i] : {{t}}\n"


@dataclass(frozen=True)
class Operator:
    """An operator of `inputs` buffers of one size; `compute` says what it writes."""

    body: str
    compute: Callable[[Sequence[Array]], Array]
    inputs: int = 1

    def text(self, name: str, size: int) -> str:
        """The operator as a function for buffers of `size` bytes."""
        names = [f"%x{i}" for i in range(self.inputs)] + ["%out"]
        arguments = ", ".join(f"{n}: memref<{size}xi8>" for n in names)
        head = "".join(
            f"  {n} = arith.constant {v} : index\n"
            for n, v in (("%c0", 0), ("%c1", 1), ("%n", size), ("%last", size - 1))
        )
        body = self.body.replace("{t}", f"memref<{size}xi8>").replace("{n}", str(size))
        return f"func.func private @{name}({arguments}) {{\n{head}{body}  return\n}}\n"


TRIPLE = "    %k = arith.constant 3 : i8\n    %v = arith.muli %a, %k : i8\n"
SUM = "    %v = arith.addi %a, %b : i8\n"

OPERATORS = {
    "triple": Operator(
        _loop(_load("%a", "%x0") + TRIPLE + _store("%v", "%out")), lambda x: x[0] * np.int8(3)
    ),
    "reverse": Operator(
        _loop(_REVERSED + _load("%a", "%x0", "%r") + _store("%a", "%out")), lambda x: x[0][::-1]
    ),
    "add": Operator(
        _loop(_load("%a", "%x0") + _load("%b", "%x1") + SUM + _store("%v", "%out")),
        lambda x: x[0] + x[1],
        2,
    ),
    "mix": Operator(
        _loop(
            _REVERSED + _load("%a", "%x0") + _load("%b", "%x1", "%r") + SUM + _store("%v", "%out")
        ),
        lambda x: x[0] + x[1][::-1],
        2,
    ),
    "copy": Operator("  memref.copy %x0, %out : {t} to {t}\n", lambda x: x[0]),
    "twice": Operator(
        _loop(_load("%a", "%x0") + TRIPLE + _store("%v", "%out"))
        + _loop(_load("%a", "%out") + _load("%b", "%x0") + SUM + _store("%v", "%out")).replace(
            "%k", "%l"
        ),
        lambda x: x[0] * np.int8(4),
    ),
    "scratch": Operator(
        "  %s = memref.alloc() : memref<{n}xi32>\n  %s2 = memref.alloc() : {t}\n"
        + _loop(
            _load("%a", "%x0") + "    %w = arith.extsi %a : i8 to i32\n"
            "    memref.store %w, %s[%i] : memref<{n}xi32>\n"
        )
        + _loop(
            _REVERSED + "    %w = memref.load %s[%r] : memref<{n}xi32>\n"
            "    %v = arith.trunci %w : i32 to i8\n" + _store("%v", "%s2")
        )
        + _loop(_load("%v", "%s2") + _store("%v", "%out")),
        lambda x: x[0][::-1],
    ),
}
"""Some may write over their inputs, some over one of them, some over none."""


@dataclass
class Program:
    """A program in the form that `plan-memory` takes, and how to compute its outputs."""

    text: str
    inputs: list[Array]
    outputs: list[Array]


@dataclass
class _Builder:
    rng: random.Random
    size: int
    bushy: bool
    lines: list[str] = field(default_factory=list[str])
    values: dict[str, Array] = field(default_factory=dict[str, Array])
    used: set[str] = field(default_factory=set[str])

    @property
    def type(self) -> str:
        return f"memref<{self.size}xi8>"

    def call(self, target: str, indent: str = "  ") -> Array:
        """Call an operator on values that exist, with its result in `target`."""
        name = self.rng.choice([*OPERATORS])
        operator = OPERATORS[name]
        self.used.add(name)
        operands = [self.operand() for _ in range(operator.inputs)]
        types = ", ".join([self.type] * (operator.inputs + 1))
        arguments = ", ".join([*operands, target])
        self.lines.append(f"{indent}func.call @{name}({arguments}) : ({types}) -> ()")
        return operator.compute([self.values[operand] for operand in operands])

    def operand(self) -> str:
        """One of the latest values, or one that nobody has used yet."""
        unused = self.unused()
        if self.bushy and unused and self.rng.random() < 0.5:
            return unused[0]
        return self.rng.choice([*self.values][-4:])

    def unused(self) -> list[str]:
        """The values that no line reads."""
        text = "\n".join(self.lines)
        return [v for v in self.values if not re.search(rf"[( ]{v}, ", text)]

    def join(self) -> None:
        """Add up what is not used yet, so that everything counts."""
        self.used.add("add")
        for number, value in enumerate(self.unused()[:-1]):
            total, other = f"%sum{number}", [*self.values][-1]
            self.alloc(total)
            types = ", ".join([self.type] * 3)
            self.lines.append(f"  func.call @add({other}, {value}, {total}) : ({types}) -> ()")
            self.values[total] = self.values[other] + self.values[value]

    def alloc(self, name: str, indent: str = "  ") -> None:
        alignment = self.rng.choice(["", "", " {alignment = 8 : i64}"])
        self.lines.append(f"{indent}{name} = memref.alloc(){alignment} : {self.type}")

    def step(self, number: int) -> None:
        """An operator, a copy, or a loop that runs an operator on what it allocates."""
        target = f"%v{number}"
        self.alloc(target)
        match self.rng.randrange(8):
            case 0:
                source = self.rng.choice([*self.values])
                self.lines.append(f"  memref.copy {source}, {target} : {self.type} to {self.type}")
                self.values[target] = self.values[source]
            case 1:
                self.lines.append(f"  scf.for %k{number} = %c0 to %c3 step %c1 {{")
                inner = f"%t{number}"
                self.alloc(inner, "    ")
                value = self.call(inner, "    ")
                self.lines.append(f"    memref.copy {inner}, {target} : {self.type} to {self.type}")
                self.lines.append("  }")
                self.values[target] = value
            case _:
                self.values[target] = self.call(target)


def random_program(seed: int, *, bushy: bool = False) -> Program:
    """A program with a few inputs, some steps, and a few outputs; in a `bushy` one, results wait
    longer for their use."""
    rng = random.Random(seed)
    build = _Builder(rng, rng.choice([5, 8, 16]), bushy)
    data = np.random.default_rng(seed)
    inputs = [
        data.integers(-128, 128, build.size).astype(np.int8) for _ in range(rng.randint(1, 3))
    ]
    build.values = {f"%in{i}": value for i, value in enumerate(inputs)}
    for number in range(rng.randint(1, 14 if bushy else 9)):
        build.step(number)
    build.join()
    outputs: list[Array] = []
    for number in range(rng.randint(1, 2)):
        if rng.random() < 0.3:
            source = rng.choice([*build.values])
            build.lines.append(
                f"  memref.copy {source}, %out{number} : {build.type} to {build.type}"
            )
            outputs.append(build.values[source])
        else:
            outputs.append(build.call(f"%out{number}"))
    arguments = [f'%in{i}: {build.type} {{aot.input = "in{i}"}}' for i in range(len(inputs))]
    arguments += [f'%out{i}: {build.type} {{aot.output = "out{i}"}}' for i in range(len(outputs))]
    head = "".join(f"  %c{i} = arith.constant {i} : index\n" for i in (0, 1, 3))
    main = f"func.func @main({', '.join(arguments)}) {{\n{head}" + "\n".join(build.lines)
    operators = "".join(OPERATORS[name].text(name, build.size) for name in sorted(build.used))
    return Program(f"{operators}{main}\n  return\n}}\n", inputs, outputs)
