"""ConvTranspose in groups, or with padding that follows from the size of the result."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence
from typing import Any

from microaot.tools.importers.onnx.rewrites.padding_of_windows import in_halves
from microaot.tools.importers.onnx.rewrites.site import Site


def conv_transpose(site: Site) -> Sequence[str] | None:
    """One ConvTranspose for each group; padding that is not the same at both ends is cut off."""
    image, weights, groups = site.shape(0), site.shape(1), site.attribute("group", 1)
    if image is None or weights is None:
        return None
    padding = _stated_padding(site, image, weights)
    pads, half = padding["pads"], len(weights) - 2
    if pads[:half] != pads[half:]:
        whole = _again(site, [*site.node.input], **(padding | {"pads": [0] * 2 * half}))
        ends = [-pad or 2**31 for pad in pads[half:]]
        axes = range(2, half + 2)
        return [
            site.op("Slice", whole, site.ints(*pads[:half]), site.ints(*ends), site.ints(*axes))
        ]
    if groups == 1 and not {"auto_pad", "output_shape"}.intersection(site.attributes):
        return None
    images = _split(site, site.input(0), 1, image[1] // groups, groups)
    kernels = _split(site, site.input(1), 0, weights[0] // groups, groups)
    parts = [
        _again(site, [one, kernel], group=1, **padding)
        for one, kernel in zip(images, kernels, strict=True)
    ]
    result = site.op("Concat", *parts, axis=1)
    if site.input(2):
        bias = site.reshape(site.input(2), [1, -1, *(1 for _ in weights[2:])])
        result = site.op("Add", result, bias)
    return [result]


def _stated_padding(
    site: Site, image: tuple[int, ...], weights: tuple[int, ...]
) -> dict[str, list[int]]:
    """The attributes that say the same as `auto_pad` and `output_shape`."""
    rank = len(weights) - 2
    strides = site.attribute("strides", [1] * rank)
    dilations = site.attribute("dilations", [1] * rank)
    more = site.attribute("output_padding", [0] * rank)
    auto, wanted = site.attribute("auto_pad", "NOTSET"), site.attribute("output_shape")
    if wanted is None and auto in ("NOTSET", "VALID"):
        pads = site.attribute("pads", [0] * 2 * rank) if auto == "NOTSET" else [0] * 2 * rank
        return {"pads": [*pads], "output_padding": [*more]}
    wanted = wanted or [extent * stride for extent, stride in zip(image[2:], strides, strict=True)]
    spare = [
        (extent - 1) * stride + extra + (size - 1) * dilation + 1 - goal
        for extent, stride, extra, size, dilation, goal in zip(
            image[2:], strides, more, weights[2:], dilations, wanted[-rank:], strict=True
        )
    ]
    pads = in_halves([max(total, 0) for total in spare], more_before=auto != "SAME_UPPER")
    padding = [extra + max(-total, 0) for extra, total in zip(more, spare, strict=True)]
    return {"pads": pads, "output_padding": padding}


def _split(site: Site, values: str, axis: int, size: int, count: int) -> list[str]:
    return [
        site.op("Slice", values, site.ints(i * size), site.ints((i + 1) * size), site.ints(axis))
        for i in range(count)
    ]


def _again(site: Site, inputs: Sequence[str], **changed: Any) -> str:
    """The same operator on other inputs, with some attributes changed, and padding stated."""
    dropped = {"auto_pad", "output_shape"}
    kept = {name: value for name, value in site.attributes.items() if name not in dropped}
    return site.op(site.node.op_type, *inputs, **(kept | changed))
