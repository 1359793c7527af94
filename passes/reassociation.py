"""Which dimensions `memref.expand_shape` and `memref.collapse_shape` put together."""

from xdsl.dialects import memref


def groups(op: memref.ExpandShapeOp | memref.CollapseShapeOp) -> list[list[int]]:
    """The reassociation as plain lists: the dimensions of the higher rank, group by group."""
    return [[int(d.value.data) for d in group] for group in op.reassociation]  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType, reportUnknownVariableType, reportGeneralTypeIssues, reportAttributeAccessIssue]  # xDSL leaves the element type open
