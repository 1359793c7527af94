"""The functions of a module-style runtime in C: look-up, and calls by index or name."""

from collections.abc import Iterator, Sequence

from microaot.dialects import aot
from microaot.emitc_backend.conversions.cf import c_string
from microaot.emitc_backend.interface.descriptor import uniform_run
from microaot.emitc_backend.interface.macros import macro_name
from microaot.emitc_backend.interface.module_abi import ModuleABI

FUNCTIONS = (
    *("get_num_inputs", "get_num_outputs", "get_input_index", "get_output_index"),
    *("get_input_name", "get_output_name", "set_input", "get_output", "run"),
)


def buffer_name(kind: str, index: int) -> str:
    """The array that holds an input or output between calls."""
    return f"{kind}_{index}_data"


def entry_name(kind: str, index: int) -> str:
    """The packed entry that copies an input or output."""
    return f"{kind}_{index}_packed"


def print_module_functions(model: aot.ModelOp, abi: ModuleABI) -> str:
    """C for the end of a file that has the buffers and the entries that copy."""
    return "\n".join(_lines(model, abi)) + "\n"


def _lines(model: aot.ModelOp, abi: ModuleABI) -> Iterator[str]:
    for i, pool in enumerate(model.app_pools):
        size, alignment = pool.size.value.data, pool.alignment.value.data
        if pool.data is None:
            yield f"static uint8_t pool_{i}_data[{size}] __attribute__((aligned({alignment})));"
        else:
            words = "constant_pool_data" if model.is_tvm else "data"
            data = macro_name(model, pool.c_name.data, words)
            target = f"static const uint8_t pool_{i}_data[{size}]"
            yield f"{target} __attribute__((aligned({alignment}))) = {{{data}}};"
    for kind, tensors in (("input", model.inputs), ("output", model.outputs)):
        yield from _names(kind, tensors)
    yield from (*_FIND, *_read_key(abi), "", *_resolve(abi), "")
    yield from (*uniform_run(model, "run_model"), "")
    symbols = {name: abi.symbol(model.prefix.data, name) for name in FUNCTIONS}
    yield from ("#ifdef __cplusplus", 'extern "C" {', "#endif")
    if abi.header == "ffi.h":
        yield "int TVMFFIStringFromByteArray(const TVMFFIByteArray *input, TVMFFIAny *out);"
    yield from (f"int {symbol}({abi.parameters});" for symbol in symbols.values())
    yield from ("#ifdef __cplusplus", "}", "#endif")
    for kind, tensors in (("input", model.inputs), ("output", model.outputs)):
        name, count = f"get_num_{kind}s", str(len(tensors))
        check = _result_check(name, abi)
        yield from _function(symbols[name], abi, abi.unused, check, abi.return_integer(count))
        unused = [word for word in abi.unused if word not in abi.key_parameters[1].split(", ")]
        for what, body in (
            ("index", abi.return_integer("index")),
            ("name", abi.return_text(f"{kind}_names[index]")),
        ):
            name = f"get_{kind}_{what}"
            steps = (_result_check(name, abi), _resolved(kind, len(tensors), name, abi), body)
            yield from _function(symbols[name], abi, unused, *steps)
        name = "set_input" if kind == "input" else "get_output"
        cases = [
            f"    case {i}:\n        return {entry_name(kind, i)}({abi.rest});"
            for i in range(len(tensors) - 1)
        ]
        last = f"    return {entry_name(kind, len(tensors) - 1)}({abi.rest});"
        if not tensors:
            last = "    return 0;"
        if cases:
            body = ["    switch (index) {", *cases, f"    default:\n    {last}", "    }"]
        else:
            body = [last]
        others = [] if tensors else [*unused, *abi.unused_result]
        steps = (_resolved(kind, len(tensors), name, abi), *body)
        yield from _function(symbols[name], abi, others, *steps)
    yield from _function(
        symbols["run"], abi, [*abi.unused, *abi.unused_result], "\n".join(_run(model, abi))
    )


def _names(kind: str, tensors: Sequence[aot.TensorOp]) -> Iterator[str]:
    """Names in the model, and those in C: either will do."""
    for words, texts in (
        ("names", [tensor.tensor_name.data for tensor in tensors]),
        ("c_names", [tensor.c_name.data for tensor in tensors]),
    ):
        rows = ", ".join(map(c_string, texts)) or "NULL"
        yield f"static const char *const {kind}_{words}[] = {{{rows}}};"


_FIND = """
static bool is_called(const char *name, const char *text, size_t size)
{
    return strlen(name) == size && memcmp(name, text, size) == 0;
}

/* The position of a name, or `count`. */
static int64_t find(const char *const *names, const char *const *c_names, int64_t count,
        const char *text, size_t size)
{
    int64_t index = 0;
    while (index < count && !is_called(names[index], text, size)
            && !is_called(c_names[index], text, size)) {
        ++index;
    }
    return index;
}
""".split("\n")


def _read_key(abi: ModuleABI) -> Iterator[str]:
    """The function that looks at the first argument, which is an index or a name."""
    yield "/* Reads the first argument, an index or a name; false if it is neither. */"
    parameters = f"{abi.key_parameters[0]}, int64_t *index, const char **text, size_t *size"
    yield from (f"static bool read_key({parameters})", "{", abi.read_key(), "}")


def _resolve(abi: ModuleABI) -> Iterator[str]:
    """The function that finds the index which the first argument means."""
    yield "/* Finds the position that the first argument means; returns a status. */"
    declarations, names = abi.key_parameters
    yield f"static int32_t resolve({declarations}, const char *function, const char *expected,"
    tables = "const char *const *names, const char *const *c_names"
    yield f"        {tables}, int64_t count, int64_t *index)"
    yield f"""\
{{
    const char *text = NULL;
    size_t size = 0;
    if (!read_key({names}, index, &text, &size)) {{
        return {abi.error}("TypeError", function, "0", expected, NULL);
    }}
    if (text != NULL) {{
        *index = find(names, c_names, count, text, size);
        return *index < count ? 0 : {abi.error}("KeyError", function, "0", expected, NULL);
    }}
    if (*index < 0 || *index >= count) {{
        return {abi.error}("IndexError", function, "0", expected, NULL);
    }}
    return 0;
}}"""


def _resolved(kind: str, count: int, function: str, abi: ModuleABI) -> str:
    """C that leaves the function if the first argument means nothing."""
    names = f"{kind}_names, {kind}_c_names, {count}"
    expected = f"the index or name of an {kind}"
    return f"""\
    int64_t index = 0;
    const int32_t unknown = resolve({abi.key_parameters[1]}, "{function}", "{expected}",
            {names}, &index);
    if (unknown != 0) {{
        return unknown;
    }}"""


def _result_check(function: str, abi: ModuleABI) -> str:
    """C that leaves the function if there is no room for its result."""
    return f"""\
    if ({abi.no_result}) {{
        return {abi.error}("TypeError", "{function}", NULL, "a place for the result", NULL);
    }}"""


def _function(symbol: str, abi: ModuleABI, unused: Sequence[str], *body: str) -> Iterator[str]:
    yield from ("", f"int {symbol}({abi.parameters})", "{")
    yield from (f"    (void){name};" for name in unused)
    yield from (*body, "}")


def _run(model: aot.ModelOp, abi: ModuleABI) -> Iterator[str]:
    arguments: list[str] = []
    buffers = {
        "inputs": [_buffer("input", i, t) for i, t in enumerate(model.inputs)],
        "outputs": [_buffer("output", i, t) for i, t in enumerate(model.outputs)],
        "pools": [
            f"pool_{i}_data" if pool.data is None else f"(void *)pool_{i}_data"
            for i, pool in enumerate(model.app_pools)
        ],
    }
    for name, texts in buffers.items():
        if texts:
            const = "const " if name == "inputs" else ""
            yield f"    {const}void *const {name}[] = {{{', '.join(texts)}}};"
        arguments.append(name if texts else "NULL")
    yield f"    const int32_t status = run_model({', '.join(arguments)}, NULL);"
    yield "    if (status != 0) {"
    yield f'        (void){abi.error}("RuntimeError", "run", NULL, NULL, "the model failed");'
    yield "    }"
    yield "    return (int)status;"


def _buffer(kind: str, index: int, tensor: aot.TensorOp) -> str:
    return "NULL" if 0 in tensor.value_type.get_shape() else buffer_name(kind, index)
