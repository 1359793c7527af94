"""The table of linalg's named ops: name -> iteration space and scalar body.

Everything about a named op follows from its row: indexing maps, iterator types, the hidden body,
and which attributes it takes (`strides` and `dilations` if its space has windows).
"""

from dataclasses import dataclass

from microaot.dialects.linalg.bodies import BODIES, Body
from microaot.dialects.linalg.notation import Space


@dataclass(frozen=True)
class NamedOpSpec:
    """One row: the iteration space (None for an elementwise op of any rank) and the body."""

    name: str
    space: Space | None
    body_kind: str
    num_inputs: int

    @property
    def body(self) -> Body:
        """The function that builds the scalar body."""
        return BODIES[self.body_kind]


_CONTRACTIONS = {
    "dot": "k: k k -> .",
    "matvec": "mk: mk k -> m",
    "vecmat": "nk: k kn -> n",
    "matmul": "mnk: mk kn -> mn",
    "batch_matvec": "bmk: bmk bk -> bm",
    "batch_vecmat": "bnk: bk bkn -> bn",
    "batch_matmul": "bmnk: bmk bkn -> bmn",
    "batch_reduce_matmul": "bmnk: bmk bkn -> mn",
    "mmt4d": "MNKmnk: MKmk NKnk -> MNmn",
    "batch_mmt4d": "bMNKmnk: bMKmk bNKnk -> bMNmn",
    "conv_1d": "Ww: (W+w) w -> W",
    "conv_2d": "HWhw: (H+h)(W+w) hw -> HW",
    "conv_3d": "DHWdhw: (D+d)(H+h)(W+w) dhw -> DHW",
    "conv_1d_ncw_fcw": "nfWcw: nc(Ww) fcw -> nfW",
    "conv_1d_nwc_wcf": "nWfwc: n(Ww)c wcf -> nWf",
    "conv_2d_nchw_fchw": "nfHWchw: nc(Hh)(Ww) fchw -> nfHW",
    "conv_2d_nhwc_fhwc": "nHWfhwc: n(Hh)(Ww)c fhwc -> nHWf",
    "conv_2d_nhwc_hwcf": "nHWfhwc: n(Hh)(Ww)c hwcf -> nHWf",
    "conv_2d_ngchw_fgchw": "ngfHWchw: ngc(Hh)(Ww) fgchw -> ngfHW",
    "conv_2d_ngchw_gfchw": "ngfHWchw: ngc(Hh)(Ww) gfchw -> ngfHW",
    "conv_2d_nhwgc_gfhwc": "nHWgfhwc: n(Hh)(Ww)gc gfhwc -> nHWgf",
    "conv_3d_ncdhw_fcdhw": "nfDHWcdhw: nc(Dd)(Hh)(Ww) fcdhw -> nfDHW",
    "conv_3d_ndhwc_dhwcf": "nDHWfdhwc: n(Dd)(Hh)(Ww)c dhwcf -> nDHWf",
    "depthwise_conv_1d_ncw_cw": "nWcw: nc(Ww) cw -> ncW",
    "depthwise_conv_1d_nwc_wc": "nWcw: n(Ww)c wc -> nWc",
    "depthwise_conv_1d_nwc_wcm": "nWcmw: n(Ww)c wcm -> nWcm",
    "depthwise_conv_2d_nchw_chw": "nHWchw: nc(Hh)(Ww) chw -> ncHW",
    "depthwise_conv_2d_nhwc_hwc": "nHWchw: n(Hh)(Ww)c hwc -> nHWc",
    "depthwise_conv_2d_nhwc_hwcm": "nHWcmhw: n(Hh)(Ww)c hwcm -> nHWcm",
    "depthwise_conv_3d_ncdhw_cdhw": "nDHWdhwc: nc(Dd)(Hh)(Ww) cdhw -> ncDHW",
    "depthwise_conv_3d_ndhwc_dhwc": "nDHWdhwc: n(Dd)(Hh)(Ww)c dhwc -> nDHWc",
    "depthwise_conv_3d_ndhwc_dhwcm": "nDHWmdhwc: n(Dd)(Hh)(Ww)c dhwcm -> nDHWcm",
}

_QUANTIZED = {
    "quantized_matmul": "matmul",
    "quantized_batch_matmul": "batch_matmul",
    **{
        f"{name}_q": name
        for name in (
            "conv_2d_nchw_fchw",
            "conv_2d_nhwc_fhwc",
            "conv_2d_nhwc_hwcf",
            "conv_2d_ngchw_gfchw",
            "conv_2d_nhwgc_gfhwc",
            "conv_3d_ndhwc_dhwcf",
            "depthwise_conv_2d_nhwc_hwc",
            "depthwise_conv_2d_nhwc_hwcm",
        )
    },
}
"""Ops that subtract a zero point (one more scalar operand per input), and the op they extend."""

_POOLING_SPACES = {
    "ncw": "ncWw: nc(Ww) w -> ncW",
    "nwc": "nWcw: n(Ww)c w -> nWc",
    "nchw": "ncHWhw: nc(Hh)(Ww) hw -> ncHW",
    "nhwc": "nHWchw: n(Hh)(Ww)c hw -> nHWc",
    "ndhwc": "nDHWcdhw: n(Dd)(Hh)(Ww)c dhw -> nDHWc",
}

_POOLING_FUNCTIONS = {
    "ncw": "max sum",
    "nwc": "max max_unsigned min min_unsigned sum",
    "nchw": "max sum",
    "nhwc": "max max_unsigned min min_unsigned sum",
    "ndhwc": "max min sum",
}

_ELEMENTWISE = {
    1: "abs ceil copy erf exp fill floor log negf reciprocal round rsqrt sqrt square tanh",
    2: "add div div_unsigned max min mul powf sub",
    3: "select",
}
"""Ops of any rank, by number of inputs; the body is named like the op."""


def _specs() -> list[NamedOpSpec]:
    specs = [NamedOpSpec(n, Space(s), "multiply_add", 2) for n, s in _CONTRACTIONS.items()]
    for name, plain in _QUANTIZED.items():
        space = Space(_CONTRACTIONS[plain].replace("->", ". . ->"))
        specs.append(NamedOpSpec(name, space, "multiply_add_zero_points", 4))
    for layout, functions in _POOLING_FUNCTIONS.items():
        for function in functions.split():
            space = Space(_POOLING_SPACES[layout])
            specs.append(NamedOpSpec(f"pooling_{layout}_{function}", space, f"pool_{function}", 2))
    for num_inputs, names in _ELEMENTWISE.items():
        specs.extend(NamedOpSpec(name, None, name, num_inputs) for name in names.split())
    specs.append(NamedOpSpec("fill_rng_2d", Space("mn: . . . -> mn"), "fill_rng_2d", 3))
    return specs


NAMED_OPS: dict[str, NamedOpSpec] = {spec.name: spec for spec in _specs()}
"""Every named op with a hidden body, by its name without the dialect prefix."""
