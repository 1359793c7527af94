"""`linalg.index`, allowed in the body of every structured op."""

from xdsl.dialects.builtin import IndexType, IntegerAttr, i64
from xdsl.irdl import IRDLOperation, irdl_op_definition, prop_def, result_def, traits_def
from xdsl.traits import Pure


@irdl_op_definition
class IndexOp(IRDLOperation):
    """The current iteration of one loop: `%i = linalg.index 0 : index`.

    xDSL's own class accepts only `linalg.generic` as its parent.
    """

    name = "linalg.index"

    dim = prop_def(IntegerAttr.constr(type=i64))
    result = result_def(IndexType)

    traits = traits_def(Pure())

    assembly_format = "$dim attr-dict `:` type($result)"

    def __init__(self, dim: int):
        super().__init__(properties={"dim": IntegerAttr(dim, i64)}, result_types=[IndexType()])
