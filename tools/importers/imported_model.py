"""What an importer makes of a model's file: MLIR on tensors, and what MLIR does not say of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    DictionaryAttr,
    FloatAttr,
    IntegerAttr,
    ModuleOp,
    StringAttr,
    TensorType,
    UnitAttr,
    f32,
    i32,
)
from xdsl.ir import Attribute
from xdsl.utils.hints import isa

from microaot.dialects.aot.arguments import INPUT, OUTPUT, SCALE, UNSIGNED, ZERO_POINT
from microaot.passes.fix_batch import FixBatch
from microaot.tools.errors import UserError
from microaot.tools.frontend import parse_module


@dataclass(frozen=True)
class Port:
    """An input or an output of a model, by its name.

    A quantised one stands for the real numbers `scale * (integer - zero_point)`. Integers that are
    unsigned in the model have the same bits in MLIR, where types tell no signs.
    """

    name: str
    scale: float | None = None
    zero_point: int | None = None
    is_unsigned: bool = False

    def attributes(self, kind: str) -> dict[str, Attribute]:
        """The same as attributes of an argument or a result; `kind` is `INPUT` or `OUTPUT`."""
        attributes: dict[str, Attribute] = {kind: StringAttr(self.name)}
        if self.scale is not None and self.zero_point is not None:
            attributes[SCALE] = FloatAttr(self.scale, f32)
            attributes[ZERO_POINT] = IntegerAttr(self.zero_point, i32)
        if self.is_unsigned:
            attributes[UNSIGNED] = UnitAttr()
        return attributes


@dataclass(frozen=True)
class ImportedModel:
    """A model as text of MLIR, at the level of TOSA, or of linalg on tensors.

    `filename` is what errors and locations show. Importers that know nothing of inputs and outputs
    leave them out, and so does a module that has no single function. `notes` are for the user:
    what was decided without being asked. `batch` is the batch that was asked for and that is not
    yet in the text.
    """

    text: str | bytes
    filename: str
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    notes: tuple[str, ...] = ()
    batch: int | None = None

    def to_module(self, context: Context) -> ModuleOp:
        """Parse the text, and put names and quantisation on the arguments of its entry function.

        Raises `ParseError`, `VerifyException` or `UserError` for what is no valid program.
        """
        module = parse_module(context, self.text, self.filename)
        module.verify()
        self._fix_batch(context, module)
        if self.inputs or self.outputs:
            self._annotate(entry_function(module, self.filename))
        return module

    def _fix_batch(self, context: Context, module: ModuleOp) -> None:
        is_open = any(map(has_open_batch, _functions(module)))
        if is_open:
            FixBatch(self.batch or 1).apply(context, module)
            module.verify()
        elif self.batch is not None:
            raise UserError(
                "no batch to choose: the first extent of every input is fixed", self.filename
            )

    def _annotate(self, function: func.FuncOp) -> None:
        types = function.function_type
        function.arg_attrs = _merge(function.arg_attrs, self.inputs, INPUT, len(types.inputs))
        function.res_attrs = _merge(function.res_attrs, self.outputs, OUTPUT, len(types.outputs))


def entry_function(module: ModuleOp, filename: str) -> func.FuncOp:
    """The function that is the model: the only public one on tensors, or the one called `main`."""
    functions = _functions(module)
    named = [function for function in functions if function.sym_name.data == "main"]
    if len(functions) != 1 and len(named) != 1:
        raise UserError(f"holds {len(functions)} public functions on tensors, not one", filename)
    return (named or functions)[0]


def _functions(module: ModuleOp) -> list[func.FuncOp]:
    return [
        op
        for op in module.body.ops
        if isinstance(op, func.FuncOp)
        and not op.is_declaration
        and (op.sym_visibility is None or op.sym_visibility.data != "private")
        and any(isa(type, TensorType[Attribute]) for type in op.function_type.inputs)
    ]


def has_open_batch(function: func.FuncOp) -> bool:
    """Whether the first extent of an input is unknown."""
    shapes = [
        type.get_shape()
        for type in function.function_type.inputs
        if isa(type, TensorType[Attribute])
    ]
    return any(shape and shape[0] == DYNAMIC_INDEX for shape in shapes)


def _merge(
    present: ArrayAttr[DictionaryAttr] | None, ports: Sequence[Port], kind: str, count: int
) -> ArrayAttr[DictionaryAttr]:
    """Add the attributes of ports to those of arguments or results."""
    old = [dict(attributes.data) for attributes in present or [DictionaryAttr({})] * count]
    new = [port.attributes(kind) for port in ports]
    return ArrayAttr(DictionaryAttr(a | b) for a, b in zip(old, new, strict=True))
