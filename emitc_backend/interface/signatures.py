"""The functions and structs of a model's interface as C declarations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microaot.dialects import aot
from microaot.emitc_backend.conversions.types import convert_scalar_type
from microaot.emitc_backend.interface.macros import quoted
from microaot.emitc_backend.printer.c_types import type_name
from microaot.tools.errors import OperationError

Line = aot.TensorOp | aot.PoolOp | aot.DeviceOp


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function, or a member of a struct."""

    declaration: str
    name: str
    doc: str


@dataclass(frozen=True)
class Struct:
    """A struct and what it is for."""

    name: str
    doc: str
    members: Sequence[Parameter]


def element_name(tensor: aot.TensorOp) -> str:
    """The type of the elements in C."""
    if (type := convert_scalar_type(tensor.value_type.element_type)) is None:
        raise OperationError(
            tensor, f"has elements of {tensor.value_type.element_type}, which C99 does not have"
        )
    return type_name(type)


def describe_tensor(tensor: aot.TensorOp) -> str:
    """`i8[1 x 49 x 10 x 1]`, and how it is quantised."""
    type = tensor.value_type
    text = f"{type.element_type}[{' x '.join(map(str, type.get_shape()))}]"
    if tensor.quantization is not None:
        scale, zero_point = tensor.quantization
        text += (
            f", value = {scale:g} * (element {'+' if zero_point < 0 else '-'} {abs(zero_point)})"
        )
    if tensor.tensor_name.data != tensor.c_name.data:
        text = f"{quoted(tensor.tensor_name.data)}, {text}"
    return text


def structs(model: aot.ModelOp) -> list[Struct]:
    """All structs of the header."""
    rows: list[tuple[str, str, Sequence[Line]]] = [
        (model.c_name("inputs"), "The inputs, in the order of the model.", model.inputs),
        (model.c_name("outputs"), "The outputs, in the order of the model.", model.outputs),
    ]
    if model.has_pools_struct:
        rows.append((model.pools_struct, "Memory that the caller provides.", model.app_pools))
    if model.devices:
        rows.append((model.c_name("devices"), "Handles of the devices.", model.devices))
    found: list[Struct] = []
    for name, doc, lines in rows:
        members = [_member(model, line) for line in lines]
        if not members and model.is_tvm:
            members = [Parameter("void *unused", "unused", "a struct has to have a member")]
        if members:
            found.append(Struct(name, doc, members))
    return found


def _member(model: aot.ModelOp, line: Line) -> Parameter:
    name = line.c_name.data
    match line:
        case aot.TensorOp():
            is_const = isinstance(line, aot.InputOp) and not model.io_in_workspace
            const = "const " if is_const else ""
            declaration = f"{const}{element_name(line)} *{name}"
            doc = describe_tensor(line)
        case aot.PoolOp():
            declaration = f"{pool_pointer(line)}{name}"
            doc = describe_pool(line)
        case aot.DeviceOp():
            declaration, doc = f"void *{name}", f"the device {name}"
    return Parameter(f"void *{name}" if model.is_tvm else declaration, name, doc)


def describe_pool(pool: aot.PoolOp) -> str:
    """How much memory it is."""
    size, alignment = pool.size.value.data, pool.alignment.value.data
    kind = "working memory" if pool.data is None else "constants"
    return f"{kind}, {size} bytes" + (f" aligned to {alignment}" if alignment > 1 else "")


def pool_pointer(pool: aot.PoolOp) -> str:
    """The type of a pointer to it, up to the name."""
    return "uint8_t *" if pool.data is None else "const uint8_t *"


def run_parameters(model: aot.ModelOp) -> list[Parameter]:
    """The parameters of the function that runs the model, in order."""
    return [*_run_parameters(model)]


def _run_parameters(model: aot.ModelOp) -> Iterator[Parameter]:
    const = "" if model.is_tvm else "const "
    if not model.io_in_workspace:
        for kind, lines in (("inputs", model.inputs), ("outputs", model.outputs)):
            if lines or model.is_tvm:
                declaration = f"{const}struct {model.c_name(kind)} *{kind}"
                yield Parameter(declaration, kind, f"pointers to the {kind}")
    yield from pool_parameters(model)
    if model.devices:
        declaration = f"{const}struct {model.c_name('devices')} *devices"
        yield Parameter(declaration, "devices", "handles of the devices")


def pool_parameters(model: aot.ModelOp) -> list[Parameter]:
    """The parameter for the working memory that the caller owns, if there is any."""
    if model.has_pools_struct:
        const = "" if model.is_tvm else "const "
        declaration = f"{const}struct {model.pools_struct} *{model.pools_argument}"
        return [Parameter(declaration, model.pools_argument, "pointers to memory")]
    return [
        Parameter(
            f"{pool_pointer(pool)}{model.pools_argument}",
            model.pools_argument,
            describe_pool(pool),
        )
        for pool in model.app_pools
    ]


def prototype(result: str, name: str, parameters: Sequence[Parameter]) -> str:
    """`int32_t f(const float *x)`, on several lines if one is too short."""
    texts = [parameter.declaration for parameter in parameters] or ["void"]
    line = f"{result} {name}({', '.join(texts)})"
    if len(line) < WIDTH:
        return line
    return f"{result} {name}(\n        " + ",\n        ".join(texts) + ")"


WIDTH = 120
