"""The programs of `test/programs`, and arguments for every public function of theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from c_harness import Argument
from xdsl.dialects.builtin import (
    AnyFloat,
    BFloat16Type,
    Float16Type,
    Float32Type,
    IndexType,
    IntegerType,
    MemRefType,
    NoneAttr,
)
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute
from xdsl.utils.hints import isa

from microaot.tools.frontend import new_context, parse_module

PROGRAMS = sorted((Path(__file__).parents[1] / "programs").glob("*.mlir"))

DYNAMIC_SIZE = 5
"""Every size that a program leaves open."""


@dataclass(frozen=True)
class PublicFunction:
    """A function of a program that can be called from C and from MLIR alike."""

    name: str
    inputs: tuple[Attribute, ...]
    result: Attribute | None

    @property
    def result_type(self) -> type[np.generic] | None:
        """The NumPy type of the result."""
        return None if self.result is None else numpy_type(self.result)

    def arguments(self, seed: int) -> tuple[Argument, ...]:
        """Arguments that depend on nothing but `seed`."""
        random = np.random.default_rng(seed)
        return tuple(_argument(type, random) for type in self.inputs)

    def llvm_arguments(self, seed: int) -> tuple[Argument, ...]:
        """The same arguments as LLVM stores them: integers of odd widths without their sign."""
        return tuple(map(_without_sign, self.arguments(seed), self.inputs))

    def same(self, actual: Argument, expected: Argument, type: Attribute) -> bool:
        """Whether a result is right: equal, or for 32-bit floats and wider all but equal.

        C libraries and LLVM round the last digit of `tanh` and the like differently.
        """
        actual, expected = _without_sign(actual, type), _without_sign(expected, type)
        if actual.dtype.kind == "f":
            tolerance = 1e-6 if actual.dtype.itemsize > 2 else 0.0
            return np.allclose(actual, expected, rtol=tolerance, atol=tolerance, equal_nan=True)
        return np.array_equal(actual, expected)


def public_functions(program: Path) -> Iterator[PublicFunction]:
    """The public functions with at most one result; several have no common calling convention."""
    module = parse_module(new_context(), program.read_bytes(), program.name)
    for op in module.body.ops:
        if not isinstance(op, FuncOp) or op.sym_visibility is not None:
            continue
        outputs = op.function_type.outputs.data
        if len(outputs) <= 1:
            result = outputs[0] if outputs else None
            yield PublicFunction(op.sym_name.data, op.function_type.inputs.data, result)


def numpy_type(type: Attribute) -> type[np.generic]:
    """The NumPy type that has the bytes of an MLIR type."""
    match type:
        case IndexType():
            return np.int64
        case IntegerType() if type.width.data == 1:
            return np.bool_
        case IntegerType():
            width = next(bits for bits in (8, 16, 32, 64) if bits >= type.width.data)
            return np.dtype(f"int{width}").type
        case Float16Type():
            return np.float16
        case BFloat16Type():
            return np.uint16
        case _:
            return np.float32 if isinstance(type, Float32Type) else np.float64


def _without_sign(argument: Argument, type: Attribute) -> Argument:
    element: Attribute = type.element_type if isa(type, MemRefType) else type
    match element:
        case IntegerType() if 1 < element.width.data < 8:
            return np.bitwise_and(argument, np.int8((1 << element.width.data) - 1))
        case _:
            return argument


def _argument(type: Attribute, random: np.random.Generator) -> Argument:
    if not isa(type, MemRefType):
        return numpy_type(type)(_elements(type, 1, random)[0])
    shape = [DYNAMIC_SIZE if size < 0 else size for size in type.get_shape()]
    strides = type.get_strides()
    assert strides is not None
    if isinstance(type.layout, NoneAttr) or None not in strides:
        return _elements(type.element_type, int(np.prod(shape)), random).reshape(shape)
    # A dynamic stride: every second element of a larger array.
    larger = _elements(type.element_type, int(np.prod(shape)) * 2, random)
    return larger.reshape(*shape[:-1], shape[-1] * 2)[..., ::2]


def _elements(type: Attribute, count: int, random: np.random.Generator) -> np.ndarray[Any, Any]:
    match type:
        case IndexType():
            return random.integers(0, 4, count)
        case IntegerType() if type.width.data == 1:
            return random.integers(0, 2, count).astype(np.bool_)
        case IntegerType():
            bound = 1 << min(type.width.data - 1, 9)
            return random.integers(-bound, bound, count).astype(numpy_type(type))
        case BFloat16Type():
            bits = random.normal(size=count).astype(np.float32).view(np.uint32)
            return (bits >> 16).astype(np.uint16)
        case _:
            assert isinstance(type, AnyFloat)
            return (random.normal(size=count) * 4).astype(numpy_type(type))
