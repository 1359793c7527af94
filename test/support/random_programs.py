"""Random emitc programs that are free of undefined behaviour.

A range is known for every value, and signed operators are only applied where the result fits.
"""

import random

from xdsl.dialects.builtin import (
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
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue

from microaot.dialects import emitc

PTRDIFF, SIZE, BOOL = emitc.PtrDiffType(), emitc.SizeType(), IntegerType(1)
SIGNED = [IntegerType(width) for width in (8, 16, 32, 64)]
UNSIGNED = [IntegerType(width, Signedness.UNSIGNED) for width in (8, 16, 32, 64)]
INTEGERS: list[Attribute] = [*SIGNED, *UNSIGNED, PTRDIFF, SIZE]
UNINITIALIZED = emitc.OpaqueAttr(StringAttr(""))

LENGTH = 8
"""The number of elements behind the pointer that every function takes."""

PRELUDE = """#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
static int32_t twice(int32_t x) { return (int32_t)(2U * (uint32_t)x); }
"""
"""The C that the programs rely on."""


def random_module(rng: random.Random, functions: int) -> ModuleOp:
    """Functions `f0`, `f1`, .. of `int32_t *`, `int8_t` and `uint32_t`, that call earlier ones."""
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


def bit_width(type: Attribute) -> int:
    """The width of an integer type, where pointers have 64 bits."""
    match type:
        case IntegerType():
            return type.width.data
        case _:
            return 64


def bounds(type: Attribute) -> tuple[int, int]:
    """The least and the greatest value of an integer type."""
    width = bit_width(type)
    if type == BOOL:
        return 0, 1
    if type in UNSIGNED or type == SIZE:
        return 0, 2**width - 1
    return -(2 ** (width - 1)), 2 ** (width - 1) - 1


def value_type(lvalue: SSAValue) -> Attribute:
    """The type of what is stored in an lvalue."""
    assert isinstance(lvalue.type, emitc.LValueType)
    return lvalue.type.value_type


Ranged = tuple[SSAValue, int, int]
"""A value with the least and the greatest number that it may be."""


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
        self.element_type = rng.choice(INTEGERS)
        array_type = emitc.ArrayType([LENGTH], self.element_type)
        self.array = self.add(emitc.VariableOp(UNINITIALIZED, array_type))
        for i in range(LENGTH):
            element = self.add(emitc.SubscriptOp(self.array, [self.constant(PTRDIFF, i)[0]]))
            self.assign_to(element, self.constant(self.element_type, i)[0])

    def add(self, op: Operation) -> SSAValue:
        """Append an op that has a result."""
        self.block.add_op(op)
        return op.results[0]

    def assign_to(self, target: SSAValue, value: SSAValue) -> None:
        self.block.add_op(emitc.AssignOp(target, value))

    def _variable(self, type: Attribute) -> SSAValue:
        lvalue = self.add(emitc.VariableOp(UNINITIALIZED, emitc.LValueType(type)))
        self.assign_to(lvalue, self.constant(type)[0])
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
        match type:
            case IntegerType():
                attribute = IntegerAttr(value, type)
            case _:
                attribute = IntegerAttr(value, IndexType())
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
        places = [v for v in self.variables if value_type(v) == type]
        if self.element_type == type and self.rng.random() < 0.5:
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
        narrow = bit_width(type) < 32
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
        self.assign_to(target, self.value(value_type(target), 4)[0])

    def update(self, depth: int) -> None:
        """`a[i] = a[i] op e` through one subscript."""
        target = self.add(emitc.SubscriptOp(self.array, [self.index()]))
        type = value_type(target)
        value = self.value(type, 2)[0]
        old = self.add(emitc.LoadOp(target))
        self.assign_to(target, self.add(emitc.BitwiseXorOp(old, value, type)))

    def store(self, depth: int) -> None:
        value = self.value(SIGNED[2], 3)[0]
        target = self.add(emitc.SubscriptOp(self.pointer, [self.index()]))
        self.assign_to(target, value)

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
        self.block.add_op(emitc.IfOp(condition, then, other))

    def loop(self, depth: int) -> None:
        type = self.rng.choice([PTRDIFF, SIGNED[2], SIZE, SIGNED[0]])
        lb, ub = self.constant(type, 0)[0], self.constant(type, self.rng.randint(0, LENGTH))[0]
        step = self.constant(type, self.rng.randint(1, 3))[0]
        body = self.nested(Block(arg_types=[type]), depth)
        self.block.add_op(emitc.ForOp(lb, ub, step, body))

    def switch(self, depth: int) -> None:
        value = self.value(SIGNED[2], 2)[0]
        cases = self.rng.sample(range(-2, 5), 2)
        regions = [self.nested(Block(), depth) for _ in cases]
        self.block.add_op(emitc.SwitchOp(value, cases, self.nested(Block(), depth), regions))

    def finish(self) -> None:
        for i, variable in enumerate(self.variables):
            value = self.add(emitc.LoadOp(variable))
            if value.type != SIGNED[2] and value.type != f32:
                value = self.add(emitc.CastOp(value, SIGNED[2]))
            if value.type != f32:
                at = self.constant(PTRDIFF, i)[0]
                target = self.add(emitc.SubscriptOp(self.pointer, [at]))
                self.assign_to(target, value)
        self.block.add_op(emitc.ReturnOp(self.value(SIGNED[2], 3)[0]))
