"""What convolutions pad by, as numbers."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

from microaot.tools.importers.onnx.rewrites.site import Site


def stated_pads(site: Site, kernel: Sequence[int]) -> list[int] | None:
    """What is padded at the begins of all axes, and then at their ends; `kernel` has the extents
    of the window. None if the shape of the image is not known.
    """
    image, auto, rank = site.shape(0), site.attribute("auto_pad", "NOTSET"), len(kernel)
    if image is None:
        return None
    if auto in ("NOTSET", "VALID"):
        return [*site.attribute("pads", [0] * 2 * rank)] if auto == "NOTSET" else [0] * 2 * rank
    strides = site.attribute("strides", [1] * rank)
    dilations = site.attribute("dilations", [1] * rank)
    totals = [
        max((-(-extent // stride) - 1) * stride + (size - 1) * dilation + 1 - extent, 0)
        for extent, size, stride, dilation in zip(
            image[2:], kernel, strides, dilations, strict=True
        )
    ]
    return in_halves(totals, more_before=auto == "SAME_LOWER")


def in_halves(totals: Sequence[int], *, more_before: bool) -> list[int]:
    """Padding of both ends that is about the same; where it is odd, one of them has more."""
    before = [(total + 1) // 2 if more_before else total // 2 for total in totals]
    return [*before, *(total - b for total, b in zip(totals, before, strict=True))]
