"""What `microaot compile` can be asked for."""

from dataclasses import dataclass, replace

from microaot.tools.targets.target import load_target


@dataclass(frozen=True)
class CompileOptions:
    """How a library is to look, and where a model's data lives.

    For all modules:

    `prefix`: put before the name of the library in C, `tvmgen` gives a model TVM's names and types;
    None exports functions under their own names.
    `line_directives`: `#line` directives that lead a debugger to the MLIR.
    `target`: the machine, a built-in name or a TOML file. It says nothing of how a library looks.
    `max_alignment`: align buffers and constants to at most so many bytes, whatever the MLIR says;
    by default what the target needs, if one is given.
    `packed_api`: export type-erased entries beside public functions: `tvm`, `ffi` or `none`. In a
    model, operators are called through such entries (see docs/packed.md).
    `error_messages`: what such entries say of errors: `full` messages, or `none`, a status only.
    `unroll`: how many steps of a sum one iteration takes; by default 4 in models, else 1.

    For models on tensors:

    `interface`: `packed` adds a packed function that runs the model to that in C, in the ABI of
    `packed_api`, by default `ffi`.
    `pools`: memories for intermediate tensors, as `name:size:owner` (see docs/memory.md).
    `reorder`: change the order of operators where that saves memory.
    `io_in_workspace`: inputs and outputs live in a pool as well.
    `checks`: refuse NULL and misaligned pointers.
    `descriptor`: describe the model as data, for code that handles several.
    `partition`: a file that says which device computes which operators (see docs/devices.md).
    `device_hooks`: names of hooks of devices as of `microaot` or `tvm`; by default as the prefix.
    `constant_pools`: memories for constants, like `pools`; without, constants stay where the
    compiler puts them. `constant_section`: sections for them, `{pool}` stands for the pool's name.
    `operators`: compiled by the `c` compiler of who uses the library, or here by `llvm`.
    """

    prefix: str | None = ""
    line_directives: bool = False
    target: str | None = None
    max_alignment: int | None = None
    packed_api: str = "none"
    error_messages: str = "full"
    unroll: int | None = None
    interface: str = "c"
    pools: tuple[str, ...] = ("workspace",)
    reorder: bool = False
    io_in_workspace: bool = False
    checks: bool = True
    descriptor: bool = False
    partition: str | None = None
    device_hooks: str | None = None
    constant_pools: tuple[str, ...] = ()
    constant_section: str = ""
    operators: str = "c"

    def of_models(self) -> str | None:
        """An option that was chosen and means nothing but for models on tensors."""
        chosen = {
            "a partition": self.partition,
            "a place for constants": self.constant_pools or self.constant_section,
            "LLVM for operators": self.operators != "c",
            "a packed interface": self.interface != "c",
        }
        return next((name for name, is_chosen in chosen.items() if is_chosen), None)

    def resolved(self) -> "CompileOptions":
        """The same with what follows from others filled in."""
        alignment = self.max_alignment
        if alignment is None and self.target is not None:
            alignment = load_target(self.target).max_alignment
        hooks = self.device_hooks or ("tvm" if self.prefix == "tvmgen" else "microaot")
        return replace(self, max_alignment=alignment, device_hooks=hooks)
