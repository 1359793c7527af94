"""The images: scikit-learn's handwritten digits, which are part of its package.

1,797 images of 8x8 pixels with values 0 to 16.
"""

# scikit-learn carries no types, and only training needs it.
# pyright: basic, reportMissingImports=false

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

TEST_IMAGES = 500

Pixels = NDArray[np.int8]
Labels = NDArray[np.int8]


def load_split(seed: int) -> tuple[Pixels, Pixels, Labels, Labels]:
    """Return training images, test images, and their labels; every digit has its share in both."""
    pixels, labels = load_digits(return_X_y=True)
    images = pixels.reshape(-1, 8, 8).astype(np.int8)
    labels = labels.astype(np.int8)
    split: Any = train_test_split(
        images, labels, test_size=TEST_IMAGES, stratify=labels, random_state=seed
    )
    return tuple(split)
