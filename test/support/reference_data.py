"""Models and operator tests made by others, which sit beside the repository, not in it."""

from pathlib import Path

import numpy as np
from commands import unavailable

ROOT = Path(__file__).parents[2]
_SHARED = ROOT.parent / "shared"

MODELS = (
    "ad01_int8",
    "hello_world_float",
    "hello_world_int8",
    "kws_ref_model",
    "kws_ref_model_float32",
    "pretrainedResnet_quant",
)
"""Networks in `models`, with inputs and what they give."""


def find_files(folder: str, pattern: str) -> list[Path]:
    """The files of a folder, for parametrizing; none if it is not there."""
    return sorted((_SHARED / folder).glob(pattern))


def require_folder(folder: str) -> Path:
    """The folder; skips, or under CI fails, the running test if it is not there."""
    if not (path := _SHARED / folder).is_dir():
        unavailable(f"the reference data '{folder}' are not beside the repository")
    return path


def assert_model_result(result: np.ndarray, expected: np.ndarray, message: str = "") -> None:
    """What a model gives is what is expected: integers bit for bit, floats to 1e-5."""
    if expected.dtype.kind == "f":
        np.testing.assert_allclose(result, expected, 1e-5, 1e-5, err_msg=message)
    else:
        np.testing.assert_array_equal(result, expected, message)
