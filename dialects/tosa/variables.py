"""TOSA's state (`variable` and its accesses), and the scalar `apply_scale`."""

from typing import Self

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DenseIntOrFPElementsAttr,
    IndexType,
    StringAttr,
    TensorType,
)
from xdsl.ir import Attribute, TypeAttribute
from xdsl.irdl import (
    AnyAttr,
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import MemoryReadEffect, MemoryWriteEffect, Pure, SymbolOpInterface
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import parse_field, print_fields
from microaot.dialects.tosa.constraints import KINDS
from microaot.dialects.tosa.fields import KINDS as ATTRIBUTE_KINDS

_INDEX = IndexType()


@irdl_op_definition
class VariableOp(IRDLOperation):
    """A tensor that lives as long as the model: `tosa.variable @state = dense<0> : tensor<4xi8>`.

    Without a value its type alone is given: `tosa.variable @state : tensor<4xi8>`.
    """

    name = "tosa.variable"

    sym_name = prop_def(StringAttr)
    var_shape = prop_def(ATTRIBUTE_KINDS["index_elements"])
    type = prop_def(TypeAttribute)
    initial_value = opt_prop_def(AnyAttr())

    traits = traits_def(SymbolOpInterface())

    def tensor_type(self) -> TensorType[Attribute]:
        """The type of what the variable holds."""
        shape = self.var_shape
        assert isinstance(shape, DenseIntOrFPElementsAttr)
        extents = [int(extent) for extent in shape.get_values()]
        return TensorType(self.type, [DYNAMIC_INDEX if e < 0 else e for e in extents])

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse the name, then `= value` or `: type`."""
        name = parser.parse_symbol_name()
        attributes = parser.parse_optional_attr_dict()
        value: Attribute | None = None
        position = parser.pos
        if parser.parse_optional_punctuation("=") is not None:
            value = parser.parse_attribute()
            type = value.type if isa(value, DenseIntOrFPElementsAttr) else None
        else:
            parser.parse_punctuation(":")
            type = parser.parse_type()
        if not isa(type, TensorType[Attribute]):
            parser.raise_error("expected a dense value or the type of a ranked tensor", position)
        shape = [-1 if extent == DYNAMIC_INDEX else extent for extent in type.get_shape()]
        properties: dict[str, Attribute] = {
            "sym_name": name,
            "var_shape": DenseIntOrFPElementsAttr.from_list(
                TensorType(_INDEX, [len(shape)]), shape
            ),
            "type": type.element_type,
        }
        if value is not None:
            properties["initial_value"] = value
        return cls.create(properties=properties, attributes=attributes)

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_symbol_name(self.sym_name.data)
        printer.print_op_attributes(self.attributes)
        if self.initial_value is not None:
            printer.print_string(" = ")
            printer.print_attribute(self.initial_value)
        else:
            printer.print_string(" : ")
            printer.print_attribute(self.tensor_type())


def find_variable(op: IRDLOperation, name: str) -> VariableOp | None:
    """The variable of this name that an op of the same module sees."""
    parent = op.parent_op()
    while parent is not None:
        for region in parent.regions:
            for block in region.blocks:
                for other in block.ops:
                    if isinstance(other, VariableOp) and other.sym_name.data == name:
                        return other
        parent = parent.parent_op()
    return None


def _check_access(op: IRDLOperation, name: str, type: Attribute) -> None:
    variable = find_variable(op, name)
    if variable is None:
        raise VerifyException(f"'{name}' has not been declared by 'tosa.variable'")
    declared = variable.tensor_type()
    if isa(type, TensorType[Attribute]) and type != declared:
        raise VerifyException(f"requires the type of '{name}' to be {declared}, got {type}")


@irdl_op_definition
class VariableReadOp(IRDLOperation):
    """The tensor that a variable holds: `%x = tosa.variable_read @state : tensor<4xi8>`."""

    name = "tosa.variable_read"

    var_name = prop_def(StringAttr, prop_name="name")
    output1 = result_def(KINDS["nd"])

    traits = traits_def(MemoryReadEffect())

    def verify_(self) -> None:
        """Check that the variable exists and has this type."""
        _check_access(self, self.var_name.data, self.output1.type)

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `@name : type`."""
        name = parser.parse_symbol_name()
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        type = parser.parse_type()
        return cls.create(result_types=[type], properties={"name": name}, attributes=attributes)

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_symbol_name(self.var_name.data)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_attribute(self.output1.type)


@irdl_op_definition
class VariableWriteOp(IRDLOperation):
    """Makes a variable hold a tensor: `tosa.variable_write @state, %x : tensor<4xi8>`."""

    name = "tosa.variable_write"

    var_name = prop_def(StringAttr, prop_name="name")
    input1 = operand_def(KINDS["nd"])

    traits = traits_def(MemoryWriteEffect())

    def verify_(self) -> None:
        """Check that the variable exists and has this type."""
        _check_access(self, self.var_name.data, self.input1.type)

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `@name, %x : type`."""
        name = parser.parse_symbol_name()
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(",")
        operand = parser.parse_unresolved_operand()
        parser.parse_punctuation(":")
        value = parser.resolve_operand(operand, parser.parse_type())
        return cls.create(operands=[value], properties={"name": name}, attributes=attributes)

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_symbol_name(self.var_name.data)
        printer.print_op_attributes(self.attributes)
        printer.print_string(", ")
        printer.print_ssa_value(self.input1)
        printer.print_string(" : ")
        printer.print_attribute(self.input1.type)


@irdl_op_definition
class ApplyScaleOp(IRDLOperation):
    """`(value * multiplier + round) >> shift` on scalars, what `tosa.rescale` does to an element.

    ```mlir
    %y = tosa.apply_scale %x, %multiplier, %shift {rounding_mode = DOUBLE_ROUND}
      : (i32, i32, i8) -> i32
    ```
    """

    name = "tosa.apply_scale"

    value = operand_def(AnyAttr())
    multiplier = operand_def(AnyAttr())
    shift = operand_def(AnyAttr())
    rounding_mode = prop_def(ATTRIBUTE_KINDS["rounding_mode"])
    output = result_def(AnyAttr())

    traits = traits_def(Pure())

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `%x, %multiplier, %shift {rounding_mode = MODE} : (types) -> type`."""
        position = parser.pos
        operands = parser.parse_comma_separated_list(
            Parser.Delimiter.NONE, parser.parse_unresolved_operand
        )
        kinds = {"rounding_mode": "rounding_mode"}
        fields = dict(
            parser.parse_comma_separated_list(
                Parser.Delimiter.BRACES, lambda: parse_field(parser, kinds)
            )
        )
        parser.parse_punctuation(":")
        type = parser.parse_function_type()
        mode = {"rounding_mode": fields.pop("rounding_mode")} if "rounding_mode" in fields else {}
        return cls.create(
            operands=parser.resolve_operands(operands, type.inputs.data, position),
            result_types=type.outputs.data,
            properties=mode,
            attributes=fields,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_list(self.operands, printer.print_ssa_value)
        kinds = {"rounding_mode": "rounding_mode"}
        print_fields(printer, {**self.properties, **self.attributes}, kinds)
        printer.print_string(" : ")
        printer.print_operation_type(self)


OPERATIONS = [VariableOp, VariableReadOp, VariableWriteOp, ApplyScaleOp]
