"""Running the function of a library on this machine: as on a target, by the same C.

```python
outputs = run_on_host(Path("build/kws"), {"input_1": samples})
```
"""

import ctypes
import platform
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from microaot.tools.errors import UserError
from microaot.tools.measure.entry import Entry
from microaot.tools.measure.harness import entry_source
from microaot.tools.measure.inputs import Array, Arrays, runs_of
from microaot.tools.measure.library import LibraryFolder, open_library
from microaot.tools.measure.model_entry import is_model, model_entry
from microaot.tools.measure.packed_runtime import packed_runtime
from microaot.tools.measure.plain_entry import plain_entry
from microaot.tools.measure.tools import run_tool

_FLAGS = ("-std=gnu99", "-O2", "-shared", "-fPIC", "-ffp-contract=off")

_HARNESS = """\
#include <stdint.h>

struct harness_buffer {
    void *data;
    uint32_t size;
};

extern const struct harness_buffer harness_arguments[], harness_results[], harness_pools[];
extern const uint32_t harness_argument_count, harness_result_count, harness_pool_count;

int32_t harness_call(void);
void harness_before_call(void);
void harness_after_call(void);

#define HARNESS_BEGIN() (void)0
#define HARNESS_END() (void)0
"""
"""What `entry.c` needs of the harness on a machine where nothing is measured."""


class _Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_uint32)]


def run_on_host(
    folder: Path, inputs: Mapping[str, Array] | None, *, function: str | None = None
) -> Arrays:
    """Build a library with `cc`, and run it; outputs have an axis for runs in front.

    `inputs` is described at `runs_of`. Raises `UserError` for what is wrong with the folder, the
    inputs or the compiler, and if a run returns a status other than 0.
    """
    library = open_library(folder)
    manifest = library.manifest
    entry = model_entry(manifest) if is_model(manifest) else plain_entry(manifest, function)
    arguments = runs_of(entry, inputs)
    with TemporaryDirectory(prefix="microaot-") as temporary:
        built = ctypes.CDLL(str(_build(library, entry, Path(temporary))))
        runs = [_run(built, entry, number, run) for number, run in enumerate(arguments)]
    return {buffer.name: np.stack([run[buffer.name] for run in runs]) for buffer in entry.outputs}


def _build(library: LibraryFolder, entry: Entry, folder: Path) -> Path:
    (folder / "harness.h").write_text(_HARNESS)
    (folder / "entry.c").write_text(entry_source(entry, library.header) + packed_runtime(library))
    built = folder / ("library.dylib" if platform.system() == "Darwin" else "library.so")
    includes = (f"-I{library.include}", f"-I{folder}")
    parts = (folder / "entry.c", *library.sources, *library.objects)
    run_tool(["cc", *_FLAGS, *includes, *parts, "-lm", "-o", built])
    return built


def _run(built: ctypes.CDLL, entry: Entry, number: int, arguments: Arrays) -> Arrays:
    given = _table(built, "arguments", len(entry.inputs) + len(entry.outputs))
    for buffer, place in zip((*entry.inputs, *entry.outputs), given, strict=True):
        data = np.ascontiguousarray(arguments[buffer.name]).tobytes()
        ctypes.memmove(place.data, data, len(data))
    built.harness_before_call()
    if status := built.harness_call():
        raise UserError(f"run {number} of '{entry.function}' returned the status {status}")
    built.harness_after_call()
    results = _table(built, "results", len(entry.outputs))
    return {
        buffer.name: np.frombuffer(ctypes.string_at(place.data, place.size), buffer.dtype).reshape(
            buffer.shape
        )
        for buffer, place in zip(entry.outputs, results, strict=True)
    }


def _table(built: ctypes.CDLL, kind: str, count: int) -> list[_Buffer]:
    return [*(_Buffer * count).in_dll(built, f"harness_{kind}")]
