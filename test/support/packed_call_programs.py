"""Modules with type-erased calls, for more than one test."""

CPU = "packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}\n"

ADD_ONE = (
    CPU
    + """
func.func @add_one(%x: !packed.buffer<4xf32>, %y: !packed.buffer<4xf32>) -> f32 {
  %in = packed.data %x : !packed.buffer<4xf32> -> memref<4xf32>
  %out = packed.data %y : !packed.buffer<4xf32> -> memref<4xf32>
  %one = arith.constant 1.0 : f32
  affine.for %i = 0 to 4 {
    %a = affine.load %in[%i] : memref<4xf32>
    %b = arith.addf %a, %one : f32
    affine.store %b, %out[%i] : memref<4xf32>
  }
  return %one : f32
}
"""
)

TYPES = "(!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> f32"


def buffer(name: str, memref: str) -> str:
    """A buffer of four floats on the CPU, of a type that does not say so."""
    known = "!packed.buffer<4xf32, @cpu>"
    return f"""
  %{name}_known = packed.make_buffer {memref} : memref<4xf32> -> {known}
  %{name} = packed.cast %{name}_known : {known} to !packed.buffer<4xf32>"""


ENTRIES = f"""
func.func @twice(%x: !packed.buffer<4xf32>, %y: !packed.buffer<4xf32>) -> f32 {{
  %1 = packed.call @add_one(%x, %y) via cpacked : {TYPES}
  %2 = packed.call @add_one(%y, %y) via cpacked : {TYPES}
  %r = arith.addf %1, %2 : f32
  return %r : f32
}}
func.func @f(%x: memref<4xf32>, %y: memref<4xf32>) -> f32 {{
  %one = arith.constant 1.0 : f32
{buffer("a", "%x")}{buffer("b", "%y")}{buffer("c", "%y")}
  %two = packed.call @twice(%a, %b) via cpacked : {TYPES}
  %1 = packed.call @add_one(%b, %c) via cpacked : {TYPES}
  %r = arith.addf %1, %two : f32
  return %r : f32
}}
"""
"""An entry that hands on the descriptors it gets."""


LOOKED_UP = """
func.func @twice(%n: i64) -> f64 {
  %a = packed.call "half"(%n) via packed : (i64) -> f64
  %b = packed.call "half"(%n) via packed : (i64) -> f64
  %sum = arith.addf %a, %b : f64
  return %sum : f64
}
"""
