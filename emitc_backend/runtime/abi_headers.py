"""The headers of the packed ABIs, which generated C includes, read from the folder `abi`.

`dlpack.h` is the descriptor of tensors, `tvm.h` and `ffi.h` are the two ABIs. A generated library
carries copies of those that it needs, all in one folder.
"""

import re
from collections.abc import Iterable
from importlib.resources import files

ABI_HEADERS = ("dlpack.h", "ffi.h", "tvm.h")

STATUS_OF_KIND = {
    "TypeError": 1,
    "ValueError": 2,
    "IndexError": 3,
    "KeyError": 4,
    "AttributeError": 5,
    "AssertionError": 6,
    "MemoryError": 7,
    "RuntimeError": 8,
}
"""What a packed entry returns for each kind of error; 0 is success. As `packed_status` in C."""

_INCLUDE = re.compile(r'^#include "([^"]+)"\n', re.MULTILINE)


def abi_headers(names: Iterable[str]) -> dict[str, str]:
    """The texts of the headers called `names` and of those that they include, by their names.

    ```python
    abi_headers(["ffi.h"]).keys()  # ffi.h, dlpack.h
    ```
    """
    texts: dict[str, str] = {}
    pending = list(names)
    while pending:
        name = pending.pop()
        if name in texts:
            continue
        if name not in ABI_HEADERS:
            raise ValueError(f"no header of a packed ABI is called {name}")
        texts[name] = (files("microaot.emitc_backend.runtime.abi") / name).read_text()
        pending += _INCLUDE.findall(texts[name])
    return texts
