"""Nodes of ONNX that are rewritten before torch-mlir has them: what the C computes is right."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import require_module, require_tool

from microaot.tools.errors import UserError
from microaot.tools.importers.load import load_model
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.library import compile_model

onnx = require_module("onnx", "onnx")
runtime = require_module("onnxruntime", "onnxruntime")
require_module("torch_mlir", "torch-mlir")

Arrays = Mapping[str, Any]
Case = tuple[Sequence[Any], Arrays, Arrays]
"""Nodes whose result is `y`, the inputs, and the constants."""

RANDOM = np.random.default_rng(7)


def node(kind: str, inputs: str, output: str = "y", **attributes: object) -> Any:
    """A node; its inputs are names with spaces between, `_` one that is left out."""
    names = ["" if name == "_" else name for name in inputs.split()]
    layer = f"the_{output.split()[0]}"
    return onnx.helper.make_node(kind, names, output.split(), name=layer, **attributes)


def floats(*shape: int) -> np.ndarray:
    return RANDOM.standard_normal(shape).astype(np.float32)


def integers(dtype: type[np.integer[Any]], *shape: int) -> np.ndarray:
    limits = np.iinfo(dtype)
    return RANDOM.integers(limits.min, limits.max, shape, endpoint=True).astype(dtype)


def scales(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)


def whole(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


def build(case: Case, path: Path, opset: int, results: Sequence[str] = ("y",)) -> Path:
    """Save a model, with the types of its results as ONNX infers them."""
    nodes, inputs, constants = case
    helper, numpy_helper = onnx.helper, onnx.numpy_helper
    ports = [
        helper.make_tensor_value_info(
            name, helper.np_dtype_to_tensor_dtype(array.dtype), array.shape
        )
        for name, array in inputs.items()
    ]
    tensors = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    opsets = [helper.make_opsetid("", opset)]
    graph = helper.make_graph(nodes, "graph", ports, [], tensors)
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    inferred = onnx.shape_inference.infer_shapes(model, data_prop=True)
    known = {value.name: value for value in inferred.graph.value_info}
    model.graph.output.extend(known[name] for name in results)
    onnx.save(model, path)
    return path


def check(case: Case, folder: Path, opset: int = 19, results: Sequence[str] = ("y",)) -> None:
    """What the C computes is what ONNX Runtime does."""
    require_tool("cc")
    path = build(case, folder / "m.onnx", opset, results)
    session = runtime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    inputs = dict(case[1])
    expected = session.run(list(results), inputs)
    compile_model(load_model(path), folder / "c")
    found = run_on_host(folder / "c", inputs)
    for name, wanted in zip(results, expected, strict=True):
        np.testing.assert_allclose(found[name][0], wanted, 1e-4, 1e-5, err_msg=name)


IMAGE = {"x": floats(1, 4, 6, 6)}
BYTES = {"x": integers(np.int8, 1, 3, 6, 6)}
WEIGHTS = {"w": integers(np.int8, 4, 3, 3, 3), "ws": scales(0.02, 0.03, 0.05, 0.01)}
ACTIVATION = {"xs": scales(0.05)[0], "xz": np.int8(7), "ys": scales(0.3)[0], "yz": np.int8(3)}
BIAS = {"b": np.array([-300, 20, 500, 0], np.int32), "wz": np.zeros(4, np.int8)}
CONV = ACTIVATION | WEIGHTS | BIAS
INPUTS_OF_CONV = "x xs xz w ws wz ys yz b"

CASES: dict[str, Case] = {
    "depth_to_space": ([node("DepthToSpace", "x", blocksize=2, mode="CRD")], IMAGE, {}),
    "space_to_depth": ([node("SpaceToDepth", "x", blocksize=3)], IMAGE, {}),
    "lp_normalization": ([node("LpNormalization", "x", axis=1, p=1)], IMAGE, {}),
    "dequantize_by_channel": (
        [node("DequantizeLinear", "x s z", axis=1)],
        {"x": integers(np.uint8, 2, 3, 4)},
        {"s": scales(0.1, 0.2, 0.3), "z": np.array([3, 200, 0], np.uint8)},
    ),
    "quantize_by_channel": (
        [node("QuantizeLinear", "x s z", axis=0)],
        {"x": 9 * floats(3, 40)},
        {"s": scales(0.1, 0.02, 0.3), "z": np.array([3, -100, 0], np.int8)},
    ),
    "quantized_conv_by_channel": (
        [node("QLinearConv", INPUTS_OF_CONV, pads=[1, 1, 1, 1])],
        BYTES,
        CONV,
    ),
    "quantized_conv_padded_unevenly": (
        [node("QLinearConv", INPUTS_OF_CONV, auto_pad="SAME_UPPER", strides=[2, 2])],
        BYTES,
        CONV,
    ),
    "quantized_conv_with_zero_points": (
        [node("QLinearConv", INPUTS_OF_CONV)],
        BYTES,
        CONV | {"wz": np.array([1, -2, 30, 0], np.int8)},
    ),
    "dequantized_conv_by_channel": (
        [
            node("DequantizeLinear", "x xs xz", "xf"),
            node("DequantizeLinear", "w ws wz", "wf", axis=0),
            node("Conv", "xf wf bf", pads=[1, 1, 1, 1]),
        ],
        BYTES,
        CONV | {"bf": floats(4)},
    ),
    "dynamically_quantized": (
        [
            node("DynamicQuantizeLinear", "x", "q s z"),
            node("MatMulInteger", "q w z wz", "i"),
            node("Cast", "i", "f", to=1),
            node("Mul", "f s"),
        ],
        {"x": floats(3, 4)},
        {"w": integers(np.int8, 4, 5), "wz": np.array([0, 1, 2, 3, -4], np.int8)},
    ),
    "quantized_product_of_stacks": (
        [node("QLinearMatMul", "x xs xz w ws wz ys yz")],
        {"x": integers(np.int8, 2, 3, 4)},
        ACTIVATION | {"w": integers(np.int8, 2, 4, 5), "ws": scales(0.1)[0], "wz": np.int8(2)},
    ),
    "transposed_conv_in_groups": (
        [node("ConvTranspose", "x w b", group=2, strides=[2, 2], pads=[0, 1, 1, 0])],
        IMAGE,
        {"w": floats(4, 3, 3, 3), "b": floats(6)},
    ),
    "transposed_conv_of_a_size": (
        [node("ConvTranspose", "x w", strides=[3, 2], output_shape=[19, 12])],
        IMAGE,
        {"w": floats(4, 2, 3, 3)},
    ),
    "pad_by_edge": (
        [node("Pad", "x p", mode="edge")],
        IMAGE,
        {"p": whole(0, 0, 2, -1, 1, 0, 3, 1)},
    ),
    "pad_by_reflection": (
        [node("Pad", "x p _ a", mode="reflect")],
        IMAGE,
        {"p": whole(2, 1, 0, 3), "a": whole(-1, 2)},
    ),
    "pad_around": ([node("Pad", "x p", mode="wrap")], IMAGE, {"p": whole(0, 0, 2, 1, 0, 0, 3, 1)}),
    "sums": ([node("CumSum", "x a", exclusive=1, reverse=1)], IMAGE, {"a": np.int64(2)}),
    "top": ([node("TopK", "x k", "y places", axis=1)], IMAGE, {"k": whole(3)}),
    "scatter_slices": (
        [node("ScatterND", "x i u")],
        IMAGE | {"u": floats(2, 6, 6)},
        {"i": whole(0, -1, 0, 1).reshape(2, 2)},
    ),
    "scatter_elements": (
        [node("ScatterElements", "x i u", axis=2)],
        IMAGE | {"u": floats(1, 2, 2, 1)},
        {"i": whole(0, -1, 3, 2).reshape(1, 2, 2, 1)},
    ),
    "slice_backwards": (
        [node("Slice", "x starts ends axes steps")],
        IMAGE,
        {"starts": whole(-1), "ends": whole(-100), "axes": whole(2), "steps": whole(-2)},
    ),
    "vector_times_stack": ([node("MatMul", "x w")], {"x": floats(4)}, {"w": floats(3, 4, 5)}),
    "function": ([node("Mish", "x")], IMAGE, {}),
    "compress": (
        [node("Compress", "x c", axis=2)],
        IMAGE,
        {"c": np.array([True, False, True, True])},
    ),
    "determinant": ([node("Det", "x")], {"x": floats(2, 3, 3)}, {}),
    "transform": ([node("DFT", "x n", axis=1)], {"x": floats(2, 12, 3, 2)}, {"n": np.int64(10)}),
    "transform_of_reals": ([node("DFT", "x", onesided=1)], {"x": floats(2, 9, 1)}, {}),
    "transform_back": ([node("DFT", "x", inverse=1, axis=2)], {"x": floats(2, 3, 8, 2)}, {}),
    "transform_of_frames": (
        [node("STFT", "x step w", onesided=1)],
        {"x": floats(1, 50, 1)},
        {"step": np.int64(5), "w": scales(*np.hanning(16))},
    ),
    "short_integers": ([node("Cast", "x", to=5)], {"x": 99 * floats(9)}, {}),
    "unsigned_integers": ([node("Cast", "x", to=12)], {"x": integers(np.int64, 9)}, {}),
    "quantize_in_16_bits": (
        [node("QuantizeLinear", "x s z")],
        IMAGE,
        {"s": scales(1e-3)[0], "z": np.uint16(40000)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_results(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path, opset=21 if name == "quantize_in_16_bits" else 19)


@pytest.mark.parametrize("mode", ["nearest", "linear", "cubic"])
@pytest.mark.parametrize("coordinates", ["half_pixel", "align_corners", "asymmetric"])
def test_resize(mode: str, coordinates: str, tmp_path: Path) -> None:
    """To sizes that are a multiple, one less, and one that is no multiple."""
    for width in (12, 5, 9):
        resize = node("Resize", "x _ _ s", mode=mode, coordinate_transformation_mode=coordinates)
        case = ([resize], {"x": floats(1, 2, 4, 6)}, {"s": whole(1, 2, 4, width)})
        folder = tmp_path / str(width)
        folder.mkdir()
        check(case, folder)


def test_resize_of_an_old_version(tmp_path: Path) -> None:
    resize = node("Resize", "x s", mode="linear")
    check(([resize], IMAGE, {"s": scales(1, 1, 2, 1.5)}), tmp_path, opset=10)


@pytest.mark.parametrize("mode", ["nearest", "bilinear", "bicubic"])
@pytest.mark.parametrize("padding", ["zeros", "border", "reflection"])
def test_grid_sample(mode: str, padding: str, tmp_path: Path) -> None:
    sample = node("GridSample", "x g", mode=mode, padding_mode=padding)
    grid = {"g": RANDOM.uniform(-1.4, 1.4, (1, 3, 5, 2)).astype(np.float32)}
    check(([sample], IMAGE | grid, {}), tmp_path)


def test_the_best_where_all_are_equal(tmp_path: Path) -> None:
    best = node("TopK", "x k", "y places", largest=0)
    case = ([best], {"x": np.array([[np.inf] * 4, [1, 0, 1, 0]], np.float32)}, {"k": whole(4)})
    check(case, tmp_path, results=("y", "places"))


@pytest.mark.parametrize(("kind", "gates"), [("LSTM", 4), ("GRU", 3), ("RNN", 1)])
@pytest.mark.parametrize("direction", ["reverse", "bidirectional"])
def test_recurrent_layers(kind: str, gates: int, direction: str, tmp_path: Path) -> None:
    ways, size = 2 if direction == "bidirectional" else 1, 4
    layer = node(kind, "x w r b", "y last", hidden_size=size, direction=direction)
    weights = {
        "w": floats(ways, gates * size, 3),
        "r": floats(ways, gates * size, size),
        "b": floats(ways, 2 * gates * size),
    }
    check(([layer], {"x": floats(5, 2, 3)}, weights), tmp_path, 17, ("y", "last"))


def test_arithmetic_on_shapes(tmp_path: Path) -> None:
    """As tools write it where the batch may be any: folded, with the nodes it is made of."""
    nodes = [
        node("Shape", "x", "shape"),
        node("Gather", "shape zero", "batch"),
        node("Unsqueeze", "batch axes", "first"),
        node("Concat", "first rest", "wanted", axis=0),
        node("Reshape", "x wanted"),
    ]
    constants = {"zero": np.int64(0), "axes": whole(0), "rest": whole(-1)}
    check((nodes, IMAGE, constants), tmp_path)
    assert "tensor.from_elements" not in str(load_model(tmp_path / "m.onnx").text)


@pytest.mark.parametrize("size", [(2, 2, 4, 5), (2, 2, 2, 3, 4)])
def test_branches_and_types_of_a_definition(size: tuple[int, ...], tmp_path: Path) -> None:
    """The definition of AffineGrid chooses by the rank, which is known."""
    theta = {"x": floats(2, len(size) - 2, len(size) - 1)}
    case = ([node("AffineGrid", "x size", align_corners=1)], theta, {"size": whole(*size)})
    check(case, tmp_path, opset=20)


def test_shifts_by_more_bits_than_there_are(tmp_path: Path) -> None:
    """ONNX says from version 28 on what other programs leave open."""
    inputs = {"x": np.array([-64, 100, -3], np.int32), "n": np.array([40, -1, 2], np.int32)}
    path = build(
        ([node("BitShift", "x n", direction="RIGHT")], inputs, {}), tmp_path / "m.onnx", 28
    )
    require_tool("cc")
    compile_model(load_model(path), tmp_path / "c")
    assert run_on_host(tmp_path / "c", inputs)["y"][0].tolist() == [-1, 0, -1]


LONG = {"x": floats(1, 40)}
CELL = {"w": floats(1, 4, 3), "r": floats(1, 4, 1), "b": floats(1, 8), "p": floats(1, 3)}

REFUSED: dict[str, tuple[Case, str]] = {
    "many": (
        ([node("TopK", "x k", "y i")], LONG, {"k": whole(33)}),
        "TopK is not supported here: it asks for 33 elements; up to 32 are supported",
    ),
    "peepholes": (
        (
            [node("LSTM", "x w r b _ _ _ p", "all y", hidden_size=1)],
            {"x": floats(2, 1, 3)},
            CELL,
        ),
        "LSTM is not supported here: it has peepholes; unroll it, so that each step is a MatMul",
    ),
    "clip": (
        ([node("LSTM", "x w r b", "all y", hidden_size=1, clip=0.5)], {"x": floats(2, 1, 3)}, CELL),
        "LSTM is not supported here: its cells have clip = 0.5; "
        "unroll it, so that each step is a MatMul",
    ),
    "resize": (
        (
            [
                node(
                    "Resize",
                    "x _ s",
                    mode="linear",
                    coordinate_transformation_mode="align_corners",
                )
            ],
            {"x": floats(1, 5)},
            {"s": scales(1, 0.7)},
        ),
        "Resize is not supported here: with align_corners its scales must give whole sizes",
    ),
    "places": (
        (
            [node("ScatterND", "x i u")],
            {"x": floats(4), "i": whole(0).reshape(1, 1)},
            {"u": floats(1)},
        ),
        "ScatterND is not supported here: torch-mlir does not lower it; "
        "with indices that are constants, and without a reduction, it is supported",
    ),
    "axis": (
        ([node("CumSum", "x a")], {"x": floats(4), "a": np.array(0)}, {}),
        "CumSum is not supported here: 'a' is no constant",
    ),
    "crash": (
        ([node("Einsum", "x", equation="->")], {"x": np.float32(1)}, {}),
        "Einsum is not supported here: torch-mlir crashes on it",
    ),
    "attributes": (
        ([node("DFT", "x", onesided=1, inverse=1)], {"x": floats(1, 8, 2)}, {}),
        "DFT is not supported here: torch-mlir does not lower it with inverse = 1, onesided = 1; "
        "without inverse or onesided it is supported",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name: str, tmp_path: Path) -> None:
    case, message = REFUSED[name]
    path = build(case, tmp_path / "m.onnx", 17)
    layer = case[0][-1].name
    with pytest.raises(UserError) as caught:
        load_model(path)
    assert str(caught.value) == f"{path}:{layer}: error: {message}"
