"""Every arith, math and index op on edge values: our C against the code that LLVM makes.

Both sides get the same functions of scalars. LLVM's are compiled by mlir-runner's JIT, which hands
out its object file; ours by gcc, without and with optimization, with sanitizers. The same `main`
applies either to the same arrays.
"""

import shutil
import subprocess
from dataclasses import replace
from functools import cache
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scalar_cases import LIBM_DECLARATIONS, UNARY_MATH, Case, all_cases
from scalar_values import (
    FLOAT_TYPES,
    carrier,
    edge_values,
    from_carrier,
    is_carrier,
    to_carrier,
    width,
)

from microaot.emitc_backend.convert_to_emitc import ConvertToEmitC
from microaot.emitc_backend.form_expressions import FormExpressions
from microaot.emitc_backend.link_runtime import LinkRuntime
from microaot.emitc_backend.printer.targets import CTarget
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.verify.interpreter.interpret import program_of
from microaot.tools.verify.interpreter.machine import run_function

WARNINGS = (
    "-std=c99 -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes "
    "-pedantic -Wno-unused-parameter -Werror"
).split()
SANITIZED = "-fno-sanitize-recover=all -fsanitize=undefined,float-cast-overflow".split()
VARIANTS = {"O0": ("-O0", *SANITIZED, "-fsanitize=address"), "O2": ("-O2", *SANITIZED)}

LLVM_PASSES = (
    "--convert-math-to-funcs=convert-ctlz=0 min-width-of-fpowi-exponent=1",
    "--convert-scf-to-cf",
    "--convert-arith-to-llvm",  # first: arith-expand is wrong for the maximum of two zeros
    "--arith-expand",
    "--convert-index-to-llvm",
    "--convert-math-to-llvm",
    "--convert-math-to-libm",
    "--convert-arith-to-llvm",
    "--finalize-memref-to-llvm",
    "--convert-func-to-llvm=use-bare-ptr-memref-call-conv=1",
    "--convert-cf-to-llvm",
    "--reconcile-unrealized-casts",
)

ENTRY = "func.func @entry() {\n  return\n}\n"
"""mlir-runner insists on running something."""

CASES = {case.name: case for case in all_cases()}

Array = np.ndarray[Any, Any]
Results = dict[str, Array]


@cache
def inputs(name: str) -> tuple[Array, ...]:
    """Combinations of edge values for which the op is defined, an array per operand."""
    case = CASES[name]
    values = [edge_values(t) for t in case.operands]
    if len(values) == 3 and case.operands[0] != "i1":
        values = [v[::2] + v[-1:] for v in values]
    rows = [row for row in product(*values) if case.legal(*row)]
    columns = zip(*rows, strict=True)
    return tuple(
        np.array(column, f"uint{carrier(t)}")
        for column, t in zip(columns, case.operands, strict=True)
    )


def scalar_function(case: Case, body: str) -> str:
    """The case as a function of carriers."""
    parameters: list[str] = []
    lines: list[str] = []
    for name, type in zip("abc", case.operands, strict=False):
        plain = is_carrier(type)
        parameters.append(f"%{name if plain else 'p' + name}: i{carrier(type)}")
        if not plain:
            lines.append(from_carrier(type, name, "p" + name))
    lines.append(body)
    result = "r"
    if not is_carrier(case.result):
        lines.append(to_carrier(case.result, "q", "r"))
        result = "q"
    type = f"i{carrier(case.result)}"
    text = "\n".join(lines)
    head = f"func.func @f_{case.name}({', '.join(parameters)}) -> {type}"
    return f"{head} {{\n{text}\nreturn %{result} : {type}\n}}\n"


def loop_function(case: Case) -> str:
    """A function that applies the case to arrays, for LLVM."""
    count = len(inputs(case.name)[0])
    types = [f"i{carrier(t)}" for t in (*case.operands, case.result)]
    arrays = ", ".join(f"%m{i}: memref<{count}x{t}>" for i, t in enumerate(types))
    loads = "\n".join(
        f"%x{i} = memref.load %m{i}[%i] : memref<{count}x{t}>" for i, t in enumerate(types[:-1])
    )
    values = ", ".join(f"%x{i}" for i in range(len(types) - 1))
    return f"""
func.func @all_{case.name}({arrays}) {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant {count} : index
  scf.for %i = %zero to %n step %one {{
    {loads}
    %y = func.call @f_{case.name}({values}) : ({", ".join(types[:-1])}) -> {types[-1]}
    memref.store %y, %m{len(types) - 1}[%i] : memref<{count}x{types[-1]}>
  }}
  return
}}
"""


def c_loop(case: Case) -> str:
    """The same in C."""
    types = [f"int{carrier(t)}_t" for t in (*case.operands, case.result)]
    arrays = ", ".join(f"{t} *m{i}" for i, t in enumerate(types))
    values = ", ".join(f"m{i}[i]" for i in range(len(types) - 1))
    head = f"void all_{case.name}({arrays})"
    count = len(inputs(case.name)[0])
    return (
        f"{head};\n{head}\n{{\n    for (int i = 0; i < {count}; ++i) {{\n"
        f"        m{len(types) - 1}[i] = f_{case.name}({values});\n    }}\n}}\n"
    )


def main_text() -> str:
    """Reads the operands of all cases from the standard input, writes the results."""
    parts = ["#include <stdint.h>\n#include <stdio.h>\nstatic int64_t buffers[4][4096];\n"]
    calls: list[str] = []
    for case in CASES.values():
        types = [f"int{carrier(t)}_t" for t in (*case.operands, case.result)]
        parts.append(f"void all_{case.name}({', '.join(f'{t} *' for t in types)});\n")
        count = len(inputs(case.name)[0])
        reads = " && ".join(
            f"fread(buffers[{i}], sizeof({t}), {count}, stdin) == {count}"
            for i, t in enumerate(types[:-1])
        )
        arguments = ", ".join(f"({t} *)buffers[{i}]" for i, t in enumerate(types))
        calls.append(
            f"    if (!({reads})) return 1;\n    all_{case.name}({arguments});\n"
            f"    fwrite(buffers[{len(types) - 1}], sizeof({types[-1]}), {count}, stdout);\n"
        )
    return "".join(parts) + "int main(void)\n{\n" + "".join(calls) + "    return 0;\n}\n"


def our_c() -> str:
    """The C that we make of all cases."""
    text = "".join(scalar_function(case, case.body) for case in CASES.values())
    context = new_context()
    module = parse_module(context, text, "cases.mlir")
    for step in (ConvertToEmitC(), FormExpressions(), LinkRuntime()):
        step.apply(context, module)
        module.verify()
    stream = StringIO()
    CTarget().emit(context, module, stream)
    return stream.getvalue()


def run_program(program: Path) -> Results:
    """Feed the operands to a program and take its results apart."""
    data = b"".join(array.tobytes() for name in CASES for array in inputs(name))
    done = subprocess.run([program], input=data, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    results: Results = {}
    offset = 0
    for name, case in CASES.items():
        dtype, count = np.dtype(f"uint{carrier(case.result)}"), len(inputs(name)[0])
        results[name] = np.frombuffer(done.stdout, dtype, count, offset)
        offset += count * dtype.itemsize
    assert offset == len(done.stdout)
    return results


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("differential")
    (path / "main.c").write_text(main_text())
    return path


@pytest.fixture(scope="module")
def expected(folder: Path) -> Results:
    """What LLVM's code computes."""
    functions = [
        scalar_function(case, case.reference or case.body) + loop_function(case)
        for case in CASES.values()
    ]
    (folder / "all.mlir").write_text("".join([*functions, ENTRY, LIBM_DECLARATIONS]))
    lowering = ["mlir-opt-22", "all.mlir", *LLVM_PASSES, "-o", "llvm.mlir"]
    jit = ["mlir-runner-22", "llvm.mlir", "-e", "entry", "-entry-point-result=void", "-O0"]
    libdir = Path(shutil.which("mlir-runner-22") or "").resolve().parent.parent / "lib"
    half = str(next(libdir.glob("libmlir_float16_utils.so*"), ""))
    link = ["gcc", "-w", "main.c", "llvm.o", half, "-lm", "-o", "llvm", f"-Wl,-rpath,{libdir}"]
    for command in (
        lowering,
        [*jit, f"-shared-libs={half}", "--dump-object-file", "--object-filename=llvm.o"],
        link,
    ):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
    return run_program(folder / "llvm")


@pytest.fixture(scope="module", params=VARIANTS)
def computed(folder: Path, request: pytest.FixtureRequest) -> Results:
    """What our C computes."""
    variant: str = request.param
    text = our_c() + "".join(c_loop(case) for case in CASES.values())
    source, program = folder / f"ours_{variant}.c", folder / f"ours_{variant}"
    source.write_text(text)
    command = ["gcc", *WARNINGS, *VARIANTS[variant], source, "main.c", "-lm", "-o", program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-5000:]
    return run_program(program)


@pytest.mark.parametrize("name", CASES)
def test_same_as_llvm(name: str, expected: Results, computed: Results) -> None:
    assert_agree(CASES[name], expected[name], computed[name])


def assert_agree(case: Case, want: Array, got: Array) -> None:
    """Fail with the operands for which results are different."""
    wrong = ~agree(case, want, got)
    rows = list(zip(*(a[wrong].tolist() for a in inputs(case.name)), strict=True))
    report = [
        f"{[hex(v) for v in row]}: got {g:#x}, LLVM {w:#x}"
        for row, g, w in zip(rows, got[wrong].tolist(), want[wrong].tolist(), strict=True)
    ]
    assert not report, "\n".join(report[:12])


def agree(case: Case, want: Array, got: Array) -> Array:
    """Where two arrays of results are equally good."""
    same = want == got
    if case.result not in FLOAT_TYPES:
        return same
    magnitude_mask = want.dtype.type((1 << (width(case.result) - 1)) - 1)
    a, b = want & magnitude_mask, got & magnitude_mask
    if not case.exact_nan:
        infinity = INFINITIES[case.result]
        same |= (a > infinity) & (b > infinity)
    if case.result == "bf16":  # x86 has an instruction that rounds to bf16; it flushes subnormals
        same |= (a == 0) & (b <= SMALLEST_NORMAL_BF16) & (want ^ a == got ^ b)
    if case.any_zero:
        same |= (a == 0) & (b == 0)
    if case.ulps:
        same |= (want ^ a == got ^ b) & (np.maximum(a, b) - np.minimum(a, b) <= case.ulps)
    return same


SMALLEST_NORMAL_BF16 = 0x0080
INFINITIES = {"f16": 0x7C00, "bf16": 0x7F80, "f32": 0x7F800000, "f64": 0x7FF0000000000000}


@pytest.fixture(scope="module")
def interpreted() -> Results:
    """What the interpreter of `microaot verify` computes, for all rows at once."""
    text = "".join(scalar_function(case, case.body) for case in CASES.values())
    module = parse_module(new_context(), text, "cases.mlir")
    program = program_of(module)
    results: Results = {}
    for name, case in CASES.items():
        function = program.function(f"f_{name}")
        assert function is not None
        signed = [array.view(f"i{array.itemsize}") for array in inputs(name)]
        (result,) = run_function(program, function, signed)
        # What is constant is one value, and no array.
        whole = np.broadcast_to(result, inputs(name)[0].shape)
        results[name] = np.ascontiguousarray(whole).view(f"uint{carrier(case.result)}")
    return results


@pytest.mark.parametrize("name", CASES)
def test_interpreter_is_as_llvm(name: str, expected: Results, interpreted: Results) -> None:
    case = CASES[name]
    operation = name.split("_")[0]
    if operation in (*UNARY_MATH, "atan2", "powf", "sincos"):
        # NumPy's functions, and rounding once, differ from the C library in the last bits.
        case = replace(case, ulps=2)
    elif operation == "fpowi":
        # LLVM rounds each of up to 31 squares.
        case = replace(case, ulps=32)
    assert_agree(case, expected[name], interpreted[name])
