"""An operator that may write over an input computes the same when it does."""

import random
from dataclasses import dataclass, field

import pytest
from xdsl.dialects import func

from microaot.passes.memory.accesses import Accesses
from microaot.passes.memory.in_place import may_write_over
from microaot.tools.frontend import new_context, parse_module

SIZE = 3
"""The extent of both dimensions of all buffers."""

Memory = dict[str, dict[tuple[int, int], int]]


@dataclass
class Touch:
    """A load of an element, or a store of what the loads so far add up to.

    An index is the number of a loop around it, or a constant below zero: -1 is 0, -2 is 1.
    """

    buffer: str
    indices: tuple[int, int]
    stores: bool


@dataclass
class Loop:
    """A loop over `SIZE` iterations, or the body of the function."""

    number: int
    body: "list[Touch | Loop]" = field(default_factory=list["Touch | Loop"])


def random_body(rng: random.Random) -> Loop:
    """A few loops and accesses; most indices are loops, in order, so that some are legal."""
    numbers = iter(range(99))

    def fill(loop: Loop, around: list[int]) -> None:
        for _ in range(rng.randint(1, 3)):
            if (len(around) < 2 and rng.random() < 0.6) or not around:
                inner = Loop(next(numbers))
                fill(inner, [*around, inner.number])
                loop.body.append(inner)
            else:
                usual = [*around, -1, -1][:2]
                mixed = [rng.choice([*around, -1, -2]) for _ in range(2)]
                first, second = usual if rng.random() < 0.7 else mixed
                stores = rng.random() < 0.4
                buffer = "out" if stores else rng.choice(["a", "a", "b", "out"])
                loop.body.append(Touch(buffer, (first, second), stores))

    body = Loop(-1)
    fill(body, [])
    return body


def render(body: Loop) -> str:
    """The function as MLIR; what is stored is the sum of what was loaded in the same block."""
    lines: list[str] = []
    numbers = iter(range(999))

    def index(i: int) -> str:
        return f"%i{i}" if i >= 0 else f"%c{-1 - i}"

    def write(loop: Loop, total: str) -> None:
        for part in loop.body:
            if isinstance(part, Loop):
                lines.append(f"scf.for %i{part.number} = %c0 to %c3 step %c1 {{")
                write(part, total)
                lines.append("}")
                continue
            place = f"%{part.buffer}[{index(part.indices[0])}, {index(part.indices[1])}] : {TYPE}"
            if part.stores:
                lines.append(f"memref.store {total}, {place}")
            else:
                n = next(numbers)
                lines.append(f"%v{n} = memref.load {place}")
                lines.append(f"%s{n} = arith.addi {total}, %v{n} : i32")
                total = f"%s{n}"

    write(body, "%one")
    constants = [f"%c{i} = arith.constant {i} : index" for i in (0, 1, 3)]
    head = f"func.func private @f(%a: {TYPE}, %b: {TYPE}, %out: {TYPE}) {{"
    call = f"func.call @f(%a, %b, %out) : ({TYPE}, {TYPE}, {TYPE}) -> ()"
    main = f"func.func @main(%a: {TYPE}, %b: {TYPE}, %out: {TYPE}) {{\n{call}\nreturn\n}}"
    one = "%one = arith.constant 1 : i32"
    return "\n".join([head, *constants, one, *lines, "return\n}", main])


TYPE = f"memref<{SIZE}x{SIZE}xi32>"


class ReadsGarbage(Exception):
    """An element of the output is read before it is written: what it holds is no matter."""


def execute(body: Loop, memory: Memory, alias: bool) -> dict[tuple[int, int], int]:
    """What the function has written at its end; with `alias`, `out` is the memory of `a`."""
    memory = {name: dict(elements) for name, elements in memory.items()}
    memory["out"] = memory["a"] if alias else {}
    written: set[tuple[int, int]] = set()
    counters: dict[int, int] = {}

    def run(loop: Loop, total: int) -> None:
        for part in loop.body:
            if isinstance(part, Loop):
                for counters[part.number] in range(SIZE):
                    run(part, total)
                continue
            i, j = (counters[k] if k >= 0 else -1 - k for k in part.indices)
            if part.stores:
                memory["out"][i, j] = total
                written.add((i, j))
            elif part.buffer == "out" and (i, j) not in written:
                raise ReadsGarbage
            else:
                total += memory[part.buffer][i, j]

    run(body, 1)
    return {place: memory["out"][place] for place in written}


def is_legal(text: str) -> bool:
    module = parse_module(new_context(), text, "f.mlir")
    (call,) = (op for op in module.walk() if isinstance(op, func.CallOp))
    return may_write_over(Accesses(module), call, 0, 2)


def test_what_is_legal_computes_the_same() -> None:
    legal = wrong_if_always = 0
    for seed in range(600):
        rng = random.Random(seed)
        body = random_body(rng)
        places = [(i, j) for i in range(SIZE) for j in range(SIZE)]
        memory = {name: {p: rng.randrange(1000) for p in places} for name in ("a", "b")}
        try:
            apart = execute(body, memory, alias=False)
        except ReadsGarbage:
            continue
        same = execute(body, memory, alias=True) == apart
        wrong_if_always += not same
        if is_legal(render(body)):
            legal += 1
            assert same, render(body)
    assert legal > 120
    assert wrong_if_always > 40


ELEMENTWISE = """
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant 6 : index
  scf.for %i = %c0 to %n step %c1 {
    %v = memref.load %x[%i] : memref<6x{x}>
    %w = arith.constant 1 : {out}
    memref.store %w, %y[%i] : memref<6x{out}>
  }
"""


def operator(x: str, out: str, body: str) -> str:
    return (
        f"func.func private @f(%a: {x}, %y: {out}) {{\n{body}\nreturn\n}}\n"
        f"func.func @main(%a: {x}, %y: {out}) {{\n"
        f"func.call @f(%a, %y) : ({x}, {out}) -> ()\nreturn\n}}"
    )


@pytest.mark.parametrize(
    ("source", "target", "legal"),
    [
        ("i8", "i8", True),
        ("i8", "ui8", True),
        ("i1", "i8", True),
        ("f32", "f32", True),
        ("f32", "i32", False),
        ("i16", "f16", False),
        ("i8", "i16", False),
    ],
)
def test_types_that_c_may_mix(source: str, target: str, legal: bool) -> None:
    body = ELEMENTWISE.replace("{x}", source).replace("{out}", target).replace("%x[", "%a[")
    if target == "ui8":
        body = body.replace("arith.constant 1 : ui8", '"test.op"() : () -> ui8')
    if target.startswith("f"):
        body = body.replace("constant 1 : f", "constant 1.0 : f")
    module = parse_module(
        new_context(), operator(f"memref<6x{source}>", f"memref<6x{target}>", body), "f"
    )
    (call,) = (op for op in module.walk() if isinstance(op, func.CallOp))
    assert may_write_over(Accesses(module), call, 0, 1) is legal


def test_reshaped_elements_are_at_the_same_places() -> None:
    collapse = "%x = memref.collapse_shape %a [[0, 1]] : memref<2x3xi8> into memref<6xi8>\n"
    body = ELEMENTWISE.replace("{x}", "i8").replace("{out}", "i8")
    module = parse_module(
        new_context(), operator("memref<2x3xi8>", "memref<6xi8>", collapse + body), "f"
    )
    (call,) = (op for op in module.walk() if isinstance(op, func.CallOp))
    assert may_write_over(Accesses(module), call, 0, 1)
