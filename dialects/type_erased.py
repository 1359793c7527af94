"""Type-erased calls as the packed ABIs make them: what `lower-packed-calls` leaves.

A call takes memrefs, not buffers, and writes their descriptors itself: so a pass that follows the
memrefs of a function sees everything that is used, and when. A buffer that came from elsewhere is
handed on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import (
    ArrayAttr,
    FlatSymbolRefAttrConstr,
    IntegerAttr,
    MemRefType,
    NoneAttr,
    StringAttr,
    SymbolRefAttr,
    UnitAttr,
    i1,
    i32,
    i64,
)
from xdsl.ir import Attribute, Dialect, Operation, SSAValue
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.emitc.types import ArrayType
from microaot.dialects.packed.checks import ErrorKindAttr
from microaot.dialects.packed.descriptors import DescriptorType
from microaot.dialects.packed.entry import ABI, ABIAttr


@irdl_op_definition
class FrameOp(IRDLOperation):
    """The arrays on the stack of a function that all of its type-erased calls share.

    Descriptors, values and, for the `tvm` ABI, type codes: as many as the largest call needs. One
    value is for the result of a call.

    ```mlir
    %tensors, %values, %codes = type_erased.frame : !emitc.array<2x!emitc.opaque<"DLTensor">>,
      !emitc.array<3x!emitc.opaque<"TVMValue">>, !emitc.array<3x!emitc.opaque<"int">>
    ```
    """

    name = "type_erased.frame"

    arrays = var_result_def(ArrayType)

    assembly_format = "attr-dict `:` type($arrays)"

    def __init__(self, types: Sequence[ArrayType]) -> None:
        super().__init__(result_types=[types])


def needs_strides(type: MemRefType[Attribute]) -> bool:
    """Whether a descriptor of the memref has strides, or NULL for dense and row-major."""
    if isinstance(type.layout, NoneAttr):
        return False
    strides = type.get_strides()
    return strides is None or strides != MemRefType(type.element_type, type.shape).get_strides()


@dataclass(frozen=True)
class Argument:
    """A value that a call passes, with what a descriptor needs if it is a memref."""

    value: SSAValue
    device: tuple[SSAValue, ...] = ()
    """DLPack's type and id of the device."""
    shape: SSAValue | None = None
    strides: SSAValue | None = None

    @property
    def is_filled(self) -> bool:
        """Whether the call fills a descriptor for it."""
        return isa(self.value.type, MemRefType)


@irdl_op_definition
class ConstantTensorOp(IRDLOperation):
    """A descriptor in flash, of a global or of what lies so many of its elements behind its start.

    It has a name in C. Callees only read descriptors.

    ```mlir
    %t = type_erased.constant_tensor "weights_tensor" @weights[0] : memref<4xf32>
      device 1, 0 shape @shape_4
    ```
    """

    name = "type_erased.constant_tensor"

    c_name = prop_def(StringAttr)
    source = prop_def(FlatSymbolRefAttrConstr)
    position = prop_def(IntegerAttr.constr(i64))
    described = prop_def(MemRefType)
    device_type = prop_def(IntegerAttr.constr(i32))
    device_id = prop_def(IntegerAttr.constr(i32))
    shape = opt_prop_def(FlatSymbolRefAttrConstr)
    result = result_def(DescriptorType)

    traits = traits_def(Pure())

    assembly_format = (
        "$c_name $source `[` $position `]` `:` $described `device` $device_type `,` $device_id "
        "(`shape` $shape^)? attr-dict"
    )

    def __init__(
        self,
        c_name: str,
        place: tuple[str, int],
        described: MemRefType[Attribute],
        device: tuple[int, ...],
        shape: str | None,
    ) -> None:
        source, position = place
        device_type, device_id = (IntegerAttr(number, i32) for number in device)
        super().__init__(
            result_types=[DescriptorType()],
            properties={
                "c_name": StringAttr(c_name),
                "source": SymbolRefAttr(source),
                "position": IntegerAttr(position, i64),
                "described": described,
                "device_type": device_type,
                "device_id": device_id,
                "shape": None if shape is None else SymbolRefAttr(shape),
            },
        )

    def verify_(self) -> None:
        """Check that there are extents if the rank needs them, and no strides."""
        if bool(self.described.get_num_dims()) != (self.shape is not None):
            raise VerifyException("expects extents if the rank is not 0")
        if not self.described.has_static_shape() or not isinstance(self.described.layout, NoneAttr):
            raise VerifyException("expects a dense memref of a shape that is known")
        if self.position.value.data < 0:
            raise VerifyException("expects a place from 0 on")


@irdl_op_definition
class CallOp(IRDLOperation):
    """A call of a packed entry, with the arguments in a frame that `type_erased.frame` made.

    Each memref comes with DLPack's type and id of its device, with a memref of its extents if its
    rank is 1 or more, and with one of its strides if it is not dense. Scalars are i1, i64 or f64.
    Descriptors that exist already are handed on. If the callee fails, so does the function that
    makes the call, with the same status; with `returns_status` the status is the result instead.

    ```mlir
    type_erased.call @__tvm_ffi_add_one(%x : memref<4xf32>) ffi devices(%cpu, %zero)
      shapes(%shape : memref<1xi64>)
      frame(%tensors, %values : !emitc.array<1x!emitc.opaque<"DLTensor">>,
                                !emitc.array<2x!emitc.opaque<"TVMFFIAny">>)
    ```
    """

    name = "type_erased.call"

    callee = prop_def(FlatSymbolRefAttrConstr)
    abi = prop_def(ABIAttr)
    arguments = var_operand_def()
    devices = var_operand_def(i32)
    shapes = var_operand_def(MemRefType)
    strides = var_operand_def(MemRefType)
    frame = var_operand_def(ArrayType)
    returns_status = opt_prop_def(UnitAttr)
    res = var_result_def()

    irdl_options = (AttrSizedOperandSegments(as_property=True), ParsePropInAttrDict())
    assembly_format = (
        "$callee `(` ($arguments^ `:` type($arguments))? `)` $abi (`devices` `(` $devices^ `)`)? "
        "(`shapes` `(` $shapes^ `:` type($shapes) `)`)? "
        "(`strides` `(` $strides^ `:` type($strides) `)`)? "
        "`frame` `(` $frame `:` type($frame) `)` attr-dict (`->` type($res)^)?"
    )

    def __init__(
        self,
        callee: str,
        abi: ABI,
        arguments: Sequence[Argument],
        frame: Sequence[SSAValue],
        result_types: Sequence[Attribute],
        *,
        returns_status: bool = False,
    ) -> None:
        values = [argument.value for argument in arguments]
        devices = [value for argument in arguments for value in argument.device]
        shapes = [argument.shape for argument in arguments if argument.shape is not None]
        strides = [argument.strides for argument in arguments if argument.strides is not None]
        super().__init__(
            operands=[values, devices, shapes, strides, frame],
            result_types=[result_types],
            properties={
                "callee": SymbolRefAttr(callee),
                "abi": ABIAttr(abi),
                "returns_status": UnitAttr() if returns_status else None,
            },
        )

    def described_arguments(self) -> Iterator[Argument]:
        """The arguments, each with what belongs to its descriptor."""
        devices, shapes, strides = iter(self.devices), iter(self.shapes), iter(self.strides)
        for value in self.arguments:
            if not isa(type := value.type, MemRefType):
                yield Argument(value)
                continue
            device = (next(devices), next(devices))
            shape = next(shapes) if type.get_num_dims() else None
            yield Argument(value, device, shape, next(strides) if needs_strides(type) else None)

    @property
    def memrefs(self) -> list[SSAValue[MemRefType[Attribute]]]:
        """The arguments that get a descriptor."""
        return [a for a in self.arguments if isa(a.type, MemRefType)]  # pyright: ignore[reportReturnType]  # the type of the value has just been asked for

    def verify_(self) -> None:
        """Check that every descriptor can be filled and that the frame is large enough."""
        types = [memref.type for memref in self.memrefs]
        if len(self.devices) != 2 * len(types):
            raise VerifyException("expects a device type and a device id for each memref")
        for word, given, ranks in (
            ("extents", self.shapes, [t.get_num_dims() for t in types if t.get_num_dims()]),
            ("strides", self.strides, [t.get_num_dims() for t in types if needs_strides(t)]),
        ):
            if [value.type for value in given] != [MemRefType(i64, [rank]) for rank in ranks]:
                raise VerifyException(f"expects {word} of the ranks {ranks}, as i64")
        if len(self.res) > 1:
            raise VerifyException("expects at most one result")
        if self.returns_status is not None and self.result_types != (i32,):
            raise VerifyException("expects its status, an i32, as its result")
        sizes = [len(self.arguments) + 1] * (2 if self.abi.data is ABI.TVM else 1)
        sizes = [len(types), *sizes] if types else sizes
        given = [value.type.get_shape()[0] for value in self.frame if isa(value.type, ArrayType)]
        if len(given) < len(sizes) or any(
            size < least for size, least in zip(given[-len(sizes) :], sizes, strict=True)
        ):
            raise VerifyException(f"expects a frame of arrays of {sizes} elements")


@irdl_op_definition
class CheckOp(IRDLOperation):
    """Leave the function with the status of an error unless the condition holds.

    The error is reported to each of the ABIs `via` which the function is called, with a message if
    there is one.

    ```mlir
    type_erased.check %fits, value_error, "relu" says "expected at most 1024 elements" via
      [#packed<abi ffi>]
    ```
    """

    name = "type_erased.check"

    condition = operand_def(i1)
    kind = prop_def(ErrorKindAttr)
    function = prop_def(StringAttr)
    message = opt_prop_def(StringAttr)
    abis = opt_prop_def(ArrayAttr[ABIAttr])

    assembly_format = (
        "$condition `,` $kind `,` $function (`says` $message^)? (`via` $abis^)? attr-dict"
    )

    def __init__(
        self,
        condition: SSAValue | Operation,
        kind: ErrorKindAttr,
        function: str,
        message: StringAttr | None,
        abis: Sequence[ABI],
    ) -> None:
        super().__init__(
            operands=[condition],
            properties={
                "kind": kind,
                "function": StringAttr(function),
                "message": message,
                "abis": ArrayAttr(map(ABIAttr, abis)) if abis else None,
            },
        )


@irdl_op_definition
class ReturnFailureOp(IRDLOperation):
    """Leave the function with this status if it is not 0.

    ```mlir
    type_erased.return_failure %status
    ```
    """

    name = "type_erased.return_failure"

    status = operand_def(i32)

    assembly_format = "$status attr-dict"

    def __init__(self, status: SSAValue | Operation) -> None:
        super().__init__(operands=[status])


TYPE_ERASED = Dialect(
    "type_erased", [CallOp, CheckOp, ConstantTensorOp, FrameOp, ReturnFailureOp], []
)
