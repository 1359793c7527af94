"""Operators are called by what says best which layer they are."""

import pytest

from microaot.passes.operators.layer_names import layer_name

FUSED = (
    "net/activation_3/Relu;net/batch_normalization_3/FusedBatchNormV3;"
    "net/conv2d_3/BiasAdd/ReadVariableOp/resource;net/conv2d_3/BiasAdd;"
    "net/conv2d_5/Conv2D;net/conv2d_3/Conv2D1"
)


@pytest.mark.parametrize(
    ("layer", "kind", "name"),
    [
        (FUSED, "conv2d", "conv2d_3"),
        (FUSED, "dense", "dense"),
        ("net/depthwise_conv2d/depthwise;net/conv2d_1/Conv2D", "depthwise_conv2d", None),
        ("net/average_pooling2d/AvgPool", "avg_pool2d", "avgpool"),
        ("net/add_1/add;net/activation/Relu", "add", "add_1"),
        ("conv2d_7", "conv2d", "conv2d_7"),
        ("encoder", "dense", "encoder"),
        ("net/encoder", "dense", "encoder_dense"),
        ("/layer1/conv1/Conv", "conv2d", "conv1"),
        ("StatefulPartitionedCall:0", "softmax", "softmax"),
        ("/block.2/Über fancy/", "add", None),
        ("", "add", "add"),
        (";", "add", "add"),
        ("0", "add", "add"),
    ],
)
def test_layer_name(layer: str, kind: str, name: str | None) -> None:
    found = layer_name(layer, kind)
    assert found == name if name is not None else found.isidentifier() and kind in found
