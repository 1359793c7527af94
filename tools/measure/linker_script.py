"""A linker script for the memories of a target."""

from microaot.tools.errors import UserError
from microaot.tools.targets.target import Target

_SCRIPT = """\
MEMORY
{{
{memories}}}

ENTRY(reset_handler)

SECTIONS
{{
    .text : {{ KEEP(*(.vectors)) *(.text*) *(.rodata*) }} > {flash}
    .ARM.exidx : {{ *(.ARM.exidx*) }} > {flash}
    data_source = LOADADDR(.data);
    .data :
    {{
        . = ALIGN(4); data_start = .; *(.data*) . = ALIGN(4); data_end = .;
    }} > {ram} AT > {flash}
    .bss :
    {{
        . = ALIGN(4); bss_start = .; *(.bss*) *(COMMON) . = ALIGN(4); bss_end = .;
    }} > {ram}
{others}    stack_top = ORIGIN({ram}) + LENGTH({ram});
}}
"""


def linker_script(target: Target) -> str:
    """Code in the first flash, data and stack in the first RAM.

    What is in sections called `.NAME` goes to the memory NAME, of those that are left.
    """
    flash, ram = target.memory("flash"), target.memory("ram")
    if flash is None or ram is None:
        raise UserError(
            f"the target '{target.name}' has no memory of kind flash or none of kind ram"
        )
    memories = "".join(
        f"    {memory.name} ({'rx' if memory.kind == 'flash' else 'rwx'}) : "
        f"ORIGIN = {memory.origin:#x}, LENGTH = {memory.size}\n"
        for memory in target.memories
    )
    others = "".join(
        f"    .{memory.name} {'(NOLOAD) ' if memory.kind == 'ram' else ''}: "
        f"{{ *(.{memory.name}*) }} > {memory.name}\n"
        for memory in target.memories
        if memory not in (flash, ram)
    )
    return _SCRIPT.format(memories=memories, flash=flash.name, ram=ram.name, others=others)
