"""Which operators are rewritten, and how."""

from microaot.tools.importers.onnx.rewrites.bit_shift import bit_shift
from microaot.tools.importers.onnx.rewrites.casts import cast
from microaot.tools.importers.onnx.rewrites.compress import compress
from microaot.tools.importers.onnx.rewrites.constant_if import constant_if
from microaot.tools.importers.onnx.rewrites.conv_transpose import conv_transpose
from microaot.tools.importers.onnx.rewrites.cumulative import cum_prod, cum_sum
from microaot.tools.importers.onnx.rewrites.dequantized_factors import conv_of_integers
from microaot.tools.importers.onnx.rewrites.det import det
from microaot.tools.importers.onnx.rewrites.dft import dft
from microaot.tools.importers.onnx.rewrites.functions import expand
from microaot.tools.importers.onnx.rewrites.grid_sample import grid_sample
from microaot.tools.importers.onnx.rewrites.integer_products import (
    conv_integer,
    mat_mul_integer,
    q_linear_conv,
)
from microaot.tools.importers.onnx.rewrites.lp_normalization import lp_normalization
from microaot.tools.importers.onnx.rewrites.mat_mul import mat_mul
from microaot.tools.importers.onnx.rewrites.p_relu import p_relu
from microaot.tools.importers.onnx.rewrites.padding import pad
from microaot.tools.importers.onnx.rewrites.q_linear_mat_mul import q_linear_mat_mul
from microaot.tools.importers.onnx.rewrites.quantization import dequantize_linear, quantize_linear
from microaot.tools.importers.onnx.rewrites.recurrent import recurrent
from microaot.tools.importers.onnx.rewrites.resize import resize
from microaot.tools.importers.onnx.rewrites.scatter import scatter_elements, scatter_nd
from microaot.tools.importers.onnx.rewrites.site import Rewrite
from microaot.tools.importers.onnx.rewrites.slicing import slicing
from microaot.tools.importers.onnx.rewrites.space_and_depth import depth_to_space, space_to_depth
from microaot.tools.importers.onnx.rewrites.stft import stft
from microaot.tools.importers.onnx.rewrites.top_k import top_k
from microaot.tools.importers.onnx.rewrites.unsigned import (
    absolute,
    clip,
    divide,
    in_wider_integers,
    modulo,
)

REWRITES: dict[str, Rewrite] = {
    "Abs": absolute,
    "BitShift": bit_shift,
    "Cast": cast,
    "Clip": clip,
    "Compress": compress,
    "Conv": conv_of_integers,
    "ConvInteger": conv_integer,
    "ConvTranspose": conv_transpose,
    "CumProd": cum_prod,
    "CumSum": cum_sum,
    "DepthToSpace": depth_to_space,
    "DequantizeLinear": dequantize_linear,
    "Det": det,
    "DFT": dft,
    "Div": divide,
    "GridSample": grid_sample,
    "GRU": recurrent,
    "If": constant_if,
    "LpNormalization": lp_normalization,
    "LSTM": recurrent,
    "MatMul": mat_mul,
    "MatMulInteger": mat_mul_integer,
    "MaxPool": in_wider_integers,
    "Mod": modulo,
    "Pad": pad,
    "PRelu": p_relu,
    "QLinearConv": q_linear_conv,
    "QLinearMatMul": q_linear_mat_mul,
    "QuantizeLinear": quantize_linear,
    "Resize": resize,
    "RNN": recurrent,
    "Scatter": scatter_elements,
    "ScatterElements": scatter_elements,
    "ScatterND": scatter_nd,
    "Slice": slicing,
    "SoftmaxCrossEntropyLoss": expand,
    "SpaceToDepth": space_to_depth,
    "STFT": stft,
    "TopK": top_k,
}
"""Those that torch-mlir gets wrong, or does not lower; each decides from the node whether it is one
of them.
"""
