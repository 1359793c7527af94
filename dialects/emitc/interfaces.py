"""What `emitc` operations have in common: being a C expression, and naming a symbol."""

from abc import ABC, abstractmethod
from collections.abc import Set as AbstractSet

from typing_extensions import TypeVar
from xdsl.dialects.builtin import SymbolRefAttr
from xdsl.ir import Operation
from xdsl.irdl import IRDLOperation, traits_def
from xdsl.traits import EffectInstance, MemoryEffect, SymbolTable, SymbolUserOpInterface
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.types import is_fundamental_type


class CExpressionEffects(MemoryEffect):
    """Reads the memory effects of an operation from `CExpressionOp.memory_effects`."""

    @classmethod
    def get_effects(cls, op: Operation) -> AbstractSet[EffectInstance] | None:
        """The effects of `op`, or None when they are unknown."""
        assert isinstance(op, CExpressionOp)
        return op.memory_effects()


class CExpressionOp(IRDLOperation, ABC):
    """An operation that C writes as an expression; only these may stand in `emitc.expression`."""

    traits = traits_def(CExpressionEffects())

    def has_side_effects(self) -> bool:
        """Whether the expression must be evaluated exactly once, at its place.

        Operators on types that C does not define may be overloaded and do anything.
        """
        return not all(is_fundamental_type(type) for type in self.operand_types)

    def memory_effects(self) -> AbstractSet[EffectInstance] | None:
        """The effects that passes may rely on; None when they are unknown."""
        return None if self.has_side_effects() else frozenset()


class SymbolUses(SymbolUserOpInterface):
    """Verifies the symbols that an operation names, by `SymbolUserOp.verify_symbol_uses`."""

    def verify(self, op: Operation) -> None:
        """Check every symbol that `op` names, unless `op` is not yet in a symbol table."""
        assert isinstance(op, SymbolUserOp)
        ancestor = op.parent_op()
        while ancestor is not None and not ancestor.has_trait(SymbolTable):
            ancestor = ancestor.parent_op()
        if ancestor is not None:
            op.verify_symbol_uses()


class SymbolUserOp(IRDLOperation, ABC):
    """An operation that names a symbol of the nearest symbol table around it."""

    traits = traits_def(SymbolUses())

    @abstractmethod
    def verify_symbol_uses(self) -> None:
        """Check that the named symbols exist and fit."""


_SymbolOpT = TypeVar("_SymbolOpT", bound=Operation)


def lookup_symbol(
    op: Operation, symbol: SymbolRefAttr, kind: type[_SymbolOpT], description: str
) -> _SymbolOpT:
    """Find the `kind` that `op` names, or fail with "does not reference `description`"."""
    target = SymbolTable.lookup_symbol(op, symbol)
    if not isinstance(target, kind):
        raise VerifyException(f"'{symbol.root_reference.data}' does not reference {description}")
    return target
