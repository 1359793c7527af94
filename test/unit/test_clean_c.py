"""Programs become C that five compilers accept in silence and that computes what LLVM does."""

from pathlib import Path

import numpy as np
import pytest
from c_harness import COMPILERS, CProgram
from mlir_reference import Reference
from programs import PROGRAMS, public_functions

from microaot.tools.api import compile_module

all_programs = pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)


def _compile(program: Path, folder: Path) -> CProgram:
    library = compile_module(program.read_text(), filename=program.name, name="lib")
    return CProgram(library.files, folder)


@all_programs
def test_no_compiler_complains(program: Path, tmp_path: Path) -> None:
    c = _compile(program, tmp_path)
    for compiler in COMPILERS:
        c.check(compiler, "-O2")


@all_programs
def test_header_stands_alone(program: Path, tmp_path: Path) -> None:
    files = compile_module(program.read_text(), filename=program.name, name="lib").files
    (header,) = (Path(name).name for name in files if name.endswith(".h"))
    text = f'#include "{header}"\n#include "{header}"\n'
    kept = {name: text for name, text in files.items() if name.endswith(".h")}
    c = CProgram({**kept, "src/includes.c": text + "extern int unused;\n"}, tmp_path)
    c.check("gcc")
    c.check("c++")


@all_programs
def test_computes_what_llvm_computes(program: Path, tmp_path: Path) -> None:
    c = _compile(program, tmp_path)
    reference = Reference(program.read_text(), tmp_path)
    for seed in range(3):
        for function in public_functions(program):
            expected_arguments = function.llvm_arguments(seed)
            expected = reference.call(
                function.name, *expected_arguments, result=function.result_type
            )
            # A program of its own starts anew: only the first calls see the same globals.
            calls = (c.call, c.call_sanitized) if seed == 0 else (c.call,)
            for call in calls:
                arguments = function.arguments(seed)
                result = call(f"lib_{function.name}", *arguments, result=function.result_type)
                where = f"{function.name}, {call.__name__}, seed {seed}"
                for a, e, type in zip(arguments, expected_arguments, function.inputs, strict=True):
                    if isinstance(a, np.ndarray):
                        assert function.same(a, e, type), f"{where}: {a} is not {e}"
                if function.result is not None:
                    assert result is not None and expected is not None
                    same = function.same(result, expected, function.result)
                    assert same, f"{where}: {result} is not {expected}"
