"""Say where constants live: in which section of the library, or in memory of the application."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import (
    ArrayAttr,
    BytesAttr,
    DenseIntOrFPElementsAttr,
    DictionaryAttr,
    IndexType,
    IntegerAttr,
    MemRefType,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
    TensorType,
    i8,
    i64,
)
from xdsl.ir import Attribute
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.aot.arguments import POOL
from microaot.passes.memory.constant_pools import Constant, distribute, image, layout
from microaot.passes.memory.entries import entry_of
from microaot.passes.memory.pool_arguments import add_pool_arguments
from microaot.passes.memory.pools import Pool, parse_pools
from microaot.passes.memory.rewrite import bytes_type
from microaot.passes.memory.sizes import POOLS
from microaot.passes.module_functions import function_of
from microaot.tools.errors import OperationError

SECTION = "aot.section"
"""Attribute of a global: the section of the object file that it goes to."""

CONSTANT_POOLS = "aot.constant_pools"
"""Attribute of the module: pools of constants with name, owner, size, alignment, and, if the
application provides them, the bytes that have to be in them."""


@dataclass(frozen=True)
class PlaceConstants(ModulePass):
    """Merges equal constants, and distributes them over pools.

    ```mlir
    memref.global "private" constant @w : memref<4xi8> = dense<1>
    memref.global "private" constant @v : memref<4xi8> = dense<1>
    ```
    becomes with `pools="flash"` and `section=".rodata.kws"`
    ```mlir
    memref.global "private" constant @w : memref<4xi8> = dense<1>
      {aot.pool = "flash", aot.section = ".rodata.kws"}
    ```
    `pools`: pools as `name:size:owner:alignment`, in the order in which constants prefer them; a
    global with `aot.pools = ["a", "b"]` goes into one of those. The constants of a pool of the
    library stay globals, in `section` if one is given, where `{pool}` stands for the name of the
    pool. Those of a pool of the application become views of an argument of the entry, and the
    bytes that it has to point to are in the attribute `aot.constant_pools` of the module.
    """

    name = "place-constants"

    pools: tuple[str, ...] = ("constants",)
    section: str = ""
    entry: str = ""

    def __post_init__(self) -> None:
        """Refuse pools that make no sense."""
        parse_pools(self.pools)

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Merge, distribute, and rewrite."""
        globals = [top for top in op.body.ops if isinstance(top, memref.GlobalOp)]
        constants = _merge(op, [c for c in map(Constant.of, globals) if c is not None])
        pools = parse_pools(self.pools)
        chosen = distribute(constants, pools)
        described: list[Attribute] = []
        for pool in pools:
            placed, size = layout(chosen[pool.name])
            facts: dict[str, Attribute] = {
                "name": StringAttr(pool.name),
                "owner": StringAttr(pool.owner),
                "size": IntegerAttr(size, i64),
            }
            alignment = max([pool.alignment, *(c.alignment for c, _ in placed)])
            facts["alignment"] = IntegerAttr(alignment, i64)
            if pool.owner == "app" and size:
                facts["data"] = DenseIntOrFPElementsAttr(
                    TensorType(i8, [size]), BytesAttr(image(placed, size))
                )
                self._hand_in(op, pool, alignment, placed, size)
            else:
                self._mark(pool, [constant for constant, _ in placed])
            described.append(DictionaryAttr(facts))
        op.attributes[CONSTANT_POOLS] = ArrayAttr(described)

    def _mark(self, pool: Pool, constants: Sequence[Constant]) -> None:
        for constant in constants:
            constant.op.attributes[POOL] = StringAttr(pool.name)
            if self.section:
                section = self.section.replace("{pool}", pool.name)
                constant.op.attributes[SECTION] = StringAttr(section)

    def _hand_in(
        self,
        module: ModuleOp,
        pool: Pool,
        alignment: int,
        placed: Sequence[tuple[Constant, int]],
        size: int,
    ) -> None:
        """Constants become views of an argument of the entry."""
        entry = entry_of(module, self.entry)
        (argument,) = add_pool_arguments(module, entry, [(pool.name, bytes_type(size), alignment)])
        offsets = {constant.op.sym_name.data: offset for constant, offset in placed}
        for op in [op for op in module.walk() if isinstance(op, memref.GetGlobalOp)]:
            name, type = op.name_.string_value(), op.memref.type
            if name not in offsets:
                continue
            if function_of(op) is not entry:
                raise OperationError(
                    op,
                    f"uses @{name}, which only @{entry.sym_name.data} gets from pool '{pool.name}'",
                )
            assert isa(type, MemRefType[Attribute])
            shift = arith.ConstantOp(IntegerAttr(offsets[name], IndexType()))
            view = memref.ViewOp(argument, shift, [], type)
            shift.location = view.location = op.location
            view.result.name_hint = op.memref.name_hint
            Rewriter.insert_op([shift, view], InsertPoint.before(op))
            op.memref.replace_all_uses_with(view.result)
            Rewriter.erase_op(op)
        for constant, _ in placed:
            Rewriter.erase_op(constant.op)


def _merge(module: ModuleOp, constants: Sequence[Constant]) -> list[Constant]:
    """Keep one of all constants that are alike."""
    kept: dict[tuple[Attribute, bytes, Attribute | None], Constant] = {}
    renamed: dict[str, str] = {}
    for constant in constants:
        key = constant.op.type, constant.data, constant.op.attributes.get(POOLS)
        first = kept.setdefault(key, constant)
        if first is not constant:
            renamed[constant.op.sym_name.data] = first.op.sym_name.data
            if constant.alignment > first.alignment:
                first.op.properties["alignment"] = IntegerAttr(constant.alignment, i64)
                kept[key] = Constant(first.op, first.data, constant.alignment)
            Rewriter.erase_op(constant.op)
    for op in module.walk():
        if isinstance(op, memref.GetGlobalOp) and (name := op.name_.string_value()) in renamed:
            op.properties["name"] = SymbolRefAttr(renamed[name])
    return [*kept.values()]
