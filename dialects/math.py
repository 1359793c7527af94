"""The math dialect: xDSL's ops and those that MLIR 22 has besides."""

from typing import ClassVar

from xdsl.dialects import math
from xdsl.dialects.arith import FastMathFlagsAttr, floatingPointLike
from xdsl.dialects.builtin import AnyFloatConstr, IntegerType
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    VarConstraint,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.traits import Pure, SameOperandsAndResultType

from microaot.dialects.extension import extend_dialect


@irdl_op_definition
class ErfcOp(math.FloatingPointLikeUnaryMathOperation):
    """The complementary error function, `1 - erf(x)` without cancellation.

    ```mlir
    %r = math.erfc %x : f32
    ```
    """

    name = "math.erfc"

    traits = traits_def(Pure(), SameOperandsAndResultType())


class ClassificationOp(IRDLOperation):
    """Base of the questions about one float."""

    operand = operand_def(AnyFloatConstr)
    fastmath = prop_def(FastMathFlagsAttr, default_value=FastMathFlagsAttr("none"))
    result = result_def(IntegerType(1))

    traits = traits_def(Pure())

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$operand attr-dict `:` type($operand)"


@irdl_op_definition
class IsNaNOp(ClassificationOp):
    """Whether the operand is not a number: `%r = math.isnan %x : f32`."""

    name = "math.isnan"


@irdl_op_definition
class IsInfOp(ClassificationOp):
    """Whether the operand is an infinity of either sign: `%r = math.isinf %x : f32`."""

    name = "math.isinf"


@irdl_op_definition
class IsFiniteOp(ClassificationOp):
    """Whether the operand is neither NaN nor infinite: `%r = math.isfinite %x : f32`."""

    name = "math.isfinite"


@irdl_op_definition
class IsNormalOp(ClassificationOp):
    """Whether the operand is not NaN, infinite, zero or subnormal: `math.isnormal %x : f32`."""

    name = "math.isnormal"


@irdl_op_definition
class SinCosOp(IRDLOperation):
    """Sine and cosine of one operand.

    ```mlir
    %sin, %cos = math.sincos %x : f32
    ```
    """

    name = "math.sincos"

    T: ClassVar = VarConstraint("T", floatingPointLike)

    operand = operand_def(T)
    fastmath = prop_def(FastMathFlagsAttr, default_value=FastMathFlagsAttr("none"))
    sin = result_def(T)
    cos = result_def(T)

    traits = traits_def(Pure())

    assembly_format = "$operand (`fastmath` `` $fastmath^)? attr-dict `:` type($operand)"


@irdl_op_definition
class ClampFOp(IRDLOperation):
    """The operand, but at least `min` and at most `max`; undefined if `min > max` or one is NaN.

    ```mlir
    %r = math.clampf %x to [%min, %max] : f32
    ```
    """

    name = "math.clampf"

    T: ClassVar = VarConstraint("T", floatingPointLike)

    value = operand_def(T)
    min = operand_def(T)
    max = operand_def(T)
    fastmath = prop_def(FastMathFlagsAttr, default_value=FastMathFlagsAttr("none"))
    result = result_def(T)

    traits = traits_def(Pure())

    assembly_format = (
        "$value `to` `[` $min `,` $max `]` (`fastmath` `` $fastmath^)? attr-dict `:` type($result)"
    )


MATH = extend_dialect(
    math.Math,
    operations=[ErfcOp, IsNaNOp, IsInfOp, IsFiniteOp, IsNormalOp, SinCosOp, ClampFOp],
)
