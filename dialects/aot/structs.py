"""The structs in which an application hands tensors, memory and devices to a model."""

from collections.abc import Sequence

from xdsl.dialects.builtin import MemRefType, StringAttr, i8
from xdsl.ir import Attribute, Operation, ParametrizedAttribute, SSAValue, TypeAttribute
from xdsl.irdl import (
    IRDLOperation,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.traits import MemoryReadEffect, Pure
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.aot.model import find_struct
from microaot.dialects.aot.signedness import as_signless
from microaot.dialects.emitc.types import OpaqueType, PointerType


@irdl_attr_definition
class StructType(ParametrizedAttribute, TypeAttribute):
    """A pointer to a struct of the interface, `!aot.struct<"kws_inputs">`.

    The `aot.model` of the module says which members it has.
    """

    name = "aot.struct"

    struct_name: StringAttr


def _members(op: Operation, struct: str) -> dict[str, Attribute] | None:
    """The members of a struct; None for an op that is in no module yet."""
    root = op
    while (parent := root.parent_op()) is not None:
        root = parent
    if root.name != "builtin.module":
        return None
    if (found := find_struct(op, struct)) is None:
        raise VerifyException(f"no model of this module has a struct '{struct}'")
    return {**found[1]}


@irdl_op_definition
class MemberOp(IRDLOperation):
    """A member of a struct of the interface: a tensor, memory or the handle of a device.

    ```mlir
    %x = aot.member %inputs["input_1"] : !aot.struct<"kws_inputs"> -> memref<1x49x10x1xi8>
    ```

    A program that computes with integers reads them without a sign, as `i8`, also where the
    interface has them unsigned, as `ui8`.
    """

    name = "aot.member"

    struct = operand_def(StructType)
    member = prop_def(StringAttr)
    result = result_def()

    # The application may change the struct between two calls only, but reads stand where they are.
    traits = traits_def(MemoryReadEffect())

    assembly_format = "$struct `[` $member `]` attr-dict `:` type($struct) `->` type($result)"

    def __init__(self, struct: SSAValue, member: str, type: Attribute) -> None:
        super().__init__(
            operands=[struct], properties={"member": StringAttr(member)}, result_types=[type]
        )

    @property
    def struct_name(self) -> str:
        """The name of the struct in C."""
        assert isinstance(self.struct.type, StructType)
        return self.struct.type.struct_name.data

    def verify_(self) -> None:
        """Check that the struct has this member, of this type."""
        if (members := _members(self, self.struct_name)) is None:
            return
        if (type := members.get(self.member.data)) is None:
            known = ", ".join(members)
            raise VerifyException(f"no member '{self.member.data}': the struct has {known}")
        if self.result.type not in (type, as_signless(type)):
            raise VerifyException(f"the member '{self.member.data}' is of the type {type}")


@irdl_op_definition
class MemoryOp(IRDLOperation):
    """A pointer to bytes as a memref of so many of them.

    ```mlir
    %pool = aot.memory %workspace : !emitc.ptr<ui8> -> memref<16000xi8>
    ```
    """

    name = "aot.memory"

    pointer = operand_def(PointerType)
    result = result_def(MemRefType)

    traits = traits_def(Pure())

    assembly_format = "$pointer attr-dict `:` type($pointer) `->` type($result)"

    def __init__(self, pointer: SSAValue, type: MemRefType[Attribute]) -> None:
        super().__init__(operands=[pointer], result_types=[type])

    def verify_(self) -> None:
        """Check that the result is a row of bytes."""
        type = self.result.type
        assert isinstance(type, MemRefType)
        if type.element_type != i8 or len(type.get_shape()) != 1 or not type.has_static_shape():
            raise VerifyException(f"expects a memref of bytes, got {type}")


@irdl_op_definition
class MakeStructOp(IRDLOperation):
    """A struct of the interface as a value, made of all its members in order.

    ```mlir
    %inputs = aot.make_struct "kws_inputs"(%x : memref<4xi8>) -> !emitc.opaque<"struct kws_inputs">
    ```
    """

    name = "aot.make_struct"

    struct_name = prop_def(StringAttr)
    members = var_operand_def()
    result = result_def(OpaqueType)

    traits = traits_def(Pure())

    assembly_format = (
        "$struct_name `(` $members `:` type($members) `)` attr-dict `->` type($result)"
    )

    def __init__(self, struct: str, members: Sequence[SSAValue]) -> None:
        super().__init__(
            operands=[members],
            properties={"struct_name": StringAttr(struct)},
            result_types=[OpaqueType(StringAttr(f"struct {struct}"))],
        )

    def verify_(self) -> None:
        """Check that these are the members of the struct."""
        struct = self.struct_name.data
        if self.result.type != OpaqueType(StringAttr(f"struct {struct}")):
            raise VerifyException(f"makes a struct {struct}")
        if (known := _members(self, struct)) is None:
            return
        if [*known.values()] != [*self.members.types]:
            raise VerifyException(
                f"expects members of the types {', '.join(map(str, known.values()))}"
            )
