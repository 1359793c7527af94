"""The entry of a library of plain functions, from its description `NAME.json`."""

from collections.abc import Mapping, Sequence
from typing import cast

from microaot.tools.errors import UserError
from microaot.tools.measure.entry import Buffer, Entry

_Json = Mapping[str, object]


def plain_entry(manifest: _Json, function: str | None) -> Entry:
    """The entry of the function `@function`, or of the only one.

    Arrays that the function only reads are inputs, the others are outputs. Raises `UserError` if
    there is no such function, or if it takes something else than arrays of static shape.
    """
    functions = cast(Sequence[_Json], manifest["functions"])
    described = _choose(functions, function, str(manifest["name"]))
    name = str(described["symbol"])
    arguments = cast(Sequence[_Json], described["arguments"])
    parameters = cast(Sequence[_Json], described["c_parameters"])
    if described["results"] or len(parameters) != len(arguments):
        raise UserError(f"'@{name}' is no function of arrays with static shapes alone")
    inputs: list[Buffer] = []
    outputs: list[Buffer] = []
    for argument, parameter in zip(arguments, parameters, strict=True):
        buffer = _buffer(name, argument)
        (inputs if parameter["const"] else outputs).append(buffer)
    passed = ", ".join(f"{{{argument['name']}}}" for argument in arguments)
    return Entry(
        library=str(manifest["name"]),
        function=str(described["c_name"]),
        inputs=tuple(inputs),
        outputs=tuple(outputs),
        scratch=(),
        declarations="",
        call=f"{described['c_name']}({passed})",
        returns_status=False,
    )


def _choose(functions: Sequence[_Json], symbol: str | None, library: str) -> _Json:
    known = ", ".join(f"'{function['symbol']}'" for function in functions)
    if symbol is not None:
        for function in functions:
            if function["symbol"] == symbol:
                return function
        raise UserError(f"the library '{library}' has no function '{symbol}': it has {known}")
    if len(functions) != 1:
        raise UserError(f"the library '{library}' has the functions {known}: choose one of them")
    return functions[0]


def _buffer(function: str, argument: _Json) -> Buffer:
    shape = cast("Sequence[int] | None", argument.get("shape"))
    if shape is None or any(extent < 0 for extent in shape):
        raise UserError(
            f"'@{function}' takes '{argument['name']}' of type {argument['type']}: "
            "only arrays of static shape can be given to it here"
        )
    return Buffer(str(argument["name"]), str(argument["element"]), tuple(shape))
