"""Type-erased entries: functions that anybody can call who knows the ABI."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass

from microaot.dialects import packed
from microaot.dialects.packed.entry import ABI, ArgumentsType
from microaot.emitc_backend.c_symbol_names import RETURNS_STATUS
from microaot.passes.packed.entries import make_entry
from microaot.passes.packed.extent_inference import declare_extents
from microaot.tools.errors import OperationError, UserError


@dataclass(frozen=True)
class MakePackedAPI(ModulePass):
    """Give functions of buffers and scalars the type-erased signature of a packed ABI.

    All that a caller could get wrong is checked first, for all arguments, before anything runs;
    demands on devices (`packed.require_device`) become part of it. The entry of `@add_one` is
    `@__tvm_ffi_add_one` in the ABI `ffi` and `@add_one_packed` in the ABI `tvm`. By default all
    public functions are changed, otherwise those called `functions`.

    ```mlir
    func.func @add_one(%x: !packed.buffer<4xf32>) { ... }
    ```
    becomes with `abi=ffi`
    ```mlir
    func.func @__tvm_ffi_add_one(%args: !packed.arguments<ffi>) {
      %count = packed.argument_count %args : !packed.arguments<ffi>
      ...
      packed.check_argument %ok, type_error, "x", "float32" got %dtype : i32
      %x = packed.assume_buffer %d : !packed.buffer<4xf32>
      ...
    }
    ```

    With `error_messages=none` callers get to know the status only.
    """

    name = "make-packed-api"

    abi: str = "ffi"
    functions: tuple[str, ...] = ()
    error_messages: str = "full"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change each function."""
        abi = parse_abi(self.abi)
        chosen = choose_functions(op, self.functions)
        names = {function.sym_name.data for function in chosen}
        for call in op.walk():
            if (name := plain_callee(call)) in names:
                raise OperationError(call, f"calls @{name}, which is to have another signature")
        for function in chosen:
            declare_extents(function)
            make_entry(op, function, abi, has_messages=parse_messages(self.error_messages))


def plain_callee(op: Operation) -> str | None:
    """The function that `op` calls in the plain way."""
    match op:
        case func.CallOp():
            return op.callee.string_value()
        case packed.CallOp() if op.convention.data is packed.Convention.UNPACKED:
            return op.callee_name
        case _:
            return None


def parse_messages(text: str) -> bool:
    """Whether errors have messages."""
    if text not in ("full", "none"):
        raise UserError(f"there are no error messages '{text}': use full or none")
    return text == "full"


def parse_abi(name: str) -> ABI:
    """The ABI of a name that the user gave."""
    try:
        return ABI(name)
    except ValueError:
        known = ", ".join(ABI)
        raise UserError(f"there is no packed ABI '{name}': use one of {known}") from None


def choose_functions(module: ModuleOp, names: tuple[str, ...]) -> list[func.FuncOp]:
    """The functions of these names, by default all that the module defines and exports."""
    defined = {
        function.sym_name.data: function
        for function in module.body.ops
        if isinstance(function, func.FuncOp) and not function.is_declaration
    }
    if missing := [name for name in names if name not in defined]:
        raise UserError(f"the module defines no function @{missing[0]}")
    chosen = [defined[name] for name in names]
    if not names:
        chosen = [f for f in defined.values() if is_public(f) and not is_entry(f)]
    for function in chosen:
        if RETURNS_STATUS in function.attributes:
            raise OperationError(
                function,
                "returns a status by now: packed entries are made before lower-packed-calls and "
                "lower-packed-checks",
            )
    return chosen


def is_public(function: func.FuncOp) -> bool:
    """Whether other files may call the function."""
    return function.sym_visibility is None or function.sym_visibility.data != "private"


def is_entry(function: func.FuncOp) -> bool:
    """Whether the function has a type-erased signature already."""
    return any(isinstance(t, ArgumentsType) for t in function.function_type.inputs)
