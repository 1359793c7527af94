"""Compile C and call it with NumPy arrays: natively, under sanitizers, and with cross compilers."""

import ctypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from commands import run

Argument = np.ndarray[Any, Any] | np.generic
"""An array is passed as a pointer and may be written; a NumPy scalar by value."""

WARNINGS = (
    *("-Wall", "-Wextra", "-Wconversion", "-Wsign-conversion", "-Wshadow"),
    *("-pedantic", "-Werror"),
)
SHARED = ("-shared", "-fPIC", "-Wl,-Bsymbolic")
"""A library that calls its own functions, whatever else the process has loaded."""

STRICT_C = ("-std=c99", *WARNINGS, "-Wstrict-prototypes")


@dataclass(frozen=True)
class Compiler:
    """A compiler with its target and the warnings that it is expected not to give."""

    command: tuple[str, ...]
    strict: tuple[str, ...] = STRICT_C


GCC = Compiler(("gcc",))
COMPILERS = {
    "gcc": GCC,
    "clang": Compiler(("clang",)),
    "arm": Compiler(("arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb")),
    "riscv": Compiler(("riscv64-unknown-elf-gcc", "--specs=picolibc.specs")),
    "c++": Compiler(("g++", "-x", "c++"), ("-std=c++17", *WARNINGS)),
}

_C_TYPES = {
    "bool": "bool",
    "float16": "uint16_t",
    "float32": "float",
    "float64": "double",
    **{f"{sign}int{bits}": f"{sign}int{bits}_t" for sign in ("", "u") for bits in (8, 16, 32, 64)},
}
"""The C type of each NumPy type; half-precision floats travel as their bits."""


_EXTENT = re.compile(r"(\w+)_(size|stride)(\d+)")
"""A parameter that is a size or stride of the array before it."""


class CProgram:
    """C sources and headers in a folder, compiled in as many ways as a test asks for.

    ```python
    program = CProgram(library.files, tmp_path)
    program.check("arm")
    program.call("lib_add", a, b, out)
    program.call_sanitized("lib_add", a, b, out)
    ```
    """

    def __init__(self, files: Mapping[str, str], folder: Path) -> None:
        self.folder = folder
        self._libraries: dict[tuple[str, ...], ctypes.CDLL] = {}
        self._sanitized: dict[tuple[str, ...], list[Path]] = {}
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.sources = [folder / name for name in files if name.endswith(".c")]
        self.headers = [folder / name for name in files if name.endswith(".h")]

    def compile(self, compiler: Compiler, flags: Iterable[str], *, output: Path) -> None:
        """Compile and link all sources; warnings are errors if `compiler` is strict."""
        sources = [str(path) for path in self.sources]
        command = [*compiler.command, *compiler.strict, *flags, f"-I{self.folder / 'include'}"]
        run([*command, *sources, "-o", str(output), *_libraries(flags)])

    def check(self, compiler: str, *flags: str) -> None:
        """Compile only, with a compiler of `COMPILERS`, all warnings being errors."""
        chosen = COMPILERS[compiler]
        for source in self.sources:
            command = [*chosen.command, *chosen.strict, *flags, f"-I{self.folder / 'include'}"]
            run([*command, "-c", source, "-o", self.folder / f"{source.stem}.{compiler}.o"])

    def call(
        self,
        symbol: str,
        *arguments: Argument,
        result: type[np.generic] | None = None,
        flags: tuple[str, ...] = ("-O1",),
        compiler: Compiler = GCC,
    ) -> np.generic | None:
        """Call a function in this process; arrays are updated in place, the result is returned."""
        arguments = self._with_extents(symbol, arguments)
        function = getattr(self._library(compiler, flags), symbol)
        function.restype = None if result is None else ctypes_type(np.dtype(result))
        value = function(*map(_to_ctypes, arguments))
        return None if result is None else _from_bits(value, np.dtype(result))

    def _sanitized_objects(self, flags: tuple[str, ...]) -> list[Path]:
        if flags not in self._sanitized:
            objects = [self.folder / f"{source.stem}.sanitized.o" for source in self.sources]
            command = [*GCC.command, *GCC.strict, *flags, *_SANITIZERS]
            for source, output in zip(self.sources, objects, strict=True):
                run([*command, f"-I{self.folder / 'include'}", "-c", source, "-o", output])
            self._sanitized[flags] = objects
        return self._sanitized[flags]

    def _with_extents(self, symbol: str, arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
        """Add the sizes and strides that the function's prototype asks for, and nothing else.

        Only the generated header knows which of them the function reads: `x_size0`, `x_stride1`.
        """
        names = self._parameter_names(symbol)
        if names is None:
            return arguments
        given, passed, latest = iter(arguments), list[Argument](), ("", arguments[:1])
        for name in names:
            extent = _EXTENT.fullmatch(name)
            if extent is not None and extent[1] == latest[0]:
                array = latest[1][0]
                numbers = array.shape if extent[2] == "size" else _element_strides(array)
                passed.append(np.intp(numbers[int(extent[3])]))
            else:
                argument = next(given)
                latest = (name, (argument,))
                passed.append(argument)
        assert not [*given], f"{symbol} takes {', '.join(names)}"
        return tuple(passed)

    def _parameter_names(self, symbol: str) -> list[str] | None:
        for header in self.headers:
            if found := re.search(rf"\b{symbol}\(([^;]*)\);", header.read_text()):
                declarations = () if found[1] == "void" else found[1].split(",")
                return [re.findall(r"(\w+)\s*(?:\[|$)", text)[0] for text in declarations]
        return None

    def _library(self, compiler: Compiler, flags: tuple[str, ...]) -> ctypes.CDLL:
        key = (*compiler.command, *compiler.strict, *flags)
        if key not in self._libraries:
            path = self.folder / f"library{len(self._libraries)}.so"
            self.compile(compiler, (*flags, *SHARED), output=path)
            self._libraries[key] = ctypes.CDLL(str(path))
        return self._libraries[key]

    def call_sanitized(
        self,
        symbol: str,
        *arguments: Argument,
        result: type[np.generic] | None = None,
        flags: tuple[str, ...] = ("-O0",),
    ) -> np.generic | None:
        """Like `call`, in a program of its own that stops at undefined behaviour.

        Each array has exactly its bytes on the heap, so that reading past its end is noticed.
        """
        arguments = self._with_extents(symbol, arguments)
        main = self.folder / "sanitized_main.c"
        main.write_text(_main_text(symbol, arguments, result, self.headers))
        program, data = self.folder / "sanitized", self.folder / "sanitized.bin"
        objects = self._sanitized_objects(flags)
        include = f"-I{self.folder / 'include'}"
        run(["gcc", "-w", *_SANITIZERS, include, main, *objects, "-o", program, "-lm"])
        data.write_bytes(b"".join(_memory(argument).tobytes() for argument in arguments))
        run(["env", "ASAN_OPTIONS=detect_leaks=0", program, data])
        written = memoryview(data.read_bytes())
        for argument in arguments:
            memory = _memory(argument)
            if isinstance(memory, np.ndarray):
                memory[:] = np.frombuffer(written[: memory.nbytes], memory.dtype)
            written = written[memory.nbytes :]
        return None if result is None else np.frombuffer(written, result)[0]


_SANITIZERS = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def _element_strides(argument: Argument) -> tuple[int, ...]:
    return tuple(stride // argument.itemsize for stride in argument.strides)


def _memory(argument: Argument) -> Argument:
    """The elements from an array's first to its last in memory; a scalar as it is."""
    if not isinstance(argument, np.ndarray):
        return argument
    if argument.size == 0:
        return argument.reshape(-1)
    last = sum((n - 1) * s for n, s in zip(argument.shape, argument.strides, strict=True))
    count = last // argument.itemsize + 1
    return np.lib.stride_tricks.as_strided(argument, (count,), (argument.itemsize,))


def _libraries(flags: Iterable[str]) -> tuple[str, ...]:
    return () if "-nostdlib" in flags else ("-lm",)


def ctypes_type(dtype: np.dtype[Any]) -> Any:
    """How `ctypes` passes a scalar of a NumPy type; half-precision floats travel as their bits."""
    names = {"bool": "bool", "float16": "uint16", "float32": "float", "float64": "double"}
    return getattr(ctypes, f"c_{names.get(dtype.name, dtype.name)}")


def _to_ctypes(argument: Argument) -> Any:
    if isinstance(argument, np.ndarray):
        return ctypes.c_void_p(argument.ctypes.data)
    bits = argument.view(np.uint16) if argument.dtype == np.float16 else argument
    return ctypes_type(argument.dtype)(bits.item())


def _from_bits(value: Any, dtype: np.dtype[Any]) -> np.generic:
    if dtype == np.float16:
        return np.uint16(value).view(np.float16)
    return dtype.type(value)


def _main_text(
    symbol: str,
    arguments: tuple[Argument, ...],
    result: type[np.generic] | None,
    headers: list[Path],
) -> str:
    """A program that reads the arguments from a file, calls the function, and writes them back."""
    c_types = [_C_TYPES[argument.dtype.name] for argument in arguments]
    arrays = [isinstance(argument, np.ndarray) for argument in arguments]
    result_type = "void" if result is None else _C_TYPES[np.dtype(result).name]
    if headers:
        declarations = "".join(f'#include "{path}"\n' for path in headers)
    else:
        parameters = (f"{c} {'*' if array else ''}" for c, array in zip(c_types, arrays))
        declarations = f"{result_type} {symbol}({', '.join(parameters) or 'void'});\n"
    reads, writes, passed = "", "", list[str]()
    for i, (argument, c_type, array) in enumerate(zip(arguments, c_types, arrays)):
        size = _memory(argument).nbytes
        reads += f"    unsigned char *p{i} = malloc({size});\n"
        reads += f"    if (fread(p{i}, 1, {size}, file) != {size}) return 2;\n"
        writes += f"    fwrite(p{i}, 1, {size}, file);\n"
        passed.append(f"(void *)p{i}" if array else f"*({c_type} *)p{i}")
    call = f"{symbol}({', '.join(passed)});"
    if result is not None:
        call = f"{result_type} result = {call}"
        writes += "    fwrite(&result, 1, sizeof result, file);\n"
    return (
        "#include <stdbool.h>\n#include <stdint.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
        f"{declarations}"
        "int main(int count, char **names)\n{\n"
        '    FILE *file = fopen(names[count - 1], "rb");\n'
        f"{reads}    fclose(file);\n    {call}\n"
        '    file = fopen(names[count - 1], "wb");\n'
        f"{writes}    return fclose(file);\n}}\n"
    )
