"""Running libraries on a target: data goes there and back exactly, and errors are one line."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from commands import require_tool
from hand_written_library import write_library

from microaot.tools.api import compile_module
from microaot.tools.errors import UserError
from microaot.tools.measure.inputs import Array, load_inputs
from microaot.tools.measure.run import run_on_target
from microaot.tools.targets.target import Memory, load_target

COPY = "void lib_work(const {0} *x, {0} *y) {{ for (int i = 0; i < 6; ++i) y[i] = x[5 - i]; }}"

COUNTING = """
static int32_t calls;
void lib_work(const int32_t *x, int32_t *y) { y[0] += x[0] + ++calls; }
"""


@pytest.fixture(autouse=True)
def _tools() -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")


@pytest.mark.parametrize(
    ("element", "c_type", "values"),
    [
        ("i1", "bool", [True, False, True, True, False, False]),
        ("i8", "int8_t", [-128, 127, 0, 1, -1, 5]),
        ("i32", "int32_t", [-(2**31), 2**31 - 1, 0, 1, -1, 5]),
        ("i64", "int64_t", [-(2**63), 2**63 - 1, 0, 1, -1, 5]),
        ("f32", "float", [np.inf, -0.0, np.nan, 1e-45, 3.4e38, 0.1]),
    ],
)
def test_values_are_exact(element: str, c_type: str, values: list[float], tmp_path: Path) -> None:
    folder = write_library(
        tmp_path, COPY.format(c_type), [("x", element, [2, 3])], [("y", element, [6])]
    )
    dtype = {"bool": "bool", "float": "float32"}.get(c_type, c_type.removesuffix("_t"))
    x = np.array([values, values[::-1]], dtype).reshape(2, 2, 3)
    outputs, _ = run_on_target(folder, "cortex-m0", "-O2", {"x": x})
    expected = x.reshape(2, 6)[:, ::-1]
    assert outputs["y"].dtype == x.dtype
    assert outputs["y"].tobytes() == expected.tobytes()


def test_outputs_can_be_given_and_memory_lives_on(tmp_path: Path) -> None:
    folder = write_library(tmp_path, COUNTING, [("x", "i32", [1])], [("y", "i32", [1])])
    x = np.array([[10], [20], [30]], np.int32)
    assert run_on_target(folder, "cortex-m4", "-Os", {"x": x})[0]["y"].tolist() == [
        [11],
        [22],
        [33],
    ]
    y = np.array([100], np.int32)
    outputs, _ = run_on_target(folder, "cortex-m4", "-Os", {"in0": x, "y": y})
    assert outputs["y"].tolist() == [[111], [122], [133]]


def test_arrays_without_elements(tmp_path: Path) -> None:
    source = "void lib_work(const int8_t *x, int8_t *y) { (void)x; y[0] = 3; }"
    folder = write_library(tmp_path, source, [("x", "i8", [0])], [("y", "i8", [])])
    outputs, measurement = run_on_target(folder, "cortex-m0", "-Os")
    assert outputs["y"].tolist() == [3]
    assert measurement.arguments == 1


def test_sizes_are_those_of_the_library(tmp_path: Path) -> None:
    source = """
    static const int8_t table[100] = {1, 2, 3};
    static int32_t state[25];
    int32_t counter = 5;
    int8_t unused(int32_t i) { return table[i]; }
    void lib_work(const int32_t *x, int32_t *y) { y[0] = state[x[0] & 7]++ + counter++; }
    """
    folder = write_library(tmp_path, source, [("x", "i32", [1])], [("y", "i32", [1])])
    _, measurement = run_on_target(folder, "cortex-m0", "-Os")
    assert (measurement.constants, measurement.ram, measurement.arguments) == (100, 104, 8)
    assert measurement.symbols["constants"] == {"table": 100}
    assert measurement.symbols["bss"] == {"state": 100}
    assert measurement.symbols["data"] == {"counter": 4}
    assert measurement.sections[".rodata.table"] == 100
    assert measurement.code == sum(
        size for name, size in measurement.sections.items() if name.startswith(".text")
    )


def test_sections_go_to_the_memories_of_their_names(tmp_path: Path) -> None:
    source = """
    static int32_t near[4] __attribute__((section(".fast.workspace")));
    static const int32_t far[2] __attribute__((section(".external"))) = {7, 8};
    void lib_work(const int32_t *x, int32_t *y)
    {
        near[x[0] & 3] = far[x[0] & 1];
        y[0] = near[x[0] & 3];
        y[1] = (int32_t)(uintptr_t)near;
        y[2] = (int32_t)(uintptr_t)far;
    }
    """
    board = load_target("cortex-m4")
    more = (Memory("fast", "ram", 0x21000000, 4096), Memory("external", "flash", 0x200000, 4096))
    (flash, *others) = board.memories
    target = replace(board, memories=(replace(flash, size=0x200000), *others, *more))
    folder = write_library(tmp_path, source, [("x", "i32", [1])], [("y", "i32", [3])])
    outputs, measurement = run_on_target(folder, target, "-O0", {"x": np.ones(1, np.int32)})
    assert outputs["y"].tolist() == [[8, 0x21000000, 0x200000]]
    assert (measurement.ram, measurement.constants) == (16, 8)


def test_a_compiled_library_with_several_functions(tmp_path: Path) -> None:
    text = """
    func.func @one(%x: memref<4xi32>, %y: memref<4xi32>) {
      memref.copy %x, %y : memref<4xi32> to memref<4xi32>
      return
    }
    func.func @two(%n: i32) -> i32 { return %n : i32 }
    func.func @three(%x: memref<?xi32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : i32
      memref.store %c1, %x[%c0] : memref<?xi32>
      return
    }
    """
    compile_module(text, name="lib").write(tmp_path)
    x = np.arange(4, dtype=np.int32)
    outputs, _ = run_on_target(tmp_path, "cortex-m3", "-Os", {"in0": x}, function="one")
    (result,) = outputs.values()
    assert result.tolist() == [[0, 1, 2, 3]]
    for function, message in {
        None: "the library 'lib' has the functions 'one', 'two', 'three': choose one of them",
        "four": "the library 'lib' has no function 'four': it has 'one', 'two', 'three'",
        "two": "'@two' is no function of arrays with static shapes alone",
        "three": "'@three' takes 'x' of type memref<?xi32>: "
        "only arrays of static shape can be given to it here",
    }.items():
        with pytest.raises(UserError) as raised:
            run_on_target(tmp_path, "cortex-m3", "-Os", function=function)
        assert raised.value.message == message


ADD = "void lib_work(const int8_t *x, const int8_t *z, int8_t *y) { y[0] = (int8_t)(x[0] + z[0]); }"


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({}, "the input 'x' (or 'in0') is missing"),
        ({"x": np.zeros((3, 4), np.int8)}, "the input 'z' (or 'in1') is missing"),
        (
            {"x": np.zeros((3, 4), np.int8), "z": np.zeros(5, np.int8)},
            "the input 'z' must have the shape (4), or with an axis for runs in front, not (5,)",
        ),
        ({"x": np.zeros(4, np.int16)}, "the input 'x' must be int8, not int16"),
        (
            {"x": np.zeros((3, 4), np.int8), "z": np.zeros((2, 4), np.int8)},
            "the inputs differ in the number of runs: 'x' 3, 'z' 2",
        ),
        (
            {"x": np.zeros((0, 4), np.int8), "z": np.zeros((0, 4), np.int8)},
            "the inputs hold no run",
        ),
    ],
)
def test_wrong_inputs(inputs: dict[str, Array], message: str, tmp_path: Path) -> None:
    arguments = [("x", "i8", [4]), ("z", "i8", [4])]
    folder = write_library(tmp_path, ADD, arguments, [("y", "i8", [4])])
    with pytest.raises(UserError) as raised:
        run_on_target(folder, "cortex-m0", "-Os", inputs)
    assert raised.value.message == message


def test_one_array_serves_all_runs(tmp_path: Path) -> None:
    arguments = [("x", "i8", [1]), ("z", "i8", [1])]
    folder = write_library(tmp_path, ADD, arguments, [("y", "i8", [1])])
    inputs = {"x": np.array([[1], [2]], np.int8), "z": np.array([10], np.int8)}
    assert run_on_target(folder, "cortex-m0", "-Os", inputs)[0]["y"].tolist() == [[11], [12]]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('void lib_work(void) { __asm__("udf #0"); }', "the program faulted on the board mps2"),
        ("void lib_work(void) { for (;;) { } }", "the program ran for more than 2 seconds"),
        ("void lib_work(void) { }\n#error broken\n", "gcc: .*error: #error broken"),
        ("int8_t big[5000000];\nvoid lib_work(void) { big[0] = 1; }", "region `ram' overflowed"),
        (
            "void vendor(void);\nvoid lib_work(void) { vendor(); }",
            "undefined reference to `vendor'",
        ),
    ],
)
def test_programs_that_go_wrong(source: str, message: str, tmp_path: Path) -> None:
    folder = write_library(tmp_path, source)
    with pytest.raises(UserError, match=message) as raised:
        run_on_target(folder, "cortex-m0", "-Os", time_limit=2)
    assert "\n" not in raised.value.message


def _no_library(folder: Path) -> None:
    (folder / "lib.json").unlink()


def _two_libraries(folder: Path) -> None:
    (folder / "other.json").write_text('{"name": "other", "generator": "x"}')


def _no_sources(folder: Path) -> None:
    shutil.rmtree(folder / "src")


def _no_header(folder: Path) -> None:
    (folder / "include" / "lib.h").unlink()


def _broken_description(folder: Path) -> None:
    (folder / "lib.json").write_text("{")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_no_library, "the folder holds no library: `microaot compile` writes one"),
        (_broken_description, "the folder holds no library: `microaot compile` writes one"),
        (_two_libraries, "the folder holds 2 libraries: `microaot compile` writes one"),
        (_no_sources, "the library 'lib' is incomplete: compile it again"),
        (_no_header, "the library 'lib' is incomplete: compile it again"),
        (shutil.rmtree, "there is no such folder"),
    ],
)
def test_folders_without_a_library(
    damage: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    folder = write_library(tmp_path / "lib", "void lib_work(void) { }")
    damage(folder)
    with pytest.raises(UserError) as raised:
        run_on_target(folder, "cortex-m0", "-Os")
    assert (raised.value.message, raised.value.where) == (message, str(folder))


def test_targets_that_cannot_be_measured(tmp_path: Path) -> None:
    folder = write_library(tmp_path, "void lib_work(void) { }")
    with pytest.raises(UserError, match="nothing can be measured on 'host'"):
        run_on_target(folder, "host", "-Os")
    with pytest.raises(UserError, match="'-O9' is no level of optimization: known are -O0, "):
        run_on_target(folder, "cortex-m0", "-O9")


@pytest.mark.parametrize("program", ["arm-none-eabi-gcc", "qemu-system-arm"])
def test_programs_that_are_not_installed(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_library(tmp_path / "lib", "void lib_work(void) { }")
    binaries = tmp_path / "bin"
    binaries.mkdir()
    for name in ("gcc", "nm", "readelf", "objdump"):
        found = shutil.which(load_target("cortex-m0").tool(name))
        assert found
        if not found.endswith(program):
            (binaries / Path(found).name).symlink_to(found)
    monkeypatch.setenv("PATH", str(binaries))
    with pytest.raises(UserError) as raised:
        run_on_target(folder, "cortex-m0", "-Os")
    assert raised.value.message == f"{program} is not installed"


def test_files_that_hold_no_arrays(tmp_path: Path) -> None:
    (tmp_path / "text.npz").write_text("no arrays")
    with pytest.raises(UserError, match="is no file of NumPy arrays"):
        load_inputs(tmp_path / "text.npz")
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(UserError, match="holds one array"):
        load_inputs(tmp_path / "one.npy")
    np.savez(tmp_path / "objects.npz", x=np.array([{}], dtype=object))
    with pytest.raises(UserError, match="is no file of NumPy arrays"):
        load_inputs(tmp_path / "objects.npz")
