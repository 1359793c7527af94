"""ONNX's operator tests as `.onnx` models: imported, compiled, run; a sample of all kinds.

`benchmarks/onnx_nodes.py` runs all of them.
"""

import pytest
from commands import require_module, require_tool

require_module("torch_mlir", "torch-mlir")
node_tests = require_module("onnx_node_tests", "onnx")

SAMPLE = {
    "elements": ("add_bcast", "clip_expanded", "gelu_tanh_1", "mod_broadcast", "where_example"),
    "types": ("add_uint8", "bitshift_left_uint64", "and4d", "max_float16", "equal"),
    "scalars": ("add", "argmax_keepdims_random", "nllloss_NC", "onehot_with_axis"),
    "contractions": (
        "basic_conv_with_padding",
        "gemm_all_attributes",
        "matmul_4d",
        "convtranspose",
    ),
    "quantised": ("qlinearconv", "qlinearmatmul_2D_uint8_float32", "quantizelinear"),
    "pools": ("averagepool_2d_default", "maxpool_2d_dilations", "globalmaxpool"),
    "moves": (
        "concat_2d_axis_1",
        "gather_elements_0",
        "squeeze",
        "flatten_axis2",
        "transpose_default",
    ),
    "results": ("split_equal_parts_1d_opset13", "split_variable_parts_1d_opset18", "identity"),
    "sizes": ("center_crop_pad_crop_axes_chw", "reduce_sum_keepdims_example", "tile_precomputed"),
}
"""Names of tests; what is about sizes has inputs that tell them."""


@pytest.mark.parametrize("kind", SAMPLE)
def test_models(kind: str) -> None:
    require_tool("cc")
    nodes = node_tests.find_nodes()
    sample = [nodes[f"test_{name}"] for name in SAMPLE[kind]]
    outcomes = list(node_tests.run(sample, jobs=2))
    assert [o for o in outcomes if o.status != "pass"] == []


def test_wrong_results_are_found() -> None:
    node = node_tests.find_nodes()["test_abs"]
    changed = node_tests.Node(
        node.name, node.operator, node.model, node.inputs, [node.outputs[0] + 1]
    )
    (outcome,) = node_tests.run([changed])
    assert outcome.status == "wrong"
    assert outcome.message.startswith("y: 60 of 60 differ")


def test_refusals_say_what_is_missing() -> None:
    (outcome,) = node_tests.run([node_tests.find_nodes()["test_nonmaxsuppression_two_classes"]])
    assert outcome.status == "refused"
    assert "error: " in outcome.message
