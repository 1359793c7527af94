"""Names that an interface must not have."""

from collections.abc import Sequence

from xdsl.ir import Operation

from microaot.dialects import aot
from microaot.emitc_backend.c_names import KEYWORDS, STANDARD_HEADERS, is_identifier
from microaot.emitc_backend.interface.macros import quoted
from microaot.passes.interface.reader import Line
from microaot.tools.errors import OperationError, UserError

OWN_HEADERS = ("microaot_model", "dlpack", "ffi", "tvm")
"""Headers that may lie beside that of a library, without `.h`."""


def check_name(name: str, prefix: str) -> None:
    """Refuse a library whose name or prefix C cannot have."""
    for text in (name, prefix) if prefix else (name,):
        if not is_identifier(text):
            raise UserError(f"the name '{text}' is not a valid name in C")
    if not prefix and name in KEYWORDS:
        raise UserError(f"a library cannot be called '{name}', which is a word of C: use a prefix")
    if name in STANDARD_HEADERS or name in OWN_HEADERS:
        raise UserError(f"a library called '{name}' would hide <{name}.h>: use another name")


def _label(line: Line) -> str:
    match line:
        case aot.TensorOp():
            kind = "input" if isinstance(line, aot.InputOp) else "output"
            return f"the {kind} {quoted(line.tensor_name.data)}"
        case aot.PoolOp():
            return f"the pool {quoted(line.pool_name.data)}"
        case aot.DeviceOp():
            return f"the device @{line.device.string_value()}"


def refuse_clashes(entry: Operation, lines: Sequence[Line]) -> None:
    """Two members of one struct must not have one name."""
    seen: dict[tuple[type[Line], str], Line] = {}
    for line in lines:
        key = (type(line), line.c_name.data)
        if (other := seen.get(key)) is not None:
            raise OperationError(
                entry,
                f"has {_label(other)} and {_label(line)}, which would both be called "
                f"'{line.c_name.data}' in C",
            )
        seen[key] = line
