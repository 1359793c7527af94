"""The C files that a module becomes: one, or several as `emitc.file` ops."""

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block

from microaot.dialects import emitc

DECLARED_IN = "emitc.declared_in"
"""String attribute of a declaration: the header that has it, so that no source repeats it."""


def source_blocks(module: ModuleOp) -> list[Block]:
    """The ops of each file: those of the sources, or of the module if it is one file."""
    files = [op for op in module.body.ops if isinstance(op, emitc.FileOp)]
    sources = [file.body.block for file in files if file.id.data.endswith(".c")]
    return sources or [module.body.block]
