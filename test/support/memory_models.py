"""Small networks in the form that `plan-memory` takes: only the sizes are real."""

from dataclasses import dataclass, field


@dataclass
class Network:
    """Calls of unknown operators, and of a residual sum that knows its indices."""

    lines: list[str] = field(default_factory=list[str])
    functions: dict[str, str] = field(default_factory=dict[str, str])

    def layer(self, name: str, sources: list[str], target: str, *sizes: int) -> str:
        """A layer on the buffers `sources` with its result in `target`; sizes are theirs."""
        types = [f"memref<{size}xi8>" for size in sizes]
        symbol = f"{name}_{'_'.join(map(str, sizes))}"
        arguments = ", ".join(f"%a{i}: {type}" for i, type in enumerate(types))
        body = _residual(sizes[-1]) if name == "residual" else ""
        self.functions[symbol] = f"func.func private @{symbol}({arguments}){body}\n"
        if not target.startswith("%output"):
            self.lines.append(f"  {target} = memref.alloc() : {types[-1]}")
        operands = ", ".join([*sources, target])
        self.lines.append(f"  func.call @{symbol}({operands}) : ({', '.join(types)}) -> ()")
        return target

    def text(self, inputs: int, outputs: int) -> str:
        """The module; `inputs` and `outputs` are the sizes of its arguments."""
        arguments = (
            f'%input: memref<{inputs}xi8> {{aot.input = "input"}}, '
            f'%output: memref<{outputs}xi8> {{aot.output = "output"}}'
        )
        body = "\n".join(self.lines)
        functions = "".join(self.functions.values())
        return f"{functions}func.func @main({arguments}) {{\n{body}\n  return\n}}\n"


def _residual(size: int) -> str:
    """A sum over all elements of something that is read first."""
    type = f"memref<{size}xi8>"
    return f""" {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant {size} : index
  scf.for %i = %c0 to %n step %c1 {{
    %acc = scf.for %j = %c0 to %n step %c1 iter_args(%sum = %c0) -> (index) {{
      %x = memref.load %a0[%j] : {type}
      %y = arith.index_cast %x : i8 to index
      %z = arith.addi %sum, %y : index
      scf.yield %z : index
    }}
    %v = arith.index_cast %acc : index to i8
    %r = memref.load %a1[%i] : {type}
    %s = arith.addi %v, %r : i8
    memref.store %s, %a2[%i] : {type}
  }}
  return
}}"""


def keyword_spotter() -> str:
    """A depthwise separable network whose layers all have 8,000 bytes."""
    net = Network()
    last = net.layer("conv", ["%input"], "%conv", 490, 8000)
    for number in range(4):
        last = net.layer("depthwise", [last], f"%depthwise_{number}", 8000, 8000)
        last = net.layer("pointwise", [last], f"%pointwise_{number}", 8000, 8000)
    last = net.layer("avg_pool", [last], "%avg_pool", 8000, 64)
    net.layer("dense", [last], "%output", 64, 12)
    return net.text(490, 12)


def autoencoder() -> str:
    """Dense layers that narrow down to 8 bytes, and widen again."""
    net = Network()
    last, size = "%input", 640
    for number, width in enumerate([128, 128, 128, 128, 8, 128, 128, 128, 128]):
        last, size = net.layer("dense", [last], f"%dense_{number}", size, width), width
    net.layer("dense", [last], "%output", 128, 640)
    return net.text(640, 640)


def resnet() -> str:
    """Three stacks with residual sums: 32x32x16, 16x16x32, 8x8x64."""
    net = Network()
    last = net.layer("conv", ["%input"], "%conv", 3072, 16384)
    inner = net.layer("conv", [last], "%conv_1", 16384, 16384)
    last = net.layer("residual", [inner, last], "%sum_1", 16384, 16384, 16384)
    for number, (before, after) in enumerate([(16384, 8192), (8192, 4096)], 2):
        inner = net.layer("conv", [last], f"%conv_{number}", before, after)
        last = net.layer("shortcut", [last, inner], f"%sum_{number}", before, after, after)
    last = net.layer("avg_pool", [last], "%avg_pool", 4096, 64)
    net.layer("dense", [last], "%output", 64, 10)
    return net.text(3072, 10)
