"""Arithmetic on shapes and other small constants is done before the model is lowered."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import numpy as np
from onnx import helper

from microaot.tools.importers.onnx.rewrites.site import Site

_LIMIT = 4096
"""Elements of a result: arithmetic on shapes has a few, and larger ones would fill the flash."""

_FOLDED = frozenset(
    "Abs Add And Cast CastLike Ceil Concat ConstantOfShape CumSum Div Equal Expand Flatten Floor "
    "Gather Greater GreaterOrEqual Identity Less LessOrEqual Max Min Mod Mul Neg Not Or Pow Range "
    "Reciprocal ReduceMax ReduceMin ReduceProd ReduceSum Reshape Shape Size Slice Split Sqrt "
    "Squeeze Sub Tile Transpose Unsqueeze Where Xor".split()
)
"""What shapes, axes and masks are computed with."""


def fold(site: Site) -> Sequence[str] | None:
    """Constants in the place of a node if it computes the same small ones every time."""
    if site.node.op_type not in _FOLDED:
        return None
    if site.node.op_type in ("Shape", "Size"):
        return _fold_shape(site)
    if site.node.op_type == "CastLike":
        return _fold_cast(site)
    results = _evaluate(site)
    if results is None or sum(array.size for array in results) > _LIMIT:
        return None
    return [site.constant(array) for array in results]


def _fold_shape(site: Site) -> Sequence[str] | None:
    shape = site.shape(0)
    if shape is None:
        return None
    if site.node.op_type == "Size":
        return [site.constant(np.array(np.prod(shape, dtype=np.int64)))]
    return [site.ints(*shape[site.attribute("start", 0) : site.attribute("end", len(shape))])]


def _fold_cast(site: Site) -> Sequence[str] | None:
    """The type of the other input is enough; what `Cast` makes of it is folded in turn."""
    kind = site.values.element_type(site.input(1))
    is_constant = site.values.tensor(site.input(0)) is not None
    return [site.cast(site.input(0), kind)] if kind and is_constant else None


def _evaluate(site: Site) -> list[np.ndarray] | None:
    node = site.node
    names = [name for name in node.input if name]
    tensors = [site.values.tensor(name) for name in names]
    if any(tensor is None or np.prod(tensor.dims) > _LIMIT for tensor in tensors):
        return None
    # Takes long to import, and most models have nothing to fold.
    from onnx.reference import ReferenceEvaluator

    arrays = {name: site.values.constant(name) for name in names}
    alone = helper.make_model(
        helper.make_graph(
            [node],
            "alone",
            [site.values.info(name) for name in arrays],
            [site.values.info(name) for name in node.output],
        ),
        opset_imports=[helper.make_opsetid("", site.opset)],
    )
    try:
        results = ReferenceEvaluator(alone).run(None, arrays)
    except Exception:
        # It raises whatever numpy does; whoever lowers the node says what is wrong with it.
        return None
    return [np.asarray(result) for result in results]
