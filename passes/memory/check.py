"""An independent look at a plan: nothing overlaps, everything is aligned and within limits."""

from collections.abc import Iterator, Mapping, Sequence

from microaot.passes.memory.buffers import Buffer


def mistakes(
    buffers: Sequence[Buffer],
    places: Sequence[tuple[str, int]],
    limits: Mapping[str, int | None],
) -> Iterator[str]:
    """What is wrong with a plan that puts each buffer at `(pool, offset)`; nothing, one hopes."""
    for i, (one, (pool, offset)) in enumerate(zip(buffers, places, strict=True)):
        if one.pools and pool not in one.pools:
            yield f"{one.name} must not be in {pool}"
        if offset < 0 or offset % one.alignment:
            yield f"{one.name} at {offset} is not aligned to {one.alignment}"
        limit = limits[pool]
        if limit is not None and offset + one.size > limit:
            yield f"{one.name} ends at {offset + one.size}, beyond {pool}"
        for j in range(i):
            other, (other_pool, other_offset) = buffers[j], places[j]
            apart = offset + one.size <= other_offset or other_offset + other.size <= offset
            if pool == other_pool and one.overlaps(other) and not apart and one.size and other.size:
                yield f"{one.name} overlaps {other.name}"
