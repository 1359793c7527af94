"""Models and operator tests made by others, which sit beside the repository, not in it."""

from pathlib import Path

from commands import unavailable

ROOT = Path(__file__).parents[2]
_SHARED = ROOT.parent / "shared"


def find_files(folder: str, pattern: str) -> list[Path]:
    """The files of a folder, for parametrizing; none if it is not there."""
    return sorted((_SHARED / folder).glob(pattern))


def require_folder(folder: str) -> Path:
    """The folder; skips, or under CI fails, the running test if it is not there."""
    if not (path := _SHARED / folder).is_dir():
        unavailable(f"the reference data '{folder}' are not beside the repository")
    return path
