"""The table of TOSA's ops: operands, results and attributes of each, in one line.

`name: "operands -> results | attributes"`; each operand and result is `name:kind` with a kind of
`constraints.KINDS`, and `*` for any number of them; each attribute is `name:kind` with a kind of
`fields.KINDS`, and `?` if there is a default, which custom syntax leaves out.
"""

_CONVOLUTION = (
    "input:{0}d weight:{0}d bias:1d input_zp:zp weight_zp:zp -> output:{0}d"
    " | acc_type:acc dilation:i64x{1} local_bound:bool? pad:i64x{2} stride:i64x{1}"
)

_TENSOR_OPS = {
    "argmax": "input:1d+ -> output:nd | axis:i32 nan_mode:nan_mode?",
    "avg_pool2d": "input:4d input_zp:zp output_zp:zp -> output:4d"
    " | acc_type:acc kernel:i64x2 pad:i64x4 stride:i64x2",
    "conv2d": _CONVOLUTION.format(4, 2, 4),
    "conv3d": _CONVOLUTION.format(5, 3, 6),
    "depthwise_conv2d": _CONVOLUTION.format(4, 2, 4),
    "transpose_conv2d": "input:4d weight:4d bias:1d input_zp:zp weight_zp:zp -> output:4d"
    " | acc_type:acc local_bound:bool? out_pad:i64x4 stride:i64x2",
    "fft2d": "input_real:3d input_imag:3d -> output_real:3d output_imag:3d"
    " | inverse:bool local_bound:bool?",
    "rfft2d": "input_real:3d -> output_real:3d output_imag:3d | local_bound:bool?",
    "matmul": "a:3d b:3d a_zp:zp b_zp:zp -> output:3d",
    "matmul_t_block_scaled": "a_data:mx_3d a_scale:mx_scale_3d b_data:mx_3d b_scale:mx_scale_3d"
    " -> output_data:3d | block_size:block_size",
    "max_pool2d": "input:4d -> output:4d | kernel:i64x2 nan_mode:nan_mode? pad:i64x4 stride:i64x2",
    "clamp": "input:nd -> output:nd | max_val:number min_val:number nan_mode:nan_mode?",
    "negate": "input1:nd input1_zp:zp output_zp:zp -> output:nd",
    "mul": "input1:nd input2:nd shift:one_i8 -> output:nd",
    "arithmetic_right_shift": "input1:nd input2:nd -> output:nd | round:bool",
    "intdiv": "input1:int input2:int -> output:int",
    "maximum": "input1:nd input2:nd -> output:nd | nan_mode:nan_mode?",
    "minimum": "input1:nd input2:nd -> output:nd | nan_mode:nan_mode?",
    "table": "input1:nd table:1d -> output:nd",
    "logical_not": "input1:bool -> output:bool",
    "select": "input1:bool input2:nd input3:nd -> output:nd",
    "reduce_max": "input:1d+ -> output:1d+ | axis:i32 nan_mode:nan_mode?",
    "reduce_min": "input:1d+ -> output:1d+ | axis:i32 nan_mode:nan_mode?",
    "concat": "input1:1d+* -> output:1d+ | axis:i32",
    "pad": "input1:1d+ padding:shape pad_const:one -> output:1d+",
    "reshape": "input1:nd shape:shape -> output:nd",
    "reverse": "input1:1d+ -> output:1d+ | axis:i32",
    "slice": "input1:1d+ start:shape size:shape -> output:1d+",
    "tile": "input1:1d+ multiples:shape -> output:1d+",
    "transpose": "input1:1d+ -> output:1d+ | perms:i32s",
    "gather": "values:3d indices:indices -> output:3d",
    "scatter": "values_in:3d indices:indices input:3d -> values_out:3d",
    "resize": "input:4d scale:shape4 offset:shape2 border:shape2 -> output:4d | mode:resize_mode",
    "cast": "input:nd -> output:nd",
    "cast_from_block_scaled": "input_data:mx input_scale:mx_scale -> output_data:1d+"
    " | block_size:block_size",
    "cast_to_block_scaled": "input_data:1d+ -> output_data:mx output_scale:mx_scale"
    " | block_size:block_size",
    "rescale": "input:nd multiplier:multiplier shift:shift input_zp:zp output_zp:zp -> output:nd"
    " | input_unsigned:bool output_unsigned:bool per_channel:bool rounding_mode:rounding_mode"
    " scale32:bool",
    "const": "-> output:nd | values:elements",
    "identity": "input1:nd -> output:nd",
    "custom": "input_list:nd* -> output_list:nd*"
    " | domain_name:str implementation_attrs:str operator_name:str",
}

_FAMILIES = {
    "input:nd -> output:nd": "erf sigmoid tanh",
    "input1:nd -> output:nd": "abs bitwise_not ceil clz exp floor log reciprocal rsqrt",
    "input1:float -> output:float": "cos sin",
    "input1:nd input2:nd -> output:nd": "add bitwise_and bitwise_or bitwise_xor "
    "logical_left_shift logical_right_shift pow sub",
    "input1:bool input2:bool -> output:bool": "logical_and logical_or logical_xor",
    "input1:nd input2:nd -> output:bool": "equal greater greater_equal",
    "input:1d+ -> output:1d+ | axis:i32": "reduce_all reduce_any reduce_product reduce_sum",
    "input1:shape input2:shape -> output:shape": "add_shape div_ceil_shape div_floor_shape "
    "max_shape min_shape mod_shape mul_shape sub_shape",
    "input:shape -> output:shape": "exp2_shape log2_ceil_shape log2_floor_shape",
}

_SHAPE_OPS = {
    "concat_shape": "input:shape* -> output:shape",
    "const_shape": "-> output:shape | values:index_elements",
    "dim": "input1:1d+ -> output:shape | axis:i32",
    "slice_shape": "input:shape start:one_i32 size:one_i32 -> output:shape",
}

ROWS: dict[str, str] = {
    **_TENSOR_OPS,
    **{name: row for row, names in _FAMILIES.items() for name in names.split()},
    **_SHAPE_OPS,
}
"""Every op on tensors and shapes, by its name without `tosa.`; others have own classes."""

COMMUTATIVE = frozenset(
    "add bitwise_and bitwise_or bitwise_xor equal logical_and logical_or logical_xor maximum "
    "minimum".split()
)
"""Ops whose two operands may be swapped; `mul` is not one of them because of its shift."""

IMPURE = frozenset({"custom"})
"""Ops that may do more than compute their results."""
