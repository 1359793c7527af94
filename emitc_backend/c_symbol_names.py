"""Give every symbol the name that it will have in C."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, StringAttr, SymbolRefAttr
from xdsl.ir import Attribute, Operation
from xdsl.passes import ModulePass

from microaot.emitc_backend.c_names import (
    RESERVED,
    SYSTEM_FUNCTIONS,
    is_identifier,
    make_identifier,
    private_symbol,
)
from microaot.tools.errors import OperationError

FIXED_NAME = "emitc.fixed_name"
"""Unit attribute of symbols whose name in C somebody else prescribes."""

RETURNS_STATUS = "packed.status"
"""Unit attribute of functions that have come to return a status, which nobody expects of them."""


@dataclass(frozen=True)
class CSymbolNames(ModulePass):
    """Rename symbols to valid C names that clash with nothing.

    A public symbol `@f` of the library `lib` becomes `lib_f`; without a prefix it keeps its name,
    which then has to be a C identifier that is not reserved. If it returns a status that it did
    not have when it was written, it is `lib_f_checked`: another function, for callers in C.
    A private symbol is made valid and unique, and leaves the names of the runtime's helpers to
    them. A function that is declared but not defined here keeps its name: somebody else has
    chosen it.

    ```mlir
    memref.global "private" constant @"0-weights" : memref<2xi8> = dense<[1, 2]>
    func.func @main() { return }
    ```
    becomes with `prefix=kws`
    ```mlir
    memref.global "private" constant @_0_weights : memref<2xi8> = dense<[1, 2]>
    func.func @kws_main() { return }
    ```
    """

    name = "c-symbol-names"

    prefix: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Rename definitions, then uses."""
        symbols = [top for top in op.body.ops if isinstance(_name(top), StringAttr)]
        taken: dict[str, str] = {}
        renamed: dict[str, str] = {}
        for symbol in sorted(symbols, key=_chooses_freely):
            old = _symbol(symbol)
            new = self._c_name(symbol, taken)
            if new in taken:
                raise OperationError(
                    symbol, f"@{old} and @{taken[new]} would both be called '{new}' in C"
                )
            taken[new] = old
            renamed[old] = new
            symbol.properties["sym_name"] = StringAttr(new)
        if any(old != new for old, new in renamed.items()):
            for inner in op.walk():
                _rename_uses(inner, renamed)

    def _c_name(self, symbol: Operation, taken: dict[str, str]) -> str:
        name = _symbol(symbol)
        if FIXED_NAME in symbol.attributes:
            return name
        if _is_declaration(symbol):
            _require_identifier(symbol, name)
            if name in RESERVED - SYSTEM_FUNCTIONS:
                raise OperationError(symbol, f"@{name} is a name that C or its library owns")
            return name
        if _is_private(symbol):
            return private_symbol(name, taken)
        if RETURNS_STATUS in symbol.attributes:
            name = f"{name}_checked"
        if self.prefix:
            name = f"{self.prefix}_{make_identifier(name, leading=False)}"
        _require_identifier(symbol, name)
        if name in RESERVED:
            raise OperationError(symbol, f"@{name} is a reserved name in C: use a prefix")
        return name


def _require_identifier(symbol: Operation, name: str) -> None:
    if not is_identifier(name):
        raise OperationError(symbol, f"@{name} is not a valid name in C")


def _name(op: Operation) -> Attribute | None:
    return op.properties.get("sym_name")


def _symbol(op: Operation) -> str:
    name = _name(op)
    assert isinstance(name, StringAttr)
    return name.data


def _is_private(op: Operation) -> bool:
    visibility = op.properties.get("sym_visibility")
    return isinstance(visibility, StringAttr) and visibility.data == "private"


def _is_declaration(op: Operation) -> bool:
    if op.name == "memref.global":
        return "initial_value" not in op.properties
    return bool(op.regions) and not op.regions[0].blocks


def _chooses_freely(op: Operation) -> bool:
    """Names that the program's author has fixed come first; private ones give way."""
    return _is_private(op) and not _is_declaration(op)


def _rename_uses(op: Operation, renamed: dict[str, str]) -> None:
    for attributes in (op.properties, op.attributes):
        for key, value in attributes.items():
            if isinstance(value, SymbolRefAttr):
                root = value.root_reference.data
                if (new := renamed.get(root, root)) != root:
                    attributes[key] = SymbolRefAttr(new, value.nested_references)
