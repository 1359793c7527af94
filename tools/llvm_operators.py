"""Operators that LLVM compiles, while the rest of a program becomes C.

```python
machine = machine_for(load_target("cortex-m4"))
object_file = compile_operators(module, machine, "-Os")  # `module` declares them from now on
```
"""

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.transforms.dead_code_elimination import DeadCodeElimination

from microaot.llvm_backend.convert_to_llvm import ConvertOperatorsToLLVM
from microaot.llvm_backend.machine import Machine
from microaot.llvm_backend.operators import extract_operators
from microaot.passes.convert_linalg_to_structured_loops import ConvertLinalgToStructuredLoops
from microaot.passes.expand_affine import ExpandAffine
from microaot.passes.inline_execute_regions import InlineExecuteRegions
from microaot.tools.errors import UserError
from microaot.tools.targets.target import Target

LEVELS: dict[str, tuple[int, tuple[str, ...]]] = {
    "-O0": (0, ()),
    "-O1": (1, ()),
    "-O2": (2, ()),
    "-O3": (3, ()),
    "-Os": (2, ("optsize",)),
    "-Oz": (2, ("minsize", "optsize")),
}
"""Levels of optimization: for speed, and what LLVM is told of each function."""

_ARCHITECTURES = {
    "cortex-m0": "thumbv6m",
    "cortex-m0plus": "thumbv6m",
    "cortex-m3": "thumbv7m",
    "cortex-m4": "thumbv7em",
    "cortex-m7": "thumbv7em",
    "cortex-m33": "thumbv8m.main",
    "cortex-m55": "thumbv8.1m.main",
}


def machine_for(target: Target) -> Machine:
    """What LLVM calls a target, by the flags of its compiler."""
    if not target.toolchain:
        return Machine(is_position_independent=True)
    flags: dict[str, str] = {}
    for flag in target.flags:
        name, _, value = flag.partition("=")
        flags[name] = value
    if (march := flags.get("-march", "")).startswith(("rv32i", "rv64i")):
        extensions = ",".join(f"+{letter}" for letter in march[5:])
        return Machine(f"riscv{march[2:4]}-unknown-none-elf", "", extensions)
    cpu = flags.get("-mcpu", "")
    if (architecture := _ARCHITECTURES.get(cpu)) is None:
        raise UserError(f"LLVM is not told how to compile for the processor of '{target.name}'")
    if flags.get("-mfloat-abi") != "hard":
        return Machine(f"{architecture}-unknown-none-eabi", cpu, "+soft-float,-fpregs")
    has_no_doubles = "-sp-" in flags.get("-mfpu", "")
    return Machine(f"{architecture}-unknown-none-eabihf", cpu, "-fp64" if has_no_doubles else "")


def compile_operators(module: ModuleOp, machine: Machine, level: str = "-O2") -> bytes:
    """Take the operators out of a module with planned memory and return their object file.

    Names in the object file are those of the operators: they have to be the final ones. The module
    declares the operators from then on, so that the C of it calls them.
    """
    if level not in LEVELS:
        raise UserError(f"no level '{level}': expects {', '.join(LEVELS)}")
    operators = extract_operators(module)
    context = Context()
    for step in (
        ConvertLinalgToStructuredLoops(),
        ExpandAffine(),
        InlineExecuteRegions(),
        DeadCodeElimination(),
        ConvertOperatorsToLLVM(machine.index_width),
    ):
        step.apply(context, operators)
    return machine.assemble(operators, *LEVELS[level])
