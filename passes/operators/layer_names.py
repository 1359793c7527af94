"""Short names for operators from what a model calls its layers."""

import re
from collections import Counter

from microaot.emitc_backend.c_names import make_identifier

_SEPARATORS = re.compile(r"[/;:.]+")
_UNSPECIFIC = re.compile(r"(stateful)?partitionedcall|identity|[_\d]*")
"""Names that TensorFlow gives to outputs, and numbers."""


def layer_name(layer: str, kind: str) -> str:
    """The part of a layer's name that says what an operator of this kind is; else both.

    Who names a layer `encoder` finds `encoder` in C. Exporters write paths, and TensorFlow joins
    the paths of all that it fused, with layers called by their class and a number: a `conv2d` in
    `net/activation_3/Relu;net/conv2d_3/BiasAdd;net/conv2d_3/Conv2D` is `conv2d_3`, the part that is
    there most often. A `dense` in `net/encoder` is `encoder_dense`. Of several paths without such a
    part none is the operator's own, so it is called by its kind alone.
    """
    parts = [make_identifier(part).lower() for part in _SEPARATORS.split(layer) if part]
    alike = [part for part in parts if _is_kind(part, kind)]
    if alike:
        return Counter(alike).most_common(1)[0][0]
    words = [part for part in parts if not _UNSPECIFIC.fullmatch(part)]
    if not words or ";" in layer:
        return kind
    return words[0] if len(parts) == 1 else f"{words[-1]}_{kind}"


def _is_kind(name: str, kind: str) -> bool:
    """Whether a name is that of the kind or its beginning: `Conv2D_1`, `conv1` for `conv2d`."""
    plain = re.sub(r"_?\d+$", "", name).replace("_", "")
    return len(plain) > 1 and kind.replace("_", "").startswith(plain)
