"""The memory plan as a picture: calls from left to right, bytes from bottom to top."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from microaot.passes.memory.plan import MemoryPlan, PlannedBuffer, PlannedPool
from microaot.tools.memory_report import span

FILLS = {
    "input": ("#cfe3f7", "#2f6fab"),
    "output": ("#d3efd7", "#2e8540"),
    "inout": ("#d5ecec", "#25808a"),
    "intermediate": ("#e4e0f3", "#6a5aa8"),
    "scratch": ("#fbe6c4", "#b97810"),
}
"""Fill and outline of each kind of buffer."""

LEFT, RIGHT, TOP, BELOW = 76, 24, 58, 34
PLOT_HEIGHT = 260
CHARACTER = 6.1
"""The width of a character of labels, in pixels; a little generous."""


def memory_picture(plan: MemoryPlan) -> str:
    """The plan as an SVG document, one diagram for each pool that holds something."""
    columns = _Columns.of(plan)
    pools = [pool for pool in plan.pools if pool.size]
    longest = max([len(step) for step in plan.steps], default=0)
    labels = 18 + (
        12 if columns.width >= longest * CHARACTER + 8 else min(longest, 30) * CHARACTER * 0.7
    )
    height = TOP + len(pools) * (PLOT_HEIGHT + BELOW + labels + 20)
    width = max(LEFT + columns.count * columns.width + RIGHT, 560)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" font-family="Helvetica, Arial, sans-serif" '
        'font-size="11">',
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>',
        f'<text x="16" y="26" font-size="16" font-weight="bold" fill="#222222">'
        f"Memory of {escape(plan.entry)}</text>",
        *_legend(plan, width),
    ]
    for number, pool in enumerate(pools):
        top = TOP + number * (PLOT_HEIGHT + BELOW + labels + 20)
        parts += _Diagram(plan, pool, columns, top + BELOW).draw()
    return "\n".join([*parts, "</svg>"]) + "\n"


@dataclass(frozen=True)
class _Columns:
    """One column for each call, and for the time before and after if something is in use then."""

    first: int
    count: int
    width: float

    @staticmethod
    def of(plan: MemoryPlan) -> "_Columns":
        first = min([0, *(buffer.first for buffer in plan.buffers)])
        last = max([len(plan.steps) - 1, *(buffer.last for buffer in plan.buffers)])
        count = last - first + 1
        return _Columns(first, count, max(16.0, min(96.0, 1100 / max(count, 1))))

    def left(self, step: float) -> float:
        return LEFT + (step - self.first) * self.width


def _legend(plan: MemoryPlan, width: float) -> Iterator[str]:
    kinds = [kind for kind in FILLS if any(buffer.kind == kind for buffer in plan.buffers)]
    x = width - RIGHT - sum(24 + len(kind) * CHARACTER + 12 for kind in kinds)
    for kind in kinds:
        fill, line = FILLS[kind]
        yield f'<rect x="{_n(x)}" y="16" width="14" height="12" fill="{fill}" stroke="{line}"/>'
        yield f'<text x="{_n(x + 19)}" y="26" fill="#444444">{kind}</text>'
        x += 24 + len(kind) * CHARACTER + 12


class _Diagram:
    """The buffers of one pool; `top` is where the plot begins."""

    def __init__(self, plan: MemoryPlan, pool: PlannedPool, columns: _Columns, top: float) -> None:
        self._plan = plan
        self._pool = pool
        self._columns = columns
        self._top = top
        self._scale = PLOT_HEIGHT / pool.size
        self._right = columns.left(columns.first + columns.count)
        self._buffers = plan.in_pool(pool.name)

    def draw(self) -> Iterator[str]:
        yield from self._heading()
        yield from self._axes()
        for buffer in sorted(self._buffers, key=lambda b: (b.first, b.offset)):
            if buffer.size:
                yield from self._buffer(buffer)
        yield from self._bounds()
        yield from self._steps()

    def _y(self, offset: int) -> float:
        return self._top + PLOT_HEIGHT - offset * self._scale

    def _heading(self) -> Iterator[str]:
        pool = self._pool
        owner = "application" if pool.owner == "app" else "library"
        limit = "" if pool.limit is None else f" of {pool.limit:,} B"
        least = "the least possible" if pool.is_optimal else f"at least {pool.bound:,} B needed"
        yield (
            f'<text x="16" y="{_n(self._top - 16)}" font-size="13" fill="#222222">'
            f'<tspan font-weight="bold">{escape(pool.name)}</tspan>'
            f"  {pool.size:,} B{limit}, {least}, owned by the {owner}</text>"
        )

    def _axes(self) -> Iterator[str]:
        bottom = self._top + PLOT_HEIGHT
        for column in range(self._columns.count):
            if column % 2:
                x = self._columns.left(self._columns.first + column)
                yield (
                    f'<rect x="{_n(x)}" y="{_n(self._top)}" width="{_n(self._columns.width)}" '
                    f'height="{PLOT_HEIGHT}" fill="#f6f7f9"/>'
                )
        for offset in _ticks(self._pool.size):
            y = self._y(offset)
            yield self._line(y, 'stroke="#e3e5e9"')
            yield (
                f'<text x="{LEFT - 8}" y="{_n(y + 4)}" text-anchor="end" fill="#777777">'
                f"{offset:,}</text>"
            )
        yield self._line(bottom, 'stroke="#888888"')

    def _line(self, y: float, style: str) -> str:
        return f'<line x1="{LEFT}" x2="{_n(self._right)}" y1="{_n(y)}" y2="{_n(y)}" {style}/>'

    def _buffer(self, buffer: PlannedBuffer) -> Iterator[str]:
        """In the call in which a buffer takes the place of another, each has half the column."""
        takes_over = buffer.shares is not None
        hands_on = any(
            other.first == buffer.last and other is not buffer
            for other in self._buffers
            if other.shares is not None
            and other.shares in (buffer.name, buffer.shares)
            and other.first > buffer.first
        )
        x = self._columns.left(buffer.first + (0.5 if takes_over else 0)) + 1
        end = self._columns.left(buffer.last + (0.5 if hands_on else 1)) - 1
        y, height = self._y(buffer.end), buffer.size * self._scale
        fill, line = FILLS[buffer.kind]
        name = buffer.name if buffer.label is None else buffer.label
        tip = f"{name}: {buffer.size:,} B at {buffer.offset:,}, in use {span(buffer, self._plan)}"
        yield f"<g><title>{escape(tip)}</title>"
        yield (
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(end - x, 1))}" '
            f'height="{_n(max(height, 0.5))}" rx="2" fill="{fill}" stroke="{line}"/>'
        )
        yield from self._label(name, f"{buffer.size:,} B", x, y, end - x, height)
        yield "</g>"

    def _label(
        self, name: str, size: str, x: float, y: float, width: float, height: float
    ) -> Iterator[str]:
        """The name, with the size below it if there is room; shortened or left out if not."""
        most = int((width - 6) / CHARACTER)
        if height < 12 or most < 3:
            return
        shown = name if len(name) <= most else f"{name[: most - 1]}…"
        middle, two = y + height / 2 + 4, height >= 28 and len(size) <= most
        center = f'x="{_n(x + width / 2)}" text-anchor="middle"'
        upper = _n(middle - 6 if two else middle)
        yield f'<text {center} y="{upper}" fill="#222222">{escape(shown)}</text>'
        if two:
            yield f'<text {center} y="{_n(middle + 8)}" font-size="10" fill="#666666">{size}</text>'

    def _bounds(self) -> Iterator[str]:
        for offset, color in ((self._pool.size, "#c0392b"), (self._pool.bound, "#888888")):
            y = self._y(offset)
            if color == "#c0392b" or offset != self._pool.size:
                yield self._line(y, f'stroke="{color}" stroke-dasharray="5 3" stroke-width="1.2"')

    def _steps(self) -> Iterator[str]:
        columns, plan = self._columns, self._plan
        y = self._top + PLOT_HEIGHT + 15
        fits = max(map(len, plan.steps), default=0) * CHARACTER + 8 <= columns.width
        for column in range(columns.count):
            step = columns.first + column
            x = columns.left(step + 0.5)
            inside = 0 <= step < len(plan.steps)
            name = plan.steps[step] if inside else "start" if step < 0 else "end"
            shown = name if len(name) <= 30 else f"{name[:29]}…"
            style = "" if inside else ' font-style="italic"'
            if fits:
                where = f'x="{_n(x)}" y="{_n(y)}" text-anchor="middle"'
            else:
                where = f'transform="translate({_n(x + 3)} {_n(y)}) rotate(-45)" text-anchor="end"'
            yield f'<text {where} fill="#444444"{style}>{escape(shown)}</text>'


def _ticks(size: int) -> list[int]:
    """Round offsets, about five of them, and the size itself."""
    step = 1
    while size / step > 6:
        step *= 5 if str(step)[0] == "2" else 2
        step = {4: 5, 40: 50}.get(step, step)
        if str(step)[0] == "4":
            step = step // 4 * 5
    return [*(o for o in range(0, size, step) if size - o > step / 3), size]


def _n(number: float) -> str:
    """A number without needless digits."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
