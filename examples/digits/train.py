"""Train the digits classifier, quantise it, and write it as MLIR, TFLite and ONNX; and test images.

Needs scikit-learn, which ships the images. Takes about half a minute; the seed is
fixed and the result is the same for the same versions of NumPy and scikit-learn on one machine.
"""

from collections.abc import Iterator
from pathlib import Path

import emit_onnx
import emit_tflite
import numpy as np
import quantize
from data import Labels, Pixels, load_split
from emit_mlir import emit
from network import LAYERS, Floats, Parameters, activations, backward, initialise
from numpy.typing import NDArray
from reference import classify
from table import layer_table, replace_between_markers
from threadpoolctl import threadpool_limits  # pyright: ignore  # scikit-learn brings it

HERE = Path(__file__).parent
SEED = 1797
EPOCHS = 80
BATCH = 32
LEARNING_RATE = 4e-3


def main() -> None:
    """Train, quantise, report and write all files."""
    train_images, test_images, train_labels, test_labels = load_split(SEED)
    with threadpool_limits(1):  # threads would add in another order
        parameters = train(to_floats(train_images), train_labels)
        calibration = activations(parameters, to_floats(train_images))
        test_floats = activations(parameters, to_floats(test_images))[-1]
    network = quantize.quantize(parameters, calibration)
    logits = classify(network, test_images)
    result = (
        f"Of the test images {accuracy(logits, test_labels):.1%} are classified correctly in int8, "
        f"{accuracy(test_floats.reshape(-1, 10), test_labels):.1%} in float32.\n"
    )
    print(result, end="")

    quantize.save(network, HERE / "network.npz")
    (HERE / "digits.mlir").write_text(emit(network))
    (HERE / "digits.tflite").write_bytes(emit_tflite.emit(network))
    (HERE / "digits.onnx").write_bytes(emit_onnx.emit(network))
    np.savez_compressed(
        HERE / "test_images.npz",
        allow_pickle=False,
        images=test_images,
        labels=test_labels,
        logits=logits,
    )
    readme = HERE / "README.md"
    text = replace_between_markers(readme.read_text(), "layers", layer_table())
    readme.write_text(replace_between_markers(text, "accuracy", result))


def to_floats(images: Pixels) -> Floats:
    """Turn pixels into the NHWC images that the float network takes."""
    return (images[..., None] * quantize.IMAGE_SCALE).astype(np.float32)


def accuracy(logits: NDArray[np.generic], labels: Labels) -> float:
    """Return the share of images whose largest logit is that of their label."""
    return float((np.argmax(logits, axis=1) == labels).mean())


def train(images: Floats, labels: Labels) -> list[Parameters]:
    """Minimise the cross entropy with Adam and a learning rate that falls along a cosine."""
    rng = np.random.default_rng(SEED)
    parameters = [initialise(layer, rng) for layer in LAYERS]
    tensors = [tensor for p in parameters for tensor in (p.weights, p.bias)]
    means, squares = ([np.zeros_like(t) for t in tensors] for _ in range(2))
    batches = [batch for _ in range(EPOCHS) for batch in shuffled_batches(len(images), rng)]
    for step, batch in enumerate(batches, start=1):
        shifted = shift_at_random(images[batch], rng)
        gradients = loss_gradients(parameters, shifted, labels[batch])
        rate = LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * step / len(batches)))
        for tensor, gradient, mean, square in zip(tensors, gradients, means, squares, strict=True):
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient**2 - square)
            unbiased = mean / (1 - 0.9**step), square / (1 - 0.999**step)
            tensor -= np.float32(rate) * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8)
    return parameters


def shuffled_batches(images: int, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Cut one epoch into batches of equal size, in random order."""
    order = rng.permutation(images)
    for start in range(0, images - BATCH + 1, BATCH):
        yield order[start : start + BATCH]


def shift_at_random(images: Floats, rng: np.random.Generator) -> Floats:
    """Move each image by up to one pixel in each direction, half of the time by none."""
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    offsets = rng.choice(3, (len(images), 2), p=(0.25, 0.5, 0.25))
    return np.stack(
        [image[y : y + 8, x : x + 8] for image, (y, x) in zip(padded, offsets, strict=True)]
    )


def loss_gradients(parameters: list[Parameters], images: Floats, labels: Labels) -> list[Floats]:
    """Return the gradients of the mean cross entropy, in the order weights, bias per layer."""
    values = activations(parameters, images)
    logits = values[-1].reshape(-1, 10)
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    gradient = odds / odds.sum(axis=1, keepdims=True)
    gradient[np.arange(len(labels)), labels] -= 1
    gradient = (gradient / np.float32(len(labels))).reshape(values[-1].shape)
    gradients: list[Floats] = []
    for index in reversed(range(len(LAYERS))):
        gradient, of_layer = backward(
            LAYERS[index], parameters[index], values[index], values[index + 1], gradient
        )
        gradients += [of_layer.bias, of_layer.weights]
    return gradients[::-1]


if __name__ == "__main__":
    main()
