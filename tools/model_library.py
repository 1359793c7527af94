"""From a planned model to the files of its library.

```python
texts = model_files(module, "kws", ModelOptions())
print(texts["include/kws.h"])
```
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from io import StringIO

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.traits import SymbolTable

from microaot.dialects import aot, emitc, type_erased
from microaot.emitc_backend.declare_functions import DeclareFunctions
from microaot.emitc_backend.interface.descriptor import (
    GENERIC_HEADER,
    generic_header,
    print_descriptor,
)
from microaot.emitc_backend.interface.header import print_model_header
from microaot.emitc_backend.interface.module_abi import MODULE_ABIS
from microaot.emitc_backend.interface.module_runtime import print_module_runtime
from microaot.emitc_backend.interface.packed_interface import (
    PackedInterface,
    print_packed_interface,
)
from microaot.emitc_backend.interface.targets import model_of
from microaot.emitc_backend.link_runtime import LinkRuntime
from microaot.emitc_backend.pipeline import plain_to_emitc
from microaot.emitc_backend.printer.targets import CTarget, HeaderTarget, include_guard
from microaot.emitc_backend.runtime.abi_headers import abi_headers
from microaot.emitc_backend.split_files import SplitFiles
from microaot.passes.c_interface import CInterface
from microaot.passes.disable_checks import DisableChecks
from microaot.passes.make_packed_api import parse_abi, parse_messages
from microaot.passes.pack_operators import PackOperators
from microaot.passes.propagate_status import PropagateStatus
from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context
from microaot.tools.manifest import describe_sizes
from microaot.tools.model_cmake import print_cmake
from microaot.tools.model_manifest import (
    describe_constants,
    describe_operators,
    describe_plan,
    print_manifest,
)


@dataclass(frozen=True)
class ModelOptions:
    """How the library of a model is to look.

    `prefix`: put before the name of the library in C; `tvmgen` chooses TVM's names and types.
    `checks`: refuse NULL and misaligned pointers. `line_directives`: `#line` directives that lead
    a debugger to the MLIR. `descriptor`: add the model as data, for code that handles several.
    `module`: add packed functions of the ABI `tvm` or `ffi` that hold inputs and outputs and run
    the model; with `ffi`, `tvm_ffi` can load the library into Python.
    `unroll`: how many steps of a sum one iteration takes.
    `packed_api`: call operators through packed entries of the ABI `tvm` or `ffi`, which without
    `checks` check nothing. `interface`: `packed` adds a packed function that runs the model, of
    that ABI or of `ffi`. `error_messages`: what packed functions say of errors, `full` or `none`.
    """

    prefix: str = ""
    checks: bool = True
    line_directives: bool = False
    descriptor: bool = False
    module: str = "none"
    unroll: int = 1
    packed_api: str = "none"
    interface: str = "c"
    error_messages: str = "full"


def interface_passes(name: str, options: ModelOptions) -> tuple[ModulePass, ...]:
    """The passes from a planned model to one with the interface of the library."""
    has_needless_checks = options.packed_api != "none" and not options.checks
    return (
        PackOperators(options.packed_api, options.error_messages),
        *((DisableChecks(),) if has_needless_checks else ()),
        PropagateStatus(),
        CInterface(name, options.prefix, options.checks),
    )


def file_passes(unroll: int = 1) -> tuple[ModulePass, ...]:
    """The passes from there to emitc in several files; what belongs to a file comes last."""
    steps = [
        s
        for s in plain_to_emitc(unroll=unroll)
        if not isinstance(s, LinkRuntime | DeclareFunctions)
    ]
    return (*steps, SplitFiles(), DeclareFunctions(), LinkRuntime())


def model_files(
    module: ModuleOp,
    name: str,
    options: ModelOptions | None = None,
    on_phase: Callable[[str], None] = lambda phase: None,
    described_options: Mapping[str, object] | None = None,
    before_c: Callable[[ModuleOp], None] = lambda module: None,
    more_files: Iterable[str] = (),
) -> dict[str, str]:
    """The texts of all files by their paths; changes `module`, which ends up as emitc.

    `described_options` is what the JSON says of options, by default those of this function.
    `before_c` may change the module when names are final; `more_files` are files that the caller
    adds to these.
    Raises `UserError` for a model that C cannot have.
    """
    options = options or ModelOptions()
    if options.interface not in ("c", "packed"):
        raise UserError(f"there is no interface '{options.interface}': use c or packed")
    if options.interface == "packed" and options.module != "none":
        raise UserError("the packed interface and the module's functions both have one called run")
    context = new_context()

    def run(steps: Iterable[ModulePass]) -> None:
        for step in steps:
            on_phase(step.name)
            step.apply(context, module)

    run(interface_passes(name, options))
    model = model_of(module)
    raises = _fails_silently(module, model)
    operators = describe_operators(module, model.c_name("run"))
    constants = describe_constants(module)
    plan = describe_plan(module)
    before_c(module)
    run(file_passes(options.unroll))
    on_phase("print")
    model = model_of(module)
    files = {
        f"include/{model.header}": print_model_header(model, has_descriptor=options.descriptor)
    }
    for op in module.body.ops:
        if isinstance(op, emitc.FileOp):
            files[op.id.data] = _print_file(context, module, op.id.data, name, options)
    if options.descriptor:
        files[f"include/{GENERIC_HEADER}"] = generic_header()
        files[f"src/{name}_model.c"] = print_descriptor(model)
    if options.module != "none":
        abi = parse_abi(options.module)
        files[f"src/{name}_module.c"] = print_module_runtime(context, model, abi)
        files |= _abi_headers([MODULE_ABIS[abi].header])
    if options.interface == "packed":
        abi = parse_abi("ffi" if options.packed_api == "none" else options.packed_api)
        has_messages = parse_messages(options.error_messages)
        interface = PackedInterface(abi, has_messages, raises)
        files |= print_packed_interface(context, model, interface)
        files |= _abi_headers([MODULE_ABIS[abi].header])
    elif options.packed_api != "none":
        files |= _abi_headers([MODULE_ABIS[parse_abi(options.packed_api)].header])
    files["CMakeLists.txt"] = print_cmake(name, [*files, *more_files])
    files[f"{name}.json"] = print_manifest(
        model,
        operators,
        constants,
        plan,
        describe_sizes(module),
        asdict(options) if described_options is None else described_options,
        [*files, *more_files, f"{name}.json"],
    )
    return files


def _abi_headers(names: Iterable[str]) -> dict[str, str]:
    headers = abi_headers(names)
    return {f"include/{header}": headers[header] for header in sorted(headers)}


def _fails_silently(module: ModuleOp, model: aot.ModelOp) -> bool:
    """Whether a status may come from something else than a packed entry, which reports errors."""
    entry = SymbolTable.lookup_symbol(module, model.c_name("run"))
    assert entry is not None
    calls = [op for op in entry.walk() if isinstance(op, func.CallOp | type_erased.CallOp)]
    return not any(isinstance(op, type_erased.CallOp) for op in calls) or any(
        isinstance(op, func.CallOp) and op.results for op in calls
    )


def _print_file(
    context: Context, module: ModuleOp, id: str, name: str, options: ModelOptions
) -> str:
    output = StringIO()
    if id.endswith(".h"):
        guard = include_guard(id.rsplit("/", 1)[-1])
        HeaderTarget(guard, id, is_private=True).emit(context, module, output)
    else:
        has_private = any(
            isinstance(op, emitc.FileOp) and op.id.data.endswith(".h") for op in module.body.ops
        )
        header = f"{name}_internal.h" if has_private else model_of(module).header
        CTarget(header, options.line_directives, id).emit(context, module, output)
    return output.getvalue()
