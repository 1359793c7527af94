"""What a packed call calls in C: an entry of this module, one of another, or one found by name."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from xdsl.builder import ImplicitBuilder
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    IntegerAttr,
    ModuleOp,
    StringAttr,
    UnitAttr,
    i1,
    i32,
)
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute, Block, BlockArgument, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import SymbolTable

from microaot.dialects import emitc, packed
from microaot.dialects.packed.entry import ABI
from microaot.emitc_backend.c_names import make_identifier
from microaot.emitc_backend.conversions.cf import c_string
from microaot.passes.module_functions import ModuleFunctions
from microaot.passes.packed.abi import PACKED_ABIS
from microaot.passes.packed.frames import VALUE_TYPES
from microaot.tools.errors import OperationError

OpT = TypeVar("OpT", bound=Operation)

INT = emitc.OpaqueType(StringAttr("int"))
VOID_POINTER = emitc.PointerType(emitc.OpaqueType(StringAttr("void")))
_TEXT = emitc.PointerType(emitc.OpaqueType(StringAttr("const char")))


@dataclass(frozen=True)
class Runtime:
    """What the C of a packed ABI looks like, and its functions that find and call others."""

    parameters: dict[str, Attribute]
    """Of an entry."""
    read_only: tuple[str, ...]
    """The parameters that point to constants."""
    context: str
    """The variable that whoever loads the library sets, and that says where to look for names."""
    look_up: str
    call: str
    call_arguments: Callable[[dict[str, BlockArgument]], Sequence[SSAValue]]
    """Those of `call` after the function, from the parameters of an entry."""


def _tvm_arguments(given: dict[str, BlockArgument]) -> Sequence[SSAValue]:
    """All but the resource, which belongs to the function."""
    return [*given.values()][:-1]


def _ffi_arguments(given: dict[str, BlockArgument]) -> Sequence[SSAValue]:
    """All but the function."""
    return [*given.values()][1:]


_TVM_VALUE, _FFI_VALUE = (emitc.PointerType(VALUE_TYPES[abi][0]) for abi in (ABI.TVM, ABI.FFI))
_CODE = emitc.PointerType(INT)

RUNTIMES: dict[ABI, Runtime] = {
    ABI.TVM: Runtime(
        {
            "args": _TVM_VALUE,
            "type_codes": _CODE,
            "num_args": INT,
            "result": _TVM_VALUE,
            "result_type_code": _CODE,
            "resource_handle": VOID_POINTER,
        },
        (),
        "__tvm_module_ctx",
        "TVMBackendGetFuncFromEnv",
        "TVMFuncCall",
        _tvm_arguments,
    ),
    ABI.FFI: Runtime(
        {
            "self": VOID_POINTER,
            "args": _FFI_VALUE,
            "num_args": i32,
            "result": _FFI_VALUE,
        },
        ("args",),
        "__tvm_ffi__library_ctx",
        "TVMFFIEnvModLookupFromImports",
        "TVMFFIFunctionCall",
        _ffi_arguments,
    ),
}


class PackedCallees:
    """The symbols that packed calls of a module call, declared or defined where need be."""

    def __init__(self, module: ModuleOp, abi: ABI) -> None:
        self._module = module
        self._abi = abi
        self._names = PACKED_ABIS[abi]
        self._runtime = RUNTIMES[abi]
        self._found: dict[str, str] = {}
        self._point = InsertPoint.at_start(module.body.block)

    def symbol(self, call: packed.CallOp) -> str:
        """The symbol of the C function that `call` calls."""
        name = call.callee_name
        if call.convention.data is packed.Convention.PACKED:
            if name not in self._found:
                self._found[name] = self._find_by_name(name)
            return self._found[name]
        entry = self._names.symbol.format(name)
        known = SymbolTable.lookup_symbol(self._module, name)
        if self._is_taken(entry):
            return entry
        if isinstance(known, FuncOp) and not known.is_declaration:
            raise OperationError(
                call,
                f"needs a packed entry of @{name} in the ABI {self._abi}: make-packed-api or "
                "generate-packed-wrappers comes before lower-packed-calls",
            )
        for abi, other in PACKED_ABIS.items():
            if self._is_taken(other.symbol.format(name)):
                raise OperationError(
                    call, f"needs a packed entry of @{name} in the ABI {self._abi}, not {abi}"
                )
        # What another library calls its entry is what the call says.
        external = entry if self._names.is_fixed_name else name
        if isinstance(known, FuncOp):
            self._drop_declaration(known, call, has_name=external == name)
        if not self._is_taken(external):
            self._declare(external)
        return external

    def _drop_declaration(self, known: FuncOp, call: packed.CallOp, *, has_name: bool) -> None:
        """Forget how the function is declared, unless plain calls need it."""
        functions, name = ModuleFunctions(self._module), known.sym_name.data
        if not functions.calls[name] and not functions.other_uses[name]:
            Rewriter.erase_op(known)
        elif has_name:
            raise OperationError(
                call, f"needs a packed entry @{name}, which is called unpacked too"
            )

    def _declare(self, name: str) -> None:
        attributes: list[DictionaryAttr] = []
        for parameter in self._runtime.parameters:
            const = {"emitc.const": UnitAttr()} if parameter in self._runtime.read_only else {}
            attributes.append(DictionaryAttr({"emitc.name": StringAttr(parameter), **const}))
        type = FunctionType.from_lists([*self._runtime.parameters.values()], [INT])
        self._insert(
            emitc.FuncOp(name, type, specifiers=["extern"], arg_attrs=ArrayAttr(attributes))
        )

    def _find_by_name(self, name: str) -> str:
        """A function that looks `name` up when it is first called, and calls what was found."""
        identifier = make_identifier(name)
        function = self._free(f"call_{identifier}")
        if not self._found:
            self._insert(emitc.VerbatimOp(f"void *{self._runtime.context} = NULL;"))
        handle = emitc.GlobalOp(self._free(f"{identifier}_handle"), VOID_POINTER, static=True)
        self._insert(handle)
        body = Block(arg_types=self._runtime.parameters.values())
        for argument, hint in zip(body.args, self._runtime.parameters, strict=True):
            argument.name_hint = hint
        type = FunctionType.from_lists(body.arg_types, [i32])
        self._insert(emitc.FuncOp(function, type, Region(body), ["static"]))
        with ImplicitBuilder(body):
            self._look_up_and_call(name, handle, body)
        return function

    def _look_up_and_call(self, name: str, handle: emitc.GlobalOp, body: Block) -> None:
        runtime = self._runtime
        status = emitc.VariableOp(IntegerAttr(0, i32), emitc.LValueType(i32))
        status.result.name_hint = "status"
        function = emitc.GetGlobalOp(handle.sym_name.data, emitc.LValueType(VOID_POINTER))
        null = emitc.LiteralOp("NULL", VOID_POINTER)
        is_unknown = emitc.CmpOp("eq", emitc.LoadOp(function), null, i1)
        with _if(is_unknown):
            context = emitc.LiteralOp(runtime.context, VOID_POINTER)
            text = emitc.LiteralOp(c_string(name), _TEXT)
            place = emitc.AddressOfOp(function)
            found = emitc.CallOpaqueOp(runtime.look_up, [context, text, place], [i32])
            emitc.AssignOp(status, found.res[0])
        is_found = emitc.CmpOp("eq", emitc.LoadOp(status), _zero(), i1)
        with _if(is_found):
            given = dict(zip(runtime.parameters, body.args, strict=True))
            arguments = [emitc.LoadOp(function).result, *runtime.call_arguments(given)]
            called = emitc.CallOpaqueOp(runtime.call, arguments, [i32])
            emitc.AssignOp(status, called.res[0])
        emitc.ReturnOp(emitc.LoadOp(status).result)

    def _is_taken(self, name: str) -> bool:
        return SymbolTable.lookup_symbol(self._module, name) is not None

    def _free(self, name: str) -> str:
        while self._is_taken(name):
            name += "_"
        return name

    def _insert(self, op: OpT) -> OpT:
        """Insert `op` at the top of the module, after what has been inserted before."""
        Rewriter.insert_op(op, self._point)
        self._point = InsertPoint.after(op)
        return op


@contextmanager
def _if(condition: emitc.CmpOp) -> Generator[None]:
    """Within the context, ops go into an `if`."""
    body = Block()
    with ImplicitBuilder(body):
        yield
        emitc.YieldOp()
    emitc.IfOp(condition, Region(body))


def _zero() -> emitc.ConstantOp:
    return emitc.ConstantOp(IntegerAttr(0, i32), i32)
