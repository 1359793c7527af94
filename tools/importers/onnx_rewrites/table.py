"""Which operators are rewritten, and how."""

from microaot.tools.importers.onnx_rewrites.lp_normalization import lp_normalization
from microaot.tools.importers.onnx_rewrites.q_linear_mat_mul import q_linear_mat_mul
from microaot.tools.importers.onnx_rewrites.quantization import dequantize_linear, quantize_linear
from microaot.tools.importers.onnx_rewrites.site import Rewrite
from microaot.tools.importers.onnx_rewrites.space_and_depth import depth_to_space, space_to_depth

REWRITES: dict[str, Rewrite] = {
    "DepthToSpace": depth_to_space,
    "DequantizeLinear": dequantize_linear,
    "LpNormalization": lp_normalization,
    "QLinearMatMul": q_linear_mat_mul,
    "QuantizeLinear": quantize_linear,
    "SpaceToDepth": space_to_depth,
}
"""Those that torch-mlir gets wrong, or does not lower; each decides from the node whether it is one
of them.
"""
