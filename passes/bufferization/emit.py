"""Writes a function on buffers in the place of one on tensors."""

from collections.abc import Callable, Sequence

from xdsl.dialects import arith, bufferization, func, memref, scf, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, DenseArrayBase, IndexType, IntegerAttr, i32
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.linalg.ops import MapOp
from microaot.dialects.linalg.softmax import SoftmaxOp
from microaot.dialects.memref_ops import ReshapeOp
from microaot.dialects.memref_syntax import DynamicCopyOp
from microaot.dialects.scf import ForallOp
from microaot.passes.bufferization.analysis import Analysis
from microaot.passes.bufferization.buffer_views import (
    Buffer,
    buffer_type,
    collapse,
    expand,
    is_contiguous,
    subview,
    undone,
)
from microaot.passes.bufferization.destinations import extents_of
from microaot.passes.bufferization.effects import effects_of, is_tensor
from microaot.passes.bufferization.memory import Copy, Memory

Constant = Callable[[arith.ConstantOp], SSAValue]
"""Makes the buffer of a constant tensor, in front of the op."""

_VIEWS = (
    memref.CastOp,
    memref.CollapseShapeOp,
    memref.ExpandShapeOp,
    memref.GetGlobalOp,
    memref.SubviewOp,
)


class Emitter:
    """Replaces tensors by buffers, one op after the other; places have buffers."""

    def __init__(
        self, analysis: Analysis, arguments: dict[SSAValue, SSAValue], constant: Constant
    ) -> None:
        self._analysis = analysis
        self._buffers = arguments
        self._constant = constant
        self._op: Operation | None = None
        self._copies: dict[Operation, list[Copy]] = {}
        for copy in analysis.copies:
            self._copies.setdefault(copy.op, []).append(copy)
        self._names: dict[Memory, str] = {}
        for value, memory in analysis.memory.items():
            if value.name_hint is not None and not isinstance(value.owner, tensor.EmptyOp):
                self._names.setdefault(memory, value.name_hint)
        self._starting: dict[Operation, list[Memory]] = {}
        for memory in dict.fromkeys(analysis.memory.values()):
            if not memory.given and memory.users:
                block = analysis.order.common_block(memory.users)
                anchor = analysis.order.ancestor(memory.users[0], block)
                assert anchor is not None
                self._starting.setdefault(anchor, []).append(memory)

    # Places

    def buffer(self, value: SSAValue) -> SSAValue:
        """The buffer in which a tensor is."""
        place = self._analysis.place[value]
        if place not in self._buffers:
            self._make(self._analysis.memory[place])
        return self._buffers[place]

    def insert(self, op: Operation) -> SSAValue:
        """Put an op in front of the current one."""
        assert self._op is not None
        op.location = self._op.location
        Rewriter.insert_op(op, InsertPoint.before(self._op))
        return op.results[0]

    def _make(self, memory: Memory) -> None:
        """Allocate a memory, or find it in its home."""
        if memory.base in self._buffers:
            return
        if (home := memory.home) is not None:
            buffer = self.buffer(home.target)
            if home.slice is not None:
                buffer = self.insert(subview(buffer, home.slice, home.slice.source))
            for view in reversed(home.views):
                buffer = self.insert(undone(view, buffer))
        else:
            buffer = self._alloc(buffer_type(memory.base), extents_of(memory))
        if buffer.name_hint is None and isinstance(buffer.owner, Operation):
            buffer.name_hint = self._names.get(memory, memory.base.name_hint)
        self._buffers[memory.base] = buffer

    def _alloc(self, type: Buffer, extents: Sequence[SSAValue]) -> SSAValue:
        """A new buffer; extents are sizes, or one tensor of the same size."""
        if extents and is_tensor(extents[0]):
            extents = self._sizes(self.buffer(extents[0]))
        return self.insert(memref.AllocOp(extents, (), type))

    def _sizes(self, buffer: SSAValue) -> list[SSAValue]:
        assert isa(buffer.type, Buffer)
        found: list[SSAValue] = []
        for dim, extent in enumerate(buffer.type.get_shape()):
            if extent == DYNAMIC_INDEX:
                index = self.insert(arith.ConstantOp(IntegerAttr(dim, IndexType())))
                found.append(self.insert(memref.DimOp(buffer, index)))
        return found

    def copy(self, source: SSAValue, target: SSAValue) -> None:
        """Copy a buffer."""
        assert isa(source.type, Buffer) and isa(target.type, Buffer)
        same = source.type.get_shape() == target.type.get_shape()
        op = (memref.CopyOp if same else DynamicCopyOp)(source, target)
        assert self._op is not None
        op.location = self._op.location
        Rewriter.insert_op(op, InsertPoint.before(self._op))

    def _own_copy(self, source: SSAValue) -> SSAValue:
        type = source.type
        assert isa(type, Buffer)
        plain = Buffer(type.element_type, type.get_shape())
        new = self.insert(memref.AllocOp(self._sizes(source), (), plain))
        new.name_hint = source.name_hint
        self.copy(source, new)
        return new

    # Ops

    def erase_unused(self, block: Block) -> None:
        """Erase views that nobody looks at."""
        for op in reversed([*block.walk()]):
            if isinstance(op, _VIEWS) and not any(result.uses for result in op.results):
                Rewriter.erase_op(op)

    def emit(self, block: Block) -> None:
        """Replace the ops of a block."""
        dead: list[Operation] = []
        for op in [*block.ops]:
            self._op = op
            for memory in self._starting.get(op, ()):
                self._make(memory)
            if self._emit(op):
                dead.append(op)
        for op in reversed(dead):
            Rewriter.erase_op(op)

    def _emit(self, op: Operation) -> bool:
        """Emit an op on buffers; whether the op itself is not needed any more."""
        self._move(op)
        match op:
            case arith.ConstantOp() if is_tensor(op.result):
                self._buffers[op.result] = self._constant(op)
            case bufferization.ToTensorOp():
                self._buffers[op.tensor] = op.memref
            case bufferization.ToBufferOp():
                self._to_buffer(op)
            case tensor.EmptyOp():
                pass
            case tensor.CastOp() | tensor.CollapseShapeOp() | tensor.ExpandShapeOp():
                self._buffers[op.results[0]] = self._view(op)
            case tensor.ExtractSliceOp() | tensor.ReshapeOp():
                self._buffers[op.results[0]] = self._view(op)
            case tensor.ExtractOp():
                load = memref.LoadOp.get(self.buffer(op.tensor), op.indices)
                self._replace(op, load)
            case tensor.DimOp():
                self._replace(op, memref.DimOp(self.buffer(op.source), op.index))
            case tensor.InsertOp():
                store = memref.StoreOp.get(op.scalar, self.buffer(op.result), op.indices)
                store.location = op.location
                Rewriter.insert_op(store, InsertPoint.before(op))
            case func.CallOp():
                self._call(op)
            case scf.YieldOp() | scf.ConditionOp() | func.ReturnOp():
                self._copy_all(op)
                op.operands = [value for value in op.operands if not is_tensor(value)]
                return False
            case scf.ForOp() | scf.WhileOp() | scf.IfOp() | scf.IndexSwitchOp() | ForallOp():
                return self._control(op)
            case LinalgStructuredOperation() | MapOp() | SoftmaxOp():
                return self._structured(op)
            case _:
                self._copy_all(op)
                for region in op.regions:
                    for inner in region.blocks:
                        self.emit(inner)
                        self._op = op
                return any(map(is_tensor, (*op.operands, *op.results)))
        return True

    def _move(self, op: Operation) -> None:
        """Copy what an op writes over elsewhere to where it does."""
        for index, operand in enumerate(op.operands):
            if (op, index) in self._analysis.moved and self._analysis.needs_content(op, index):
                self.copy(self.buffer(operand), self.buffer(self._new_place(op, index)))

    def _new_place(self, op: Operation, index: int) -> SSAValue:
        for tie in effects_of(op).ties:
            if tie.operand == index:
                return op.results[tie.result]
        match op:
            case scf.ForOp():
                return op.body.block.args[index - 2]
            case scf.WhileOp():
                return op.before_region.block.args[index]
            case _:
                arguments = op.regions[0].block.args
                return arguments[len(arguments) - len(op.operands) + index]

    def _copy_all(self, op: Operation) -> None:
        """What has to be somewhere else at the end of a block, or in a slice."""
        pending: list[tuple[SSAValue, Copy]] = []
        for copy in self._copies.get(op, ()):
            if not copy.done:
                source = self.buffer(copy.source)
                pending.append((self._own_copy(source) if copy.staged else source, copy))
        for source, copy in pending:
            target = self.buffer(copy.target)
            if copy.slice is not None:
                target = self.insert(subview(target, copy.slice, copy.slice.source))
            self.copy(source, target)

    def _replace(self, op: Operation, new: Operation) -> None:
        """Put an op in the place of one with the same scalars among its results."""
        new.location = op.location
        Rewriter.insert_op(new, InsertPoint.before(op))
        old = [result for result in op.results if not is_tensor(result)]
        for result, other in zip(old, new.results, strict=True):
            other.name_hint = result.name_hint
            result.replace_all_uses_with(other)

    def _view(self, op: Operation) -> SSAValue:
        source = self.buffer(op.operands[0])
        match op:
            case tensor.ExtractSliceOp():
                return self._named(subview(source, op, op.result), op)
            case tensor.ExpandShapeOp():
                shape = buffer_type(op.result).get_shape()
                new = expand(source, op.reassociation, shape, op.dynamic_output_shape)
                return self._named(new, op)
            case tensor.CollapseShapeOp():
                return self._collapsed(op, source)
            case tensor.ReshapeOp():
                return self._reshaped(op, source)
            case _:
                type = buffer_type(op.results[0])
                assert isa(source.type, Buffer)
                cast = Buffer(type.element_type, type.get_shape(), source.type.layout)
                return self._named(memref.CastOp.get(source, cast), op)

    def _named(self, new: Operation, op: Operation) -> SSAValue:
        result = self.insert(new)
        result.name_hint = op.results[0].name_hint
        return result

    def _collapsed(self, op: tensor.CollapseShapeOp, source: SSAValue) -> SSAValue:
        shape = buffer_type(op.result).get_shape()
        new = collapse(source, op.reassociation, shape)
        if new is None:
            new = collapse(self._own_copy(source), op.reassociation, shape)
        assert new is not None
        return self._named(new, op)

    def _reshaped(self, op: tensor.ReshapeOp, source: SSAValue) -> SSAValue:
        if not is_contiguous(source):
            source = self._own_copy(source)
        new = ReshapeOp.create(
            operands=[source, self.buffer(op.shape)], result_types=[buffer_type(op.result)]
        )
        return self._named(new, op)

    def _to_buffer(self, op: bufferization.ToBufferOp) -> None:
        memory = self._analysis.memory[op.tensor]
        buffer = self.buffer(op.tensor)
        if memory.writable or op.read_only is None:
            buffer = self._own_copy(buffer)
        if buffer.type != op.memref.type:
            buffer = self.insert(memref.CastOp.get(buffer, op.memref.type))
        op.memref.replace_all_uses_with(buffer)

    def _call(self, op: func.CallOp) -> None:
        ties = {tie.operand: op.results[tie.result] for tie in effects_of(op).ties}
        operands: list[SSAValue] = []
        for index, operand in enumerate(op.operands):
            if is_tensor(operand):
                operand = self.buffer(ties.get(index, operand))
                operand = operand if is_contiguous(operand) else self._own_copy(operand)
            operands.append(operand)
        types: list[Attribute] = [r.type for r in op.results if not is_tensor(r)]
        call = func.CallOp(op.callee, operands, types)
        call.attributes |= op.attributes
        self._replace(op, call)

    def _structured(self, op: Operation) -> bool:
        if not any(map(is_tensor, op.operands)):
            for region in op.regions:
                for block in region.blocks:
                    self.emit(block)
            return False
        for region in op.regions:
            for block in region.blocks:
                self.emit(block)
        self._op = op
        ties = {tie.operand: op.results[tie.result] for tie in effects_of(op).ties}
        operands = [
            self.buffer(ties.get(index, operand)) if is_tensor(operand) else operand
            for index, operand in enumerate(op.operands)
        ]
        new = op.__class__.create(
            operands=operands,
            result_types=[],
            properties=op.properties,
            attributes=op.attributes,
            regions=[op.detach_region(region) for region in [*op.regions]],
        )
        new.location = op.location
        Rewriter.insert_op(new, InsertPoint.before(op))
        return True

    def _control(self, op: Operation) -> bool:
        """Loops and branches without the tensors that they carry."""
        blocks = [block for region in op.regions for block in region.blocks]
        for block in blocks:
            self.emit(block)
        self._op = op
        if not any(map(is_tensor, (*op.operands, *op.results))):
            return False
        for block in blocks:
            for argument in reversed(block.args):
                if is_tensor(argument):
                    block.erase_arg(argument)
        kept = [value for value in op.operands if not is_tensor(value)]
        properties = dict(op.properties)
        if isinstance(op, ForallOp):
            bounds = (op.dynamicLowerBound, op.dynamicUpperBound, op.dynamicStep, ())
            sizes = DenseArrayBase.from_list(i32, [len(values) for values in bounds])
            properties["operandSegmentSizes"] = sizes
        new = op.__class__.create(
            operands=kept,
            result_types=[result.type for result in op.results if not is_tensor(result)],
            properties=properties,
            attributes=op.attributes,
            regions=[op.detach_region(region) for region in [*op.regions]],
        )
        self._replace(op, new)
        return True
