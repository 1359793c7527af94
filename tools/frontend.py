"""From MLIR text to a module: the context with all dialects, and one function that parses.

```python
module = parse_module(new_context(), Path("model.mlir").read_bytes(), "model.mlir")
```
"""

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.universe import Universe

from microaot.tools.errors import UserError
from microaot.tools.mlir_parser import MLIRParser

BYTECODE_MAGIC = b"ML\xefR"
"""How a file of MLIR bytecode begins."""


def new_context() -> Context:
    """A context that knows every dialect of the environment and loads each when it is needed."""
    context = Context()
    for name, factory in Universe.get_multiverse().all_dialects.items():
        context.register_dialect(name, factory)
    return context


def parse_module(ctx: Context, text: str | bytes, name: str) -> ModuleOp:
    """Parse MLIR text, custom or generic syntax; every operation gets a source location.

    `name` is the file name that locations and errors show. Raises xDSL's `ParseError` for text
    that is no MLIR, and `UserError` for what is no text at all.
    """
    if isinstance(text, bytes):
        text = _decode(text, name)
    if "\0" in text:
        raise UserError("the input is binary data, not MLIR text", name)
    return MLIRParser(ctx, text, name).parse_module()


def _decode(data: bytes, name: str) -> str:
    if data.startswith(BYTECODE_MAGIC):
        message = "the input is MLIR bytecode; print it as text with `mlir-opt` first"
        raise UserError(message, name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        raise UserError(f"the input is not UTF-8 text: {byte}", name) from None
