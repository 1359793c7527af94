"""Functions: `emitc.func`, its declaration, and `emitc.return`."""

from collections.abc import Sequence
from typing import Self

from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FlatSymbolRefAttrConstr,
    FunctionType,
    StringAttr,
    SymbolNameConstraint,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, BlockArgument, Operation, Region, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    opt_attr_def,
    opt_operand_def,
    opt_prop_def,
    prop_def,
    region_def,
    traits_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import (
    CallableOpInterface,
    HasParent,
    IsolatedFromAbove,
    IsTerminator,
    Pure,
    ReturnLike,
    SymbolOpInterface,
)
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import EmitCType
from microaot.dialects.emitc.interfaces import SymbolUserOp, lookup_symbol
from microaot.dialects.emitc.signatures import AttributeDicts, Signature, print_signature
from microaot.dialects.emitc.types import ArrayType, LValueType

_VISIBILITIES = ("public", "private", "nested")
_IN_SYNTAX = ("sym_name", "function_type", "sym_visibility", "arg_attrs", "res_attrs")


class _Callable(CallableOpInterface):
    @classmethod
    def get_callable_region(cls, op: Operation) -> Region:
        assert isinstance(op, FuncOp)
        return op.body

    @classmethod
    def get_argument_types(cls, op: Operation) -> tuple[Attribute, ...]:
        assert isinstance(op, FuncOp)
        return op.function_type.inputs.data

    @classmethod
    def get_result_types(cls, op: Operation) -> tuple[Attribute, ...]:
        assert isinstance(op, FuncOp)
        return op.function_type.outputs.data


@irdl_op_definition
class FuncOp(IRDLOperation):
    """A C function, or with an empty region the declaration of one defined elsewhere.

    ```mlir
    emitc.func @f(%a: i32 {emitc.const}) -> i32 attributes {specifiers = ["static", "inline"]} {
      emitc.return %a : i32
    }
    emitc.func private @g(!emitc.ptr<f32>) attributes {specifiers = ["extern"]}
    ```
    """

    name = "emitc.func"

    sym_name = prop_def(SymbolNameConstraint())
    function_type = prop_def(FunctionType)
    specifiers = opt_prop_def(ArrayAttr[StringAttr])
    arg_attrs = opt_prop_def(ArrayAttr[DictionaryAttr])
    res_attrs = opt_prop_def(ArrayAttr[DictionaryAttr])
    # Not a property: to MLIR it belongs to the symbol, not to this operation.
    sym_visibility = opt_attr_def(StringAttr)
    body = region_def()

    traits = traits_def(IsolatedFromAbove(), SymbolOpInterface(), _Callable())

    def __init__(
        self,
        name: str,
        function_type: FunctionType | tuple[Sequence[Attribute], Sequence[Attribute]],
        region: Region | None = None,
        specifiers: Sequence[str] = (),
        arg_attrs: AttributeDicts | None = None,
        res_attrs: AttributeDicts | None = None,
        visibility: str | None = None,
    ):
        """Without `region` this is a declaration."""
        if isinstance(function_type, tuple):
            function_type = FunctionType.from_lists(*function_type)
        super().__init__(
            properties={
                "sym_name": StringAttr(name),
                "function_type": function_type,
                "specifiers": ArrayAttr(map(StringAttr, specifiers)) if specifiers else None,
                "arg_attrs": arg_attrs,
                "res_attrs": res_attrs,
            },
            attributes={"sym_visibility": StringAttr(visibility) if visibility else None},
            regions=[Region() if region is None else region],
        )

    @property
    def is_declaration(self) -> bool:
        """Whether the function has no body."""
        return not self.body.blocks

    @property
    def args(self) -> tuple[BlockArgument, ...]:
        """The arguments of a function that has a body."""
        return self.body.blocks[0].args

    def verify_(self) -> None:
        """Check that C has functions of this type and that the body agrees with it."""
        inputs, outputs = self.function_type.inputs.data, self.function_type.outputs.data
        if any(isinstance(type, LValueType) for type in inputs):
            raise VerifyException("'emitc.func' cannot have lvalue type as argument")
        if len(outputs) > 1:
            raise VerifyException(
                f"'emitc.func' requires zero or exactly one result, but has {len(outputs)}"
            )
        if any(isinstance(type, ArrayType) for type in outputs):
            raise VerifyException("'emitc.func' cannot return array type")
        if self.body.blocks and self.body.blocks[0].arg_types != inputs:
            raise VerifyException(
                "'emitc.func' types of entry block arguments must match the function signature"
            )
        if self.sym_visibility is not None and self.sym_visibility.data not in _VISIBILITIES:
            raise VerifyException(
                f"'emitc.func' visibility expected to be one of {', '.join(_VISIBILITIES)}, but "
                f'got "{self.sym_visibility.data}"'
            )
        _verify_attribute_dicts("argument", self.arg_attrs, len(inputs))
        _verify_attribute_dicts("result", self.res_attrs, len(outputs))

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `visibility? @name(arguments) -> result (attributes {...})? {...}?`."""
        visibility = parser.parse_optional_visibility_keyword()
        name = parser.parse_symbol_name()
        signature = Signature.parse(parser)
        attributes = parser.parse_optional_attr_dict_with_keyword(_IN_SYNTAX)
        position = parser.pos
        region = parser.parse_optional_region(signature.arguments)
        if region is not None and (not region.blocks or not region.blocks[0].ops):
            parser.raise_error("expected non-empty function body", position, parser.pos)
        op = cls(
            name.data,
            signature.type,
            region,
            arg_attrs=signature.arg_attrs,
            res_attrs=signature.res_attrs,
            visibility=None if visibility is None else visibility.data,
        )
        if attributes is not None:
            op.attributes |= attributes.data
            if (specifiers := op.attributes.pop("specifiers", None)) is not None:
                op.properties["specifiers"] = specifiers
        return op

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        if self.sym_visibility is not None:
            printer.print_string(f" {self.sym_visibility.data}")
        printer.print_string(" ")
        printer.print_symbol_name(self.sym_name.data)
        print_signature(printer, self.function_type, self.body, self.arg_attrs, self.res_attrs)
        attributes = dict(self.attributes)
        if self.specifiers is not None:
            attributes["specifiers"] = self.specifiers
        printer.print_op_attributes(attributes, reserved_attr_names=_IN_SYNTAX, print_keyword=True)
        if self.body.blocks:
            printer.print_string(" ")
            printer.print_region(self.body, print_entry_block_args=False, print_empty_block=False)


def _verify_attribute_dicts(of: str, attributes: AttributeDicts | None, count: int) -> None:
    if attributes is None:
        return
    if len(attributes) != count:
        raise VerifyException(
            f"'emitc.func' expects {count} dictionaries of {of} attributes, got {len(attributes)}"
        )
    if any("." not in name for entry in attributes for name in entry.data):
        raise VerifyException(f"'emitc.func' {of}s may only have dialect attributes")


@irdl_op_definition
class DeclareFuncOp(SymbolUserOp):
    """A prototype of an `emitc.func`, at this place: `emitc.declare_func @f`."""

    name = "emitc.declare_func"

    # Upstream stores the reference under the name of symbol definitions.
    sym_name = prop_def(FlatSymbolRefAttrConstr)

    assembly_format = "$sym_name attr-dict"

    def __init__(self, name: str | SymbolRefAttr):
        symbol = SymbolRefAttr(name) if isinstance(name, str) else name
        super().__init__(properties={"sym_name": symbol})

    def verify_symbol_uses(self) -> None:
        """Check that the function exists."""
        lookup_symbol(self, self.sym_name, FuncOp, "a valid function")


@irdl_op_definition
class ReturnOp(IRDLOperation):
    """`return value;`, `emitc.return %r : i32`."""

    name = "emitc.return"

    value = opt_operand_def(EmitCType)

    traits = traits_def(Pure(), HasParent(FuncOp), IsTerminator(), ReturnLike())

    assembly_format = "attr-dict ($value^ `:` type($value))?"

    def __init__(self, value: SSAValue | Operation | None = None):
        super().__init__(operands=[value])

    def verify_(self) -> None:
        """Check that the function returns such a value."""
        function = self.parent_op()
        if not isinstance(function, FuncOp):
            return
        expected, name = function.function_type.outputs.data, function.sym_name.data
        if len(self.operands) != len(expected):
            raise VerifyException(
                f"'emitc.return' has {len(self.operands)} operands, but enclosing function "
                f"(@{name}) returns {len(expected)}"
            )
        if self.operand_types != expected:
            raise VerifyException(
                f"type of the return operand ('{self.operand_types[0]}') doesn't match function "
                f"result type ('{expected[0]}') in function @{name}"
            )
