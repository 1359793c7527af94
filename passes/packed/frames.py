"""The arrays in which a function hands arguments to packed entries, and what stands in them."""

from collections.abc import Sequence

from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DenseIntOrFPElementsAttr,
    IndexType,
    IntegerAttr,
    MemRefType,
    ModuleOp,
    StringAttr,
    UnitAttr,
    i64,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import SymbolTable

from microaot.dialects import type_erased
from microaot.dialects.emitc.types import ArrayType, OpaqueType
from microaot.dialects.packed.entry import ABI

TENSOR = OpaqueType(StringAttr("DLTensor"))
VALUE_TYPES: dict[ABI, tuple[OpaqueType, ...]] = {
    ABI.TVM: (OpaqueType(StringAttr("TVMValue")), OpaqueType(StringAttr("int"))),
    ABI.FFI: (OpaqueType(StringAttr("TVMFFIAny")),),
}
"""The C types of the arrays that carry values: one element for each value."""

_INDEX = IndexType()
_NAMES = ("tensors", "values", "type_codes")


def make_frame(abi: ABI, tensors: int, values: int) -> type_erased.FrameOp:
    """Arrays for as many descriptors and values; without descriptors there is no array of them."""
    types = [ArrayType([tensors], TENSOR)] if tensors else []
    types += [ArrayType([values], type) for type in VALUE_TYPES[abi]]
    frame = type_erased.FrameOp(types)
    names = _NAMES if tensors else _NAMES[1:]
    for array, name in zip(frame.arrays, names, strict=False):
        array.name_hint = name
    return frame


class ExtentTables:
    """Extents and strides for descriptors: constants where they are known, else on the stack."""

    def __init__(self, module: ModuleOp) -> None:
        self._module = module
        self._constants: dict[tuple[str, tuple[int, ...]], str] = {}

    def shape(self, buffer: SSAValue, type: MemRefType[Attribute], call: Operation) -> SSAValue:
        """The extents of `buffer`, before `call`."""
        static = type.get_shape()
        if DYNAMIC_INDEX not in static:
            return self._constant("shape", static, call)
        ops: list[Operation] = []
        extents: list[SSAValue] = []
        for dimension, extent in enumerate(static):
            position = arith.ConstantOp(IntegerAttr(dimension, _INDEX))
            if extent == DYNAMIC_INDEX:
                ops += [position, read := memref.DimOp(buffer, position)]
            else:
                ops.append(read := arith.ConstantOp(IntegerAttr(extent, _INDEX)))
            extents.append(read.results[0])
        insert_before(ops, call)
        return _store(extents, call, "shape")

    def strides(self, buffer: SSAValue, type: MemRefType[Attribute], call: Operation) -> SSAValue:
        """The strides of `buffer`, before `call`."""
        static = type.get_strides() or ()
        if None not in static:
            return self._constant("strides", [s for s in static if s is not None], call)
        metadata = memref.ExtractStridedMetaDataOp(buffer)
        insert_before([metadata], call)
        return _store(metadata.strides, call, "strides")

    def _constant(self, word: str, numbers: Sequence[int], call: Operation) -> SSAValue:
        name = self._symbol(word, tuple(numbers))
        get = memref.GetGlobalOp(name, MemRefType(i64, [len(numbers)]))
        insert_before([get], call)
        return get.memref

    def _symbol(self, word: str, numbers: tuple[int, ...]) -> str:
        if (known := self._constants.get((word, numbers))) is not None:
            return known
        name = "_".join([word, "x".join(map(str, numbers))]).replace("-", "minus")
        while SymbolTable.lookup_symbol(self._module, name) is not None:
            name += "_"
        type = MemRefType(i64, [len(numbers)])
        table = memref.GlobalOp.get(
            StringAttr(name),
            type,
            DenseIntOrFPElementsAttr.from_list(type, list(numbers)),
            sym_visibility=StringAttr("private"),
            constant=UnitAttr(),
        )
        Rewriter.insert_op(table, InsertPoint.at_start(self._module.body.block))
        self._constants[word, numbers] = name
        return name


def insert_before(ops: Sequence[Operation], op: Operation) -> None:
    """Insert `ops` before `op`, and let them come from the same place in the source."""
    for new in ops:
        new.location = op.location
    Rewriter.insert_op(ops, InsertPoint.before(op))


def _store(numbers: Sequence[SSAValue], call: Operation, name: str) -> SSAValue:
    """An array of the numbers on the stack."""
    table = memref.AllocaOp.get(i64, shape=[len(numbers)])
    table.memref.name_hint = name
    ops: list[Operation] = [table]
    for position, number in enumerate(numbers):
        index = arith.ConstantOp(IntegerAttr(position, _INDEX))
        wide = arith.IndexCastOp(number, i64)
        ops += [index, wide, memref.StoreOp.get(wide, table, [index])]
    insert_before(ops, call)
    return table.memref
