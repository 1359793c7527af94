"""Random programs on tensors of integers, as MLIR text."""

from dataclasses import dataclass, field
from random import Random

Shape = tuple[int, ...]

_BINARY = ("addi", "subi", "muli", "maxsi", "minsi", "xori")


def tensor(shape: Shape) -> str:
    """The type of a tensor."""
    return f"tensor<{'x'.join(map(str, (*shape, 'i32')))}>"


@dataclass
class TensorProgram:
    """Builds one function: each step adds an op that uses what is there."""

    random: Random
    name: str
    lines: list[str] = field(default_factory=list[str])
    values: list[tuple[str, Shape]] = field(default_factory=list[tuple[str, Shape]])
    _count: int = 0

    def build(self, num_steps: int) -> tuple[str, list[Shape], list[Shape]]:
        """The text of the function, and the shapes of its inputs and outputs."""
        inputs = [self._shape() for _ in range(self.random.randint(1, 2))]
        self.values = [(f"%arg{i}", shape) for i, shape in enumerate(inputs)]
        while len(self.values) < num_steps + len(inputs):
            self.random.choice(self._STEPS)(self)
        results = self.random.sample(self.values[len(inputs) :], k=self.random.randint(1, 2))
        if self.values[-1] not in results:
            results[0] = self.values[-1]
        arguments = ", ".join(f"{name}: {tensor(s)}" for name, s in self.values[: len(inputs)])
        types = ", ".join(tensor(shape) for _, shape in results)
        returned = ", ".join(name for name, _ in results)
        body = "\n".join(f"  {line}" for line in self.lines)
        text = f"func.func @{self.name}({arguments}) -> ({types}) {{\n{body}\n"
        text += f"  return {returned} : {types}\n}}\n"
        return text, inputs, [shape for _, shape in results]

    # Pieces

    def _shape(self) -> Shape:
        return tuple(self.random.choice((1, 2, 3, 4)) for _ in range(self.random.randint(1, 3)))

    def _pick(self, rank: int | None = None) -> tuple[str, Shape] | None:
        fitting = [v for v in self.values if (v[1] if rank is None else len(v[1]) == rank)]
        # Recent values more often, so that chains become long.
        return self.random.choice(fitting[-4:]) if fitting else None

    def _new(self) -> str:
        self._count += 1
        return f"%v{self._count}"

    def _define(self, text: str, shape: Shape) -> str:
        name = self._new()
        self.lines.append(f"{name} = {text}")
        self.values.append((name, shape))
        return name

    def _helper(self, text: str) -> str:
        name = self._new()
        self.lines.append(f"{name} = {text}")
        return name

    def _constant(self) -> str:
        return self._helper(f"arith.constant {self.random.randint(-5, 5)} : i32")

    def _empty(self, shape: Shape) -> str:
        return self._helper(f"tensor.empty() : {tensor(shape)}")

    def _filled(self, shape: Shape) -> str:
        scalar, empty = self._constant(), self._empty(shape)
        kind = tensor(shape)
        return self._helper(f"linalg.fill ins({scalar} : i32) outs({empty} : {kind}) -> {kind}")

    def _generic(
        self,
        maps: list[str],
        kinds: list[str],
        ins: list[tuple[str, Shape]],
        out: tuple[str, Shape],
        body: str,
    ) -> str:
        dims = ", ".join(f"d{i}" for i in range(len(kinds)))
        texts = ", ".join(f"affine_map<({dims}) -> ({m})>" for m in maps)
        iterators = ", ".join(f'"{kind}"' for kind in kinds)
        names, types = zip(*[(n, tensor(s)) for n, s in ins], strict=True)
        arguments = ", ".join(f"%x{i}: i32" for i in range(len(ins)))
        return (
            f"linalg.generic {{indexing_maps = [{texts}], iterator_types = [{iterators}]}} "
            f"ins({', '.join(names)} : {', '.join(types)}) outs({out[0]} : {tensor(out[1])}) {{\n"
            f"  ^bb0({arguments}, %old: i32):\n{body}  }} -> {tensor(out[1])}"
        )

    # Steps

    def _pointwise(self) -> None:
        """A combination of one or two values of a shape, or with a row broadcast along it."""
        value = self._pick()
        assert value is not None
        rank, shape = len(value[1]), value[1]
        other = self.random.choice([v for v in self.values if v[1] == shape or v[1] == shape[-1:]])
        full = ", ".join(f"d{i}" for i in range(rank))
        other_map = full if other[1] == shape else f"d{rank - 1}"
        op, again = self.random.choice(_BINARY), self.random.choice(_BINARY)
        body = f"    %0 = arith.{op} %x0, %x1 : i32\n    %1 = arith.{again} %0, %x1 : i32\n"
        body += "    linalg.yield %1 : i32\n"
        empty = self._empty(shape)
        text = self._generic(
            [full, other_map, full], ["parallel"] * rank, [value, other], (empty, shape), body
        )
        self._define(text, shape)

    def _reduce(self) -> None:
        value = self._pick()
        assert value is not None
        name, shape = value
        dim = self.random.randrange(len(shape))
        kept = tuple(size for d, size in enumerate(shape) if d != dim)
        op = self.random.choice(("addi", "maxsi", "minsi"))
        start = self._filled(kept)
        self._define(
            f"linalg.reduce {{ arith.{op} }} ins({name} : {tensor(shape)}) "
            f"outs({start} : {tensor(kept)}) dimensions = [{dim}]",
            kept,
        )

    def _broadcast_back(self) -> None:
        """What belongs to a row is used for all of its elements, as in a softmax."""
        pairs = [
            (v, w) for v in self.values for w in self.values if len(v[1]) == 2 and w[1] == v[1][:1]
        ]
        if not pairs:
            return
        value, row = self.random.choice(pairs)
        body = f"    %0 = arith.{self.random.choice(_BINARY)} %x0, %x1 : i32\n"
        body += "    linalg.yield %0 : i32\n"
        out = (self._empty(value[1]), value[1])
        text = self._generic(["d0, d1", "d0", "d0, d1"], ["parallel"] * 2, [value, row], out, body)
        self._define(text, value[1])

    def _matmul(self) -> None:
        value = self._pick(2)
        if value is None:
            return
        rows, inner = value[1]
        weights = [v for v in self.values if len(v[1]) == 2 and v[1][0] == inner]
        if not weights:
            return
        other = self.random.choice(weights)
        shape = (rows, other[1][1])
        start = self._filled(shape)
        self._define(
            f"linalg.matmul ins({value[0]}, {other[0]} : {tensor(value[1])}, {tensor(other[1])}) "
            f"outs({start} : {tensor(shape)}) -> {tensor(shape)}",
            shape,
        )

    def _convolution(self) -> None:
        """A padded window along one dimension; the padding may or may not be zero."""
        value = self._pick(1)
        weights = [v for v in self.values if len(v[1]) == 1]
        if value is None:
            return
        window = self.random.choice(weights)
        low, high = self.random.randint(0, 2), self.random.randint(0, 2)
        size = value[1][0] + low + high - window[1][0] + 1
        if size < 1:
            return
        padding = self.random.choice((self._helper("arith.constant 0 : i32"), self._constant()))
        padded = (value[1][0] + low + high,)
        pad = self._helper(
            f"tensor.pad {value[0]} low[{low}] high[{high}] {{\n  ^bb0(%i: index):\n"
            f"    tensor.yield {padding} : i32\n  }} : {tensor(value[1])} to {tensor(padded)}"
        )
        start = self._filled((size,))
        self._define(
            f"linalg.conv_1d ins({pad}, {window[0]} : {tensor(padded)}, {tensor(window[1])}) "
            f"outs({start} : {tensor((size,))}) -> {tensor((size,))}",
            (size,),
        )

    def _pad(self) -> None:
        value = self._pick()
        assert value is not None
        name, shape = value
        low = [self.random.randint(0, 1) for _ in shape]
        high = [self.random.randint(0, 1) for _ in shape]
        padded = tuple(s + a + b for s, a, b in zip(shape, low, high, strict=True))
        arguments = ", ".join(f"%i{d}: index" for d in range(len(shape)))
        self._define(
            f"tensor.pad {name} low{low} high{high} {{\n  ^bb0({arguments}):\n"
            f"    tensor.yield {self._constant()} : i32\n  }} "
            f": {tensor(shape)} to {tensor(padded)}",
            padded,
        )

    def _slice(self) -> None:
        value = self._pick()
        assert value is not None
        name, shape = value
        offsets = [self.random.randrange(size) for size in shape]
        sizes = [self.random.randint(1, s - o) for s, o in zip(shape, offsets, strict=True)]
        ones = [1] * len(shape)
        self._define(
            f"tensor.extract_slice {name}{offsets} {sizes} {ones} "
            f": {tensor(shape)} to {tensor(tuple(sizes))}",
            tuple(sizes),
        )

    def _insert(self) -> None:
        value, piece = self._pick(), self._pick()
        assert value is not None and piece is not None
        if len(value[1]) != len(piece[1]) or any(
            p > s for p, s in zip(piece[1], value[1], strict=True)
        ):
            return
        offsets = [self.random.randint(0, s - p) for s, p in zip(value[1], piece[1], strict=True)]
        self._define(
            f"tensor.insert_slice {piece[0]} into {value[0]}{offsets} {[*piece[1]]} "
            f"{[1] * len(offsets)} : {tensor(piece[1])} into {tensor(value[1])}",
            value[1],
        )

    def _concat(self) -> None:
        first, second = self._pick(), self._pick()
        assert first is not None and second is not None
        if len(first[1]) != len(second[1]) or first[1][1:] != second[1][1:]:
            return
        shape = (first[1][0] + second[1][0], *first[1][1:])
        self._define(
            f"tensor.concat dim(0) {first[0]}, {second[0]} "
            f": ({tensor(first[1])}, {tensor(second[1])}) -> {tensor(shape)}",
            shape,
        )

    def _reshape(self) -> None:
        value = self._pick()
        assert value is not None
        name, shape = value
        if len(shape) >= 2:
            flat = (shape[0] * shape[1], *shape[2:])
            groups = [[0, 1], *([d] for d in range(2, len(shape)))]
            self._define(
                f"tensor.collapse_shape {name} {groups} : {tensor(shape)} into {tensor(flat)}",
                flat,
            )
        elif shape and shape[0] % 2 == 0:
            split = (2, shape[0] // 2)
            self._define(
                f"tensor.expand_shape {name} [[0, 1]] output_shape {[*split]} "
                f": {tensor(shape)} into {tensor(split)}",
                split,
            )

    def _transpose(self) -> None:
        value = self._pick(2)
        if value is None:
            return
        shape = value[1][::-1]
        empty = self._empty(shape)
        self._define(
            f"linalg.transpose ins({value[0]} : {tensor(value[1])}) "
            f"outs({empty} : {tensor(shape)}) permutation = [1, 0]",
            shape,
        )

    def _repeat(self) -> None:
        """Each row several times, as when an image is enlarged."""
        value = self._pick()
        assert value is not None
        factor, rank = self.random.randint(2, 3), len(value[1])
        shape = (min(value[1][0] * factor, 5), *value[1][1:])
        rest = "".join(f", d{d}" for d in range(1, rank))
        text = self._generic(
            [f"d0 floordiv {factor}{rest}", f"d0{rest}"],
            ["parallel"] * rank,
            [value],
            (self._empty(shape), shape),
            "    linalg.yield %x0 : i32\n",
        )
        self._define(text, shape)

    def _look_up(self) -> None:
        """Elements at places that other elements tell."""
        value, table = self._pick(), self._pick(1)
        if value is None or table is None:
            return
        size = self._helper(f"arith.constant {table[1][0]} : i32")
        body = (
            f"    %0 = arith.remui %x0, {size} : i32\n    %1 = arith.index_cast %0 : i32 to index\n"
        )
        body += f"    %2 = tensor.extract {table[0]}[%1] : {tensor(table[1])}\n"
        body += "    linalg.yield %2 : i32\n"
        dims = ", ".join(f"d{d}" for d in range(len(value[1])))
        out = (self._empty(value[1]), value[1])
        kinds = ["parallel"] * len(value[1])
        self._define(self._generic([dims, dims], kinds, [value], out, body), value[1])

    def _slice_somewhere(self) -> None:
        """A part whose place depends on an element."""
        value = self._pick(1)
        if value is None or value[1][0] < 2:
            return
        zero, two = self._helper("arith.constant 0 : index"), self._helper("arith.constant 2 : i32")
        element = self._helper(f"tensor.extract {value[0]}[{zero}] : {tensor(value[1])}")
        place = self._helper(f"arith.remui {element}, {two} : i32")
        index = self._helper(f"arith.index_cast {place} : i32 to index")
        shape = (value[1][0] - 1,)
        self._define(
            f"tensor.extract_slice {value[0]}[{index}] [{shape[0]}] [1] "
            f": {tensor(value[1])} to {tensor(shape)}",
            shape,
        )

    _STEPS = (
        _pointwise,
        _pointwise,
        _reduce,
        _broadcast_back,
        _matmul,
        _convolution,
        _convolution,
        _pad,
        _slice,
        _insert,
        _concat,
        _reshape,
        _transpose,
        _repeat,
        _look_up,
        _slice_somewhere,
    )
