"""Extents that depend on each other: what the argument attribute `packed.extents` says.

A dynamic extent is `?` in the type of an argument. That two of them are equal, or one more than the
other, stands beside it, as one text per dimension: a name, or sums and products of names and
numbers. An empty text says nothing.

```mlir
func.func @diff(%x: memref<?xf32> {packed.extents = ["n"]},
                %y: memref<?xf32> {packed.extents = ["n - 1"]})
```
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xdsl.dialects import arith, func
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    IntegerAttr,
    ShapedType,
    StringAttr,
    i64,
)
from xdsl.ir import Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.packed.checks import EntryChecks
from microaot.tools.errors import OperationError

EXTENTS = "packed.extents"
"""Attribute of an argument: a text for each dimension."""

_OPERATORS: dict[type[ast.operator], type[arith.AddiOp | arith.SubiOp | arith.MuliOp]] = {
    ast.Add: arith.AddiOp,
    ast.Sub: arith.SubiOp,
    ast.Mult: arith.MuliOp,
}


@dataclass(frozen=True)
class Extent:
    """What is said about one dimension of one argument."""

    position: int
    """Which argument."""
    dimension: int
    text: str
    tree: ast.expr

    @property
    def name(self) -> str | None:
        """The name, if that is all."""
        return self.tree.id if isinstance(self.tree, ast.Name) else None

    def names(self) -> list[str]:
        """All names, in the order of the text."""
        names = [node for node in ast.walk(self.tree) if isinstance(node, ast.Name)]
        names.sort(key=lambda node: node.col_offset)
        return list(dict.fromkeys(node.id for node in names))


def find_extents(function: func.FuncOp) -> list[Extent]:
    """What the arguments of a function say; refuses what is no such text."""
    return [
        Extent(position, dimension, text, _parse(text, function))
        for position, texts in enumerate(_texts(function))
        for dimension, text in enumerate(texts)
        if text
    ]


def _texts(function: func.FuncOp) -> Iterator[list[str]]:
    types = function.function_type.inputs.data
    nothing = [DictionaryAttr({})] * len(types)
    attributes = function.arg_attrs.data if function.arg_attrs else nothing
    for type, given in zip(types, attributes, strict=True):
        extents = given.data.get(EXTENTS)
        if extents is None:
            yield []
            continue
        if not isa(extents, ArrayAttr[StringAttr]):
            raise OperationError(function, f"has {EXTENTS} that are no array of strings")
        rank = type.get_num_dims() if isinstance(type, ShapedType) else 0
        if len(extents) != rank:
            raise OperationError(function, f"has {len(extents)} {EXTENTS} for {rank} dimensions")
        yield [extent.data for extent in extents]


def _parse(text: str, function: func.FuncOp) -> ast.expr:
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        tree = None
    if tree is None or not _is_known(tree):
        raise OperationError(
            function, f"has the extent '{text}', which is no sum or product of names and numbers"
        )
    return tree


def _is_known(tree: ast.expr) -> bool:
    match tree:
        case ast.Name():
            return True
        case ast.Constant(value=int() as number):
            return not isinstance(number, bool) and number < 2**63
        case ast.BinOp():
            return type(tree.op) in _OPERATORS and _is_known(tree.left) and _is_known(tree.right)
        case _:
            return False


def check_extents(
    checks: EntryChecks,
    function: func.FuncOp,
    extents: list[Extent],
    names: list[str],
    tensors: Mapping[int, SSAValue],
    numbers: Mapping[int, SSAValue],
) -> None:
    """Check the extents of tensors, of which each is known to be readable.

    The first dimension that is just a name says what it stands for, unless an integer argument has
    this name: `names` are those of the arguments.
    """
    values = {names[i]: (number, names[i]) for i, number in numbers.items() if number.type == i64}
    bound: set[Extent] = set()
    for extent in extents:
        if extent.name is not None and extent.name not in values:
            place = f"{names[extent.position]}.shape[{extent.dimension}]"
            actual = checks.extent(tensors[extent.position], extent.dimension)
            values[extent.name] = actual, place
            bound.add(extent)
    for extent in extents:
        if extent in bound:
            continue
        if unknown := [name for name in extent.names() if name not in values]:
            raise OperationError(
                function, f"has the extent '{extent.text}', but no extent that is just {unknown[0]}"
            )
        actual = checks.extent(tensors[extent.position], extent.dimension)
        expected = _compute(checks, extent.tree, {n: value for n, (value, _) in values.items()})
        where = ", ".join(f"{name} = {values[name][1]}" for name in extent.names())
        text = f"{extent.text} with {where}" if where else extent.text
        text = values[extent.name][1] if extent.name else text
        place = f"{names[extent.position]}.shape[{extent.dimension}]"
        checks.check_equal(actual, expected, place, text)


def _compute(checks: EntryChecks, tree: ast.expr, values: Mapping[str, SSAValue]) -> SSAValue:
    op: Operation
    match tree:
        case ast.Name():
            return values[tree.id]
        case ast.Constant(value=int() as number):
            op = arith.ConstantOp(IntegerAttr(number, i64))
        case ast.BinOp():
            left, right = (_compute(checks, side, values) for side in (tree.left, tree.right))
            op = _OPERATORS[type(tree.op)](left, right)
        case _:
            raise AssertionError(tree)
    return checks.insert(op).results[0]
