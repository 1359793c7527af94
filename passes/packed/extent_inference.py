"""Extents that a function relies on being equal, though nobody has declared them."""

from collections.abc import Iterator

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    DictionaryAttr,
    ShapedType,
    StringAttr,
    TensorType,
)
from xdsl.ir import Attribute, BlockArgument, SSAValue
from xdsl.ir.affine import AffineDimExpr
from xdsl.utils.hints import isa

from microaot.dialects import packed
from microaot.dialects.linalg.structured import shape
from microaot.passes.linalg.view import StructuredView
from microaot.passes.packed.extents import EXTENTS

Place = tuple[int, int]
"""An argument and one of its dimensions."""


def declare_extents(function: func.FuncOp) -> None:
    """Let the arguments of a function say which dynamic extents have to be equal.

    They have to be where a structured op of linalg or a copy, which is always run, takes arguments
    and goes along these dimensions with one loop. What an argument says already stays.
    """
    texts = [_texts(function, position) for position in range(len(function.function_type.inputs))]
    taken = {text for extents in texts for text in extents}
    taken |= {argument.name_hint or "" for argument in function.body.blocks[0].args}
    number = 0
    for places in _Classes(function).classes():
        open_places = [p for p in places if _extent(function, p) == DYNAMIC_INDEX]
        open_places = [(a, d) for a, d in open_places if not texts[a][d]]
        known = [extent for p in places if (extent := _extent(function, p)) != DYNAMIC_INDEX]
        named = [texts[a][d] for a, d in places if texts[a][d].isidentifier()]
        if known or named:
            text = str(known[0]) if known else named[0]
        elif len(open_places) > 1:
            while (text := f"n{number}") in taken:
                number += 1
            taken.add(text)
        else:
            continue
        for argument, dimension in open_places:
            texts[argument][dimension] = text
    if any(map(any, texts)):
        _declare(function, texts)


def _texts(function: func.FuncOp, position: int) -> list[str]:
    """What an argument says of each of its dimensions."""
    type = function.function_type.inputs.data[position]
    given = function.arg_attrs.data[position] if function.arg_attrs else DictionaryAttr({})
    extents = given.data.get(EXTENTS)
    rank = type.get_num_dims() if isinstance(type, ShapedType) else 0
    if not isa(extents, ArrayAttr[StringAttr]) or len(extents) != rank:
        return [""] * rank
    return [extent.data for extent in extents]


def _extent(function: func.FuncOp, place: Place) -> int:
    type = function.function_type.inputs.data[place[0]]
    assert isinstance(type, ShapedType)
    return type.get_shape()[place[1]]


def _declare(function: func.FuncOp, texts: list[list[str]]) -> None:
    given = function.arg_attrs.data if function.arg_attrs else [DictionaryAttr({})] * len(texts)
    attributes: list[DictionaryAttr] = []
    for old, extents in zip(given, texts, strict=True):
        new: dict[str, Attribute] = dict(old.data)
        if any(extents):
            new[EXTENTS] = ArrayAttr(map(StringAttr, extents))
        attributes.append(DictionaryAttr(new))
    function.properties["arg_attrs"] = ArrayAttr(attributes)


class _Classes:
    """The places of which a function needs that they be equal, as a union of sets."""

    def __init__(self, function: func.FuncOp) -> None:
        self._parents: dict[Place, Place] = {}
        for same in _equal_places(function):
            for place in same:
                self._parents[self._root(place)] = self._root(same[0])

    def classes(self) -> list[list[Place]]:
        """Each set, in the order of arguments."""
        found: dict[Place, list[Place]] = {}
        for place in sorted(self._parents):
            found.setdefault(self._root(place), []).append(place)
        return sorted(found.values())

    def _root(self, place: Place) -> Place:
        self._parents.setdefault(place, place)
        while self._parents[place] != place:
            place = self._parents[place]
        return place


def _equal_places(function: func.FuncOp) -> Iterator[list[Place]]:
    """Places that one op goes along with one loop."""
    for op in function.body.blocks[0].ops:
        if isinstance(op, memref.CopyOp):
            arguments = [_argument(op.source), _argument(op.destination)]
            for dimension in range(len(shape(op.source))):
                yield [(a, dimension) for a in arguments if a is not None]
        elif any(isinstance(operand.type, TensorType) for operand in op.operands):
            pass
        elif (view := StructuredView.of(op)) is not None:
            loops: dict[int, list[Place]] = {}
            for operand, indices in zip(view.operands, view.maps, strict=True):
                argument = _argument(operand)
                for dimension, expression in enumerate(indices.results):
                    if argument is not None and isinstance(expression, AffineDimExpr):
                        loops.setdefault(expression.position, []).append((argument, dimension))
            yield from loops.values()


def _argument(value: SSAValue) -> int | None:
    """The argument of the function whose elements these are, all of them."""
    while not isinstance(value, BlockArgument):
        match value.owner:
            case memref.CastOp() as cast:
                value = cast.source
            case packed.DataOp() as data:
                value = data.buffer
            case packed.CastOp() as cast:
                value = cast.source
            case _:
                return None
    return value.index
