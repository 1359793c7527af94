"""Reductions along an axis, and the position of the maximum."""

from collections.abc import Sequence

from xdsl.dialects.builtin import BFloat16Type, Float16Type, Float32Type, i32
from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Attribute, Block, Region, SSAValue

from microaot.dialects.linalg.ops import ReduceOp
from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.convolutions import convert
from microaot.passes.tosa.emitter import Emitter, element_of, select_map, shape_of
from microaot.passes.tosa.lowering import Lowering
from microaot.passes.tosa.moves import reshape
from microaot.passes.tosa.scalars import Number, Scalars, is_float, limits, width

_INF = float("inf")


def _least(element: Attribute) -> Number:
    return -_INF if is_float(element) else limits(width(element))[0]


def _greatest(element: Attribute) -> Number:
    return _INF if is_float(element) else limits(width(element))[1]


_FUNCTIONS = {
    "reduce_all": "and",
    "reduce_any": "or",
    "reduce_max": "max",
    "reduce_min": "min",
    "reduce_product": "mul",
    "reduce_sum": "add",
}


def _start(name: str, element: Attribute) -> Number:
    """The value that changes no other one."""
    match name:
        case "reduce_max":
            return _least(element)
        case "reduce_min":
            return _greatest(element)
        case "reduce_all" | "reduce_product":
            return 1
        case _:
            return 0


def _lower_reduction(e: Emitter, op: TosaOp) -> SSAValue:
    name = op.name.removeprefix("tosa.")
    result = element_of(op.results[0])
    value, function = op.operands[0], _FUNCTIONS[name]
    element = result
    if function == "add" and result in (Float16Type(), BFloat16Type()):
        element = Float32Type()
        value = convert(e, value, element)
    start = _start(name, element)
    # Where NaNs are ignored nothing is left of NaNs alone but a NaN.
    if name in ("reduce_max", "reduce_min") and is_float(element):
        if op.choice("nan_mode") == "IGNORE":
            function, start = f"{function}num", float("nan")
    if len(shape_of(value)) == 1:
        value = reshape(e, value, (1, *shape_of(value)))
    shape = shape_of(value)
    axis = op.integer("axis") + len(shape) - len(shape_of(op.operands[0]))
    kept = [extent for dim, extent in enumerate(shape) if dim != axis]
    init = e.filled(e.scalar(start, element), kept)
    block = Block(arg_types=[element, element])
    scalars = Scalars(e, block)
    scalars.add(YieldOp(scalars.apply(function, *block.args)))
    reduced = e.add(ReduceOp([value], [init], [axis], Region(block))).results[0]
    return convert(e, reshape(e, reduced, shape_of(op.results[0])), result)


def _lower_argmax(e: Emitter, op: TosaOp) -> SSAValue:
    """The first position of the greatest value; a NaN is greater than all, unless ignored."""
    value, axis = op.operands[0], op.integer("axis")
    shape, element, result = shape_of(value), element_of(value), element_of(op.results[0])
    rank = len(shape)
    kept = [dim for dim in range(rank) if dim != axis]
    extents = [shape[dim] for dim in kept]
    outs = [
        (e.filled(e.scalar(0, result), extents), select_map(rank, kept)),
        (e.filled(e.scalar(_least(element), element), extents), select_map(rank, kept)),
    ]
    propagates = is_float(element) and op.choice("nan_mode") != "IGNORE"

    def body(s: Scalars, args: Sequence[SSAValue]) -> Sequence[SSAValue]:
        candidate, position, greatest = args
        index = s.from_index(s.index(axis), i32)
        if propagates:
            greater = s.compare("ugt", candidate, greatest)
            number = s.compare("ord", greatest, greatest)
            is_better = s.apply("and", greater, number)
        else:
            is_better = s.compare("ogt" if is_float(element) else "sgt", candidate, greatest)
        return [
            s.select(is_better, s.resize(index, result), position),
            s.select(is_better, candidate, greatest),
        ]

    loops = [dim == axis for dim in range(rank)]
    return e.generic([(value, select_map(rank, range(rank)))], outs, loops, body)[0]


LOWERINGS: dict[str, Lowering] = {
    **dict.fromkeys(_FUNCTIONS, _lower_reduction),
    "argmax": _lower_argmax,
}
