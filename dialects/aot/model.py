"""What firmware sees of a model: its name, its tensors, its memory, its devices."""

from abc import ABC
from collections.abc import Mapping, Sequence
from typing import TypeVar

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
from xdsl.ir import Attribute, Block, Operation, Region
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    region_def,
    traits_def,
)
from xdsl.traits import HasParent, NoTerminator
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.str_enum import StrEnum

from microaot.dialects.emitc.syntax import BodyRegion
from microaot.dialects.emitc.types import OpaqueType, PointerType
from microaot.emitc_backend.c_names import KEYWORDS, is_identifier

HANDLE = PointerType(OpaqueType(StringAttr("void")))
"""`void *`: what a device is to the program."""


class Style(StrEnum):
    """Whose conventions names and types in C follow."""

    MICROAOT = "microaot"
    """Typed members; one pool of the application is an argument by itself."""
    TVM = "tvm"
    """Those of TVM v0.14: members of type `void *`, pools always in a struct."""


OWNERS = ("app", "library")
"""Who provides a pool."""


def _verify_c_name(name: StringAttr) -> None:
    if not is_identifier(name.data) or name.data in KEYWORDS:
        raise VerifyException(f"'{name.data}' is not a valid name in C")


def _verify_alignment(alignment: IntegerAttr) -> None:
    value = alignment.value.data
    if value < 1 or value & (value - 1):
        raise VerifyException(f"alignment {value} is no power of two")


@irdl_op_definition
class ModelOp(IRDLOperation):
    """A model as firmware sees it: a table of its inputs, outputs, pools and devices, in order.

    Names of functions and structs in C start with `prefix`, those of macros with the same in
    capitals. The function that runs the model is `<prefix>_run`. Header, JSON and descriptor are
    printed from this op alone.

    ```mlir
    aot.model "kws" prefix "kws" {
      aot.input "input_1" as "input_1" : memref<1x49x10x1xi8> {alignment = 1 : i64}
      aot.output "Identity" as "Identity" : memref<1x12xi8> {alignment = 1 : i64}
      aot.pool "workspace" as "workspace" {size = 16000 : i64, alignment = 8 : i64, owner = "app"}
    }
    ```
    """

    name = "aot.model"

    model_name = prop_def(StringAttr)
    prefix = prop_def(StringAttr)
    style = prop_def(StringAttr, default_value=StringAttr(Style.MICROAOT))
    body = region_def("single_block")

    traits = traits_def(NoTerminator())

    custom_directives = (BodyRegion,)
    assembly_format = (
        "$model_name `prefix` $prefix (`style` $style^)? attr-dict-with-keyword "
        "custom<BodyRegion>($body)"
    )

    def __init__(
        self,
        name: str,
        prefix: str,
        style: Style,
        entries: Sequence["InputOp | OutputOp | PoolOp | DeviceOp"],
    ) -> None:
        super().__init__(
            properties={
                "model_name": StringAttr(name),
                "prefix": StringAttr(prefix),
                "style": StringAttr(style),
            },
            regions=[Region(Block(entries))],
        )

    @property
    def is_tvm(self) -> bool:
        """Whether C follows TVM's conventions."""
        return self.style.data == Style.TVM

    @property
    def inputs(self) -> list["InputOp"]:
        """The inputs, in the order of the model."""
        return _of_class(self, InputOp)

    @property
    def outputs(self) -> list["OutputOp"]:
        """The outputs, in the order of the model."""
        return _of_class(self, OutputOp)

    @property
    def tensors(self) -> list["TensorOp"]:
        """Inputs, then outputs."""
        return [*self.inputs, *self.outputs]

    @property
    def pools(self) -> list["PoolOp"]:
        """All pools."""
        return _of_class(self, PoolOp)

    @property
    def app_pools(self) -> list["PoolOp"]:
        """The pools that the application provides."""
        return [pool for pool in self.pools if pool.owner.data == "app"]

    @property
    def devices(self) -> list["DeviceOp"]:
        """The devices whose handles the application provides."""
        return _of_class(self, DeviceOp)

    @property
    def io_in_workspace(self) -> bool:
        """Whether inputs and outputs have their places in the pools."""
        return any(tensor.pool is not None for tensor in self.tensors)

    def c_name(self, *words: str) -> str:
        """The name of a function or struct: `kws_inputs`."""
        return "_".join([self.prefix.data, *words])

    @property
    def pools_struct(self) -> str:
        """The struct of the pools that the application provides."""
        return self.c_name("workspace_pools" if self.is_tvm else "workspaces")

    @property
    def pools_argument(self) -> str:
        """The parameter for the pools that the application provides."""
        if self.is_tvm:
            return "workspace_pools"
        return "workspaces" if self.has_pools_struct else "workspace"

    @property
    def header(self) -> str:
        """The name of the public header; TVM's has the prefix in it."""
        return f"{(self.prefix if self.is_tvm else self.model_name).data}.h"

    @property
    def has_pools_struct(self) -> bool:
        """Whether pools travel in a struct, not as an argument of their own."""
        return len(self.app_pools) > (0 if self.is_tvm else 1)

    def structs(self) -> dict[str, Mapping[str, Attribute]]:
        """The structs of the interface that have members: names and types of these."""
        pools = self.app_pools if self.has_pools_struct else []
        rows = {
            self.c_name("inputs"): self.inputs,
            self.c_name("outputs"): self.outputs,
            self.pools_struct: pools,
            self.c_name("devices"): self.devices,
        }
        return {
            name: {member.c_name.data: member.value_type for member in members}
            for name, members in rows.items()
            if members
        }

    def verify_(self) -> None:
        """Check that names are names and nothing is there twice."""
        for text in (self.prefix.data, self.model_name.data):
            if not text:
                raise VerifyException("expects a name that is not empty")
        _verify_c_name(self.prefix)
        if self.style.data not in (*Style,):
            raise VerifyException(f'has no style "{self.style.data}": expects {", ".join(Style)}')
        groups: tuple[Sequence[_Entry], ...]
        groups = (self.inputs, self.outputs, self.pools, self.devices)
        if sum(map(len, groups)) != len(self.body.block.ops):
            raise VerifyException("expects inputs, outputs, pools and devices, and nothing else")
        for group in groups:
            names = [entry.c_name.data for entry in group]
            if twice := [name for name in names if names.count(name) > 1]:
                raise VerifyException(f"has two of the name '{twice[0]}' in one struct")
        known = {pool.pool_name.data: pool for pool in self.pools}
        for tensor in self.tensors:
            if (tensor.pool is not None) != self.io_in_workspace:
                raise VerifyException("has some inputs and outputs in pools, but not all")
            if tensor.pool is not None and tensor.pool.data not in known:
                raise VerifyException(f'has no pool "{tensor.pool.data}"')


_Op = TypeVar("_Op", bound=Operation)


def _of_class(model: ModelOp, kind: type[_Op]) -> list[_Op]:
    return [op for op in model.body.block.ops if isinstance(op, kind)]


class _Entry(IRDLOperation, ABC):
    """A line of the table."""

    c_name = prop_def(StringAttr)

    traits = traits_def(HasParent(ModelOp))

    irdl_options = (ParsePropInAttrDict(),)


class TensorOp(_Entry, ABC):
    """An input or output: its name in the model, its name in C, its type and alignment in bytes.

    `pool` and `offset` say where it lies if that is in the memory of the program. A quantised
    tensor stands for `scale * (element - zero_point)`.
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
        """What a program reads from the struct."""
        return self.type

    @property
    def quantization(self) -> tuple[float, int] | None:
        """Scale and zero point."""
        if self.scale is None or self.zero_point is None:
            return None
        return self.scale.value.data, self.zero_point.value.data

    def verify_(self) -> None:
        """Check that a C program can have such a tensor."""
        _verify_c_name(self.c_name)
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
class PoolOp(_Entry):
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
        _verify_c_name(self.c_name)
        _verify_alignment(self.alignment)
        if self.size.value.data < 0:
            raise VerifyException(f"has a size of {self.size.value.data} bytes")
        if self.owner.data not in OWNERS:
            raise VerifyException(f"expects the owner to be one of {', '.join(OWNERS)}")
        if self.data is not None and self.data.type != TensorType(i8, [self.size.value.data]):
            raise VerifyException(f"has data of the type {self.data.type}: expects all its bytes")


@irdl_op_definition
class DeviceOp(_Entry):
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
        _verify_c_name(self.c_name)


def find_struct(op: Operation, struct: str) -> tuple[ModelOp, Mapping[str, Attribute]] | None:
    """The model whose interface has this struct, and the members; looked for around `op`."""
    parent = op.parent_op()
    while parent is not None:
        for region in parent.regions:
            for block in region.blocks:
                for other in block.ops:
                    if isinstance(other, ModelOp) and struct in (structs := other.structs()):
                        return other, structs[struct]
        parent = parent.parent_op()
    return None
