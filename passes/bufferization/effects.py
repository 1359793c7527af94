"""What ops do with tensors: look at them differently, read them, or write over them."""

from dataclasses import dataclass

from xdsl.dialects import bufferization, func, scf, tensor
from xdsl.dialects.builtin import TensorType, UnrankedTensorType
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation
from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Operation, SSAValue
from xdsl.ir.affine import AffineDimExpr, AffineMap
from xdsl.utils.hints import isa

from microaot.dialects.linalg.ops import MapOp
from microaot.dialects.linalg.softmax import SoftmaxOp
from microaot.dialects.tensor import ParallelInsertSliceOp
from microaot.passes.bufferization.memory import Slice
from microaot.passes.linalg.view import StructuredView
from microaot.tools.errors import OperationError

VIEWS = (
    tensor.CastOp,
    tensor.CollapseShapeOp,
    tensor.ExpandShapeOp,
    tensor.ExtractSliceOp,
    tensor.ReshapeOp,
)
"""Ops whose result is their first operand, or a part of it, under another type."""

_CONTROL = (scf.ForOp, scf.WhileOp, scf.IfOp, scf.IndexSwitchOp)


@dataclass(frozen=True)
class Tie:
    """A result that is written over an operand; `reads`: the op needs what was there."""

    operand: int
    result: int
    reads: bool


@dataclass(frozen=True)
class Effects:
    """The operands that an op reads, and those that it writes over."""

    reads: tuple[int, ...] = ()
    ties: tuple[Tie, ...] = ()


def is_tensor(value: SSAValue) -> bool:
    """Whether a value is a tensor."""
    return isinstance(value.type, TensorType | UnrankedTensorType)


def effects_of(op: Operation) -> Effects:
    """What an op does, apart from ops with regions that run in some order."""
    match op:
        case tensor.ExtractOp() | bufferization.ToBufferOp():
            return Effects(reads=(0,))
        case tensor.InsertOp():
            return Effects(ties=(Tie(1, 0, reads=True),))
        case tensor.InsertSliceOp():
            return Effects(reads=(0,), ties=(Tie(1, 0, reads=not covers_everything(op)),))
        case bufferization.MaterializeInDestinationOp():
            ties = (Tie(1, 0, reads=False),) if op.results else ()
            return Effects(reads=(0,), ties=ties)
        case SoftmaxOp():
            return Effects(reads=(0,), ties=(Tie(1, 0, reads=False),))
        case func.CallOp():
            return _of_call(op)
        case tensor.ReshapeOp():
            return Effects(reads=(1,))
        case ParallelInsertSliceOp():
            return Effects(reads=(0,))
        case func.ReturnOp() | scf.YieldOp() | scf.ConditionOp():
            return Effects(reads=tuple(i for i, v in enumerate(op.operands) if is_tensor(v)))
        case LinalgStructuredOperation() | MapOp():
            return _of_structured(op)
        case _:
            return Effects()


def _of_call(op: func.CallOp) -> Effects:
    """A call writes its results to its last tensors: all functions have been made like that."""
    tensors = [i for i, value in enumerate(op.operands) if is_tensor(value)]
    results = [i for i, value in enumerate(op.results) if is_tensor(value)]
    split = len(tensors) - len(results)
    pairs = zip(tensors[split:], results, strict=True)
    return Effects(tuple(tensors[:split]), tuple(Tie(i, k, reads=True) for i, k in pairs))


def _of_structured(op: Operation) -> Effects:
    view = StructuredView.of_tensors(op)
    if view is None:
        return Effects()
    count = len(view.inputs)
    reads = [i for i, v in enumerate(view.inputs) if is_tensor(v) and view.body.args[i].uses]
    ties = [
        Tie(count + i, i, view.reads_output(i) or not _is_permutation(view.output_maps[i]))
        for i in range(len(view.outputs))
    ]
    return Effects(tuple(reads), tuple(ties))


def _is_permutation(map_: AffineMap) -> bool:
    """Whether each element is written, and no two loops with an index of it write the same."""
    dims = [expr.position for expr in map_.results if isinstance(expr, AffineDimExpr)]
    return len(dims) == len(map_.results) == len(set(dims))


def is_pointwise(op: Operation, read: int, written: int) -> bool:
    """Whether an op has read each element of one operand for the last time when it writes the
    same element of another."""
    view = StructuredView.of_tensors(op)
    if view is None or any(isinstance(o, tensor.ExtractOp) for o in view.body.walk()):
        return False
    map_ = view.maps[written]
    return view.maps[read] == map_ and _is_permutation(map_) and len(map_.results) == view.num_loops


def covers_everything(op: Slice) -> bool:
    """Whether a slice is known to be all of the tensor that it is in."""
    whole = op.source if isinstance(op, tensor.ExtractSliceOp) else op.dest
    assert isa(whole.type, TensorType)
    return (
        whole.type.has_static_shape()
        and set(op.static_offsets.get_values()) <= {0}
        and set(op.static_strides.get_values()) <= {1}
        and tuple(op.static_sizes.get_values()) == whole.type.get_shape()
    )


def check_supported(op: Operation) -> None:
    """Refuse what has no meaning on buffers, or none that is known."""
    known = (
        *VIEWS,
        *_CONTROL,
        tensor.DimOp,
        tensor.EmptyOp,
        YieldOp,
        bufferization.ToTensorOp,
    )
    tensors = [value for value in (*op.operands, *op.results) if is_tensor(value)]
    for value in tensors:
        if not isa(type := value.type, TensorType):
            raise OperationError(op, f"has a tensor of unknown rank: {type}")
        if type.encoding.name != "none":
            raise OperationError(op, f"has a tensor that is stored in a way of its own: {type}")
    if not tensors or isinstance(op, known) or effects_of(op) != Effects():
        return
    if op.name in ("arith.constant", "scf.forall", "func.return"):
        return
    raise OperationError(op, "works on tensors and has no form on buffers")
