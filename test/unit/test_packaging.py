"""What `pip install` puts in place: every folder of the package, and what its code needs."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("dialects", "passes", "emitc_backend", "llvm_backend", "tools")


def _listed() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return set(settings["tool"]["setuptools"]["packages"])


def test_every_folder_is_listed() -> None:
    folders = {path.parent for part in PARTS for path in (ROOT / part).rglob("*.py")}
    # Data, such as runtime headers, is found only inside of listed packages.
    folders |= {path.parent for part in PARTS for path in (ROOT / part).rglob("*.[ch]")}
    names = {".".join(("microaot", *path.relative_to(ROOT).parts)) for path in folders}
    assert names == _listed()


@pytest.mark.parametrize("part", PARTS)
def test_parts_are_typed(part: str) -> None:
    assert (ROOT / part / "py.typed").is_file()


def test_wheel_holds_the_sources(tmp_path: Path) -> None:
    # setup.py-style builds leave files in the source folder: build from a copy.
    copy = tmp_path / "source"
    files = [path for part in PARTS for path in (ROOT / part).rglob("*") if path.is_file()]
    files += [ROOT / name for name in ("pyproject.toml", "README.md", "LICENSE")]
    for path in files:
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path)]
    subprocess.run([*command, str(copy)], check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    suffixes = (".py", ".typed", ".h", ".c", ".toml")
    expected = {
        f"microaot/{path.relative_to(ROOT)}"
        for path in files
        if path.suffix in suffixes and path.parent != ROOT
    } | {f"microaot/{part}/py.typed" for part in PARTS}
    assert expected <= packed
    others = {name for name in packed - expected if ".dist-info/" not in name}
    assert not others
