"""Named regions of memory, as users write them: `sram:64KiB:app`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from microaot.emitc_backend.c_names import RESERVED, is_identifier
from microaot.tools.errors import UserError

Owner = Literal["library", "app"]
"""`library`: a static array of the library. `app`: the application hands it in at each call."""

_UNITS = {"": 1, "B": 1, "KiB": 1024, "MiB": 1024 * 1024}
_SIZE = re.compile(r"(\d+)(B|KiB|MiB)?")


@dataclass(frozen=True)
class Pool:
    """A region of at most `limit` bytes, of any size if that is None.

    `alignment` is the least alignment of its start; buffers may ask for more.
    """

    name: str
    limit: int | None = None
    owner: Owner = "library"
    alignment: int = 1

    @staticmethod
    def parse(text: str) -> "Pool":
        """Read `name[:size[:owner[:alignment]]]`, where a size is bytes, KiB, MiB, or `*` for any.

        >>> Pool.parse("sram:64KiB:app:8")
        Pool(name='sram', limit=65536, owner='app', alignment=8)
        >>> Pool.parse("dtcm")
        Pool(name='dtcm', limit=None, owner='library', alignment=1)
        """
        name, *rest = text.split(":")
        if len(rest) > 3:
            raise UserError(f"pool '{text}' is not of the form name:size:owner:alignment")
        size, owner, alignment = (*rest, *("*", "library", "1")[len(rest) :])
        if not is_identifier(name) or name in RESERVED:
            raise UserError(f"pool '{text}' needs a name that is one in C")
        if owner not in ("library", "app"):
            raise UserError(f"pool '{text}' belongs to '{owner}', not to 'library' or 'app'")
        if not alignment.isdecimal() or not is_power_of_two(int(alignment)):
            raise UserError(f"pool '{text}' has alignment '{alignment}', which is no power of two")
        return Pool(name, _parse_size(size, text), owner, int(alignment))


def is_power_of_two(number: int) -> bool:
    """Whether `number` can be an alignment."""
    return number > 0 and number & (number - 1) == 0


def _parse_size(size: str, text: str) -> int | None:
    if size == "*":
        return None
    if (match := _SIZE.fullmatch(size)) is None:
        raise UserError(
            f"pool '{text}' has size '{size}': write bytes, such as 4096, or 64KiB, 1MiB, or *"
        )
    return int(match[1]) * _UNITS[match[2] or ""]


def parse_pools(texts: Sequence[str]) -> tuple[Pool, ...]:
    """Read pools, in the order in which buffers prefer them."""
    pools = tuple(Pool.parse(text) for text in texts)
    names = [pool.name for pool in pools]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UserError(f"there are two pools called '{twice}'")
    return pools
