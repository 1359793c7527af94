"""Slice with steps that are not known: torch-mlir takes them for positive ones."""

from microaot.tools.importers.onnx_rewrites.site import Refusal, Site

_STEPS = 4


def slicing(site: Site) -> None:
    """Refuse it; known steps are lowered rightly."""
    steps = site.input(_STEPS)
    if steps and site.values.tensor(steps) is None:
        raise Refusal(f"its steps, '{steps}', are no constant")
