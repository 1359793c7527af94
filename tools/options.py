"""What `microaot compile` can be asked for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CompileOptions:
    """How a library is to look, and where a model's data lives.

    For all modules:

    `prefix`: put before the name of the library in C, `tvmgen` gives a model TVM's names and types;
    None exports functions under their own names.
    `line_directives`: `#line` directives that lead a debugger to the MLIR.
    `max_alignment`: align buffers and constants to at most so many bytes, whatever the MLIR says.
    `packed_api`: export type-erased entries beside public functions: `tvm`, `ffi` or `none`.
    `error_messages`: what such entries say of errors: `full` messages, or `none`, a status only.
    `unroll`: how many steps of a sum one iteration takes; by default 4 in models, else 1.

    For models on tensors:

    `pools`: memories for intermediate tensors, as `name:size:owner` (see docs/memory.md).
    `reorder`: change the order of operators where that saves memory.
    `io_in_workspace`: inputs and outputs live in a pool as well.
    `checks`: refuse NULL and misaligned pointers.
    `descriptor`: describe the model as data, for code that handles several.
    """

    prefix: str | None = ""
    line_directives: bool = False
    max_alignment: int | None = None
    packed_api: str = "none"
    error_messages: str = "full"
    unroll: int | None = None
    pools: tuple[str, ...] = ("workspace",)
    reorder: bool = False
    io_in_workspace: bool = False
    checks: bool = True
    descriptor: bool = False
