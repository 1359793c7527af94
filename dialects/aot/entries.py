"""The lines of the table that describes a model: tensors, pools, devices."""

from abc import ABC

from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    FlatSymbolRefAttrConstr,
    FloatAttr,
    IntegerAttr,
    MemRefType,
    StringAttr,
    SymbolRefAttr,
    TensorType,
    f64,
    i8,
    i64,
)
from xdsl.ir import Attribute
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    lazy_traits_def,
    opt_prop_def,
    prop_def,
)
from xdsl.traits import HasParent
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.types import OpaqueType, PointerType
from microaot.emitc_backend.c_names import KEYWORDS, is_identifier

HANDLE = PointerType(OpaqueType(StringAttr("void")))
"""`void *`: what a device is to the program."""

OWNERS = ("app", "library")
"""Who provides a pool."""


def verify_c_name(name: StringAttr) -> None:
    """Refuse what is no identifier in C and C++."""
    if not is_identifier(name.data) or name.data in KEYWORDS:
        raise VerifyException(f"'{name.data}' is not a valid name in C")


def _verify_alignment(alignment: IntegerAttr) -> None:
    value = alignment.value.data
    if value < 1 or value & (value - 1):
        raise VerifyException(f"alignment {value} is no power of two")


def _in_models_only() -> tuple[HasParent]:
    from microaot.dialects.aot.model import ModelOp

    return (HasParent(ModelOp),)


class EntryOp(IRDLOperation, ABC):
    """A line of the table."""

    c_name = prop_def(StringAttr)

    traits = lazy_traits_def(_in_models_only)

    irdl_options = (ParsePropInAttrDict(),)


class TensorOp(EntryOp, ABC):
    """An input or output: its name in the model, its name in C, its type and alignment in bytes.

    Elements are of the type that C has: integers of ui8 are unsigned there, whatever the program
    makes of them. `pool` and `offset` say where it lies if that is in the memory of the program. A
    quantised tensor stands for `scale * (element - zero_point)`.
    """

    tensor_name = prop_def(StringAttr)
    type = prop_def(MemRefType)
    alignment = prop_def(IntegerAttr)
    pool = opt_prop_def(StringAttr)
    offset = opt_prop_def(IntegerAttr)
    scale = opt_prop_def(FloatAttr)
    zero_point = opt_prop_def(IntegerAttr)

    assembly_format = "$tensor_name `as` $c_name `:` $type attr-dict"

    def __init__(
        self,
        name: str,
        c_name: str,
        type: MemRefType[Attribute],
        alignment: int,
        place: tuple[str, int] | None = None,
        quantization: tuple[float, int] | None = None,
    ) -> None:
        super().__init__(
            properties={
                "tensor_name": StringAttr(name),
                "c_name": StringAttr(c_name),
                "type": type,
                "alignment": IntegerAttr(alignment, i64),
                "pool": None if place is None else StringAttr(place[0]),
                "offset": None if place is None else IntegerAttr(place[1], i64),
                "scale": None if quantization is None else FloatAttr(quantization[0], f64),
                "zero_point": None if quantization is None else IntegerAttr(quantization[1], i64),
            }
        )

    @property
    def value_type(self) -> MemRefType[Attribute]:
        """What is in the struct."""
        return self.type

    @property
    def quantization(self) -> tuple[float, int] | None:
        """Scale and zero point."""
        if self.scale is None or self.zero_point is None:
            return None
        return self.scale.value.data, self.zero_point.value.data

    def verify_(self) -> None:
        """Check that a C program can have such a tensor."""
        verify_c_name(self.c_name)
        _verify_alignment(self.alignment)
        if not self.value_type.has_static_shape():
            raise VerifyException(f"has type {self.type}: its size is not known at compile time")
        if (self.pool is None) != (self.offset is None):
            raise VerifyException("expects a pool and an offset, or none of them")
        if (self.scale is None) != (self.zero_point is None):
            raise VerifyException("expects a scale and a zero point, or none of them")
        if self.offset is not None and self.offset.value.data % self.alignment.value.data:
            raise VerifyException("has an offset that is no multiple of its alignment")


@irdl_op_definition
class InputOp(TensorOp):
    """An input, `aot.input "x:0" as "x_0" : memref<4xi8> {alignment = 1 : i64}`."""

    name = "aot.input"


@irdl_op_definition
class OutputOp(TensorOp):
    """An output, `aot.output "y" as "y" : memref<4xi8> {alignment = 1 : i64}`."""

    name = "aot.output"


@irdl_op_definition
class PoolOp(EntryOp):
    """Working memory of `size` bytes, which the application or the library provides.

    With `data` it is memory of constants: these bytes have to be there, and are only read.

    `aot.pool "sram" as "sram" {size = 64 : i64, alignment = 8 : i64, owner = "app"}`
    """

    name = "aot.pool"

    pool_name = prop_def(StringAttr)
    size = prop_def(IntegerAttr)
    alignment = prop_def(IntegerAttr)
    owner = prop_def(StringAttr)
    data = opt_prop_def(DenseIntOrFPElementsAttr)

    assembly_format = "$pool_name `as` $c_name attr-dict"

    def __init__(
        self,
        name: str,
        c_name: str,
        size: int,
        alignment: int,
        owner: str,
        data: DenseIntOrFPElementsAttr | None = None,
    ) -> None:
        super().__init__(
            properties={
                "pool_name": StringAttr(name),
                "c_name": StringAttr(c_name),
                "size": IntegerAttr(size, i64),
                "alignment": IntegerAttr(alignment, i64),
                "owner": StringAttr(owner),
                "data": data,
            }
        )

    @property
    def value_type(self) -> MemRefType[Attribute]:
        """What a program reads from the struct: bytes."""
        return MemRefType(i8, [self.size.value.data])

    def verify_(self) -> None:
        """Check size, alignment and owner."""
        verify_c_name(self.c_name)
        _verify_alignment(self.alignment)
        if self.size.value.data < 0:
            raise VerifyException(f"has a size of {self.size.value.data} bytes")
        if self.owner.data not in OWNERS:
            raise VerifyException(f"expects the owner to be one of {', '.join(OWNERS)}")
        if self.data is not None and self.data.type != TensorType(i8, [self.size.value.data]):
            raise VerifyException(f"has data of the type {self.data.type}: expects all its bytes")


@irdl_op_definition
class DeviceOp(EntryOp):
    """A device of which the application provides the handle, `aot.device @npu as "npu"`."""

    name = "aot.device"

    device = prop_def(FlatSymbolRefAttrConstr)

    assembly_format = "$device `as` $c_name attr-dict"

    def __init__(self, device: str, c_name: str) -> None:
        super().__init__(properties={"device": SymbolRefAttr(device), "c_name": StringAttr(c_name)})

    @property
    def value_type(self) -> Attribute:
        """What a program reads from the struct."""
        return HANDLE

    def verify_(self) -> None:
        """Check the name."""
        verify_c_name(self.c_name)
