"""Packed entries: functions that take type-erased arguments, and how they look at them.

An entry is a `func.func` whose only argument has the type `!packed.arguments<abi>`. It reads what
it gets step by step and checks each step with `packed.check_argument` before it goes on, so that
nothing is read before it is known to be readable. Its status is 0 when it returns.
"""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import I1, IntegerAttr, IntegerType, StringAttr, f64, i1, i32, i64
from xdsl.dialects.utils import EnumAttribute
from xdsl.ir import (
    Attribute,
    Operation,
    ParametrizedAttribute,
    SpacedOpaqueSyntaxAttribute,
    SSAValue,
    TypeAttribute,
)
from xdsl.irdl import (
    IRDLOperation,
    base,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.traits import MemoryReadEffect, MemoryWriteEffect
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.str_enum import StrEnum

from microaot.dialects.packed.checks import ErrorKind, ErrorKindAttr
from microaot.dialects.packed.descriptors import DescriptorType


class ABI(StrEnum):
    """Whose type-erased calling convention."""

    TVM = "tvm"
    """TVM up to 0.18: an array of values and one of type codes."""
    FFI = "ffi"
    """TVM-FFI: an array of values that know their types."""


@irdl_attr_definition
class ABIAttr(EnumAttribute[ABI], SpacedOpaqueSyntaxAttribute):
    """A type-erased calling convention as an attribute."""

    name = "packed.abi"


@irdl_attr_definition
class ArgumentsType(ParametrizedAttribute, TypeAttribute):
    """All that a packed entry gets: arguments, their types, and where the result goes.

    ```mlir
    !packed.arguments<ffi>
    ```
    """

    name = "packed.arguments"

    abi: ABIAttr

    def __init__(self, abi: ABI | ABIAttr) -> None:
        super().__init__(ABIAttr(abi) if isinstance(abi, ABI) else abi)

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        """Parse `<ffi>`."""
        with parser.in_angle_brackets():
            return (ABIAttr(parser.parse_str_enum(ABI)),)

    def print_parameters(self, printer: Printer) -> None:
        """Print what `parse_parameters` reads."""
        with printer.in_angle_brackets():
            printer.print_string(self.abi.data)


class ArgumentsOp(IRDLOperation, ABC):
    """Base of the ops that read the argument list."""

    arguments = operand_def(ArgumentsType)

    traits = traits_def(MemoryReadEffect())


@irdl_op_definition
class HasArgumentsOp(ArgumentsOp):
    """Whether there are arrays of arguments.

    ```mlir
    %ok = packed.has_arguments %args : !packed.arguments<ffi>
    ```
    """

    name = "packed.has_arguments"

    result = result_def(I1)

    assembly_format = "$arguments attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue) -> None:
        super().__init__(operands=[arguments], result_types=[i1])


@irdl_op_definition
class HasResultOp(ArgumentsOp):
    """Whether there is a place for the result."""

    name = "packed.has_result"

    result = result_def(I1)

    assembly_format = "$arguments attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue) -> None:
        super().__init__(operands=[arguments], result_types=[i1])


@irdl_op_definition
class ArgumentCountOp(ArgumentsOp):
    """How many arguments the caller passes."""

    name = "packed.argument_count"

    result = result_def(IntegerType(32))

    assembly_format = "$arguments attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue) -> None:
        super().__init__(operands=[arguments], result_types=[i32])


class ArgumentOp(ArgumentsOp, ABC):
    """Base of the ops that read one argument."""

    position = prop_def(IntegerAttr.constr(i32))

    def __init__(self, arguments: SSAValue, position: int, type: Attribute) -> None:
        super().__init__(
            operands=[arguments],
            result_types=[type],
            properties={"position": IntegerAttr(position, i32)},
        )

    @property
    def index(self) -> int:
        """Which argument, from 0."""
        return self.position.value.data

    def verify_(self) -> None:
        """Check that there can be such an argument."""
        if self.index < 0:
            raise VerifyException("expects a position from 0 on")


@irdl_op_definition
class TypeIndexOp(ArgumentOp):
    """What the ABI says about the type of an argument.

    ```mlir
    %type = packed.type_index %args, 0 : !packed.arguments<ffi>
    ```
    """

    name = "packed.type_index"

    result = result_def(IntegerType(32))

    assembly_format = "$arguments `,` $position attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue, position: int) -> None:
        super().__init__(arguments, position, i32)


@irdl_op_definition
class TensorArgumentOp(ArgumentOp):
    """The descriptor that an argument of a tensor type points to."""

    name = "packed.tensor_argument"

    result = result_def(DescriptorType)

    assembly_format = "$arguments `,` $position attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue, position: int) -> None:
        super().__init__(arguments, position, DescriptorType())


@irdl_op_definition
class ScalarArgumentOp(ArgumentOp):
    """The number that an argument is, as an i1, an i64 or an f64.

    An f64 may arrive as an integer, a truth value and an integer may stand for each other.

    ```mlir
    %n = packed.scalar_argument %args, 1 : !packed.arguments<ffi> -> i64
    ```
    """

    name = "packed.scalar_argument"

    result = result_def(base(IntegerType) | base(type(f64)))

    assembly_format = "$arguments `,` $position attr-dict `:` type($arguments) `->` type($result)"

    def verify_(self) -> None:
        """Check that the ABI carries such numbers."""
        super().verify_()
        if self.result.type not in (i1, i64, f64):
            raise VerifyException("expects a result of the type i1, i64 or f64")


@irdl_op_definition
class CheckArgumentOp(IRDLOperation):
    """End a packed entry with an error about an argument unless the condition holds.

    The message names the function, the argument and what was expected of it; `got` adds what kind
    of value it is, from its type index or the `dtype` of its descriptor.

    ```mlir
    packed.check_argument %ok, type_error, "x", "a tensor" got %type : i32
    ```
    """

    name = "packed.check_argument"

    condition = operand_def(I1)
    kind = prop_def(ErrorKindAttr)
    argument = prop_def(StringAttr)
    expected = prop_def(StringAttr)
    actual = opt_operand_def(IntegerType)

    assembly_format = (
        "$condition `,` $kind `,` $argument `,` $expected (`got` $actual^ `:` type($actual))? "
        "attr-dict"
    )

    def __init__(
        self,
        condition: SSAValue | Operation,
        kind: ErrorKind,
        argument: str,
        expected: str,
        actual: SSAValue | None = None,
    ) -> None:
        super().__init__(
            operands=[condition, actual],
            properties={
                "kind": ErrorKindAttr(kind),
                "argument": StringAttr(argument),
                "expected": StringAttr(expected),
            },
        )

    def verify_(self) -> None:
        """Check that there is a message: a host process may die of an error without one."""
        if not self.expected.data:
            raise VerifyException("expects a message")


@irdl_op_definition
class ReturnValueOp(IRDLOperation):
    """Give the caller a result, an i1, an i64 or an f64.

    ```mlir
    packed.return_value %args, %n : !packed.arguments<ffi>, i64
    ```
    """

    name = "packed.return_value"

    arguments = operand_def(ArgumentsType)
    value = operand_def(base(IntegerType) | base(type(f64)))

    traits = traits_def(MemoryWriteEffect())

    assembly_format = "$arguments `,` $value attr-dict `:` type($arguments) `,` type($value)"

    def __init__(self, arguments: SSAValue, value: SSAValue | Operation) -> None:
        super().__init__(operands=[arguments, value])

    def verify_(self) -> None:
        """Check that the ABI carries such numbers."""
        if self.value.type not in (i1, i64, f64):
            raise VerifyException("expects a value of the type i1, i64 or f64")


OPERATIONS = (
    ArgumentCountOp,
    CheckArgumentOp,
    HasArgumentsOp,
    HasResultOp,
    ReturnValueOp,
    ScalarArgumentOp,
    TensorArgumentOp,
    TypeIndexOp,
)
"""The ops of packed entries."""

ATTRIBUTES = (ABIAttr, ArgumentsType)
"""Their types and attributes."""
