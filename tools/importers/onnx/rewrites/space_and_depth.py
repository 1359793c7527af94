"""DepthToSpace and SpaceToDepth: blocks of pixels are an axis of their own for a moment.

torch-mlir takes the mode CRD for DCR, and puts the channels of SpaceToDepth in another order.
"""

from collections.abc import Sequence

from microaot.tools.importers.onnx.rewrites.site import Site


def depth_to_space(site: Site) -> Sequence[str] | None:
    """Reshape, Transpose, Reshape."""
    shape, block = site.shape(0), site.attribute("blocksize")
    if shape is None:
        return None
    n, c, h, w = shape
    depth = c // (block * block)
    if site.attribute("mode", "DCR") == "DCR":
        split, order = (n, block, block, depth, h, w), (0, 3, 4, 1, 5, 2)
    else:
        split, order = (n, depth, block, block, h, w), (0, 1, 4, 2, 5, 3)
    blocks = site.transpose(site.reshape(site.input(0), split), order)
    return [site.reshape(blocks, (n, depth, h * block, w * block))]


def space_to_depth(site: Site) -> Sequence[str] | None:
    """Reshape, Transpose, Reshape."""
    shape, block = site.shape(0), site.attribute("blocksize")
    if shape is None:
        return None
    n, c, h, w = shape
    split = (n, c, h // block, block, w // block, block)
    order = (0, 3, 5, 1, 2, 4) if site.attribute("mode", "DCR") == "DCR" else (0, 1, 3, 5, 2, 4)
    blocks = site.transpose(site.reshape(site.input(0), split), order)
    return [site.reshape(blocks, (n, c * block * block, h // block, w // block))]
