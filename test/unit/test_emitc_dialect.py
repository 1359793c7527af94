"""The `emitc` dialect: complete, tested as a whole, and as strict as MLIR 22."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from xdsl.context import Context
from xdsl.dialects.builtin import (
    FunctionType,
    IndexType,
    IntegerAttr,
    ModuleOp,
    StringAttr,
    f32,
    i1,
    i32,
)
from xdsl.ir import Block, Operation, Region
from xdsl.parser import Parser
from xdsl.universe import Universe
from xdsl.utils.exceptions import ParseError, VerifyException

from microaot.dialects import emitc
from microaot.tools.frontend import parse_module

FOLDER = Path(__file__).parent.parent / "filecheck" / "dialects" / "emitc"
INVALID = sorted(FOLDER.glob("invalid_*.mlir"))
VALID = sorted(set(FOLDER.glob("*.mlir")) - set(INVALID))
SEPARATOR = "// -----\n"

# The operations of MLIR 22.1, as listed by `mlir-opt`'s documentation of the dialect.
OPERATIONS = """
    add address_of apply assign bitwise_and bitwise_left_shift bitwise_not bitwise_or
    bitwise_right_shift bitwise_xor call call_opaque cast class cmp conditional constant
    declare_func dereference div do expression field file for func get_field get_global global if
    include literal load logical_and logical_not logical_or member member_of_ptr mul rem return sub
    subscript switch unary_minus unary_plus variable verbatim yield
""".split()


def context() -> Context:
    ctx = Context()
    for name, factory in Universe.get_multiverse().all_dialects.items():
        ctx.register_dialect(name, factory)
    return ctx


def names(ops: list[type[Operation]]) -> set[str]:
    return {op.name for op in ops}


def test_all_operations_are_there() -> None:
    assert len(OPERATIONS) == 49
    assert names(list(emitc.EMITC.operations)) == {f"emitc.{name}" for name in OPERATIONS}


def test_every_operation_has_a_round_trip() -> None:
    tested = set[str]()
    for path in VALID:
        module = parse_module(context(), path.read_bytes(), str(path))
        tested |= {op.name for op in module.walk()}
    assert names(list(emitc.EMITC.operations)) <= tested


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_refused_for_the_reason_given(path: Path) -> None:
    """Filecheck finds a message anywhere in the output; this looks at the error itself."""
    for chunk in path.read_text().split(SEPARATOR):
        reason = re.search("// CHECK: (.*)", chunk)
        assert reason is not None
        with pytest.raises((VerifyException, ParseError)) as error:
            Parser(context(), chunk).parse_module().verify()
        assert reason[1] in str(error.value)


@pytest.mark.skipif(shutil.which("mlir-opt-22") is None, reason="needs mlir-opt-22")
@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_mlir_refuses_it_too(path: Path) -> None:
    text = path.read_text()
    result = subprocess.run(
        ["mlir-opt-22", "--split-input-file", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [int(line) for line in re.findall(r":(\d+):\d+: error:", result.stderr)]
    first = 1
    for chunk in text.split(SEPARATOR):
        last = first + chunk.count("\n")
        accepts = "// MLIR 22 accepts this" in chunk
        assert accepts != any(first <= line <= last for line in errors), chunk
        first = last + 1


def test_constructors() -> None:
    """The constructors make operations that verify, with implicit terminators where C has none."""
    ptr, size_t = emitc.PointerType(i32), emitc.SizeType()
    array = emitc.ArrayType([2, 3], f32)
    block = Block(arg_types=[i32, i32, i1, ptr, array, size_t])
    a, b, condition, pointer, matrix, count = block.args

    variable = emitc.VariableOp(IntegerAttr(0, i32), emitc.LValueType(i32))
    loaded = emitc.LoadOp(variable)
    assert loaded.result.type == i32
    element = emitc.SubscriptOp(matrix, [count, count])
    assert element.result.type == emitc.LValueType(f32)
    assert emitc.SubscriptOp(pointer, [a]).result.type == emitc.LValueType(i32)
    address = emitc.AddressOfOp(variable)
    assert address.result.type == ptr
    assert emitc.DereferenceOp(pointer).result.type == emitc.LValueType(i32)

    compare = emitc.CmpOp("lt", a, b)
    assert compare.cmp_predicate is emitc.CmpPredicate.lt and compare.result.type == i1
    choice = emitc.ConditionalOp(condition, a, b)
    assert choice.result.type == i32

    inner = Block(arg_types=[i32, i32])
    total = emitc.AddOp(inner.args[0], inner.args[1], i32)
    inner.add_ops([total, emitc.YieldOp(total)])
    expression = emitc.ExpressionOp([a, b], i32, Region(inner), do_not_inline=True)
    assert expression.root_op is total and not expression.has_side_effects()

    test = Block(arg_types=[i1])
    negation = emitc.LogicalNotOp(test.args[0])
    test.add_ops([negation, emitc.YieldOp(negation)])
    again = emitc.ExpressionOp([condition], i1, Region(test))

    block.add_ops(
        [
            variable,
            loaded,
            element,
            address,
            compare,
            choice,
            expression,
            emitc.AssignOp(variable, expression),
            emitc.CastOp(a, f32),
            emitc.LiteralOp("M_PI", f32),
            emitc.ConstantOp(IntegerAttr(1, IndexType()), size_t),
            emitc.ConstantOp(emitc.OpaqueAttr(StringAttr("NULL")), ptr),
            emitc.ForOp(count, count, count, Region(Block(arg_types=[size_t]))),
            emitc.IfOp(condition, Region(Block())),
            emitc.IfOp(condition, Region(Block()), Region(Block())),
            emitc.SwitchOp(a, [1], Region(Block()), [Region(Block())]),
            emitc.DoOp(Region(Block()), Region(Block([again, emitc.YieldOp(again)]))),
            emitc.CallOp("callee", [a], [i32]),
            emitc.CallOpaqueOp("f", [a], [], args=[IntegerAttr(0, IndexType())]),
            emitc.VerbatimOp("use({});", [a]),
            emitc.GetGlobalOp("g", emitc.LValueType(i32)),
            emitc.ReturnOp(choice),
        ]
    )
    function = emitc.FuncOp(
        "f", FunctionType.from_lists(block.arg_types, [i32]), Region(block), ["static"]
    )
    declaration = emitc.FuncOp("callee", ([i32], [i32]), visibility="private")
    assert declaration.is_declaration and not function.is_declaration

    module = ModuleOp(
        [
            emitc.IncludeOp("math.h", is_standard=True),
            emitc.DeclareFuncOp("f"),
            emitc.GlobalOp("g", i32, IntegerAttr(1, i32), static=True, const=True),
            declaration,
            function,
            emitc.FileOp("other", Region(Block())),
            emitc.ClassOp("C", Region(Block([emitc.FieldOp("x", i32)])), final=True),
        ]
    )
    module.verify()
    reread = Parser(context(), str(module)).parse_module()
    assert reread.is_structurally_equivalent(module)


def test_text_parts() -> None:
    a, b = Block(arg_types=[i32, i32]).args
    op = emitc.VerbatimOp("if ({} < {}) {{ x }", [a, b])
    assert op.text_parts() == ["if (", " < ", ") { x }"]
    # Without operands the text is not interpreted.
    assert emitc.VerbatimOp("{} {{").text_parts() == ["{} {{"]
