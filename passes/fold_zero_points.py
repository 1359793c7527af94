"""`fold-zero-points`: the zero point of an input becomes part of the bias."""

from dataclasses import dataclass

import numpy as np
from xdsl.context import Context
from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import (
    BytesAttr,
    DenseIntOrFPElementsAttr,
    IntegerType,
    ModuleOp,
)
from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Operation, SSAValue
from xdsl.ir.affine import AffineDimExpr
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects.linalg.named import NAMED_OP_CLASSES
from microaot.passes.fusion.neutral import constant_of
from microaot.passes.fusion.tensor_ops import MOVES, reduction_loops, structured
from microaot.passes.integers.dense_data import dense_constant
from microaot.passes.linalg.view import StructuredView

_WINDOWS = ("strides", "dilations")
"""Properties that a quantised op and its plain form have in common."""


@dataclass(frozen=True)
class FoldZeroPoints(ModulePass):
    """Rewrites `sum((x - z) * w) + b` as `sum(x * w) + (b - z * sum(w))`, for constant weights
    `w`, bias `b` and zero point `z`: a subtraction less in the innermost loop.

    Both are equal modulo 2**32. A padded input is left alone: its padding is the zero point, and
    iterations that only meet padding need not run as long as `x - z` is zero there.

    ```mlir
    %acc = linalg.quantized_matmul ins(%x, %w, %z, %zero : tensor<1x4xi8>, tensor<4x2xi8>, i32, i32)
        outs(%bias : tensor<1x2xi32>) -> tensor<1x2xi32>
    ```
    becomes
    ```mlir
    %acc = linalg.matmul ins(%x, %w : tensor<1x4xi8>, tensor<4x2xi8>)
        outs(%less : tensor<1x2xi32>) -> tensor<1x2xi32>
    ```
    where `%bias` and `%less` are broadcast constants.
    """

    name = "fold-zero-points"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Rewrite every quantised op that allows it."""
        for nested in [*op.walk()]:
            plain = nested.name.removesuffix("_q").replace(".quantized_", ".")
            if plain != nested.name and (view := structured(nested)) is not None:
                _fold(view, plain.removeprefix("linalg."))


def _fold(view: StructuredView, plain_name: str) -> None:
    if len(view.inputs) != 4 or plain_name not in NAMED_OP_CLASSES:
        return
    source, weights, zero, weights_zero = view.inputs
    point = constant_of(zero)
    if constant_of(weights_zero) != 0 or not isinstance(point, int) or _is_padded(source):
        return
    sums = _sums_of_weights(view, weights)
    broadcast = structured(owner) if isinstance(owner := view.outputs[0].owner, Operation) else None
    if sums is None or broadcast is None or not _is_broadcast(broadcast):
        return
    loop, sum_of_weights = sums
    if [*broadcast.maps[0].used_dims()] != [_result_dim(view, loop)]:
        return
    bias = _constant(broadcast.inputs[0])
    if bias is None or bias.shape != sum_of_weights.shape:
        return
    folded = (bias.astype(np.int64) - point * sum_of_weights).astype(np.int32)
    _replace(view, plain_name, broadcast, folded)


def _is_padded(value: SSAValue) -> bool:
    while isinstance(owner := value.owner, MOVES):
        if isinstance(owner, tensor.PadOp):
            return True
        value = owner.operands[0]
    return False


def _sums_of_weights(
    view: StructuredView, weights: SSAValue
) -> tuple[int, np.ndarray[tuple[int, ...], np.dtype[np.int64]]] | None:
    """The loop that the result has in common with the weights, and the sums of the weights for
    each of its steps."""
    data, map_ = _constant(weights), view.maps[1]
    dims = [expr.position for expr in map_.results if isinstance(expr, AffineDimExpr)]
    if data is None or len(dims) != len(map_.results):
        return None
    reductions = reduction_loops(view)
    kept = [dim for dim in dims if dim not in reductions]
    if len(kept) != 1:
        return None
    axes = tuple(axis for axis, dim in enumerate(dims) if dim in reductions)
    return kept[0], data.sum(axis=axes, dtype=np.int64)


def _result_dim(view: StructuredView, loop: int) -> int | None:
    """The dimension of the result that a loop runs over."""
    for dim, expr in enumerate(view.output_maps[0].results):
        if isinstance(expr, AffineDimExpr) and expr.position == loop:
            return dim
    return None


def _is_broadcast(view: StructuredView) -> bool:
    """Whether an op only spreads its input."""
    last = view.body.last_op
    is_copy = isinstance(last, YieldOp) and last.operands[0] is view.body.args[0]
    return is_copy and view.body.first_op is last and len(view.inputs) == 1


def _constant(value: SSAValue) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]] | None:
    if (data := dense_constant(value)) is None:
        return None
    element = data.get_element_type()
    if not isinstance(element, IntegerType) or element.bitwidth not in (8, 16, 32):
        return None
    flat = np.frombuffer(data.data.data, dtype=f"<i{element.bitwidth // 8}")
    return flat.astype(np.int64).reshape(data.get_shape())


def _replace(
    view: StructuredView,
    plain_name: str,
    broadcast: StructuredView,
    bias: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
) -> None:
    op = view.op
    old = broadcast.inputs[0].owner
    assert isinstance(old, arith.ConstantOp)
    data = old.value
    assert isinstance(data, DenseIntOrFPElementsAttr)
    constant = arith.ConstantOp(
        DenseIntOrFPElementsAttr(data.type, BytesAttr(bias.astype("<i4").tobytes()))
    )
    constant.location = old.location
    constant.results[0].name_hint = old.result.name_hint
    mapping: dict[SSAValue, SSAValue] = {broadcast.inputs[0]: constant.results[0]}
    init = broadcast.op.clone(mapping)
    windows = {name: op.properties[name] for name in _WINDOWS if name in op.properties}
    new = NAMED_OP_CLASSES[plain_name](
        view.inputs[:2], [init.results[0]], properties=windows, attributes=op.attributes
    )
    new.location = op.location
    for inserted in (constant, init, new):
        Rewriter.insert_op(inserted, InsertPoint.before(op))
    op.results[0].replace_all_uses_with(new.results[0])
    Rewriter.erase_op(op)
