"""Two models in one program: one pool for both, by turns, and two threads with a pool each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from model_libraries import run_program
from numpy.typing import NDArray
from reference_data import require_folder

from microaot.tools.api import CompileOptions, compile_module

DIGITS = Path(__file__).parents[2] / "examples" / "digits"
TURNS = 3

PROGRAM = """
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "digits.h"
#include "ad01.h"

enum {
    LARGER = DIGITS_SRAM_SIZE > AD01_SRAM_SIZE ? DIGITS_SRAM_SIZE : AD01_SRAM_SIZE
};
struct pool {
    double aligned;
    uint8_t bytes[LARGER];
};
%s

static void *work(void *argument)
{
    struct pool *pool = argument;
    static const char *const right = "", *const wrong = "wrong";
    for (int turn = 0; turn < %d; ++turn) {
        int8_t logits[DIGITS_LOGITS_SIZE], decoded[AD01_IDENTITY_SIZE];
        const struct digits_inputs images = {digits_in[turn]};
        const struct digits_outputs classes = {logits};
        const struct ad01_inputs frames = {ad01_in[turn]};
        const struct ad01_outputs decoding = {decoded};
        /* What one model leaves behind must not matter to the other. */
        memset(pool->bytes, turn + 1, sizeof pool->bytes);
        if (digits_run(&images, &classes, pool->bytes) != DIGITS_OK
                || ad01_run(&frames, &decoding, pool->bytes) != AD01_OK
                || memcmp(logits, digits_out[turn], sizeof logits) != 0
                || memcmp(decoded, ad01_out[turn], sizeof decoded) != 0) {
            return (void *)wrong;
        }
    }
    return (void *)right;
}

int main(void)
{
    static struct pool pools[2];
    pthread_t threads[2];
    for (int i = 0; i < 2; ++i) {
        pthread_create(&threads[i], NULL, work, &pools[i]);
    }
    for (int i = 0; i < 2; ++i) {
        void *result;
        pthread_join(threads[i], &result);
        printf("%%s", (const char *)result);
    }
    return 0;
}
"""


def tables(name: str, values: NDArray[Any]) -> Iterator[str]:
    """A table of samples in C."""
    rows = values[:TURNS].reshape(TURNS, -1)
    yield f"static const int8_t {name}[{TURNS}][{rows.shape[1]}] = {{"
    yield from (f"    {{{', '.join(map(str, row.tolist()))}}}," for row in rows)
    yield "};"


@pytest.mark.parametrize("sanitizer", ["thread", "address,undefined"])
def test_two_models_two_threads(sanitizer: str, tmp_path: Path) -> None:
    models = require_folder("models")
    sources = {
        "digits": DIGITS / "digits.mlir",
        "ad01": models / "ad01_int8.linalg.mlir",
    }
    for name, path in sources.items():
        options = CompileOptions(pools=("sram:*:app",))
        library = compile_module(path.read_text(), filename=path.name, name=name, options=options)
        library.write(tmp_path / name)
    with np.load(DIGITS / "test_images.npz") as data:
        rows = [*tables("digits_in", data["images"]), *tables("digits_out", data["logits"])]
    with np.load(models / "ad01_int8.io.npz") as data:
        rows += [*tables("ad01_in", data["in0"]), *tables("ad01_out", data["mlir0"])]
    flags = ("-O1", "-g", f"-fsanitize={sanitizer}", "-fno-sanitize-recover=all", "-pthread")
    folders = [tmp_path / name for name in sources]
    assert run_program(folders, PROGRAM % ("\n".join(rows), TURNS), *flags) == ""
