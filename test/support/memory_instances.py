"""Planning problems: random ones, and those whose best known sizes TVM's planners give."""

from dataclasses import dataclass

from hypothesis import strategies as st

from microaot.passes.memory.buffers import Buffer


def buffers(most: int = 6, pools: tuple[str, ...] = ()) -> st.SearchStrategy[list[Buffer]]:
    """Lists of buffers that often overlap."""
    one = st.tuples(
        st.integers(0, 12), st.sampled_from([1, 1, 2, 4]), st.integers(0, 6), st.integers(0, 3)
    )
    return st.lists(one, max_size=most).map(
        lambda drawn: [
            Buffer(f"b{i}", size, alignment, first, first + length, pools)
            for i, (size, alignment, first, length) in enumerate(drawn)
        ]
    )


@dataclass(frozen=True)
class Known:
    """Buffers, and the size that the best of TVM's planners needs for them."""

    buffers: list[Buffer]
    best: int


def _known(best: int, *rows: tuple[str, int, int, int]) -> Known:
    return Known([Buffer(name, size, 1, first, last) for name, size, first, last in rows], best)


LINEAR = _known(
    140, ("a", 10, 0, 1), ("b", 20, 1, 2), ("c", 100, 2, 3), ("d", 40, 3, 4), ("e", 50, 4, 5),
    ("f", 50, 5, 6),
)  # fmt: skip
FAN_OUT = _known(
    190, ("a", 10, 0, 2), ("b", 20, 1, 3), ("c", 100, 2, 4), ("d", 40, 3, 5), ("e", 50, 4, 5),
    ("f", 60, 5, 6), ("g", 70, 6, 7),
)  # fmt: skip
RESNET = _known(
    7_200_256,
    *(("sid_2", 720_000, 0, 11), ("sid_8", 720_000, 2, 4), ("sid_7", 720_000, 5, 7)),
    *(("sid_6", 5_760_000, 8, 11), ("pad", 720_000, 1, 2), ("conv", 256, 2, 2)),
    *(("pad_1", 758_912, 4, 5), ("conv_1", 256, 5, 5), ("pad_2", 720_000, 7, 8)),
    *(("conv_2", 256, 8, 8), ("pad_3", 720_000, 10, 11), ("conv_3", 256, 11, 11)),
)
MOBILENET = _known(
    1_117_462,
    *(("sid_9", 301_056, 0, 1), ("pad", 314_646, 1, 2), ("conv", 256, 2, 2)),
    *(("sid_8", 802_816, 2, 3), ("tensor", 200_704, 3, 4)),
)
"""For two pools: 200,704 bytes of fast memory, and as little slow memory as possible."""
