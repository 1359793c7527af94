"""The C that calls a library's function on the target: `entry.c`, beside the fixed harness."""

from collections.abc import Sequence

from microaot.tools.measure.entry import Buffer, Entry, Scratch

_TEMPLATE = """\
#include <string.h>

#include "harness.h"
#include "{header}"

{arrays}
{declarations}
{tables}
int32_t harness_call(void)
{{
    int32_t status = 0;
    HARNESS_BEGIN();
    {call};
    HARNESS_END();
    return status;
}}

void harness_before_call(void)
{{
    {before}
}}

void harness_after_call(void)
{{
    {after}
}}
"""


def entry_source(entry: Entry, header: str) -> str:
    """The text of `entry.c`: the arrays, the tables that lead to them, and the call."""
    groups = {
        "argument": (*entry.inputs, *entry.outputs),
        "result": entry.outputs,
        "pool": entry.scratch,
    }
    # Inputs and outputs may have equal names: an in-out array is one argument, and one result.
    named = {item.name: item for item in (*entry.inputs, *entry.outputs, *entry.scratch)}
    arrays = {name: f"harness_array_{i}" for i, name in enumerate(named)}
    call = _with_arrays(entry.call, arrays)
    return _TEMPLATE.format(
        header=header,
        arrays="\n".join(_array(arrays[name], item) for name, item in named.items()),
        declarations=_with_arrays(entry.declarations, arrays),
        tables="\n".join(_table(kind, items, arrays) for kind, items in groups.items()),
        before=_with_arrays(entry.before, arrays),
        after=_with_arrays(entry.after, arrays),
        call=f"status = {call}" if entry.returns_status else call,
    )


def _with_arrays(text: str, arrays: dict[str, str]) -> str:
    for name, array in arrays.items():
        text = text.replace(f"{{{name}}}", array)
    return text


def _size(item: Buffer | Scratch) -> int:
    return item.size if isinstance(item, Scratch) else item.byte_size


def _array(name: str, item: Buffer | Scratch) -> str:
    # `void *` converts to whatever pointer the function takes.
    aligned = f"__attribute__((aligned({item.alignment})))"
    return (
        f"static unsigned char {name}_bytes[{max(_size(item), 1)}] {aligned};\n"
        f"#define {name} ((void *){name}_bytes)"
    )


def _table(kind: str, items: Sequence[Buffer | Scratch], arrays: dict[str, str]) -> str:
    rows = "".join(f"    {{{arrays[item.name]}, {_size(item)}}},\n" for item in items)
    return (
        f"const struct harness_buffer harness_{kind}s[] = {{\n{rows}    {{0, 0}},\n}};\n"
        f"const uint32_t harness_{kind}_count = {len(items)};\n"
    )
