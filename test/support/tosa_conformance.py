"""Whether `tosa-to-linalg` computes what the TOSA reference model computes.

The programs of many tests are lowered, put together in one module, compiled by LLVM and called; the
results are judged by Arm's own verifier.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from tensor_execution import compile_tensors
from tosa_tools import Case, ToolError
from xdsl.dialects import func
from xdsl.dialects.builtin import IntegerType, ModuleOp, StringAttr, TensorType
from xdsl.ir import Attribute
from xdsl.passes import ModulePass
from xdsl.utils.exceptions import DiagnosticException, ParseError
from xdsl.utils.hints import isa

from microaot.dialects.tosa.constants import dtype_of
from microaot.passes.fix_batch import FixBatch
from microaot.passes.tosa_to_linalg import TosaToLinalg
from microaot.tools.frontend import new_context, parse_module

BATCH = 40
"""How many tests are compiled together."""


@dataclass
class Outcome:
    """What became of a test: `pass`, `refused` (with why), or `fail` (with why)."""

    case: Case
    status: str
    message: str = ""


@dataclass
class Program:
    """A test, lowered: a function on tensors of its own name."""

    case: Case
    symbol: str
    text: str
    results: list[tuple[tuple[int, ...], np.dtype[np.generic]]] = field(default_factory=list)
    parameters: list[np.dtype[np.generic]] = field(default_factory=list)


TO_LINALG: tuple[ModulePass, ...] = (FixBatch(), TosaToLinalg())


def check(cases: Iterable[Case], passes: Sequence[ModulePass] = TO_LINALG) -> Iterator[Outcome]:
    """Lower by some passes, run and judge tests."""
    pending: list[Program] = []
    for case in cases:
        try:
            pending.append(_lower(case, passes))
        except (DiagnosticException, ParseError, ToolError) as error:
            yield outcome_of_error(case, error)
        if len(pending) == BATCH:
            yield from _run(pending)
            pending = []
    yield from _run(pending)


def outcome_of_error(case: Case, error: Exception) -> Outcome:
    """A refusal if the error is meant for users, else a failure."""
    refused = isinstance(error, DiagnosticException | ParseError | ToolError)
    message = " ".join(str(error).split())[-300:]
    return Outcome(case, "refused" if refused else "fail", message)


def main_function(module: ModuleOp) -> func.FuncOp:
    """The function that a test calls."""
    functions = [op for op in module.ops if isinstance(op, func.FuncOp)]
    (main,) = (function for function in functions if function.sym_name.data == "main")
    return main


def _lower(case: Case, passes: Sequence[ModulePass]) -> Program:
    context = new_context()
    module = parse_module(context, case.program(), f"{case.name}.mlir")
    module.verify()
    for step in passes:
        step.apply(context, module)
    module.verify()
    symbol = "t_" + re.sub(r"\W", "_", case.name)
    main = main_function(module)
    main.properties["sym_name"] = StringAttr(symbol)
    main.properties.pop("arg_attrs", None)
    main.properties.pop("res_attrs", None)
    program = Program(case, symbol, _body(module))
    program.parameters = [array_of(type)[1] for type in main.function_type.inputs]
    program.results = [array_of(type) for type in main.function_type.outputs]
    return program


def array_of(type: Attribute) -> tuple[tuple[int, ...], np.dtype[np.generic]]:
    """The shape and the elements of the array that holds a tensor."""
    if not isa(type, TensorType[Attribute]):
        raise ToolError(f"NumPy has no {type}")
    is_bool = type.element_type == IntegerType(1)
    dtype = np.dtype(np.bool_) if is_bool else dtype_of(type.element_type)
    if dtype is None:
        raise ToolError(f"NumPy has no {type.element_type}")
    return type.get_shape(), dtype


_BITS = re.compile(r'dense<"0x([0-9A-F]+)"> : tensor<((?:\d+x)*)i1>')


def _body(module: ModuleOp) -> str:
    """The ops as text; xDSL prints a byte for each of many booleans, MLIR reads eight of one."""
    text = "\n".join(str(op) for op in module.ops)
    return _BITS.sub(_pack, text)


def _pack(match: re.Match[str]) -> str:
    bits = np.frombuffer(bytes.fromhex(match[1]), np.uint8)
    packed = np.packbits(bits & 1, bitorder="little").tobytes().hex().upper()
    return f'dense<"0x{packed}"> : tensor<{match[2]}i1>'


def _run(programs: Sequence[Program]) -> Iterator[Outcome]:
    """Compile programs together; if that fails, halves of them, to find the one at fault."""
    if not programs:
        return
    with TemporaryDirectory() as folder:
        try:
            library = compile_tensors("\n".join(p.text for p in programs), Path(folder))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            if len(programs) == 1:
                yield Outcome(programs[0].case, "fail", f"does not compile: {str(error)[:300]}")
                return
            middle = len(programs) // 2
            yield from _run(programs[:middle])
            yield from _run(programs[middle:])
            return
        for program in programs:
            inputs = [
                np.ascontiguousarray(array).astype(dtype)
                for array, dtype in zip(program.case.inputs(), program.parameters, strict=True)
            ]
            results = [np.zeros(shape, dtype) for shape, dtype in program.results]
            library.call(program.symbol, *inputs, *results)
            yield judge(program.case, results)


def judge(case: Case, results: list[np.ndarray]) -> Outcome:
    """Compare results with those of the reference model."""
    try:
        expected = case.expected()
    except ToolError as error:
        return Outcome(case, "refused", f"by the reference model: {error}")
    is_exact = True
    message = ""
    for result, reference in zip(results, expected, strict=True):
        if np.issubdtype(reference.dtype, np.floating):
            is_exact = False
        elif not np.array_equal(result, reference.astype(result.dtype)):
            is_exact = False
            where = np.argwhere(result != reference.astype(result.dtype))
            first = tuple(where[0])
            message = f"{len(where)} of {result.size} differ, first {result[first]}, not "
            message += f"{reference[first]}; "
    # Floats, and integers that are rounded inexactly, may differ by as much as the judge allows.
    if is_exact or (verdict := case.complies(results)) is None:
        return Outcome(case, "pass")
    return Outcome(case, "fail", message + verdict)
