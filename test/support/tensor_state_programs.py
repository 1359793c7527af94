"""Random programs that write over tensors which others still read, as MLIR and as Python.

Every tensor may be used again at any later place: slices, loops that carry tensors, branches, calls
that write to what they are given. The Python text computes the same on NumPy arrays, by value.
"""

from dataclasses import dataclass, field
from random import Random

Shape = tuple[int, ...]
SHAPES: tuple[Shape, ...] = ((4,), (8,), (2, 4))

OPERATORS = """
func.func private @scale(%x: tensor<4xi32>, %out: tensor<4xi32>) -> tensor<4xi32> {
  %c3 = arith.constant 3 : i32
  %r = linalg.map ins(%x : tensor<4xi32>) outs(%out : tensor<4xi32>) (%a: i32, %o: i32) {
    %m = arith.muli %a, %c3 : i32
    linalg.yield %m : i32
  }
  return %r : tensor<4xi32>
}
func.func private @accumulate(%x: tensor<8xi32>, %sum: tensor<8xi32>) -> tensor<8xi32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %r = scf.for %i = %c0 to %c8 step %c1 iter_args(%s = %sum) -> (tensor<8xi32>) {
    %a = tensor.extract %x[%i] : tensor<8xi32>
    %b = tensor.extract %s[%i] : tensor<8xi32>
    %c = arith.addi %a, %b : i32
    %n = tensor.insert %c into %s[%i] : tensor<8xi32>
    scf.yield %n : tensor<8xi32>
  }
  return %r : tensor<8xi32>
}
func.func private @fresh(%x: tensor<2x4xi32>, %y: tensor<2x4xi32>) -> (tensor<2x4xi32>, i32) {
  %c0 = arith.constant 0 : index
  %e = tensor.empty() : tensor<2x4xi32>
  %r = linalg.sub ins(%x, %y : tensor<2x4xi32>, tensor<2x4xi32>) outs(%e : tensor<2x4xi32>)
    -> tensor<2x4xi32>
  %s = tensor.extract %r[%c0, %c0] : tensor<2x4xi32>
  return %r, %s : tensor<2x4xi32>, i32
}
"""


def tensor(shape: Shape) -> str:
    """The type of a tensor."""
    return f"tensor<{'x'.join(map(str, (*shape, 'i32')))}>"


@dataclass
class Scope:
    """What is visible at a place."""

    tensors: list[tuple[str, Shape]]
    scalars: list[str]
    indices: list[str]

    def copy(self) -> "Scope":
        """The same, for a block inside."""
        return Scope([*self.tensors], [*self.scalars], [*self.indices])


@dataclass
class StateProgram:
    """One function."""

    random: Random
    name: str
    mlir: list[str] = field(default_factory=list[str])
    python: list[str] = field(default_factory=list[str])
    outputs: list[Shape] = field(default_factory=list[Shape])
    inputs: list[Shape] = field(default_factory=list[Shape])
    _count: int = 0

    def build(self, steps: int) -> "StateProgram":
        """Make the program."""
        self.inputs = [self.random.choice(SHAPES) for _ in range(2)]
        scope = Scope([(f"a{i}", s) for i, s in enumerate(self.inputs)], ["k5"], ["i0", "i3"])
        self._block(scope, steps, depth=0, indent=1)
        values = [self.random.choice(scope.tensors[-4:]) for _ in range(self.random.randint(1, 3))]
        self.outputs = [shape for _, shape in values]
        names = [name for name, _ in values]
        types = ", ".join(map(tensor, self.outputs))
        parameters = ", ".join(f"%a{i}: {tensor(s)}" for i, s in enumerate(self.inputs))
        self.mlir = [
            f"func.func @{self.name}({parameters}) -> ({types}) {{",
            "  %i0 = arith.constant 0 : index",
            "  %i1 = arith.constant 1 : index",
            "  %i3 = arith.constant 3 : index",
            "  %k5 = arith.constant 5 : i32",
            *self.mlir,
            f"  return {', '.join('%' + n for n in names)} : {types}",
            "}",
        ]
        arguments = ", ".join(f"a{i}" for i in range(len(self.inputs)))
        self.python = [
            f"def {self.name}({arguments}):",
            "  i0, i1, i3, k5 = 0, 1, 3, np.int32(5)",
            *self.python,
            f"  return [{', '.join(names)}]",
        ]
        return self

    def _block(self, scope: Scope, steps: int, depth: int, indent: int) -> None:
        simple = [*self._SIMPLE, *self._SIMPLE]
        nested = self._NESTED if depth < 2 else ()
        for _ in range(steps):
            step = self.random.choice([*simple, *nested])
            step(self, scope, depth, indent)

    # Pieces

    def _new(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def _line(self, indent: int, mlir: str, python: str | None = None) -> None:
        self.mlir.append("  " * indent + mlir)
        if python is not None:
            self.python.append("  " * indent + python)

    def _pick(self, scope: Scope, shape: Shape | None = None) -> tuple[str, Shape] | None:
        fitting = [v for v in scope.tensors if shape is None or v[1] == shape]
        if not fitting:
            return None
        recent = fitting[-3:] if self.random.random() < 0.7 else fitting
        return self.random.choice(recent)

    def _target(self, scope: Scope, shape: Shape, indent: int) -> str:
        """An empty tensor, or one that has elements."""
        used = self._pick(scope, shape)
        if used is not None and self.random.random() < 0.5:
            return used[0]
        name = self._new()
        self._line(indent, f"%{name} = tensor.empty() : {tensor(shape)}")
        return name

    # Steps

    def _pointwise(self, scope: Scope, depth: int, indent: int) -> None:
        value = self._pick(scope)
        assert value is not None
        shape = value[1]
        other = self._pick(scope, shape)
        assert other is not None
        op, symbol = self.random.choice((("add", "+"), ("sub", "-"), ("mul", "*")))
        out, kind, name = self._target(scope, shape, indent), tensor(shape), self._new()
        self._line(
            indent,
            f"%{name} = linalg.{op} ins(%{value[0]}, %{other[0]} : {kind}, {kind}) "
            f"outs(%{out} : {kind}) -> {kind}",
            f"{name} = {value[0]} {symbol} {other[0]}",
        )
        scope.tensors.append((name, shape))

    def _accumulate(self, scope: Scope, depth: int, indent: int) -> None:
        """The old elements and those of another tensor, perhaps from the other end."""
        out = self._pick(scope)
        assert out is not None
        shape, value = out[1], self._pick(scope, out[1])
        assert value is not None
        backwards, kind, name = self.random.random() < 0.5, tensor(shape), self._new()
        dims = [f"d{i}" for i in range(len(shape))]
        read = [*dims]
        if backwards:
            read[-1] = f"{shape[-1] - 1} - {read[-1]}"
        maps = [f"affine_map<({', '.join(dims)}) -> ({', '.join(r)})>" for r in (read, dims)]
        kinds = ", ".join(['"parallel"'] * len(shape))
        self._line(
            indent,
            f"%{name} = linalg.generic {{indexing_maps = [{', '.join(maps)}], "
            f"iterator_types = [{kinds}]}} ins(%{value[0]} : {kind}) outs(%{out[0]} : {kind}) {{ "
            f"^bb0(%x: i32, %o: i32): %s = arith.addi %x, %o : i32 linalg.yield %s : i32 }} "
            f"-> {kind}",
            f"{name} = {out[0]} + {value[0]}{'[..., ::-1]' if backwards else ''}",
        )
        scope.tensors.append((name, shape))

    def _at(self, scope: Scope, shape: Shape) -> tuple[str, str]:
        names = [self.random.choice(("i0", "i1")) for _ in shape[:-1]]
        names.append(self.random.choice(scope.indices))
        return ", ".join(f"%{n}" for n in names), ", ".join(names)

    def _extract(self, scope: Scope, depth: int, indent: int) -> None:
        value = self._pick(scope)
        assert value is not None
        at, index = self._at(scope, value[1])
        name = self._new()
        self._line(
            indent,
            f"%{name} = tensor.extract %{value[0]}[{at}] : {tensor(value[1])}",
            f"{name} = {value[0]}[{index}]",
        )
        scope.scalars.append(name)

    def _insert(self, scope: Scope, depth: int, indent: int) -> None:
        value = self._pick(scope)
        assert value is not None
        at, index = self._at(scope, value[1])
        name, scalar = self._new(), self.random.choice(scope.scalars[-3:])
        self._line(
            indent,
            f"%{name} = tensor.insert %{scalar} into %{value[0]}[{at}] : {tensor(value[1])}",
            f"{name} = {value[0]}.copy(); {name}[{index}] = {scalar}",
        )
        scope.tensors.append((name, value[1]))

    def _slice_text(self, scope: Scope, shape: Shape) -> tuple[str, str]:
        """A slice of four elements of a tensor of eight."""
        if shape == (8,):
            at = self.random.choice(("0", "2", "4", *scope.indices))
            if at == "0" and self.random.random() < 0.5:
                return "[0] [4] [2]", "0:8:2"
            return f"[{at if at.isdigit() else '%' + at}] [4] [1]", f"{at}:{at}+4"
        row = self.random.choice(("0", "1", "i0", "i1"))
        return f"[{row if row.isdigit() else '%' + row}, 0] [1, 4] [1, 1]", row

    def _extract_slice(self, scope: Scope, depth: int, indent: int) -> None:
        value = self._pick(scope, self.random.choice(((8,), (2, 4))))
        if value is None:
            return
        text, index = self._slice_text(scope, value[1])
        name = self._new()
        self._line(
            indent,
            f"%{name} = tensor.extract_slice %{value[0]}{text} : {tensor(value[1])} "
            f"to tensor<4xi32>",
            f"{name} = {value[0]}[{index}].copy()",
        )
        scope.tensors.append((name, (4,)))

    def _insert_slice(self, scope: Scope, depth: int, indent: int) -> None:
        whole = self._pick(scope, self.random.choice(((8,), (2, 4))))
        part = self._pick(scope, (4,))
        if whole is None or part is None:
            return
        text, index = self._slice_text(scope, whole[1])
        name = self._new()
        self._line(
            indent,
            f"%{name} = tensor.insert_slice %{part[0]} into %{whole[0]}{text} : tensor<4xi32> "
            f"into {tensor(whole[1])}",
            f"{name} = {whole[0]}.copy(); {name}[{index}] = {part[0]}",
        )
        scope.tensors.append((name, whole[1]))

    def _update_slice(self, scope: Scope, depth: int, indent: int) -> None:
        """A slice is taken out, changed and put back, as tiled programs do."""
        whole = self._pick(scope, self.random.choice(((8,), (2, 4))))
        other = self._pick(scope, (4,))
        if whole is None or other is None:
            return
        text, index = self._slice_text(scope, whole[1])
        kind, part, changed, name = tensor(whole[1]), self._new(), self._new(), self._new()
        self._line(
            indent,
            f"%{part} = tensor.extract_slice %{whole[0]}{text} : {kind} to tensor<4xi32>",
            f"{part} = {whole[0]}[{index}].copy()",
        )
        self._line(
            indent,
            f"%{changed} = linalg.add ins(%{part}, %{other[0]} : tensor<4xi32>, tensor<4xi32>) "
            f"outs(%{part} : tensor<4xi32>) -> tensor<4xi32>",
            f"{changed} = {part} + {other[0]}",
        )
        self._line(
            indent,
            f"%{name} = tensor.insert_slice %{changed} into %{whole[0]}{text} : tensor<4xi32> "
            f"into {kind}",
            f"{name} = {whole[0]}.copy(); {name}[{index}] = {changed}",
        )
        scope.tensors.append((name, whole[1]))

    def _reshape(self, scope: Scope, depth: int, indent: int) -> None:
        value = self._pick(scope, self.random.choice(((8,), (2, 4))))
        if value is None:
            return
        name = self._new()
        if value[1] == (8,):
            op, shape = "tensor.expand_shape %{} [[0, 1]] output_shape [2, 4]", (2, 4)
        else:
            op, shape = "tensor.collapse_shape %{} [[0, 1]]", (8,)
        self._line(
            indent,
            f"%{name} = {op.format(value[0])} : {tensor(value[1])} into {tensor(shape)}",
            f"{name} = {value[0]}.reshape({shape})",
        )
        scope.tensors.append((name, shape))

    def _concat(self, scope: Scope, depth: int, indent: int) -> None:
        first, second = self._pick(scope, (4,)), self._pick(scope, (4,))
        if first is None or second is None:
            return
        name = self._new()
        self._line(
            indent,
            f"%{name} = tensor.concat dim(0) %{first[0]}, %{second[0]} : "
            f"(tensor<4xi32>, tensor<4xi32>) -> tensor<8xi32>",
            f"{name} = np.concatenate([{first[0]}, {second[0]}])",
        )
        scope.tensors.append((name, (8,)))

    def _pad(self, scope: Scope, depth: int, indent: int) -> None:
        value = self._pick(scope, (4,))
        if value is None:
            return
        low, name = self.random.randint(0, 4), self._new()
        self._line(
            indent,
            f"%{name} = tensor.pad %{value[0]} low[{low}] high[{4 - low}] {{ ^bb0(%p: index): "
            f"tensor.yield %k5 : i32 }} : tensor<4xi32> to tensor<8xi32>",
            f"{name} = np.pad({value[0]}, ({low}, {4 - low}), constant_values=5)",
        )
        scope.tensors.append((name, (8,)))

    def _constant(self, scope: Scope, depth: int, indent: int) -> None:
        shape, name = self.random.choice(SHAPES), self._new()
        if shape == (4,) and self.random.random() < 0.7:
            values = [self.random.randint(-9, 9) for _ in range(4)]
            text, python = str(values), f"np.array({values}, np.int32)"
        else:
            text, python = "7", f"np.full({shape}, 7, np.int32)"
        self._line(
            indent,
            f"%{name} = arith.constant dense<{text}> : {tensor(shape)}",
            f"{name} = {python}",
        )
        scope.tensors.append((name, shape))

    def _call(self, scope: Scope, depth: int, indent: int) -> None:
        operator, shape = self.random.choice(
            (("scale", (4,)), ("accumulate", (8,)), ("fresh", (2, 4)))
        )
        value, other = self._pick(scope, shape), self._pick(scope, shape)
        if value is None or other is None:
            return
        name, kind = self._new(), tensor(shape)
        operands = f"(%{value[0]}, %{other[0]}) : ({kind}, {kind})"
        if operator == "fresh":
            scalar = self._new()
            self._line(
                indent,
                f"%{name}, %{scalar} = func.call @fresh{operands} -> ({kind}, i32)",
                f"{name} = {value[0]} - {other[0]}; {scalar} = {name}[0, 0]",
            )
            scope.scalars.append(scalar)
        else:
            python = f"{value[0]} * 3" if operator == "scale" else f"{value[0]} + {other[0]}"
            call = f"func.call @{operator}{operands}"
            self._line(indent, f"%{name} = {call} -> {kind}", f"{name} = {python}")
        scope.tensors.append((name, shape))

    def _select(self, scope: Scope, depth: int, indent: int) -> None:
        value = self._pick(scope)
        assert value is not None
        other, condition, name = self._pick(scope, value[1]), self._new(), self._new()
        assert other is not None
        scalar = self.random.choice(scope.scalars)
        self._line(
            indent,
            f"%{condition} = arith.cmpi slt, %{scalar}, %k5 : i32",
            f"{condition} = {scalar} < k5",
        )
        self._line(
            indent,
            f"%{name} = arith.select %{condition}, %{value[0]}, %{other[0]} : {tensor(value[1])}",
            f"{name} = {value[0]} if {condition} else {other[0]}",
        )
        scope.tensors.append((name, value[1]))

    def _for(self, scope: Scope, depth: int, indent: int) -> None:
        carried = [self._pick(scope) for _ in range(self.random.randint(1, 2))]
        inits = [value for value in carried if value is not None]
        results, arguments = [self._new() for _ in inits], [self._new() for _ in inits]
        counter = self._new()
        types = ", ".join(tensor(shape) for _, shape in inits)
        pairs = ", ".join(f"%{a} = %{n}" for a, (n, _) in zip(arguments, inits, strict=True))
        self._line(
            indent,
            f"{', '.join('%' + r for r in results)} = scf.for %{counter} = %i0 to %i3 step %i1 "
            f"iter_args({pairs}) -> ({types}) {{",
            "; ".join(f"{a} = {n}" for a, (n, _) in zip(arguments, inits, strict=True)),
        )
        self.python.append("  " * indent + f"for {counter} in range(3):")
        inner = scope.copy()
        shapes = [shape for _, shape in inits]
        inner.tensors += zip(arguments, shapes, strict=True)
        inner.indices.append(counter)
        self._block(inner, self.random.randint(1, 4), depth + 1, indent + 1)
        values = self._yield(inner, shapes, indent + 1, types)
        self.python.append("  " * (indent + 1) + f"{', '.join(arguments)} = {', '.join(values)}")
        self._line(indent, "}", f"{', '.join(results)} = {', '.join(arguments)}")
        scope.tensors += zip(results, shapes, strict=True)

    def _yield(self, scope: Scope, shapes: list[Shape], indent: int, types: str) -> list[str]:
        picked = [self._pick(scope, shape) for shape in shapes]
        values = [value[0] for value in picked if value is not None]
        self._line(indent, f"scf.yield {', '.join('%' + v for v in values)} : {types}")
        return values

    def _if(self, scope: Scope, depth: int, indent: int) -> None:
        likes = [self._pick(scope) for _ in range(self.random.randint(1, 2))]
        shapes = [value[1] for value in likes if value is not None]
        results, condition = [self._new() for _ in shapes], self._new()
        types = ", ".join(map(tensor, shapes))
        scalar = self.random.choice(scope.scalars)
        self._line(
            indent,
            f"%{condition} = arith.cmpi sgt, %{scalar}, %k5 : i32",
            f"{condition} = {scalar} > k5",
        )
        heads = (
            f"{', '.join('%' + r for r in results)} = scf.if %{condition} -> ({types}) {{",
            "} else {",
        )
        for head, python in zip(heads, (f"if {condition}:", "else:"), strict=True):
            self._line(indent, head, python)
            inner = scope.copy()
            self._block(inner, self.random.randint(0, 3), depth + 1, indent + 1)
            values = self._yield(inner, shapes, indent + 1, types)
            self.python.append("  " * (indent + 1) + f"{', '.join(results)} = {', '.join(values)}")
        self._line(indent, "}")
        scope.tensors += zip(results, shapes, strict=True)

    _SIMPLE = (
        _pointwise, _accumulate, _extract, _insert, _extract_slice, _insert_slice, _update_slice,
        _reshape, _concat, _pad, _constant, _call, _select,
    )  # fmt: skip
    _NESTED = (_for, _for, _if, _if)
