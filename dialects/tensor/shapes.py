"""What must hold of the shapes of tensors; each function raises a `VerifyException` if it fails."""

from collections.abc import Iterable, Sequence

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    FixedBitwidthType,
    IntegerAttr,
    TensorType,
)
from xdsl.dialects.utils.reshape_ops_utils import verify_reshape_like_types
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

Tensor = TensorType[Attribute]


def ranked(value: SSAValue) -> Tensor:
    """The type of a ranked tensor."""
    if not isa(type := value.type, Tensor):
        raise VerifyException(f"expects a ranked tensor, not {value.type}")
    return type


def are_compatible(first: Iterable[int], second: Iterable[int]) -> bool:
    """Whether extents may be the same at run time."""
    first, second = tuple(first), tuple(second)
    return len(first) == len(second) and all(
        a == b or DYNAMIC_INDEX in (a, b) for a, b in zip(first, second, strict=True)
    )


def check_same_elements(first: Attribute, second: Attribute) -> None:
    """Check that two shaped types have the same type of elements."""
    if getattr(first, "element_type", None) != getattr(second, "element_type", None):
        raise VerifyException(f"expects elements of one type, not {first} and {second}")


def check_same_width(source: Attribute, target: Attribute) -> None:
    """Check that the elements of one tensor can be taken for those of another."""
    old, new = (getattr(type, "element_type", None) for type in (source, target))
    if not (
        isinstance(old, FixedBitwidthType)
        and isinstance(new, FixedBitwidthType)
        and old.bitwidth == new.bitwidth
    ):
        raise VerifyException(f"expects elements of one width, not {old} and {new}")


def check_sizes(type: Attribute, sizes: Sequence[SSAValue]) -> None:
    """Check that there is an operand for each extent which the type does not tell."""
    assert isa(type, Tensor)
    expected = type.get_shape().count(DYNAMIC_INDEX)
    if len(sizes) != expected:
        raise VerifyException(f"expects {expected} sizes for {type}, not {len(sizes)}")


def check_indices(value: SSAValue, indices: Sequence[SSAValue]) -> None:
    """Check that there is an index for each dimension."""
    rank = ranked(value).get_num_dims()
    if len(indices) != rank:
        raise VerifyException(f"expects {rank} indices, not {len(indices)}")


def check_reassociation(
    collapsed: Tensor, expanded: Tensor, groups: ArrayAttr[ArrayAttr[IntegerAttr]]
) -> None:
    """Check that groups of dimensions turn one shape into the other."""
    check_same_elements(collapsed, expanded)
    dims = [dim.value.data for group in groups for dim in group]
    if dims != list(range(len(dims))):
        raise VerifyException("expects each dimension once, in order")
    if collapsed.get_num_dims() == 0 and not len(groups):
        # Nothing says to which group the dimensions belong: all of them are 1.
        if set(expanded.get_shape()) - {1}:
            raise VerifyException(f"expects only extents of 1, not {expanded}")
        return
    verify_reshape_like_types(collapsed, expanded, groups)


def check_rank_reduced(type: Tensor, shape: Sequence[int]) -> None:
    """Check that a type has the given extents, of which any that are 1 may be left out."""
    rest = list(type.get_shape())
    for size in reversed(shape):
        if rest and rest[-1] == size:
            rest.pop()
        elif size != 1:
            break
    else:
        if not rest:
            return
    expected = TensorType(type.element_type, shape)
    raise VerifyException(f"expects {expected} or less dimensions, not {type}")
