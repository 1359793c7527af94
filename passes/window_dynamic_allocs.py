"""Allocate, of a buffer whose size nobody knows, only the part that is read."""

from dataclasses import dataclass

from xdsl.builder import Builder
from xdsl.context import Context
from xdsl.dialects import arith, memref
from xdsl.dialects.builtin import (
    MemRefType,
    ModuleOp,
)
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.passes.linalg.buffers import Buffers, accesses, structured_accesses
from microaot.passes.linalg.init_fusion import is_initializer, is_uniform
from microaot.passes.linalg.view import StructuredView
from microaot.passes.memory.memref_parts import Extent, fold_or_build, offsets, part


@dataclass(frozen=True)
class WindowDynamicAllocs(ModulePass):
    """Replace an alloc of dynamic size by the window of static size that is all anyone reads.

    Padding by, and cropping to, sizes that are inputs gives such a buffer: it is filled, other
    memrefs are copied into it, and a part of known size is read.

    ```mlir
    %a = memref.alloc(%n) : memref<?xf32>
    linalg.fill ins(%zero : f32) outs(%a : memref<?xf32>)
    %inner = memref.subview %a[%p] [8] [1] : memref<?xf32> to memref<8xf32, strided<[1], offset: ?>>
    memref.copy %x, %inner : memref<8xf32> to memref<8xf32, strided<[1], offset: ?>>
    %window = memref.subview %a[%q] [5] [1] : ...
    ```
    becomes a `memref<5xf32>` in place of `%window`: filled, then given those elements of `%x` that
    lie in the window. Other allocs are left as they are.
    """

    name = "window-dynamic-allocs"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Rewrite each dynamic alloc that is used in this way."""
        buffers = Buffers()
        for alloc in [a for a in op.walk() if isinstance(a, memref.AllocOp) and a.dynamic_sizes]:
            uses = _Uses.of(alloc, buffers)
            if uses is not None and uses.may_move(buffers):
                _narrow(alloc, uses)


@dataclass(frozen=True)
class _Uses:
    """The ops that write a buffer, in their order, the part that is read, and the deallocs."""

    writes: tuple[Operation, ...]
    window: memref.SubviewOp
    deallocs: tuple[Operation, ...]

    @staticmethod
    def of(alloc: memref.AllocOp, buffers: Buffers) -> "_Uses | None":
        """None unless every use is understood."""
        writes: dict[Operation, None] = {}
        windows: list[memref.SubviewOp] = []
        deallocs: list[Operation] = []
        for user in [use.operation for use in alloc.memref.uses]:
            if isinstance(user, memref.DeallocOp):
                deallocs.append(user)
            elif isinstance(user, memref.SubviewOp) and _is_static_part(user):
                users = {use.operation: use.index for use in user.result.uses}
                if all(i == 1 and _copies_strided(u) for u, i in users.items()):
                    writes.update(dict.fromkeys(users))
                elif all(_only_reads(u, user.result) for u in users):
                    windows.append(user)
                else:
                    return None
            elif _fills(user, buffers):
                writes[user] = None
            else:
                return None
        if len(windows) != 1 or {op.parent for op in (*writes, *windows)} != {alloc.parent}:
            return None
        block = alloc.parent
        assert block is not None
        ordered = tuple(op for op in block.ops if op in writes)
        return _Uses(ordered, windows[0], tuple(deallocs))

    def may_move(self, buffers: Buffers) -> bool:
        """Whether the writes would do the same right before the window is read."""
        window = self.window
        if not all(op.is_before_in_block(window) for op in self.writes):
            return False
        sources = [buffers.root(op.source) for op in self.writes if isinstance(op, memref.CopyOp)]
        op = self.writes[0] if self.writes else window
        while op is not window:
            if op not in self.writes:
                view = StructuredView.of(op)
                touched = accesses(op) if view is None else structured_accesses(view)
                if touched is None:
                    return False
                written = buffers.roots(touched.writes)
                if any(buffers.may_overlap(source, root) for source in sources for root in written):
                    return False
            assert op.next_op is not None
            op = op.next_op
        return True


def _is_static_part(op: memref.SubviewOp) -> bool:
    """Whether a subview takes neighbouring elements, a known number of each dimension."""
    source, result = op.source.type, op.result.type
    assert isa(source, MemRefType) and isa(result, MemRefType)
    return (
        not op.sizes
        and source.get_num_dims() == result.get_num_dims()
        and set(op.static_strides.get_values()) <= {1}
    )


def _copies_strided(op: Operation) -> bool:
    if not isinstance(op, memref.CopyOp):
        return False
    source = op.source.type
    return isa(source, MemRefType) and source.get_strides() is not None


def _only_reads(op: Operation, value: SSAValue) -> bool:
    if isinstance(op, memref.CopyOp):
        return op.destination is not value
    view = StructuredView.of(op)
    return view is not None and value not in view.outputs


def _fills(op: Operation, buffers: Buffers) -> bool:
    view = StructuredView.of(op)
    return view is not None and is_uniform(view) and is_initializer(view, buffers)


def _narrow(alloc: memref.AllocOp, uses: _Uses) -> None:
    window = uses.window
    type = alloc.memref.type
    assert isa(type, MemRefType)
    builder = Builder(InsertPoint.before(window))
    alignment = alloc.alignment.value.data if alloc.alignment is not None else None
    shape = window.static_sizes.get_values()
    buffer = builder.insert(
        memref.AllocOp.get(type.element_type, alignment, shape, memory_space=type.memory_space)
    )
    buffer.location = alloc.location
    buffer.memref.name_hint = alloc.memref.name_hint
    for write in uses.writes:
        if isinstance(write, memref.CopyOp):
            _copy_into_window(builder, write, window, buffer.memref)
        else:
            write.detach()
            builder.insert(write)
            write.operands[list(write.operands).index(alloc.memref)] = buffer.memref
    window.result.replace_all_uses_with(buffer.memref)
    for op in (*uses.deallocs, *[use.operation for use in alloc.memref.uses], alloc):
        if op.parent is not None:
            Rewriter.erase_op(op)


def _copy_into_window(
    builder: Builder, copy: memref.CopyOp, window: memref.SubviewOp, buffer: SSAValue
) -> None:
    """Do what is left of a copy into a part of the whole buffer: the elements in the window."""
    destination = copy.destination.owner
    assert isinstance(destination, memref.SubviewOp)
    source_offsets: list[Extent] = []
    target_offsets: list[Extent] = []
    sizes: list[Extent] = []
    dimensions = zip(
        *(offsets(destination), destination.static_sizes.get_values()),
        *(offsets(window), window.static_sizes.get_values()),
        strict=True,
    )
    for part_offset, part_size, window_offset, window_size in dimensions:
        shift = fold_or_build(builder, arith.SubiOp, window_offset, part_offset)
        begin = fold_or_build(builder, arith.MaxSIOp, shift, 0)
        window_end = fold_or_build(builder, arith.AddiOp, shift, window_size)
        end = fold_or_build(builder, arith.MinSIOp, window_end, part_size)
        size = fold_or_build(builder, arith.SubiOp, end, begin)
        source_offsets.append(begin)
        target_offsets.append(fold_or_build(builder, arith.SubiOp, begin, shift))
        sizes.append(fold_or_build(builder, arith.MaxSIOp, size, 0))
    source = part(builder, copy.source, source_offsets, sizes)
    target = part(builder, buffer, target_offsets, sizes)
    new = builder.insert(memref.CopyOp(source, target))
    new.location = copy.location
    Rewriter.erase_op(copy)
