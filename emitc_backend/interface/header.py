"""The public header of a compiled model."""

from collections.abc import Sequence

from microaot.dialects import aot
from microaot.emitc_backend.interface.macros import (
    STATUSES,
    Macro,
    find_macros,
    macro_name,
)
from microaot.emitc_backend.interface.signatures import (
    Parameter,
    Struct,
    element_name,
    pool_parameters,
    prototype,
    run_parameters,
    structs,
)


def print_model_header(model: aot.ModelOp, *, has_descriptor: bool = False) -> str:
    """The text of `<library>.h`, all of which follows from the model."""
    guard = f"{model.prefix.data.upper()}_H"
    lines = [
        f"/* The model {model.model_name.data}. */",
        f"#ifndef {guard}",
        f"#define {guard}",
        "",
    ]
    lines += [f"#include <{name}>" for name in _includes(model)]
    lines += ["", *_macros(model), "", "#ifdef __cplusplus", 'extern "C" {', "#endif", ""]
    for struct in structs(model):
        lines += [*_struct(struct), ""]
    if model.io_in_workspace:
        for kind, tensors in (("inputs", model.inputs), ("outputs", model.outputs)):
            if tensors:
                lines += [*_map_function(model, kind), ""]
    lines += [*_run_function(model), ""]
    if has_descriptor:
        lines += ["/* The model as data, see microaot_model.h. */", "struct microaot_model;"]
        lines += [f"extern const struct microaot_model {model.c_name('model')};", ""]
    lines += ["#ifdef __cplusplus", "}", "#endif", "", f"#endif /* {guard} */"]
    return "\n".join(lines) + "\n"


def _includes(model: aot.ModelOp) -> list[str]:
    has_bool = any(element_name(tensor) == "bool" for tensor in model.tensors)
    return ["stdbool.h", "stdint.h"] if has_bool and not model.is_tvm else ["stdint.h"]


def _macros(model: aot.ModelOp) -> list[str]:
    lines: list[str] = []
    source = ""
    statuses = {macro_name(model, name) for name in STATUSES}
    for macro in find_macros(model):
        if macro.name in statuses:
            if not lines:
                lines.append(
                    "/* What running the model returns; other numbers come from operators. */"
                )
        elif macro.source != source:
            lines += ["", f"/* {macro.source[:1].upper()}{macro.source[1:]}. */"]
        source = macro.source
        lines.append(_define(macro))
    return lines


def _define(macro: Macro) -> str:
    text = f"#define {macro.name} {macro.value}"
    return f"{text} /* {macro.doc} */" if macro.doc else text


def _struct(struct: Struct) -> list[str]:
    members = [f"    {member.declaration}; /* {member.doc} */" for member in struct.members]
    return [f"/* {struct.doc} */", f"struct {struct.name} {{", *members, "};"]


def _map_function(model: aot.ModelOp, kind: str) -> list[str]:
    parameters = pool_parameters(model)
    name = model.c_name(f"map_{kind}")
    text = prototype(f"struct {model.c_name(kind)}", name, parameters)
    when = "Write them before each run." if kind == "inputs" else "Valid until the next run."
    doc = f"Where the {kind} are in the working memory. {when}"
    return [*_comment(doc, parameters), f"{text};"]


def _run_function(model: aot.ModelOp) -> list[str]:
    parameters = run_parameters(model)
    doc = f"Run the model. Returns {macro_name(model, 'OK')} or another status."
    if any(pool.owner.data == "library" for pool in model.pools):
        doc += "\nNot re-entrant: the library owns working memory."
    text = prototype("int32_t", model.c_name("run"), parameters)
    return [*_comment(doc, parameters), f"{text};"]


def _comment(doc: str, parameters: Sequence[Parameter]) -> list[str]:
    lines = [*doc.split("\n"), *(f"  {p.name}: {p.doc}" for p in parameters)]
    if len(lines) == 1:
        return [f"/* {lines[0]} */"]
    return ["/*", *(f" * {line}" for line in lines), " */"]
