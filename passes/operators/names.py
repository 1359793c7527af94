"""Names for operators and their arguments, from what they compute."""

import re
from collections.abc import Sequence

from xdsl.dialects import tensor
from xdsl.dialects.builtin import NameLoc
from xdsl.ir import Operation, SSAValue

from microaot.passes.fusion.tensor_ops import reduction_loops, shape_of, structured
from microaot.passes.linalg.view import StructuredView
from microaot.passes.operators.layer_names import layer_name

_BY_PREFIX = (
    ("linalg.depthwise_conv", "depthwise_conv"),
    ("linalg.conv", "conv"),
    ("linalg.grouped_conv", "grouped_conv"),
    ("linalg.pooling", "pool"),
    ("linalg.quantized_batch_matmul", "batch_matmul"),
    ("linalg.quantized_matmul", "matmul"),
    ("linalg.batch_matmul", "batch_matmul"),
    ("linalg.batch_matvec", "dense"),
    ("linalg.batch_vecmat", "dense"),
    ("linalg.matmul", "matmul"),
    ("linalg.matvec", "dense"),
    ("linalg.vecmat", "dense"),
    ("linalg.dot", "dot"),
)
_BY_OP = {"tensor.concat": "concat", "tensor.pad": "pad", "tensor.insert_slice": "insert_slice"}
_BY_BODY = (
    ("math.exp", "exp"),
    ("math.tanh", "tanh"),
    ("math.erf", "erf"),
    ("math.log", "log"),
    ("math.sqrt", "sqrt"),
    ("math.rsqrt", "rsqrt"),
    ("arith.divf", "div"),
    ("arith.divsi", "div"),
    ("tensor.extract", "lookup"),
    ("arith.mulf", "mul"),
    ("arith.muli", "mul"),
    ("arith.addf", "add"),
    ("arith.addi", "add"),
    ("arith.subf", "sub"),
    ("arith.subi", "sub"),
    ("arith.maximumf", "max"),
    ("arith.maxsi", "max"),
    ("arith.minimumf", "min"),
    ("arith.minsi", "min"),
    ("arith.cmpf", "compare"),
    ("arith.cmpi", "compare"),
)
_CASTS = frozenset(
    f"arith.{cast}" for cast in "extf extsi extui fptosi fptoui sitofp truncf trunci uitofp".split()
)

_REDUCTIONS = {
    "sum": ("arith.addi", "arith.addf"),
    "product": ("arith.muli", "arith.mulf"),
    "max": ("arith.maxsi", "arith.maxui", "arith.maximumf", "arith.maxnumf"),
    "min": ("arith.minsi", "arith.minui", "arith.minimumf", "arith.minnumf"),
    "all": ("arith.andi",),
    "any": ("arith.ori",),
    "arg": ("arith.select",),
}


def operator_name(ops: Sequence[Operation]) -> str:
    """A name for ops that are computed together: their layer in the model, else what dominates."""
    kind = _kind(ops)
    layers = (op.location.desc.data for op in reversed(ops) if isinstance(op.location, NameLoc))
    return next((layer_name(layer, kind) for layer in layers), kind)


def _kind(ops: Sequence[Operation]) -> str:
    """What dominates.

    Contractions and windows come first, then pairs of reductions that make a softmax, other
    reductions, element-wise operations, and copies.
    """
    views = [view for op in ops if (view := structured(op)) is not None]
    for view in views:
        if is_contraction(view):
            return _contraction_name(view)
    reducing = [view for view in views if is_reducing(view)]
    if len(reducing) >= 2 and _is_exponential(views):
        return "softmax"
    if any(_body_name(view) == "lookup" for view in views):
        return "lookup"
    if reducing:
        return f"reduce_{_reduction_name(reducing[-1])}"
    two_tensors = [v for v in views if sum(bool(shape_of(i)) for i in v.inputs) > 1]
    for view in reversed([*two_tensors] or views):
        if (name := _body_name(view)) != "copy":
            return name
    return next((_BY_OP[op.name] for op in ops if op.name in _BY_OP), _copy_name(ops))


def _copy_name(ops: Sequence[Operation]) -> str:
    if any(op.name == "linalg.transpose" for op in ops):
        return "transpose"
    kinds = (tensor.CollapseShapeOp, tensor.ExpandShapeOp)
    return "reshape" if any(isinstance(op, kinds) for op in ops) else "copy"


def is_reducing(view: StructuredView) -> bool:
    """Whether an op has a reduction that takes more than one step."""
    shapes = list(zip(view.maps, view.shapes(), strict=True))
    for loop in reduction_loops(view):
        for map_, shape in shapes:
            for expr, size in zip(map_.results, shape, strict=True):
                if loop in expr.used_dims() and size != 1:
                    return True
    return False


def is_contraction(view: StructuredView) -> bool:
    """Whether an op multiplies and adds, or moves a window over its input."""
    tensors = [index for index in range(len(view.inputs)) if shape_of(view.inputs[index])]
    reductions = set(reduction_loops(view))
    if not reductions or len(tensors) < 2:
        return False
    return all(reductions & set(view.maps[index].used_dims()) for index in tensors)


def _contraction_name(view: StructuredView) -> str:
    for prefix, name in _BY_PREFIX:
        if view.op.name.startswith(prefix):
            spatial = view.op.name.removeprefix(prefix).lstrip("_").split("d", 1)[0]
            if not name.endswith("conv") or not spatial.isdigit():
                return _pooling_name(view) if name == "pool" else name
            if name == "conv" and _has_one_pixel(view, int(spatial)):
                return "dense"
            return f"{name}{spatial}d"
    return "contraction"


def _has_one_pixel(view: StructuredView, spatial: int) -> bool:
    """Whether a convolution is a fully connected layer: one output pixel, one input pixel."""
    sizes = sorted(shape_of(view.outputs[0]))
    inputs = sorted(shape_of(view.inputs[0]))
    return all(size == 1 for size in (*sizes[: spatial + 1], *inputs[: spatial + 1]))


def _pooling_name(view: StructuredView) -> str:
    for kind in ("max", "min", "sum"):
        if f"_{kind}" in view.op.name:
            return {"sum": "avg"}.get(kind, kind) + "_pool"
    return "pool"


def _is_exponential(views: Sequence[StructuredView]) -> bool:
    names = {op.name for view in views for top in view.body.ops for op in top.walk()}
    return "math.exp" in names or "tensor.extract" in names


def _last_computation(view: StructuredView) -> Operation | None:
    """The op whose result an iteration yields."""
    last = view.body.last_op
    owner = last.operands[0].owner if last is not None and last.operands else None
    return owner if isinstance(owner, Operation) else None


def _reduction_name(view: StructuredView) -> str:
    """What a reduction ends each step with."""
    owner = _last_computation(view)
    name = "" if owner is None else owner.name
    return next((kind for kind, ops in _REDUCTIONS.items() if name in ops), "all_steps")


def _body_name(view: StructuredView) -> str:
    names = {op.name for top in view.body.ops for op in top.walk()}
    return next((name for op, name in _BY_BODY if op in names), _last_step(view))


def _last_step(view: StructuredView) -> str:
    """What is done last, as MLIR calls it: `math.absf` is `abs`."""
    owner = _last_computation(view)
    if owner is None or owner.name in ("arith.constant", "linalg.index"):
        return "copy"
    if owner.name in _CASTS:
        return "cast"
    return re.sub(r"(?<=[^fi])([su]?i|f)$", "", owner.name.rpartition(".")[2])


# Arguments


def constant_role(value: SSAValue, ops: Sequence[Operation]) -> str:
    """What a constant is to the ops that use it: weights, bias, multiplier, shift, table."""
    for use in value.uses:
        op = use.operation
        if op not in ops:
            # Inside the body of one: elements that it looks up.
            return "table"
        view = structured(op)
        if view is None:
            inner = [constant_role(result, ops) for result in op.results if result.uses]
            return inner[0] if inner else "constant"
        if is_contraction(view):
            return "weights" if use.index < len(view.inputs) else "bias"
        return _role_in_body(view, use.index) or constant_role(op.results[0], ops)
    return "constant"


def _role_in_body(view: StructuredView, operand: int) -> str | None:
    """What the body does with a constant; None if it only passes it on."""
    value: SSAValue = view.body.args[operand]
    while (use := next(iter(value.uses), None)) is not None:
        op = use.operation
        match op.name:
            case "arith.extsi" | "arith.extui" | "arith.extf" | "arith.sitofp":
                value = op.results[0]
            case "arith.mulf" if len(shape_of(view.inputs[operand])) > 1:
                # Quantised weights become numbers.
                value = op.results[0]
            case "arith.muli":
                return "multiplier"
            case "arith.mulf":
                return "scale"
            case "arith.shli" | "arith.shrsi" | "arith.shrui":
                return "shift"
            case "arith.addi" | "arith.addf":
                return "bias"
            case "linalg.yield":
                return None
            case "arith.subi" | "arith.subf":
                return "offset"
            case _:
                return "constant"
    return "constant"
