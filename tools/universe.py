"""Everything microaot adds to an xDSL environment: dialects, passes and targets by name.

Plain `xdsl-opt` finds `MICROAOT_UNIVERSE` through the entry point group `xdsl.universe`. An import
error here would break every xDSL tool of the environment, so this module imports nothing but the
registries; each dialect, pass and target is imported when it is first used.

Some upstream dialects are incomplete in xDSL 0.74 (`emitc` has 3 of 49 ops). microaot registers
supersets of them under their own names: the same xDSL classes plus what is missing. xDSL refuses
two factories for one name, so the superset replaces xDSL's factory in its universe.
"""

from collections.abc import Callable

from xdsl.ir import Dialect
from xdsl.passes import ModulePass
from xdsl.universe import XDSL_UNIVERSE, Universe
from xdsl.utils.target import Target


def _emitc() -> Dialect:
    from microaot.dialects.emitc import EMITC

    return EMITC


def _arith() -> Dialect:
    from microaot.dialects.arith import ARITH

    return ARITH


def _memref() -> Dialect:
    from microaot.dialects.memref import MEMREF

    return MEMREF


def _linalg() -> Dialect:
    from microaot.dialects.linalg import LINALG

    return LINALG


def _math() -> Dialect:
    from microaot.dialects.math import MATH

    return MATH


def _index() -> Dialect:
    from microaot.dialects.index import INDEX

    return INDEX


EXTENDED_DIALECTS: dict[str, Callable[[], Dialect]] = {
    "math": _math,
    "emitc": _emitc,
    "linalg": _linalg,
    "memref": _memref,
    "arith": _arith,
}
"""Supersets of dialects that xDSL has in part."""

DIALECTS: dict[str, Callable[[], Dialect]] = {
    "index": _index,
}
"""Dialects that xDSL does not have at all."""

def _convert_linalg_to_structured_loops() -> type[ModulePass]:
    from microaot.passes.convert_linalg_to_structured_loops import ConvertLinalgToStructuredLoops

    return ConvertLinalgToStructuredLoops


PASSES: dict[str, Callable[[], type[ModulePass]]] = {
    "convert-linalg-to-structured-loops": _convert_linalg_to_structured_loops,
}

TARGETS: dict[str, Callable[[], type[Target]]] = {}

XDSL_UNIVERSE.all_dialects.update(EXTENDED_DIALECTS)

MICROAOT_UNIVERSE = Universe(all_dialects=DIALECTS, all_passes=PASSES, all_targets=TARGETS)
