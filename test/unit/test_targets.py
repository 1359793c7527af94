"""Targets: the built-in ones are sound, and what is wrong with a file is said in one line."""

import re
import subprocess
from pathlib import Path

import pytest
from commands import require_tool

from microaot.tools.errors import UserError
from microaot.tools.targets.target import builtin_targets, load_target, parse_target

GOOD = """
toolchain = "arm-none-eabi-"
flags = ["-mcpu=cortex-m4", "-mthumb"]
pointer_bits = 32
max_alignment = 8

[[memory]]
name = "flash"
kind = "flash"
origin = 0
size = "1MiB"

[[memory]]
name = "sram"
kind = "ram"
origin = 0x20000000
size = 65536

[qemu]
program = "qemu-system-arm"
machine = "mps2-an386"
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD)
    target = load_target(tmp_path / "mine.toml")
    assert target.name == "mine"
    assert target.flags == ("-mcpu=cortex-m4", "-mthumb")
    assert [(memory.name, memory.size) for memory in target.memories] == [
        ("flash", 1 << 20),
        ("sram", 1 << 16),
    ]
    assert target.board and target.board.timer is None
    assert target.tool("gcc") == "arm-none-eabi-gcc"


def test_the_compiler_of_the_host_is_cc() -> None:
    assert load_target("host").tool("gcc") == "cc"


@pytest.mark.parametrize("name", builtin_targets())
def test_compilers_take_the_flags_of_builtin_targets(name: str, tmp_path: Path) -> None:
    target = load_target(name)
    require_tool(target.tool("gcc"))
    source = tmp_path / "pointer.c"
    source.write_text(f"char size[sizeof(void *) == {target.pointer_bits // 8} ? 1 : -1];\n")
    command = [target.tool("gcc"), *target.flags, "-c", str(source), "-o", str(tmp_path / "x.o")]
    subprocess.run(command, check=True)


def test_targets_that_issues_name_are_there() -> None:
    cores = ("m0", "m0plus", "m3", "m4", "m7", "m33", "m55")
    assert {"host", *(f"cortex-{core}" for core in cores)} <= set(builtin_targets())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("flags =", "flag =", "the key 'flags' is missing"),
        ("pointer_bits = 32", "pointer_bits = 33", "'pointer_bits' must be one of 16, 32, 64"),
        ("pointer_bits = 32", "pointer_bits = true", "'pointer_bits' must be one of 16, 32, 64"),
        ("max_alignment = 8", "max_alignment = 12", "'max_alignment' must be a power of two"),
        ("max_alignment = 8", "max_alignment = 0", "'max_alignment' must be a power of two"),
        ("max_alignment = 8", "max_alignment = true", "must be a non-negative integer"),
        ('"-mthumb"', "7", "'flags' must be a list of strings"),
        ('toolchain = "arm-none-eabi-"', "toolchain = 1", "'toolchain' must be a string"),
        ("max_alignment = 8", "max_alignment = 8\nspeed = 9", "unknown key 'speed'"),
        ('kind = "ram"', 'kind = "rom"', "[[memory]] 'kind' must be one of flash, ram"),
        ('size = "1MiB"', 'size = "1MB"', "[[memory]] 'size' must be a size, such as 16384 or"),
        ("size = 65536", "size = 0", "[[memory]] 'size' must be a size"),
        ("size = 65536", "size = true", "[[memory]] 'size' must be a size"),
        ("origin = 0\n", "origin = -4\n", "[[memory]] 'origin' must be a non-negative integer"),
        ('name = "sram"', 'name = "flash"', "two memories are called 'flash'"),
        ('name = "sram"', 'name = "data"', "no memory can be called 'data', like a section"),
        ('name = "sram"', 'name = "s ram"', "[[memory]] 'name': 's ram' is no name"),
        ('kind = "ram"', 'kind = "flash"', "needs a memory of kind flash and one of kind ram"),
        ("[[memory]]", "[memory]", "no TOML: "),
        ('machine = "mps2-an386"', 'machine = "x"\ncpu = 1', "[qemu] unknown key 'cpu'"),
        ("[qemu]", "[[qemu]]", "'qemu' must be a table"),
        ("flags = [", "flags = [[", "no TOML: "),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(UserError) as raised:
        parse_target(GOOD.replace(old, new, 1).encode(), "mine", "mine.toml")
    assert raised.value.where == "mine.toml"
    assert message in raised.value.message
    assert "\n" not in raised.value.message


def test_the_documented_file_is_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "measure.md").read_text()
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    target = parse_target(example.encode(), "board", "board.toml")
    assert [memory.name for memory in target.memories] == ["flash", "sram", "dtcm"]
    for name in builtin_targets():
        assert f"`{name}`" in page


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(UserError, match="no TOML"):
        parse_target(b"\xff\xfe", "mine", "mine.toml")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UserError, match="no target is called 'cortex-m9': known are cortex-m0,"):
        load_target("cortex-m9")


def test_a_missing_file() -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.toml"):
        load_target("none.toml")
