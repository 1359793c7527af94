"""What a field of a descriptor is where there is no descriptor any more."""

from collections.abc import Iterator

from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import IndexType, IntegerAttr, NoneAttr
from xdsl.ir import Operation, SSAValue

from microaot.dialects import packed

_INDEX = IndexType()


def constant_field(op: packed.FieldReadOp, value: int) -> arith.ConstantOp:
    """The constant that a field is known to be."""
    constant = arith.ConstantOp(IntegerAttr(value, op.result_type()))
    constant.location = op.location
    constant.result.name_hint = op.result.name_hint
    return constant


def read_memref(op: packed.DimensionFieldOp, source: SSAValue) -> tuple[list[Operation], SSAValue]:
    """Ops that read a dynamic extent or stride of a memref, and the value.

    These are the fields that a memref carries as well.
    """
    ops: list[Operation]
    value: SSAValue
    if isinstance(op, packed.DimOp):
        ops = [*_extent(source, op.position)]
        value = ops[-1].results[0]
    elif isinstance(op.buffer_type.layout, NoneAttr):
        ops = [*_dense_stride(op, source)]
        value = ops[-1].results[0]
    else:
        metadata = memref.ExtractStridedMetaDataOp(source)
        ops = [metadata]
        value = metadata.strides[op.position]
    for made in ops:
        made.location = op.location
    value.name_hint = op.result.name_hint
    return ops, value


def _extent(source: SSAValue, dimension: int) -> Iterator[Operation]:
    position = arith.ConstantOp(IntegerAttr(dimension, _INDEX))
    yield position
    yield memref.DimOp(source, position)


def _dense_stride(op: packed.DimensionFieldOp, source: SSAValue) -> Iterator[Operation]:
    """The product of the extents of the inner dimensions."""
    extents = op.buffer_type.static_extents()
    product: Operation | None = None
    for dimension in range(op.position + 1, len(extents)):
        extent = extents[dimension]
        if extent is None:
            ops = [*_extent(source, dimension)]
        else:
            ops = [arith.ConstantOp(IntegerAttr(extent, _INDEX))]
        yield from ops
        if product is None:
            product = ops[-1]
        else:
            yield (product := arith.MuliOp(product, ops[-1]))
