"""Programs as Arm's TOSA tools take them: one function of TOSA, whose shapes are all written out.

The tools come with the package `tosa-tools`; it pins versions of other packages, so that it often
has an environment of its own.
"""

import json
import shutil
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
from xdsl.dialects import func
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, ModuleOp, TensorType
from xdsl.ir import Attribute, Operation
from xdsl.printer import Printer
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.tosa.constants import constant_shape
from microaot.dialects.tosa.ops import OP_CLASSES
from microaot.tools.measure.entry import Buffer
from microaot.tools.measure.inputs import Array
from microaot.tools.measure.tools import run_tool

_SERIALIZER, _MODEL = "tosa-opt", "tosa_reference_model"
_FILE = "program.tosa"
_ELEMENTS = ("i1", "i8", "i16", "i32", "ui8", "ui16", "ui32", "f16", "f32")
"""Types of elements of inputs and outputs whose arrays both sides have."""


def are_tosa_tools_installed() -> bool:
    """Whether the programs are on the path."""
    return all(map(shutil.which, (_SERIALIZER, _MODEL)))


def is_tosa_program(module: ModuleOp, buffers: Sequence[Buffer]) -> bool:
    """Whether a module is one function of TOSA, and nothing else; `buffers` are what it takes.

    Custom operators are not TOSA's, and neither are variables that outlive a run.
    """
    ops = [op for op in module.walk() if op is not module]
    functions = [op for op in ops if isinstance(op, func.FuncOp)]
    others = ("tosa.custom", "tosa.variable", "tosa.variable_read", "tosa.variable_write")
    return (
        len(functions) == 1
        and all(
            isinstance(op, func.FuncOp | func.ReturnOp) or op.dialect_name() == "tosa" for op in ops
        )
        and not any(op.name in others for op in ops)
        and all(buffer.element in _ELEMENTS for buffer in buffers)
    )


def write_program(function: func.FuncOp, folder: Path) -> None:
    """Write a TOSA program as the reference model reads it; the function is changed.

    Raises `UserError` if Arm's tools do not take it.
    """
    _name_extents(function)
    _copy_results(function)
    text = StringIO()
    Printer(text, print_generic_format=True).print_op(function)
    source = folder / "program.mlir"
    source.write_text(text.getvalue())
    # Attributes of ours are in the text.
    flags = ["--allow-unregistered-dialect", "--tosa-serialize"]
    run_tool([_SERIALIZER, *flags, f"--tosa-flatbuffer-filename={folder / _FILE}", source])


def run_program(folder: Path, inputs: Sequence[Array], outputs: Sequence[Buffer]) -> list[Array]:
    """Run what `write_program` wrote; raises `UserError` if the reference model refuses it."""
    taken = [f"in{number}.npy" for number in range(len(inputs))]
    given = [f"out{number}.npy" for number in range(len(outputs))]
    for name, array in zip(taken, inputs, strict=True):
        np.save(folder / name, _signed(array))
    description = {
        "tosa_file": _FILE,
        "ifm_name": [f"TosaInput_{number}" for number in range(len(inputs))],
        "ifm_file": taken,
        "ofm_name": [f"TosaOutput_{number}" for number in range(len(outputs))],
        "ofm_file": given,
        "expected_failure": False,
    }
    described = folder / "desc.json"
    described.write_text(json.dumps(description))
    # Sizes beyond those that each implementation must support are no error.
    run_tool([_MODEL, f"--test_desc={described}", "--tosa_level=NONE"])
    arrays: list[Array] = [np.load(folder / name) for name in given]
    return [a.astype(b.dtype, copy=False) for a, b in zip(arrays, outputs, strict=True)]


def _signed(array: Array) -> Array:
    """TOSA's integers have no signs, and come as signed ones."""
    return array.view(f"i{array.itemsize}") if array.dtype.kind == "u" else array


def _name_extents(function: func.FuncOp) -> None:
    """Write out the extents that a reshape leaves to be found out, as its type knows them."""
    for op in [*function.walk()]:
        if op.name != "tosa.reshape" or -1 not in (constant_shape(op.operands[1]) or ()):
            continue
        shape, result = op.operands[1].owner, op.results[0].type
        assert isinstance(shape, Operation) and isa(result, TensorType[Attribute])
        values = shape.properties["values"]
        assert isa(values, DenseIntOrFPElementsAttr)
        written = shape.clone()
        extents = np.array(result.get_shape(), np.int64)
        written.properties["values"] = DenseIntOrFPElementsAttr(
            values.type, type(values.data)(extents.tobytes())
        )
        Rewriter.insert_op(written, InsertPoint.before(op))
        op.operands[1] = written.results[0]


def _copy_results(function: func.FuncOp) -> None:
    """Make each result the result of an operation of its own, as outputs are told apart by it."""
    last = function.body.block.last_op
    assert isinstance(last, func.ReturnOp)
    for number, value in enumerate(last.operands):
        copy = OP_CLASSES["identity"].create(operands=[value], result_types=[value.type])
        Rewriter.insert_op(copy, InsertPoint.before(last))
        last.operands[number] = copy.results[0]
