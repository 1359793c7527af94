"""Calls of the packed function that runs a model, through `tvm_ffi` or in TVM's ABI by ctypes."""

import ctypes
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from c_harness import SHARED
from commands import require_module, run
from numpy.typing import NDArray

Array = NDArray[Any]

_ERRORS = """
void TVMAPISetLastError(const char *text);
const char *last_error = "";
void TVMAPISetLastError(const char *text)
{
    static char kept[256];
    int i = 0;
    while (text[i] != 0 && i < 255) {
        kept[i] = text[i];
        ++i;
    }
    kept[i] = 0;
    last_error = kept;
}
"""
"""What a runtime of TVM does with messages."""


def build_shared(folder: Path, *flags: str) -> Path:
    """A shared library of all sources of a folder."""
    library = folder / "library.so"
    (folder / "errors.c").write_text(_ERRORS)
    sources = [*sorted(folder.glob("src/*.c")), folder / "errors.c"]
    include = f"-I{folder / 'include'}"
    run(["gcc", "-std=c99", "-O1", *SHARED, *flags, include, *sources, "-o", library])
    return library


def load_run(folder: Path, abi: str, prefix: str) -> Callable[..., None]:
    """The packed function of a library: it takes arrays, and raises what it reports."""
    library = build_shared(folder)
    if abi == "ffi":
        return require_module("tvm_ffi", "apache-tvm-ffi").load_module(str(library)).run
    return _TVMFunction(ctypes.CDLL(str(library)), f"{prefix}_run_packed")


class _Tensor(ctypes.Structure):
    """A DLTensor."""

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("device", ctypes.c_int32 * 2),
        ("ndim", ctypes.c_int32),
        ("code", ctypes.c_uint8),
        ("bits", ctypes.c_uint8),
        ("lanes", ctypes.c_uint16),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.c_void_p),
        ("byte_offset", ctypes.c_uint64),
    ]


_CODES = {"i": 0, "u": 1, "f": 2, "b": 6}
_TENSOR_HANDLE = 7


class _TVMFunction:
    """A function in TVM's ABI."""

    def __init__(self, library: ctypes.CDLL, symbol: str) -> None:
        self._library = library
        self._function: Any = getattr(library, symbol)

    def __call__(self, *arrays: Array) -> None:
        count = len(arrays)
        tensors = [_describe(array) for array in arrays]
        values = (ctypes.c_void_p * (count + 1))(*(ctypes.addressof(t) for t in tensors))
        codes = (ctypes.c_int * (count + 1))(*[_TENSOR_HANDLE] * count)
        place, code = ctypes.c_void_p(), ctypes.c_int()
        by_reference = ctypes.byref(place), ctypes.byref(code)
        if status := self._function(values, codes, count, *by_reference, None):
            message = ctypes.c_char_p.in_dll(self._library, "last_error").value or b""
            raise RuntimeError(status, message.decode())


def _describe(array: Array) -> _Tensor:
    shape: Sequence[int] = array.shape
    extents = (ctypes.c_int64 * len(shape))(*shape)
    bits, code = array.dtype.itemsize * 8, _CODES[array.dtype.kind]
    device = (ctypes.c_int32 * 2)(1, 0)
    return _Tensor(array.ctypes.data, device, len(shape), code, bits, 1, extents, None, 0)


def aligned(size: int, alignment: int = 64) -> NDArray[np.uint8]:
    """Bytes for a pool."""
    memory = np.zeros(size + alignment, np.uint8)
    start = -memory.ctypes.data % alignment
    return memory[start : start + size]
