"""The walk from plain IR to emitc: one function at a time, one op after another.

Each dialect's file has a table from op to handler. A handler emits emitc ops through the builder
`c.b` and binds what the op's results became. Scalars become one value each; a memref becomes a
`MemRefView`, which crosses calls, branches and loops as its *components*: a pointer, the dynamic
sizes, the dynamic strides.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from xdsl.dialects import arith
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    IntegerAttr,
    MemRefType,
    NoneAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.memref_view import (
    Extent,
    MemRefView,
    dense_strides,
    value,
)
from microaot.emitc_backend.conversions.types import PTRDIFF, convert_scalar_type
from microaot.tools.errors import OperationError

Handler: TypeAlias = Callable[["FunctionConverter", Any], None]
"""Converts one op: emits through `c.b`, binds the results."""


OpT = TypeVar("OpT", bound=Operation)


class FunctionConverter:
    """Converts the body of one function; knows what every value of it became."""

    def __init__(
        self,
        entry: Block,
        handlers: Mapping[type[Operation], Handler],
        symbols: Mapping[str, Operation] | None = None,
    ) -> None:
        self.b = EmitCBuilder(entry)
        self._entry = entry
        self._handlers = handlers
        self._symbols = symbols or {}
        self._values: dict[SSAValue, SSAValue] = {}
        self._views: dict[SSAValue, MemRefView] = {}

    # Values

    def value(self, old: SSAValue) -> SSAValue:
        """What the scalar `old` became."""
        return self._values[old]

    def values(self, old: Sequence[SSAValue]) -> list[SSAValue]:
        """What each of the scalars became."""
        return [self._values[v] for v in old]

    def view(self, old: SSAValue) -> MemRefView:
        """What the memref `old` became."""
        return self._views[old]

    def bind(self, old: SSAValue, new: SSAValue) -> None:
        """Record that the scalar `old` became `new`, which takes over its name."""
        self._values[old] = new
        if old.name_hint and not new.name_hint:
            new.name_hint = old.name_hint

    def bind_view(self, old: SSAValue, view: MemRefView) -> None:
        """Record what the memref `old` became."""
        self._views[old] = view

    def alias(self, old: SSAValue, same: SSAValue) -> None:
        """Record that `old` is the same thing as `same`, scalar or memref."""
        if same in self._views:
            self._views[old] = self._views[same]
        else:
            self._values[old] = self._values[same]

    def extent(self, old: SSAValue) -> Extent:
        """What the index `old` became, as a number if it is a constant."""
        if isinstance(owner := old.owner, arith.ConstantOp) and isinstance(
            owner.value, IntegerAttr
        ):
            return owner.value.value.data
        return self.value(old)

    # Surroundings

    def symbol(self, name: SymbolRefAttr, kind: type[OpT], op: Operation) -> OpT:
        """The op of the module that defines the symbol `name`, used by `op`."""
        found = self._symbols.get(name.string_value())
        if not isinstance(found, kind):
            raise OperationError(op, f"refers to an unknown symbol @{name.string_value()}")
        return found

    def result_pointers(self, count: int) -> Sequence[SSAValue]:
        """The trailing parameters through which a function returns several results."""
        return self._entry.args[len(self._entry.args) - count :]

    # Types

    def scalar_type(self, type: Attribute, op: Operation) -> Attribute:
        """The emitc type of a scalar of `type`; refuses `op` if C99 has none."""
        if (converted := convert_scalar_type(type)) is None:
            raise OperationError(op, f"has type {type}, which has no counterpart in C99")
        return converted

    def component_types(self, type: Attribute, op: Operation) -> list[Attribute]:
        """The emitc types that a value of `type` takes across a call or a branch."""
        if not isa(type, MemRefType):
            return [self.scalar_type(type, op)]
        dynamic = [
            s for s in (*type.get_shape(), *declared_strides(type, op)) if s == DYNAMIC_INDEX
        ]
        pointer = emitc.PointerType(self.scalar_type(type.element_type, op))
        return [pointer, *[PTRDIFF] * len(dynamic)]

    # Components: memrefs as several values

    def components(self, old: SSAValue, op: Operation) -> list[SSAValue]:
        """The values that `old` is made of: itself, or pointer, dynamic sizes and strides."""
        if not isa(type := old.type, MemRefType):
            return [self.value(old)]
        view = self.view(old)
        pairs = [*zip(type.get_shape(), view.sizes, strict=True)]
        if declared := declared_strides(type, op):
            pairs += zip(declared, view.strides(self.b), strict=True)
        dynamic = [extent for static, extent in pairs if static == DYNAMIC_INDEX]
        return [view.pointer(self.b), *(value(self.b, extent) for extent in dynamic)]

    def bind_components(self, old: SSAValue, parts: Sequence[SSAValue], op: Operation) -> None:
        """The inverse of `components`: record that `old` is made of `parts`."""
        if not isa(type := old.type, MemRefType):
            (part,) = parts
            self.bind(old, part)
            return
        pointer, *dynamic = parts
        remaining = iter(dynamic)
        sizes = [next(remaining) if s == DYNAMIC_INDEX else s for s in type.get_shape()]
        strides = [next(remaining) if s == DYNAMIC_INDEX else s for s in declared_strides(type, op)]
        if old.name_hint and not pointer.name_hint:
            pointer.name_hint = old.name_hint
        strides = strides or dense_strides(self.b, sizes)
        self.bind_view(old, MemRefView.of_pointer(pointer, sizes, strides, type.get_offset()))

    # Ops

    def convert_block(self, block: Block) -> None:
        """Convert the ops of `block`, its terminator included, at the current point."""
        for op in block.ops:
            self.convert_op(op)

    def convert_op(self, op: Operation) -> None:
        """Convert one op by the handler of its class or of a class that it refines."""
        handler = next((h for cls in type(op).__mro__ if (h := self._handlers.get(cls))), None)
        if handler is None:
            raise OperationError(op, "cannot be converted to C")
        self.b.location = op.location
        handler(self, op)


def declared_strides(type: MemRefType, op: Operation) -> list[int]:
    """The strides that the layout of `type` states, `DYNAMIC_INDEX` for those known at run time
    only; empty for the dense row-major layout, whose strides follow from the sizes."""
    if isinstance(type.layout, NoneAttr):
        return []
    if (strides := type.get_strides()) is None:
        raise OperationError(op, f"has type {type}, whose layout is not strided")
    return [DYNAMIC_INDEX if s is None else s for s in strides]


def has_identity_layout(type: MemRefType) -> bool:
    """Whether elements lie densely in row-major order from the pointer on, known statically."""
    if not type.has_static_shape():
        return False
    dense = MemRefType(type.element_type, type.get_shape()).get_strides()
    return type.get_strides() == dense and type.get_offset() == 0


def is_empty(type: MemRefType) -> bool:
    """Whether the memref has no elements: C has no empty arrays."""
    return 0 in type.get_shape()
