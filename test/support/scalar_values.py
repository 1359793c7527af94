"""Values of MLIR's scalar types as bit patterns: edge cases, and what a pattern stands for."""

import struct

CARRIERS = {"i1": 8, "i4": 8, "i24": 32, "i33": 64, "index": 64, "f16": 16, "bf16": 16}
"""How many bits a value of a type takes in the arrays of the tests, where it is not its own."""

FLOAT_TYPES = ("f16", "bf16", "f32", "f64")
INTEGER_TYPES = ("i1", "i4", "i8", "i16", "i24", "i32", "i33", "i64", "index")


def width(type: str) -> int:
    """The number of bits of a scalar type."""
    return {"index": 64, "bf16": 16}.get(type) or int(type[1:])


def carrier(type: str) -> int:
    """The width of the integer type that carries values of `type`."""
    return CARRIERS.get(type, width(type))


def to_carrier(type: str, name: str, source: str) -> str:
    """The op that makes a carrier of the value `%source`, called `%name`."""
    bits = f"i{carrier(type)}"
    if type in FLOAT_TYPES:
        return f"%{name} = arith.bitcast %{source} : {type} to {bits}"
    op = "index_cast" if type == "index" else "extui" if type == "i1" else "extsi"
    return f"%{name} = arith.{op} %{source} : {type} to {bits}"


def from_carrier(type: str, name: str, source: str) -> str:
    """The op that makes a value called `%name` of the carrier `%source`."""
    bits = f"i{carrier(type)}"
    if type in FLOAT_TYPES:
        return f"%{name} = arith.bitcast %{source} : {bits} to {type}"
    op = "index_cast" if type == "index" else "trunci"
    return f"%{name} = arith.{op} %{source} : {bits} to {type}"


def is_carrier(type: str) -> bool:
    """Whether values of `type` stand in arrays as they are."""
    return type in ("i8", "i16", "i32", "i64")


def signed(bits: int, type: str) -> int:
    """The signed number that a pattern stands for."""
    sign = 1 << (width(type) - 1)
    return ((bits & (2 * sign - 1)) ^ sign) - sign


def unsigned(bits: int, type: str) -> int:
    """The unsigned number that a pattern stands for."""
    return bits & ((1 << width(type)) - 1)


def number(bits: int, type: str) -> float:
    """The float that a pattern stands for."""
    if type == "bf16":
        bits, type = bits << 16, "f32"
    letters = {"f16": ("H", "e"), "f32": ("I", "f"), "f64": ("Q", "d")}
    integer, real = letters[type]
    return struct.unpack(f"<{real}", struct.pack(f"<{integer}", bits))[0]


def edge_values(type: str) -> list[int]:
    """Patterns, as carriers have them, at which implementations tend to go wrong."""
    if type in FLOAT_TYPES:
        return _float_edges(type)
    top = 1 << (width(type) - 1)
    numbers = {0, 1, -1, top - 1, -top}
    if width(type) > 1:
        third = (2 * top - 1) // 3
        numbers |= {2, 3, 5, 7, -2, -3, -7, top - 2, 1 - top, third, -third}
    modulus = 1 << carrier(type)
    wrapped = {signed(n, type) for n in numbers}
    return sorted(n % modulus if type != "i1" else n & 1 for n in wrapped)


def _float_edges(type: str) -> list[int]:
    exponent_bits = {"f16": 5, "bf16": 8, "f32": 8, "f64": 11}[type]
    fraction = width(type) - 1 - exponent_bits
    one = ((1 << (exponent_bits - 1)) - 1) << fraction
    half_bit, infinity = 1 << (fraction - 1), ((1 << exponent_bits) - 1) << fraction
    magnitudes = [
        0,  # zero
        1,  # smallest subnormal
        (1 << fraction) - 1,  # largest subnormal
        1 << fraction,  # smallest normal
        one - (1 << fraction),  # 0.5
        one,
        one + 1,  # next above 1
        one + half_bit,  # 1.5
        one + (1 << fraction) + half_bit // 2,  # 2.5
        one + (5 << fraction) + half_bit,  # 48
        infinity - 1,  # largest finite
        infinity,
    ]
    sign = 1 << (width(type) - 1)
    return [*magnitudes, *(m | sign for m in magnitudes), infinity | half_bit]
