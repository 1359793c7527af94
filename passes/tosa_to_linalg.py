"""`tosa-to-linalg`: TOSA on tensors becomes linalg, tensor, arith, math and scf."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, func
from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    DenseResourceAttr,
    ModuleOp,
)
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.control_flow import IfOp, WhileOp
from microaot.dialects.tosa.variables import ApplyScaleOp
from microaot.passes.tosa import (
    convolutions,
    custom,
    elementwise,
    fourier,
    gather,
    moves,
    pooling,
    reductions,
    rescale,
    resize,
)
from microaot.passes.tosa.control_flow import lower_if, lower_while
from microaot.passes.tosa.element_types import store_in_whole_types
from microaot.passes.tosa.emitter import Emitter
from microaot.passes.tosa.lowering import Lowering, Unsupported
from microaot.passes.tosa.refusals import dynamic_shape, refusal
from microaot.passes.tosa.scaling import lower_apply_scale
from microaot.tools.errors import OperationError, SeveralErrors

LOWERINGS: dict[str, Lowering] = {
    f"tosa.{name}": lowering
    for family in (
        convolutions,
        custom,
        elementwise,
        fourier,
        gather,
        moves,
        pooling,
        reductions,
        rescale,
        resize,
    )
    for name, lowering in family.LOWERINGS.items()
}
"""The lowering of each op of TOSA but constants and control flow."""


@dataclass(frozen=True)
class TosaToLinalg(ModulePass):
    """Says what the ops of TOSA compute, element by element, with their exact rounding.

    Convolutions, poolings and products become named ops of linalg, all other computations
    `linalg.generic`; what only moves data becomes tensor ops. Zero points, shifts and what is the
    same for all elements become scalar constants, and constants are moved at once. Shapes must be
    static: see `fix-batch`. All ops that cannot be lowered are reported at once.

    ```mlir
    func.func @f(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
      %y = tosa.abs %x : (tensor<2x4xf32>) -> tensor<2x4xf32>
      return %y : tensor<2x4xf32>
    }
    ```
    becomes
    ```mlir
    %e = tensor.empty() : tensor<2x4xf32>
    %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>,
                                          affine_map<(d0, d1) -> (d0, d1)>],
                         iterator_types = ["parallel", "parallel"]}
        ins(%x : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %a = math.absf %in : f32
      linalg.yield %a : f32
    } -> tensor<2x4xf32>
    ```
    """

    name = "tosa-to-linalg"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Lower every function, or report all ops that stand in the way."""
        functions = [nested for nested in op.walk() if isinstance(nested, func.FuncOp)]
        errors = [
            error for nested in op.walk() if (error := refusal(nested, LOWERINGS)) is not None
        ]
        dynamic = (error for nested in op.walk() if (error := dynamic_shape(nested)) is not None)
        errors += [error for error in [next(dynamic, None)] if error is not None]
        if not errors:
            for function in functions:
                store_in_whole_types(function)
                errors += _lower(function)
        if errors:
            raise SeveralErrors(errors)


def _lower(function: func.FuncOp) -> list[OperationError]:
    if function.is_declaration:
        return []
    emitter = Emitter(function.body.blocks[0])
    errors: list[OperationError] = []
    for op in [*function.walk()]:
        if op.dialect_name() != "tosa" or op.parent is None:
            continue
        emitter.move_before(op)
        if op.name == "tosa.const":
            _lower_constant(op)
            continue
        try:
            if op.name in LOWERINGS and isinstance(op, TosaOp):
                _replace(op, LOWERINGS[op.name](emitter, op))
            elif isinstance(op, ApplyScaleOp):
                _replace(op, lower_apply_scale(emitter, op))
        except Unsupported as error:
            errors.append(OperationError(op, str(error)))
    if not errors:
        for op in reversed([*function.walk()]):
            emitter.move_before(op)
            if isinstance(op, IfOp):
                lower_if(emitter, op)
            elif isinstance(op, WhileOp):
                lower_while(emitter, op)
        _erase_unused(function)
    return errors


def _lower_constant(op: Operation) -> None:
    values = op.properties["values"]
    assert isa(values, DenseIntOrFPElementsAttr) or isa(values, DenseResourceAttr)
    new = arith.ConstantOp(values)
    new.location = op.location
    Rewriter.insert_op(new, InsertPoint.before(op))
    _replace(op, new.result)


def _replace(op: Operation, values: SSAValue | Sequence[SSAValue]) -> None:
    results = [values] if isinstance(values, SSAValue) else list(values)
    for old, new in zip(op.results, results, strict=True):
        if new.name_hint is None:
            new.name_hint = old.name_hint
        old.replace_all_uses_with(new)
    Rewriter.erase_op(op)


def _erase_unused(function: func.FuncOp) -> None:
    """Erase shapes, and constants that became part of others."""
    for op in reversed([*function.walk()]):
        dead = isinstance(op, TosaOp | arith.ConstantOp) or op.name == "tensor.empty"
        if dead and not any(result.uses for result in op.results):
            Rewriter.erase_op(op)
