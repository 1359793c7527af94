"""Partition files: which device computes which operators of a model.

```toml
[npu]
device_type = 12
hooks = ["open", "close"]
operators = ["conv2d*", "dense"]   # patterns, as file names have them

[[npu.external]]                   # this operator is a function of the vendor's library
operator = "conv2d_1"
symbol = "vendor_conv2d_s8"
contract = ["status", "handle"]    # it returns a status, and takes the handle at the end
```

A device that the module describes already needs no description here. Patterns are tried in the
order of the file; the first that matches decides.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from xdsl.utils.exceptions import VerifyException

from microaot.dialects.packed import DeviceOp
from microaot.tools.errors import UserError
from microaot.tools.targets.fields import Fields, Reject

CONTRACT = ("status", "handle")
"""What an external function may do: return a status, and take the handle of its device."""


@dataclass(frozen=True)
class External:
    """A C function `symbol` that is called in the place of an operator."""

    operator: str
    symbol: str
    has_status: bool = False
    takes_handle: bool = False


@dataclass(frozen=True)
class Part:
    """What one device does; `description` is None if the module has to describe the device."""

    device: str
    operators: tuple[str, ...] = ()
    external: tuple[External, ...] = ()
    description: DeviceOp | None = None


def load_partition(path: Path) -> list[Part]:
    """Read a partition file; raises `UserError` for one that cannot be read or makes no sense."""
    try:
        tables = tomllib.loads(path.read_text())
        return [_part(name, table) for name, table in tables.items()]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UserError(f"cannot read the partition: {reason}", str(path)) from error
    except (tomllib.TOMLDecodeError, Reject, VerifyException) as error:
        raise UserError(str(error), str(path)) from error


def _part(name: str, table: object) -> Part:
    if not isinstance(table, dict):
        raise Reject(f"'{name}' must be a table [{name}] for a device")
    fields = Fields(cast(Mapping[str, object], table), f"[{name}] ")
    description = None
    if "device_type" in table:
        queue = fields.integer("queue", 0)
        description = DeviceOp(
            name,
            fields.integer("device_type"),
            fields.integer("device_id", 0),
            hooks=fields.strings("hooks", ()),
            queue=queue or None,
            memory=fields.string("memory", "") or None,
        )
        description.verify()
    part = Part(
        name,
        fields.strings("operators", ()),
        tuple(map(_external, fields.tables("external"))),
        description,
    )
    fields.finish()
    return part


def _external(fields: Fields) -> External:
    contract = fields.strings("contract", ())
    for word in contract:
        if word not in CONTRACT:
            raise Reject(f"no contract '{word}': expects {', '.join(CONTRACT)}")
    external = External(
        fields.string("operator"),
        fields.identifier("symbol"),
        "status" in contract,
        "handle" in contract,
    )
    fields.finish()
    return external
