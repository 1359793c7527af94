"""Slices: what the offsets, sizes and strides of an op must be, and the slice of a parallel loop.

```mlir
%s = tensor.extract_slice %t[0, %i] [4, 1] [1, 2] : tensor<4x8xf32> to tensor<4xf32>
```
"""

from collections.abc import Sequence
from typing import TypeAlias

from xdsl.dialects.builtin import DYNAMIC_INDEX, DenseArrayBase, IndexType, TensorType, i64
from xdsl.dialects.tensor import ExtractSliceOp, InsertSliceOp
from xdsl.dialects.utils import DynamicIndexList
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    prop_def,
    traits_def,
    var_operand_def,
)
from xdsl.traits import HasParent
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.extension import with_syntax
from microaot.dialects.scf import InParallelOp
from microaot.dialects.tensor.shapes import (
    Tensor,
    check_rank_reduced,
    check_same_elements,
    ranked,
)


@irdl_op_definition
class ParallelInsertSliceOp(IRDLOperation):
    """What one iteration of a `scf.forall` writes to a shared result.

    ```mlir
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %v into %o[%i] [1] [1] : tensor<1xf32> into tensor<4xf32>
    }
    ```
    """

    name = "tensor.parallel_insert_slice"

    source = operand_def(TensorType)
    dest = operand_def(TensorType)
    offsets = var_operand_def(IndexType)
    sizes = var_operand_def(IndexType)
    strides = var_operand_def(IndexType)
    static_offsets = prop_def(DenseArrayBase.constr(i64))
    static_sizes = prop_def(DenseArrayBase.constr(i64))
    static_strides = prop_def(DenseArrayBase.constr(i64))

    irdl_options = (AttrSizedOperandSegments(as_property=True),)
    traits = traits_def(HasParent(InParallelOp))
    custom_directives = (DynamicIndexList,)
    assembly_format = (
        "$source `into` $dest ``"
        "custom<DynamicIndexList>($offsets, $static_offsets)"
        "custom<DynamicIndexList>($sizes, $static_sizes)"
        "custom<DynamicIndexList>($strides, $static_strides)"
        "attr-dict `:` type($source) `into` type($dest)"
    )

    def verify_(self) -> None:
        """Check the slice."""
        check_slice(self, ranked(self.dest), ranked(self.source))


Slice: TypeAlias = ExtractSliceOp | InsertSliceOp | ParallelInsertSliceOp
"""An op with the offsets, sizes and strides of a slice."""


def check_slice(op: Slice, whole: Tensor, part: Tensor) -> None:
    """Check that a slice lies within the whole tensor and has the type of the part."""
    rank = whole.get_num_dims()
    lists: list[Sequence[int]] = []
    for name, static, dynamic in (
        ("offsets", op.static_offsets, op.offsets),
        ("sizes", op.static_sizes, op.sizes),
        ("strides", op.static_strides, op.strides),
    ):
        values: Sequence[int] = static.get_values()
        if len(values) != rank:
            raise VerifyException(f"expects {rank} {name}, not {len(values)}")
        if values.count(DYNAMIC_INDEX) != len(dynamic):
            raise VerifyException(f"expects an operand for each of the dynamic {name}")
        lists.append(values)
    check_same_elements(whole, part)
    check_rank_reduced(part, lists[1])
    for dim, (extent, offset, size, stride) in enumerate(
        zip(whole.get_shape(), *lists, strict=True)
    ):
        if DYNAMIC_INDEX in (extent, offset):
            continue
        last = offset if DYNAMIC_INDEX in (size, stride) else offset + max(size - 1, 0) * stride
        if not 0 <= offset <= extent or (size != 0 and not 0 <= last < extent):
            raise VerifyException(f"the slice runs out of bounds along dimension {dim}")


def _check_extract(op: ExtractSliceOp) -> None:
    check_slice(op, ranked(op.source), ranked(op.result))


def _check_insert(op: InsertSliceOp) -> None:
    check_slice(op, ranked(op.dest), ranked(op.source))


SYNTAX = [
    with_syntax(ExtractSliceOp, check=_check_extract),
    with_syntax(InsertSliceOp, check=_check_insert),
]
