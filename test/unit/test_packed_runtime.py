"""The helpers of packed entries: what they say, the status they return, and which strides pass."""

import builtins
import ctypes
import importlib
import importlib.util
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from c_harness import STRICT_C, WARNINGS
from commands import run, unavailable
from hypothesis import given
from hypothesis import strategies as st

from microaot.emitc_backend.runtime import abi
from microaot.emitc_backend.runtime.abi_headers import STATUS_OF_KIND

ABI = Path(next(iter(abi.__path__)))
HELPERS = sorted(path.stem for path in ABI.glob("packed_*.h"))
C99 = ("-std=c99", *STRICT_C[1:], "-Wmissing-prototypes", "-Wundef")
CXX17 = ("-x", "c++", "-std=c++17", *WARNINGS, "-Wundef")
COMPILERS = {
    "gcc": ("gcc", *C99),
    "clang": ("clang", *C99),
    "arm": ("arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", *C99),
    "riscv": ("riscv64-unknown-elf-gcc", "--specs=picolibc.specs", *C99),
    "g++": ("g++", *CXX17),
    "clang++": ("clang++", *CXX17),
}


def with_required(names: list[str]) -> str:
    """The helpers and those that they call, each once."""
    texts: dict[str, str] = {}

    def add(name: str) -> None:
        text = (ABI / f"{name}.h").read_text()
        for required in re.findall(r'^#include "(packed_\w+)\.h"$', text, re.MULTILINE):
            if required not in texts:
                add(required)
        texts[name] = re.sub(r'^#include "packed_.*\n', "", text, flags=re.MULTILINE)

    for name in names:
        if name not in texts:
            add(name)
    return "\n".join(texts.values())


def exported(name: str) -> str:
    """A function with external linkage that calls the helper: `call_packed_status`."""
    found = re.search(rf"^static ([^{{]*?){name}\(([^)]*)\)", with_required([name]), re.M)
    assert found, name
    names = [parameter.split()[-1].lstrip("*") for parameter in found[2].split(",")]
    head = f"{found[1]}call_{name}({found[2]})"
    return f"{head};\n{head}\n{{\n    return {name}({', '.join(names)});\n}}\n"


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("name", HELPERS)
def test_each_helper_compiles_alone(name: str, compiler: str, tmp_path: Path) -> None:
    (tmp_path / "alone.c").write_text(with_required([name]) + exported(name))
    run([*COMPILERS[compiler], f"-I{ABI}", "-fsyntax-only", tmp_path / "alone.c"])


RECORDERS = """
#include <string.h>
char kind_set[64];
char message_set[4096];

void TVMFFIErrorSetRaisedFromCStrParts(const char *kind, const char **parts, int32_t count)
{
    strcpy(kind_set, kind);
    message_set[0] = 0;
    for (int32_t i = 0; i < count; ++i) {
        if (parts[i] != NULL) {
            strcat(message_set, parts[i]);
        }
    }
}

void TVMFFIErrorSetRaisedFromCStr(const char *kind, const char *message)
{
    strcpy(kind_set, kind);
    strcpy(message_set, message);
}

void TVMAPISetLastError(const char *message)
{
    strcpy(message_set, message);
}
"""
"""What the error functions of both runtimes were given."""


@pytest.fixture(scope="module")
def helpers(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    folder = tmp_path_factory.mktemp("packed_runtime")
    wrappers = "".join(map(exported, HELPERS))
    (folder / "all.c").write_text(with_required(HELPERS) + RECORDERS + wrappers)
    checks = ("-fsanitize=undefined", "-fsanitize-undefined-trap-on-error", "-fstack-protector-all")
    # Other tests load the real TVM-FFI into this process: calls are to reach the stand-ins here.
    options = (*checks, "-O1", "-shared", "-fPIC", "-Wl,-Bsymbolic")
    run(["gcc", *C99, *options, f"-I{ABI}", folder / "all.c", "-o", folder / "all.so"])
    library = ctypes.CDLL(str(folder / "all.so"))
    library.call_packed_kind_of_ffi.restype = ctypes.c_char_p
    library.call_packed_kind_of_tvm.restype = ctypes.c_char_p
    library.call_packed_is_compact.restype = ctypes.c_bool
    library.call_packed_strides_equal.restype = ctypes.c_bool
    return library


def recorded(helpers: ctypes.CDLL, name: str) -> bytes:
    return (ctypes.c_char * 4096).in_dll(helpers, name).value


# Errors

FULL = (b"add_one", b"x", b"a tensor of 2 dimensions", b"int")


@pytest.mark.parametrize("kind", STATUS_OF_KIND)
def test_each_kind_has_a_status_of_its_own(helpers: ctypes.CDLL, kind: str) -> None:
    status = STATUS_OF_KIND[kind]
    assert status != 0
    assert [*STATUS_OF_KIND.values()].count(status) == 1
    assert helpers.call_packed_status(kind.encode()) == status
    for function in (helpers.call_packed_error_ffi, helpers.call_packed_error_tvm):
        assert function(kind.encode(), *FULL) == status
    assert helpers.call_packed_failure_ffi(kind.encode()) == status


def test_other_kinds_have_a_status(helpers: ctypes.CDLL) -> None:
    for kind in (b"OverflowError", b"", b"T", b"Error"):
        assert helpers.call_packed_status(kind) == STATUS_OF_KIND["RuntimeError"]


MESSAGES = [
    (FULL, b"add_one: argument x: expected a tensor of 2 dimensions, got int"),
    ((b"f", None, b"2 arguments", None), b"f: expected 2 arguments"),
    ((b"f", b"x", b"a float", None), b"f: argument x: expected a float"),
    ((b"f", None, b"an array", b"None"), b"f: expected an array, got None"),
    ((b"f", None, None, b"at most 4 elements"), b"f: at most 4 elements"),
]


@pytest.mark.parametrize(("texts", "message"), MESSAGES)
def test_messages(helpers: ctypes.CDLL, texts: tuple[bytes | None, ...], message: bytes) -> None:
    helpers.call_packed_error_ffi(b"TypeError", *texts)
    assert recorded(helpers, "kind_set") == b"TypeError"
    assert recorded(helpers, "message_set") == message
    helpers.call_packed_error_tvm(b"ValueError", *texts)
    assert recorded(helpers, "message_set") == b"ValueError: " + message


NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.sampled_from([0, -1, 9, 10, -(2**63), 2**63 - 1])


@given(NUMBERS)
def test_numbers_in_messages(helpers: ctypes.CDLL, number: int) -> None:
    texts, whole = (
        (b"f", b"x.shape[0]", b"3"),
        b"f: argument x.shape[0]: expected 3, got %d" % number,
    )
    for name, start in (("ffi", b""), ("tvm", b"ValueError: ")):
        helpers[f"call_packed_value_error_{name}"](*texts, ctypes.c_int64(number))
        assert recorded(helpers, "message_set") == start + whole


@given(st.text("ab\u20ac", max_size=90), NUMBERS)
def test_numbers_in_long_messages(helpers: ctypes.CDLL, name: str, number: int) -> None:
    """A number that may not fit is left out; what comes before ends between two characters."""
    status = helpers.call_packed_value_error_tvm(
        name.encode(), b"x.shape[0]", b"3", ctypes.c_int64(number)
    )
    assert status == STATUS_OF_KIND["ValueError"]
    message = recorded(helpers, "message_set").decode()
    whole = f"ValueError: {name}: argument x.shape[0]: expected 3, got "
    if len(whole.encode()) + 20 < 112:
        assert message == f"{whole}{number}"
    else:
        assert whole.startswith(message)
        assert len(message.encode()) > min(len(whole.encode()), 108) - 1


def test_failure_has_a_message(helpers: ctypes.CDLL) -> None:
    helpers.call_packed_failure_ffi(b"ValueError")
    assert recorded(helpers, "kind_set") == b"ValueError"
    assert recorded(helpers, "message_set")


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=150)


@given(st.lists(TEXTS, min_size=4, max_size=4))
def test_long_messages_end_early(helpers: ctypes.CDLL, texts: list[str]) -> None:
    """Before the buffer does, and in between two characters."""
    function, argument, expected, actual = texts
    whole = f"TypeError: {function}: argument {argument}: expected {expected}, got {actual}"
    helpers.call_packed_error_tvm(b"TypeError", *(text.encode() for text in texts))
    message = whole.encode()[:111]
    if len(message) == 111:
        message = message.rstrip(bytes(range(0x80, 0x100)))
    assert recorded(helpers, "message_set") == message
    assert whole.startswith(message.decode())


@pytest.mark.parametrize("length", [109, 110, 111, 112, 113, 1000])
def test_buffer_is_used_to_its_end(helpers: ctypes.CDLL, length: int) -> None:
    beginning = b"TypeError: "
    function = b"f" * (length - len(beginning))
    helpers.call_packed_error_tvm(b"TypeError", function, None, b"", None)
    whole = beginning + function + b": expected "
    assert recorded(helpers, "message_set") == whole[:111]


# Kinds of values

KINDS_OF_FFI = {
    **{0: b"None", 1: b"int", 2: b"bool", 3: b"float", 4: b"pointer", 5: b"dtype", 6: b"device"},
    **{7: b"tensor", 8: b"str", 9: b"bytes", 11: b"str", 12: b"bytes"},
    **{65: b"str", 66: b"bytes", 70: b"tensor"},
}
KINDS_OF_TVM = {
    **{0: b"int", 2: b"float", 3: b"pointer", 4: b"None", 5: b"dtype", 6: b"device"},
    **{7: b"tensor", 9: b"module", 11: b"str", 12: b"bytes", 13: b"tensor"},
}
CODES = [*range(-3, 200), 2**31 - 1, -(2**31)]


def test_kinds_of_values(helpers: ctypes.CDLL) -> None:
    for code in CODES:
        assert helpers.call_packed_kind_of_ffi(code) == KINDS_OF_FFI.get(code, b"object"), code
        assert helpers.call_packed_kind_of_tvm(code) == KINDS_OF_TVM.get(code, b"object"), code


# Strides


def numbers(values: list[int] | None) -> Any:
    return None if values is None else (ctypes.c_int64 * len(values))(*values)


def compact(shape: list[int]) -> list[int]:
    return [math.prod(shape[k + 1 :]) for k in range(len(shape))]


def same(shape: list[int], strides: list[int], expected: list[int]) -> bool:
    """Whether each element is at the same place."""
    if 0 in shape:
        return True
    return all(n == 1 or a == b for n, a, b in zip(shape, strides, expected, strict=True))


@st.composite
def shapes_with_strides(draw: Callable[..., Any]) -> tuple[list[int], list[int], list[int]]:
    """A shape, and two lists of strides that are compact except for a few."""
    shape = draw(st.lists(st.integers(0, 4), max_size=5))
    changed = st.sampled_from([None, None, None, None, -1, 0, 1, 7, 2**62, -(2**63)])
    strides = [[c if (d := draw(changed)) is None else d for c in compact(shape)] for _ in "ab"]
    return shape, strides[0], strides[1]


@given(shapes_with_strides())
def test_strides(helpers: ctypes.CDLL, case: tuple[list[int], list[int], list[int]]) -> None:
    shape, strides, others = case
    rank = len(shape)
    is_compact, equal = helpers.call_packed_is_compact, helpers.call_packed_strides_equal
    arrays = [numbers(values) for values in case]
    assert is_compact(arrays[0], arrays[1], rank) == same(shape, strides, compact(shape))
    assert equal(*arrays, rank) == same(shape, strides, others)
    assert is_compact(arrays[0], None, rank)
    assert equal(arrays[0], None, arrays[2], rank) == same(shape, compact(shape), others)


def test_strides_of_numpy(helpers: ctypes.CDLL) -> None:
    array = np.zeros((3, 1, 4), np.float32)
    for view, expected in ((array, True), (array[:, :, :1], False), (array[1:2, :, 2:3], True)):
        strides = [stride // 4 for stride in view.strides]
        passed = numbers([*view.shape]), numbers(strides), view.ndim
        assert helpers.call_packed_is_compact(*passed) == expected
    transposed = array.transpose()
    passed = numbers([*transposed.shape]), numbers([1, 4, 4])
    assert not helpers.call_packed_is_compact(*passed, 3)
    assert helpers.call_packed_strides_equal(*passed, numbers([1, 99, 4]), 3)


def test_scalars_and_huge_extents(helpers: ctypes.CDLL) -> None:
    assert helpers.call_packed_is_compact(None, None, 0)
    assert helpers.call_packed_is_compact(None, numbers([]), 0)
    # The product wraps, without undefined behaviour.
    shape = numbers([2**40, 2**40, 2])
    assert not helpers.call_packed_is_compact(shape, numbers([1, 2, 3]), 3)


# In Python

MODULE = """
#include "ffi.h"
int __tvm_ffi_fail(void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result);
int __tvm_ffi_fail(void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result)
{
    (void)self;
    (void)result;
    return num_args == 1
        ? packed_failure_ffi("ValueError")
        : packed_error_ffi(KINDS[args[0].v_int64], "fail", args[1].type_index == 0 ? NULL : "x",
                           "nothing", packed_kind_of_ffi(args[1].type_index));
}
"""


@pytest.fixture(scope="module")
def fail(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """`fail(i, value)` raises the error of kind i about a value; `fail(i)` a bare one."""
    if importlib.util.find_spec("tvm_ffi") is None:
        unavailable("apache-tvm-ffi is not installed")
    tvm_ffi: Any = importlib.import_module("tvm_ffi")
    folder = tmp_path_factory.mktemp("packed_module")
    kinds = ", ".join(f'"{kind}"' for kind in STATUS_OF_KIND)
    text = with_required(["packed_error_ffi", "packed_failure_ffi", "packed_kind_of_ffi"])
    table = f"static const char *const KINDS[] = {{{kinds}}};\n"
    (folder / "fail.c").write_text(text + table + MODULE)
    options = ("-O1", "-shared", "-fPIC", f"-I{ABI}")
    run(["gcc", *C99, *options, folder / "fail.c", "-o", folder / "fail.so"])
    return tvm_ffi.load_module(str(folder / "fail.so")).fail


def test_kinds_are_python_exceptions(fail: Callable[..., None]) -> None:
    for index, kind in enumerate(STATUS_OF_KIND):
        with pytest.raises(getattr(builtins, kind)) as error:
            fail(index, 1)
        assert type(error.value).__name__ == kind
        assert "fail: argument x: expected nothing, got int" in str(error.value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1, "int"),
        (True, "bool"),
        (1.5, "float"),
        ("short", "str"),
        ("longer than seven", "str"),
        (b"short", "bytes"),
        (b"longer than seven", "bytes"),
        (np.zeros(3, np.float32), "tensor"),
        ([1, 2], "object"),
        (len, "object"),
    ],
)
def test_kinds_of_python_values(fail: Callable[..., None], value: object, kind: str) -> None:
    with pytest.raises(TypeError, match=f"^fail: argument x: expected nothing, got {kind}$"):
        fail(0, value)


def test_whole_call_and_bare_errors(fail: Callable[..., None]) -> None:
    with pytest.raises(TypeError, match=r"^fail: expected nothing, got None$"):
        fail(0, None)
    with pytest.raises(ValueError, match="check failed"):
        fail(0)
