"""Resize, one axis after the other: each element of the result is a sum of few of the axis.

torch-mlir lowers some modes, and takes some for others. Which elements count how much is what the
reference of ONNX makes of the unit vectors.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import helper

from microaot.tools.importers.onnx.rewrites.site import Refusal, Site

_ROI, _SCALES, _SIZES = 1, 2, 3
_FLOATS = (onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE, onnx.TensorProto.FLOAT16)


def resize(site: Site) -> Sequence[str] | None:
    """Gather, or weighted sums of what is gathered, for each axis that changes."""
    shape, factors = site.shape(0), _factors(site)
    if shape is None or factors is None or site.opset < 11:
        return None
    is_nearest = site.attribute("mode", "nearest") == "nearest"
    if not is_nearest and site.values.element_type(site.input(0)) not in _FLOATS:
        raise Refusal("it interpolates integers; of these it can repeat the nearest")
    values, extents = site.input(0), [*shape]
    for axis, (scale, size, region) in factors.items():
        if size == shape[axis] and scale == 1 and region is None:
            continue
        matrix, offset = _map(site, shape[axis], scale, size, region)
        repeats = size // shape[axis]
        if is_nearest and np.array_equal(matrix, np.repeat(np.eye(shape[axis]), repeats, axis=0)):
            values = _repeat(site, values, extents, axis, repeats)
        else:
            values = _weigh(site, values, axis, len(shape), matrix)
        if offset.any():
            values = site.op("Add", values, _along(site, offset, axis, len(shape)))
        extents[axis] = size
    return [values]


_Region = tuple[float, float] | None
"""The part of an axis that is taken, for the mode that does so."""


def _factors(site: Site) -> dict[int, tuple[float, int, _Region]] | None:
    """For each axis that is resized: scale, size and region; None if they are not known."""
    shape = site.shape(0) or ()
    axes = [axis % len(shape) for axis in site.attribute("axes", range(len(shape)))]
    scales, sizes = (site.values.constant(site.input(index)) for index in (_SCALES, _SIZES))
    aligned = site.attribute("coordinate_transformation_mode") == "align_corners"
    before = np.array([shape[axis] for axis in axes])
    if sizes is not None and sizes.size:
        scales = sizes / before
        policy = site.attribute("keep_aspect_ratio_policy", "stretch")
        if policy != "stretch":
            scales[:] = scales.min() if policy == "not_larger" else scales.max()
            sizes = np.floor(scales * before + 0.5).astype(np.int64)
            if not np.allclose(sizes, scales * before):
                raise Refusal(f"the sizes that keep_aspect_ratio_policy = {policy} gives are odd")
    elif scales is not None and scales.size:
        sizes = np.floor(scales * before).astype(np.int64)
        if aligned and not np.allclose(sizes, scales * before):
            # Its reference divides by another extent than the specification says.
            raise Refusal("with align_corners its scales must give whole sizes")
    else:
        after = site.values.shape(site.node.output[0])
        if aligned and site.input(_SCALES) and (after is None or any(np.mod(after, shape))):
            raise Refusal("with align_corners its scales must be constants, or whole numbers")
        return None
    regions: list[_Region] = [None for _ in axes]
    if site.attribute("coordinate_transformation_mode") == "tf_crop_and_resize":
        roi = site.values.constant(site.input(_ROI))
        if roi is None:
            return None
        regions = [(float(a), float(b)) for a, b in roi.reshape(2, -1).T]
    rows = zip(scales.tolist(), sizes.tolist(), regions, strict=True)
    return dict(zip(axes, rows, strict=True))


def _map(
    site: Site, extent: int, scale: float, size: int, region: _Region
) -> tuple[np.ndarray, np.ndarray]:
    """What the axis is multiplied by, and what is added: a row for each element of the result."""
    from onnx.reference import ReferenceEvaluator

    attributes = {
        name: value
        for name, value in site.attributes.items()
        if name not in ("axes", "keep_aspect_ratio_policy")
    }
    node = helper.make_node("Resize", ["x", "roi", "scales", "sizes"], ["y"], **attributes)
    if size != int(np.float32(scale) * extent) or site.input(_SIZES):
        node.input[2] = ""
    else:
        node.input[3] = ""
    ports = [
        helper.make_tensor_value_info(name, kind, None)
        for name, kind in (
            ("x", onnx.TensorProto.FLOAT),
            ("roi", onnx.TensorProto.FLOAT),
            ("scales", onnx.TensorProto.FLOAT),
            ("sizes", onnx.TensorProto.INT64),
        )
    ]
    result = helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)
    evaluator = ReferenceEvaluator(
        helper.make_model(
            helper.make_graph([node], "axis", ports, [result]),
            opset_imports=[helper.make_opsetid("", site.opset)],
        )
    )
    units = np.concatenate([np.eye(extent), np.zeros((1, extent))]).astype(np.float32)
    start, end = region or (0.0, 1.0)
    given = {
        "x": units,
        "roi": np.array([0, start, 1, end], np.float32),
        "scales": np.array([1, scale], np.float32),
        "sizes": np.array([extent + 1, size], np.int64),
    }
    (made,) = evaluator.run(None, given)
    made = np.asarray(made)
    return (made[:-1] - made[-1:]).T, made[-1]


def _weigh(site: Site, values: str, axis: int, rank: int, matrix: np.ndarray) -> str:
    """Sums of as many gathered tensors as an element of the result has that it depends on."""
    count = max(int((matrix != 0).sum(axis=1).max()), 1)
    order = np.argsort(matrix == 0, axis=1, kind="stable")[:, :count]
    weights = np.take_along_axis(matrix, order, axis=1)
    total = ""
    for place, weight in zip(order.T, weights.T, strict=True):
        part = site.op("Gather", values, site.ints(*place.tolist()), axis=axis)
        if (weight != 1).any():
            part = site.op("Mul", part, _along(site, weight, axis, rank))
        total = site.op("Add", total, part) if total else part
    return total


def _repeat(site: Site, values: str, shape: Sequence[int], axis: int, times: int) -> str:
    """Each element as often as that, without a table of indices."""
    apart = site.reshape(values, [*shape[: axis + 1], 1, *shape[axis + 1 :]])
    extents = [*shape[: axis + 1], times, *shape[axis + 1 :]]
    repeated = site.op("Expand", apart, site.ints(*extents))
    return site.reshape(repeated, [*shape[:axis], shape[axis] * times, *shape[axis + 1 :]])


def _along(site: Site, numbers: np.ndarray, axis: int, rank: int) -> str:
    """A constant that differs along one axis."""
    dtype = helper.tensor_dtype_to_np_dtype(site.values.element_type(site.input(0)))
    extents = [len(numbers) if i == axis else 1 for i in range(rank)]
    return site.constant(numbers.astype(dtype).reshape(extents))
