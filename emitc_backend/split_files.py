"""The pass `emitc-split-files`: one file for each kind of thing in a library."""

from collections import defaultdict
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, ModuleOp, StringAttr
from xdsl.ir import Block, Operation, Region
from xdsl.passes import ModulePass

from microaot.dialects import aot, emitc
from microaot.emitc_backend.drop_unused_symbols import used_name
from microaot.emitc_backend.interface.targets import model_of
from microaot.emitc_backend.printer.alignment import SECTION, SECTION_MACRO
from microaot.emitc_backend.printer.program import NAME, argument_attribute, text_attribute
from microaot.emitc_backend.source_files import DECLARED_IN

Symbol = emitc.FuncOp | emitc.GlobalOp


@dataclass(frozen=True)
class SplitFiles(ModulePass):
    """Put what a library exports, its operators and its constants into a file each.

    The files are named after the `aot.model` of the module. A static function or variable that
    another file needs is not static any more, but declared in a private header, which only
    sources of the library include. A constant of a single operator stays beside it. What would be
    empty is left out.

    ```mlir
    emitc.global static const @kws_w : !emitc.array<2xi8> = dense<1>
    emitc.func @kws_f(...) attributes {specifiers = ["static"]} {...}
    emitc.func @kws_run(...) -> i32 {...}
    ```
    becomes
    ```mlir
    emitc.file "src/kws_internal.h" {...}
    emitc.file "src/kws.c" {...}
    emitc.file "src/kws_operators.c" {...}
    emitc.file "src/kws_constants.c" {...}
    ```
    """

    name = "emitc-split-files"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Move the ops of the module into files."""
        model = model_of(op)
        files = _Files(op, model).make()
        for file in files:
            file.location = model.location
        op.body.block.add_ops(files)


class _Files:
    """Where everything goes."""

    def __init__(self, module: ModuleOp, model: aot.ModelOp) -> None:
        self._model = model
        name = model.model_name.data
        self._header = f"{name}_internal.h"
        self._main = f"src/{name}.c"
        self._operators = f"src/{name}_operators.c"
        self._constants = f"src/{name}_constants.c"
        self._tops = [top for top in module.body.ops if top is not model]
        self._symbols = {top.sym_name.data: top for top in self._tops if isinstance(top, Symbol)}
        self._users: dict[str, set[Operation]] = defaultdict(set)
        for top in self._tops:
            for inner in top.walk():
                if (name := used_name(inner)) in self._symbols:
                    self._users[name].add(top)

    def make(self) -> list[emitc.FileOp]:
        """The files, of ops that have been taken out of the module."""
        homes = {name: self._home(symbol) for name, symbol in self._symbols.items()}
        users = {
            name: {homes[user.sym_name.data] for user in tops if isinstance(user, Symbol)}
            for name, tops in self._users.items()
        }
        shared = [name for name in self._symbols if users.get(name, set()) - {homes[name]}]
        bodies: dict[str, list[Operation]] = {}
        for file in (self._main, self._operators, self._constants):
            bodies[file] = [
                _declaration(self._symbols[name], self._header)
                for name in shared
                if file in users[name] and file != homes[name]
            ]
        header = [
            self._include(),
            *self._macros(),
            *(_declaration(self._symbols[n]) for n in shared),
        ]
        for top in self._tops:
            if isinstance(top, emitc.DeclareFuncOp):
                continue
            file = homes.get(_name(top), self._main)
            top.detach()
            if file:
                bodies[file].append(top)
        for name in shared:
            _export(self._symbols[name])
        files = {f"src/{self._header}": header, **bodies} if shared else bodies
        return [emitc.FileOp(id, Region(Block(ops))) for id, ops in files.items() if ops]

    def _home(self, symbol: Symbol) -> str:
        """The file that defines a symbol; empty if another library does."""
        match symbol:
            case emitc.FuncOp():
                if symbol.is_declaration:
                    return ""
                is_static = any(word.data == "static" for word in symbol.specifiers or ())
                return self._operators if is_static else self._main
            case _ if symbol.extern_specifier is not None:
                return ""
            case _:
                users = self._users[symbol.sym_name.data]
                homes = {self._home(user) for user in users if isinstance(user, emitc.FuncOp)}
                if homes == {self._operators}:
                    return self._operators
                return self._constants if symbol.const_specifier is not None else self._main

    def _include(self) -> Operation:
        return emitc.IncludeOp(self._model.header, is_standard=False)

    def _macros(self) -> list[Operation]:
        """What a user may define in another way."""
        placed = [symbol for symbol in self._symbols.values() if SECTION in symbol.attributes]
        if not placed:
            return []
        macro = f"{self._model.prefix.data.upper()}_SECTION"
        for symbol in placed:
            symbol.attributes[SECTION_MACRO] = StringAttr(macro)
        text = (
            "/* Puts a variable into a section that the linker script places. Define it for a\n"
            " * compiler that has another word for that, or as nothing. */\n"
            f"#ifndef {macro}\n#define {macro}(name) __attribute__((section(name)))\n#endif"
        )
        return [emitc.VerbatimOp(text)]


def _name(op: Operation) -> str:
    return op.sym_name.data if isinstance(op, Symbol) else ""


def _declaration(symbol: Symbol, header: str | None = None) -> Operation:
    """A declaration of what another file defines; the `header` has it, if one is given."""
    if isinstance(symbol, emitc.FuncOp):
        result: Operation = emitc.FuncOp(
            symbol.sym_name.data,
            symbol.function_type,
            specifiers=["extern"],
            arg_attrs=_named_arguments(symbol),
        )
    else:
        is_const = symbol.const_specifier is not None
        result = emitc.GlobalOp(symbol.sym_name.data, symbol.type, extern=True, const=is_const)
    if header is not None:
        result.attributes[DECLARED_IN] = StringAttr(header)
    result.location = symbol.location
    return result


def _named_arguments(function: emitc.FuncOp) -> ArrayAttr[DictionaryAttr]:
    """The attributes of the arguments, with the names that they have in the definition."""
    result: list[DictionaryAttr] = []
    for index in range(len(function.function_type.inputs)):
        attributes = {} if function.arg_attrs is None else dict(function.arg_attrs.data[index].data)
        hint = None if function.is_declaration else function.args[index].name_hint
        if hint and not text_attribute(argument_attribute(function, index, NAME)):
            attributes[NAME] = StringAttr(hint)
        result.append(DictionaryAttr(attributes))
    return ArrayAttr(result)


def _export(symbol: Symbol) -> None:
    """Let other files use a definition."""
    if isinstance(symbol, emitc.FuncOp):
        words = [word for word in symbol.specifiers or () if word.data != "static"]
        symbol.properties.pop("specifiers", None)
        if words:
            symbol.properties["specifiers"] = ArrayAttr(words)
    else:
        symbol.properties.pop("static_specifier", None)
