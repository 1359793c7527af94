"""`lower-tensors-to-loops`: structured ops on tensors become fused loop nests on tensors."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from microaot.passes.fusion.materialize import Materialization
from microaot.passes.fusion.nests import NestBuilder
from microaot.passes.fusion.sequential import sequential_view
from microaot.passes.fusion.tensor_ops import is_tensor
from microaot.passes.shapes.fixed_sizes import has_fixed_sizes


@dataclass(frozen=True)
class LowerTensorsToLoops(ModulePass):
    """Writes one loop nest for each tensor that has to be stored, and computes all others in it.

    What feeds a reduction is computed in its innermost loop, what follows it when its value is
    complete: a convolution ends with the final value in a register, and no tensor of accumulators
    exists. Padding, slices and reshapes become index arithmetic; iterations that only meet padding
    are left out where it adds nothing. Tensors that several users need, or that would be computed
    again and again, are stored.

    ```mlir
    func.func @f(%x: tensor<4x8xf32>, %y: tensor<8xf32>) -> tensor<4xf32> {
      %zero = arith.constant 0.0 : f32
      %e = tensor.empty() : tensor<4xf32>
      %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
      %m = linalg.matvec ins(%x, %y : tensor<4x8xf32>, tensor<8xf32>) outs(%z : tensor<4xf32>)
          -> tensor<4xf32>
      %r = linalg.exp ins(%m : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
      return %r : tensor<4xf32>
    }
    ```
    becomes
    ```mlir
    %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%t = %e) -> (tensor<4xf32>) {
      %sum = scf.for %j = %c0 to %c8 step %c1 iter_args(%acc = %zero) -> (f32) { ... }
      %exp = math.exp %sum : f32
      %u = tensor.insert %exp into %t[%i] : tensor<4xf32>
      scf.yield %u : tensor<4xf32>
    }
    ```
    A private function whose last tensor arguments have the types of its results writes them there.
    A function in which tensors have open sizes is left to `bufferize` as it is.
    """

    name = "lower-tensors-to-loops"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Lower every block of the module, inner ones last."""
        for function in op.walk():
            if isinstance(function, func.FuncOp) and _is_lowered(function):
                destinations = _destinations(function)
                blocks = [*function.body.blocks]
                while blocks:
                    block = blocks.pop()
                    lower_block(block, destinations)
                    blocks += [b for o in block.ops for r in o.regions for b in r.blocks]


def _is_lowered(function: func.FuncOp) -> bool:
    return not function.is_declaration and has_fixed_sizes(function)


def lower_block(block: Block, destinations: dict[SSAValue, SSAValue]) -> None:
    """Replace what computes tensors in a block, apart from the ops in nested regions."""
    plan = Materialization(block)
    builder = NestBuilder(block, plan, destinations)
    replaced: list[Operation] = []
    for op in [*block.ops]:
        if plan.is_computable(op):
            news = builder.store(op) if plan.is_stored(op) else op.results
        elif (view := sequential_view(op)) is not None:
            news = builder.store_in_order(view)
        else:
            continue
        replaced.append(op)
        for old, new in zip(op.results, news, strict=True):
            if old is not new:
                old.replace_all_uses_with(new)
    for op in reversed(replaced):
        if not any(result.uses for result in op.results):
            Rewriter.erase_op(op)


def _destinations(function: func.FuncOp) -> dict[SSAValue, SSAValue]:
    """Where to write what a private function in destination-passing style returns."""
    if function.sym_visibility is None or function.sym_visibility.data != "private":
        return {}
    last = function.body.blocks[-1].last_op
    arguments = [argument for argument in function.body.blocks[0].args if is_tensor(argument)]
    if not isinstance(last, func.ReturnOp) or len(function.body.blocks) != 1:
        return {}
    targets = arguments[len(arguments) - len(last.operands) :]
    if [value.type for value in last.operands] != [target.type for target in targets]:
        return {}
    pairs = zip(last.operands, targets, strict=True)
    return {value: target for value, target in pairs if value not in arguments}
