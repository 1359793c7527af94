"""Random programs: our C, with and without formed expressions, does what mlir-translate's does.

The programs are free of undefined behaviour by construction: a range is known for every value, and
signed operators are only applied where the result fits.
"""

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from xdsl.dialects.builtin import (
    Attribute,
    FloatAttr,
    FunctionType,
    IndexType,
    IntegerAttr,
    IntegerType,
    ModuleOp,
    Signedness,
    StringAttr,
    UnitAttr,
    f32,
)
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass

from microaot.dialects import emitc
from microaot.emitc_backend.form_expressions import FormExpressions
from microaot.emitc_backend.infer_const import InferConst
from microaot.emitc_backend.printer.targets import CTarget
from microaot.tools.frontend import new_context

MLIR_TRANSLATE = "mlir-translate-22"
pytestmark = pytest.mark.skipif(
    shutil.which(MLIR_TRANSLATE) is None, reason=f"{MLIR_TRANSLATE} is not installed"
)

PTRDIFF, SIZE, BOOL = emitc.PtrDiffType(), emitc.SizeType(), IntegerType(1)
SIGNED = [IntegerType(width) for width in (8, 16, 32, 64)]
UNSIGNED = [IntegerType(width, Signedness.UNSIGNED) for width in (8, 16, 32, 64)]
INTEGERS: list[Attribute] = [*SIGNED, *UNSIGNED, PTRDIFF, SIZE]
UNINITIALIZED = emitc.OpaqueAttr(StringAttr(""))
LENGTH = 8

PRELUDE = """#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
static int32_t twice(int32_t x) { return (int32_t)(2U * (uint32_t)x); }
"""

WARNINGS = (
    "-std=c99 -pedantic -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes "
    "-Wno-type-limits -Wno-unused-function -Wno-unused-but-set-variable -Wno-tautological-compare "
    "-Wno-div-by-zero -Wno-unused-variable -Werror"
).split()


def bounds(type: Attribute) -> tuple[int, int]:
    width = type.width.data if isinstance(type, IntegerType) else 64
    if type == BOOL:
        return 0, 1
    if type in UNSIGNED or type == SIZE:
        return 0, 2**width - 1
    return -(2 ** (width - 1)), 2 ** (width - 1) - 1


Ranged = tuple[SSAValue, int, int]


class Program:
    """Fills the body of one function with random ops."""

    def __init__(self, rng: random.Random, entry: Block, names: list[str]) -> None:
        self.rng = rng
        self.block = entry
        self.pool: list[Ranged] = [(a, *bounds(a.type)) for a in entry.args[1:]]
        self.loaded: list[Ranged] = []
        self.pointer = entry.args[0]
        self.callees = names
        self.variables = [self._variable(t) for t in (*rng.sample(INTEGERS, 3), f32)]
        array = emitc.VariableOp(UNINITIALIZED, emitc.ArrayType([LENGTH], rng.choice(INTEGERS)))
        self.array = self.add(array)
        for i in range(LENGTH):
            element = self.add(emitc.SubscriptOp(self.array, [self.constant(PTRDIFF, i)[0]]))
            self.add(emitc.AssignOp(element, self.constant(array.result.type.element_type, i)[0]))

    def add(self, op: Operation) -> SSAValue:
        self.block.add_op(op)
        return op.results[0] if op.results else None  # pyright: ignore

    def _variable(self, type: Attribute) -> SSAValue:
        lvalue = self.add(emitc.VariableOp(UNINITIALIZED, emitc.LValueType(type)))
        self.add(emitc.AssignOp(lvalue, self.constant(type)[0]))
        return lvalue

    def constant(self, type: Attribute, value: int | None = None) -> Ranged:
        if type == f32:
            number = float(self.rng.randint(-20, 20)) if value is None else float(value)
            return self.add(emitc.ConstantOp(FloatAttr(number, f32), f32)), 0, 0
        low, high = bounds(type)
        if value is None:
            value = self.rng.choice([0, 1, 2, 7, -1, -128, low, high, self.rng.randint(low, high)])
            value = min(max(value, low), high)
        if type == SIZE:
            value = min(value, 2**63 - 1)  # `index` attributes are signed in MLIR
        attribute = IntegerAttr(value, type if isinstance(type, IntegerType) else IndexType())
        return self.add(emitc.ConstantOp(attribute, type)), value, value

    # Values

    def value(self, type: Attribute, depth: int) -> Ranged:
        known = [entry for entry in self.pool if entry[0].type == type]
        if known and self.rng.random() < 0.3:
            return self.rng.choice(known)
        late = [entry for entry in self.loaded if entry[0].type == type]
        if late and self.rng.random() < 0.5:
            # Used once, after whatever has been written in the meantime.
            self.loaded.remove(late[0])
            return late[0]
        if depth <= 0:
            return self.load(type) or self.constant(type)
        if type == BOOL:
            made = self.truth(depth)
        elif type == f32:
            made = self.real(depth), 0, 0
        else:
            made = self.rng.choice(
                [self.arithmetic, self.arithmetic, self.arithmetic, self.cast, self.choice]
            )(type, depth)
        if self.rng.random() < 0.2:
            self.pool.append(made)
        return made

    def load(self, type: Attribute) -> Ranged | None:
        places = [v for v in self.variables if v.type.value_type == type]  # pyright: ignore
        if self.array.type.element_type == type and self.rng.random() < 0.5:  # pyright: ignore
            places = [self.add(emitc.SubscriptOp(self.array, [self.index()]))]
        if type == SIGNED[2] and self.rng.random() < 0.5:
            places = [self.add(emitc.SubscriptOp(self.pointer, [self.index()]))]
        if not places:
            return None
        return self.add(emitc.LoadOp(self.rng.choice(places))), *bounds(type)

    def index(self) -> SSAValue:
        if self.rng.random() < 0.4:
            return self.constant(PTRDIFF, self.rng.randrange(LENGTH))[0]
        wide = self.add(emitc.CastOp(self.value(UNSIGNED[2], 1)[0], SIZE))
        mask = self.constant(SIZE, LENGTH - 1)[0]
        return self.add(emitc.BitwiseAndOp(wide, mask, SIZE))

    def arithmetic(self, type: Attribute, depth: int) -> Ranged:
        # Both operands widened: C must not compute in the narrow type.
        operand = self.cast if self.rng.random() < 0.4 else self.value
        lhs, l0, l1 = operand(type, depth - 1)
        rhs, r0, r1 = operand(type, depth - 1)
        low, high = bounds(type)
        # Not `x - x`, which is no program and which gcc takes for a conversion.
        kind = self.rng.choice(
            ["add", "sub", "mul", "div", "rem", "and", "or", "xor", "shl", "shr"]
        )
        if kind in ("xor", "sub") and type in UNSIGNED[:2]:
            kind = "or"  # gcc warns of any comparison with the complement of a narrow number
        wraps = type in UNSIGNED[2:] or type == SIZE
        narrow = isinstance(type, IntegerType) and type.width.data < 32
        if kind == "sub":
            rhs, r0, r1 = self.constant(type)
        if kind in ("div", "rem"):
            rhs, r0, _ = self.constant(type, self.rng.randint(1, min(high, 1000)))
            if kind == "div":
                return self.add(emitc.DivOp(lhs, rhs, type)), low, high
            return self.add(emitc.RemOp(lhs, rhs, type)), max(low, 1 - r0), r0 - 1
        if kind in ("and", "or", "xor"):
            op = {"and": emitc.BitwiseAndOp, "or": emitc.BitwiseOrOp, "xor": emitc.BitwiseXorOp}
            return self.add(op[kind](lhs, rhs, type)), low, high
        if kind in ("shl", "shr"):
            amount = self.rng.randrange(7)
            by = self.constant(self.rng.choice([type, SIGNED[2]]), amount)[0]
            if kind == "shr":
                return self.add(emitc.BitwiseRightShiftOp(lhs, by, type)), low, high
            if wraps or (l0 >= 0 and (l1 << amount) <= min(high, 2**31 - 1)):
                return self.add(emitc.BitwiseLeftShiftOp(lhs, by, type)), low, high
            kind = "add"
        corners = {
            "add": (l0 + r0, l1 + r1),
            "sub": (l0 - r1, l1 - r0),
            "mul": (
                min(a * b for a in (l0, l1) for b in (r0, r1)),
                max(a * b for a in (l0, l1) for b in (r0, r1)),
            ),
        }[kind]
        op_type = {"add": emitc.AddOp, "sub": emitc.SubOp, "mul": emitc.MulOp}[kind]
        fits = low <= corners[0] and corners[1] <= high
        if wraps or fits or (narrow and -(2**31) <= corners[0] and corners[1] < 2**31):
            return self.add(op_type(lhs, rhs, type)), *(corners if fits else (low, high))
        wide = UNSIGNED[3]
        left, right = (self.add(emitc.CastOp(v, wide)) for v in (lhs, rhs))
        return self.add(emitc.CastOp(self.add(op_type(left, right, wide)), type)), low, high

    def cast(self, type: Attribute, depth: int) -> Ranged:
        source, l0, l1 = self.value(self.rng.choice([*INTEGERS, BOOL]), depth - 1)
        low, high = bounds(type)
        if source.type == type:
            return source, l0, l1
        fits = low <= l0 and l1 <= high
        return self.add(emitc.CastOp(source, type)), *((l0, l1) if fits else (low, high))

    def choice(self, type: Attribute, depth: int) -> Ranged:
        yes, l0, l1 = self.value(type, depth - 1)
        no, r0, r1 = self.value(type, depth - 1)
        result = self.add(emitc.ConditionalOp(self.value(BOOL, depth - 1)[0], yes, no))
        return result, min(l0, r0), max(l1, r1)

    def truth(self, depth: int) -> Ranged:
        kind = self.rng.choice(["cmp", "cmp", "cmp", "and", "or", "not", "bits", "cast"])
        if kind == "cmp":
            type = self.rng.choice([*INTEGERS, f32])
            lhs, rhs = self.value(type, depth - 1)[0], self.value(type, depth - 1)[0]
            predicate = self.rng.choice(["eq", "ne", "lt", "le", "gt", "ge"])
            return self.add(emitc.CmpOp(predicate, lhs, rhs)), 0, 1
        if kind == "cast":
            value = self.value(self.rng.choice(INTEGERS), depth - 1)[0]
            return self.add(emitc.CastOp(value, BOOL)), 0, 1
        lhs = self.value(BOOL, depth - 1)[0]
        if kind == "not":
            return self.add(emitc.LogicalNotOp(lhs)), 0, 1
        rhs = self.value(BOOL, depth - 1)[0]
        if kind == "bits":
            return self.add(emitc.BitwiseXorOp(lhs, rhs, BOOL)), 0, 1
        op = emitc.LogicalAndOp if kind == "and" else emitc.LogicalOrOp
        return self.add(op(lhs, rhs)), 0, 1

    def real(self, depth: int) -> SSAValue:
        if self.rng.random() < 0.4:
            return self.add(emitc.CastOp(self.value(self.rng.choice(INTEGERS), depth - 1)[0], f32))
        op = self.rng.choice([emitc.AddOp, emitc.SubOp, emitc.MulOp])
        lhs, rhs = self.value(f32, depth - 1)[0], self.value(f32, depth - 1)[0]
        return self.add(op(lhs, rhs, f32))

    # Statements

    def statements(self, count: int, depth: int) -> None:
        for _ in range(count):
            for type in self.rng.sample(INTEGERS, 4):
                if (early := self.load(type)) is not None:
                    self.loaded.append(early)
            kinds = [self.assign, self.assign, self.update, self.store, self.call, self.pure_call]
            nested = [self.branch, self.loop, self.switch]
            self.rng.choice(kinds + nested if depth > 0 else kinds)(depth)

    def assign(self, depth: int) -> None:
        target = self.rng.choice(self.variables)
        self.add(emitc.AssignOp(target, self.value(target.type.value_type, 4)[0]))  # pyright: ignore

    def update(self, depth: int) -> None:
        """`a[i] = a[i] op e` through one subscript."""
        target = self.add(emitc.SubscriptOp(self.array, [self.index()]))
        type = target.type.value_type  # pyright: ignore
        value = self.value(type, 2)[0]
        old = self.add(emitc.LoadOp(target))
        self.add(emitc.AssignOp(target, self.add(emitc.BitwiseXorOp(old, value, type))))

    def store(self, depth: int) -> None:
        value = self.value(SIGNED[2], 3)[0]
        target = self.add(emitc.SubscriptOp(self.pointer, [self.index()]))
        self.add(emitc.AssignOp(target, value))

    def call(self, depth: int) -> None:
        if not self.callees:
            return
        arguments = [self.pointer, self.value(SIGNED[0], 2)[0], self.value(UNSIGNED[2], 2)[0]]
        name = self.rng.choice(self.callees)
        result = self.add(emitc.CallOp(name, arguments, [SIGNED[2]]))
        self.pool.append((result, *bounds(SIGNED[2])))

    def pure_call(self, depth: int) -> None:
        op = emitc.CallOpaqueOp("twice", [self.value(SIGNED[2], 2)[0]], [SIGNED[2]])
        op.attributes["pure"] = UnitAttr()
        self.pool.append((self.add(op), *bounds(SIGNED[2])))

    def nested(self, block: Block, depth: int) -> Region:
        outer, pool, loaded = self.block, list(self.pool), list(self.loaded)
        self.block = block
        self.pool += [(a, 0, LENGTH) for a in block.args]
        self.statements(self.rng.randint(1, 3), depth - 1)
        block.add_op(emitc.YieldOp())
        self.block, self.pool, self.loaded = outer, pool, loaded
        return Region(block)

    def branch(self, depth: int) -> None:
        condition = self.value(BOOL, 3)[0]
        then = self.nested(Block(), depth)
        other = self.nested(Block(), depth) if self.rng.random() < 0.6 else None
        self.add(emitc.IfOp(condition, then, other))

    def loop(self, depth: int) -> None:
        type = self.rng.choice([PTRDIFF, SIGNED[2], SIZE, SIGNED[0]])
        lb, ub = self.constant(type, 0)[0], self.constant(type, self.rng.randint(0, LENGTH))[0]
        step = self.constant(type, self.rng.randint(1, 3))[0]
        body = self.nested(Block(arg_types=[type]), depth)
        self.add(emitc.ForOp(lb, ub, step, body))

    def switch(self, depth: int) -> None:
        value = self.value(SIGNED[2], 2)[0]
        cases = self.rng.sample(range(-2, 5), 2)
        regions = [self.nested(Block(), depth) for _ in cases]
        self.add(emitc.SwitchOp(value, cases, self.nested(Block(), depth), regions))

    def finish(self) -> None:
        for i, variable in enumerate(self.variables):
            value = self.add(emitc.LoadOp(variable))
            if value.type != SIGNED[2] and value.type != f32:
                value = self.add(emitc.CastOp(value, SIGNED[2]))
            if value.type != f32:
                at = self.constant(PTRDIFF, i)[0]
                target = self.add(emitc.SubscriptOp(self.pointer, [at]))
                self.add(emitc.AssignOp(target, value))
        self.add(emitc.ReturnOp(self.value(SIGNED[2], 3)[0]))


def random_module(rng: random.Random, functions: int) -> ModuleOp:
    module = ModuleOp([])
    names: list[str] = []
    for i in range(functions):
        inputs = [emitc.PointerType(SIGNED[2]), SIGNED[0], UNSIGNED[2]]
        entry = Block(arg_types=inputs)
        program = Program(rng, entry, names)
        program.statements(rng.randint(1, 6), 2)
        program.finish()
        signature = FunctionType.from_lists(inputs, [SIGNED[2]])
        module.body.block.add_op(emitc.FuncOp(f"f{i}", signature, Region(entry)))
        names.append(f"f{i}")
    return module


def driver(functions: int) -> str:
    """Runs every function on a few arguments and prints all that comes out."""
    calls = "\n".join(
        f"""    for (int a = -128; a < 128; a += 51)
        for (uint32_t b = 0; b < 4; ++b) {{
            int32_t memory[{LENGTH}] = {{0, 1, -1, 200, -2147483647 - 1, 2147483647, 7, 8}};
            printf("f{i} %d", (int)f{i}(memory, (int8_t)a, b * 0x50000001U));
            for (int k = 0; k < {LENGTH}; ++k)
                printf(" %d", (int)memory[k]);
            printf("\\n");
        }}"""
        for i in range(functions)
    )
    return f"#include <stdio.h>\nint main(void)\n{{\n{calls}\n    return 0;\n}}\n"


def run(folder: Path, name: str, code: str, flags: list[str]) -> str:
    source, binary = folder / f"{name}.c", folder / name
    source.write_text(code)
    # Not both at once: the sanitizer's checks make gcc warn about conversions that are fine.
    subprocess.run(["gcc", "-fsyntax-only", *flags, source], check=True)
    sanitizer = ["-fsanitize=undefined", "-fno-sanitize-recover=undefined"]
    subprocess.run(["gcc", "-O0", "-w", *sanitizer, "-o", binary, source], check=True)
    return subprocess.run([binary], check=True, capture_output=True, text=True, timeout=60).stdout


def printed(module: ModuleOp, *passes: ModulePass) -> str:
    from io import StringIO

    context = new_context()
    for a_pass in passes:
        a_pass.apply(context, module)
        module.verify()
    output = StringIO()
    CTarget().emit(context, module, output)
    return output.getvalue()


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(seed=st.integers(0, 2**32))
def test_same_results_as_mlir_translate(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("random")
    count = 12
    module = random_module(random.Random(seed), count)
    module.verify()
    plain = printed(module)
    text = str(module)
    reference = subprocess.run(
        [MLIR_TRANSLATE, "--mlir-to-cpp"], input=text, check=True, capture_output=True, text=True
    ).stdout
    formed = printed(module, FormExpressions(), InferConst())
    formed_reference = subprocess.run(
        [MLIR_TRANSLATE, "--mlir-to-cpp"],
        input=str(module),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert formed_reference
    expected = run(folder, "reference", PRELUDE + reference + driver(count), ["-w"])
    assert run(folder, "plain", PRELUDE + plain + driver(count), WARNINGS) == expected
    assert run(folder, "formed", PRELUDE + formed + driver(count), WARNINGS) == expected
