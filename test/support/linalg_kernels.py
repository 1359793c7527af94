"""Programs that run kernels on made-up numbers and print every bit of every buffer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

HELPERS = """
func.func private @printMemrefI64(memref<*xi64>) attributes {llvm.emit_c_interface}
func.func private @bits(%m: memref<?xi64>) {
  %u = memref.cast %m : memref<?xi64> to memref<*xi64>
  call @printMemrefI64(%u) : (memref<*xi64>) -> ()
  return
}
"""

FILL_AND_SHOW = """
func.func private @fill_{e}(%m: memref<?x{e}>, %seed: i32) {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = arith.constant 1103515 : i32
  %c = arith.constant 12345 : i32
  %shift = arith.constant 13 : i32
  %n = memref.dim %m, %c0 : memref<?x{e}>
  %last = scf.for %i = %c0 to %n step %c1 iter_args(%s = %seed) -> (i32) {{
    %s0 = arith.muli %s, %a : i32
    %s1 = arith.addi %s0, %c : i32
    %s2 = arith.shrsi %s1, %shift : i32
    %b = arith.trunci %s2 : i32 to i8
    %v = {from_byte}
    memref.store %v, %m[%i] : memref<?x{e}>
    scf.yield %s1 : i32
  }}
  return
}}
func.func private @show_{e}(%m: memref<?x{e}>) {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = memref.dim %m, %c0 : memref<?x{e}>
  %out = memref.alloc(%n) : memref<?xi64>
  scf.for %i = %c0 to %n step %c1 {{
    %v = memref.load %m[%i] : memref<?x{e}>
    {to_bits}
    memref.store %bits, %out[%i] : memref<?xi64>
  }}
  call @bits(%out) : (memref<?xi64>) -> ()
  return
}}
"""

ELEMENTS = {
    "i8": ("arith.addi %b, %b : i8", "%bits = arith.extsi %v : i8 to i64"),
    "i32": ("arith.extsi %b : i8 to i32", "%bits = arith.extsi %v : i32 to i64"),
    "i64": ("arith.extsi %b : i8 to i64", "%bits = arith.addi %v, %v : i64"),
    "f32": (
        "arith.sitofp %b : i8 to f32",
        "%w = arith.bitcast %v : f32 to i32\n    %bits = arith.extsi %w : i32 to i64",
    ),
    "f64": ("arith.sitofp %b : i8 to f64", "%bits = arith.bitcast %v : f64 to i64"),
}


@dataclass(frozen=True)
class Buffer:
    """An argument of a kernel: static and contiguous unless said otherwise."""

    element: str
    sizes: Sequence[int]
    dynamic: bool = False
    strides: Sequence[int] | None = None
    offset: int = 0

    @property
    def type(self) -> str:
        sizes = ["?" if self.dynamic else str(size) for size in self.sizes]
        layout = f", {self._layout()}" if self.strides else ""
        return f"memref<{'x'.join([*sizes, self.element])}{layout}>"

    def _all_strides(self) -> list[int]:
        if self.strides:
            return list(self.strides)
        strides = [1]
        for size in list(self.sizes)[:0:-1]:
            strides.insert(0, strides[0] * max(size, 1))
        return strides[-len(self.sizes) :] if self.sizes else []

    def _layout(self) -> str:
        return f"strided<{self._all_strides()}, offset: {self.offset}>"

    def setup(self, name: str) -> list[str]:
        spans = [(size - 1) * s for size, s in zip(self.sizes, self._all_strides(), strict=True)]
        length = 0 if 0 in self.sizes else self.offset + sum(spans) + 1
        flat, any_, e = (
            f"memref<{length}x{self.element}>",
            f"memref<?x{self.element}>",
            self.element,
        )
        static = f"memref<{'x'.join([*map(str, self.sizes), e])}, {self._layout()}>"
        return [
            f"%{name}_flat = memref.alloc() : {flat}",
            f"%{name}_any = memref.cast %{name}_flat : {flat} to {any_}",
            f"%{name}_seed = arith.constant {sum(map(ord, name)) * 7919} : i32",
            f"func.call @fill_{e}(%{name}_any, %{name}_seed) : ({any_}, i32) -> ()",
            f"%{name}_view = memref.reinterpret_cast %{name}_flat to offset: [{self.offset}], "
            f"sizes: {list(self.sizes)}, strides: {self._all_strides()} : {flat} to {static}",
            f"%{name} = memref.cast %{name}_view : {static} to {self.type}",
        ]

    def show(self, name: str) -> list[str]:
        any_ = f"memref<?x{self.element}>"
        if 0 in self.sizes:
            return []  # the runner's print function shows an element of an empty buffer
        return [f"func.call @show_{self.element}(%{name}_any) : ({any_}) -> ()"]


@dataclass(frozen=True)
class Scalar:
    """A scalar argument of a kernel."""

    type: str
    value: str

    def setup(self, name: str) -> list[str]:
        return [f"%{name} = arith.constant {self.value} : {self.type}"]

    def show(self, name: str) -> list[str]:
        return []


@dataclass(frozen=True)
class Case:
    """Ops on the arguments %a, %b, ..; `{a}` in the text is the type of %a."""

    text: str
    arguments: Sequence[Buffer | Scalar]

    def kernel(self, index: int) -> str:
        names = "abcdefgh"[: len(self.arguments)]
        types = {name: arg.type for name, arg in zip(names, self.arguments, strict=True)}
        parameters = ", ".join(f"%{name}: {type_}" for name, type_ in types.items())
        text = self.text
        for name, type_ in types.items():
            text = text.replace("{" + name + "}", type_)
        return f"func.func @kernel_{index}({parameters}) {{\n  {text}\n  return\n}}\n"

    def main(self, index: int) -> list[str]:
        named = [(f"x{index}_{k}", argument) for k, argument in enumerate(self.arguments)]
        setup = [line for name, argument in named for line in argument.setup(name)]
        show = [line for name, argument in named for line in argument.show(name)]
        values = ", ".join(f"%{name}" for name, _ in named)
        types = ", ".join(argument.type for _, argument in named)
        return [*setup, f"func.call @kernel_{index}({values}) : ({types}) -> ()", *show]


def program(cases: Collection[Case]) -> str:
    """A module whose `main` calls each kernel and then prints each of its buffers."""
    helpers = "".join(
        FILL_AND_SHOW.format(e=e, from_byte=fill, to_bits=bits)
        for e, (fill, bits) in ELEMENTS.items()
    )
    kernels = "".join(case.kernel(index) for index, case in enumerate(cases))
    lines = [line for index, case in enumerate(cases) for line in case.main(index)]
    main = "func.func @main() {\n  " + "\n  ".join(lines) + "\n  return\n}\n"
    return HELPERS + helpers + kernels + main
