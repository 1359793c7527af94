"""The arith dialect: xDSL's ops and those it lacks, with every flag that MLIR 22 prints."""

from xdsl.dialects import arith
from xdsl.irdl import irdl_op_definition, traits_def
from xdsl.traits import Pure

from microaot.dialects.extension import drop_properties, extend_dialect, with_syntax


@irdl_op_definition
class RemFOp(arith.FloatingPointLikeBinaryOperation):
    """Remainder of a float division, with the sign of the dividend, as C's `fmod`.

    ```mlir
    %r = arith.remf %a, %b : f32
    ```
    """

    name = "arith.remf"

    traits = traits_def(Pure())


ARITH = extend_dialect(
    arith.Arith,
    operations=[RemFOp],
    replacing=[with_syntax(arith.TruncIOp, normalize=drop_properties("overflowFlags"))],
)
