"""The runtime helpers, compiled natively and compared with NumPy and with exact arithmetic."""

import ctypes
import re
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from xdsl.ir import Operation

from microaot.dialects import emitc
from microaot.emitc_backend.link_runtime import LinkRuntime
from microaot.emitc_backend.runtime import helpers
from microaot.emitc_backend.runtime.helpers import FAMILY_TYPES, find_helper, with_requirements
from microaot.tools.frontend import new_context, parse_module

Array = np.ndarray[Any, Any]
Runtime = Callable[..., Array]

WARNINGS = "-Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wundef -pedantic -Werror".split()
C99 = ["gcc", "-std=c99", "-Wstrict-prototypes", "-Wmissing-prototypes", *WARNINGS]
CXX17 = ["g++", "-std=c++17", *WARNINGS]

FAMILIES = {
    "floor_div": ("i32", "i64", "index"),
    "ceil_div": ("i32", "i64", "index"),
    "ceil_divu": ("u32", "u64", "size"),
    "ipow": ("i32", "i64", "index"),
    "ctlz": ("u32", "u64", "size"),
    "cttz": ("u32", "u64", "size"),
    "ctpop": ("u32", "u64", "size"),
    "powi": ("f32", "f64"),
    "maximum": ("f32", "f64"),
    "minimum": ("f32", "f64"),
}

DTYPES = {
    "int32_t": np.int32,
    "int64_t": np.int64,
    "ptrdiff_t": np.int64,
    "uint16_t": np.uint16,
    "uint32_t": np.uint32,
    "uint64_t": np.uint64,
    "size_t": np.uint64,
    "float": np.float32,
    "double": np.float64,
}


def helper_names() -> list[str]:
    stems = [path.stem for path in Path(helpers.__file__).parent.glob("*.h")]
    names = [stem for stem in stems if not stem.endswith("_T")]
    assert {stem.removesuffix("_T") for stem in stems if stem.endswith("_T")} == FAMILIES.keys()
    return sorted([*names, *(f"{base}_{t}" for base, types in FAMILIES.items() for t in types)])


def signature(name: str) -> tuple[str, list[str]]:
    """The C types of the result and the parameters."""
    helper = find_helper(name)
    assert helper is not None, name
    match = re.search(rf"^static (\w+) {name}\(([^)]*)\)", helper.text, re.MULTILINE)
    assert match, helper.text
    return match[1], [parameter.split()[0] for parameter in match[2].split(", ")]


def source(names: list[str], extern: str = "") -> str:
    """The helpers, and for each a function that applies it to arrays."""
    helpers = with_requirements(names)
    headers = sorted({h for helper in helpers for h in helper.headers} | {"stddef.h"})
    parts = [f"#include <{header}>" for header in headers] + [helper.text for helper in helpers]
    for name in names:
        result, types = signature(name)
        arrays = ", ".join(f"const {t} *p{i}" for i, t in enumerate(types))
        elements = ", ".join(f"p{i}[i]" for i in range(len(types)))
        declaration = f"{extern}void all_{name}({arrays}, {result} *out, size_t n)"
        parts.append(
            f"{declaration};\n{declaration}\n{{\n"
            f"    for (size_t i = 0; i < n; ++i) {{ out[i] = {name}({elements}); }}\n}}"
        )
    return "\n".join(parts) + "\n"


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    """`runtime(name, *arrays)` applies a helper to arrays."""
    folder = tmp_path_factory.mktemp("runtime")
    (folder / "all.c").write_text(source(helper_names()))
    # Undefined behaviour traps, so that it fails the test without a sanitizer's library.
    options = ["-fsanitize=undefined", "-fsanitize-undefined-trap-on-error"]
    subprocess.run(
        [*C99, "-O2", *options, "-shared", "-fPIC", "all.c", "-o", "all.so", "-lm"],
        cwd=folder,
        check=True,
    )
    functions = ctypes.CDLL(str(folder / "all.so"))

    def call(name: str, *arrays: Array) -> Array:
        result, types = signature(name)
        inputs = [np.ascontiguousarray(a, DTYPES[t]) for a, t in zip(arrays, types, strict=True)]
        out = np.empty(len(inputs[0]), DTYPES[result])
        pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in (*inputs, out)]
        getattr(functions, f"all_{name}")(*pointers, ctypes.c_size_t(len(out)))
        return out

    return call


@pytest.mark.parametrize("compiler", [C99, CXX17], ids=["c99", "c++17"])
def test_each_helper_compiles_alone(compiler: list[str], tmp_path: Path) -> None:
    """Each with nothing but what it says it needs, without warnings."""
    extension, extern = ("c", "") if compiler is C99 else ("cc", 'extern "C" ')
    for name in helper_names():
        (tmp_path / f"{name}.{extension}").write_text(source([name], extern))
    files = sorted(path.name for path in tmp_path.iterdir())
    subprocess.run([*compiler, "-fsyntax-only", *files], cwd=tmp_path, check=True)


def test_unknown_names_are_no_helpers() -> None:
    no_files = ("../helpers", "std::max", "x" * 300)
    for name in ("memcpy", "floor_div_f16", "floor_div_T", "T", *no_files):
        assert find_helper(name) is None, name


def test_family_types_are_used() -> None:
    assert {t for types in FAMILIES.values() for t in types} == FAMILY_TYPES.keys()


# 16-bit floats

ALL_HALVES = np.arange(65536, dtype=np.uint16)


def bf16_value(bits: Array) -> Array:
    return (bits.astype(np.uint32) << 16).view(np.float32)


def round_to_grid(values: Array, grid: Array) -> Array:
    """Round to the nearest of `grid` (magnitudes by their bits, the last is infinity's place)."""
    magnitude = np.abs(values)
    lower = np.clip(np.searchsorted(grid, magnitude, side="right") - 1, 0, len(grid) - 2)
    down, up = magnitude - grid[lower], grid[lower + 1] - magnitude  # exact: neighbours
    upwards = (up < down) | ((up == down) & (lower % 2 == 1))
    rounded = np.where(magnitude >= grid[-1], len(grid) - 1, lower + upwards)
    return (rounded | np.where(np.signbit(values), 0x8000, 0)).astype(np.uint16)


F16_GRID = ALL_HALVES[:0x7C01].view(np.float16).astype(np.float64)
F16_GRID[-1] = 65536.0
BF16_GRID = bf16_value(ALL_HALVES[:0x7F81]).astype(np.float64)
BF16_GRID[-1] = 2.0**128


def interesting_doubles() -> Array:
    """Around every 16-bit float and every tie between two: where a second rounding would show."""
    points: list[Array] = []
    for grid in (F16_GRID, BF16_GRID):
        ties = (grid[:-1] + grid[1:]) / 2
        for exact in (grid, ties):
            with np.errstate(over="ignore"):
                narrow = exact.astype(np.float32)
            for towards in (np.float32(0), np.float32(np.inf)):
                points.append(np.nextafter(narrow, towards).astype(np.float64))
            points += [exact, np.nextafter(exact, 0.0), np.nextafter(exact, np.inf)]
    rng = np.random.default_rng(1)
    random = rng.integers(0, 2**64, 20000, np.uint64, endpoint=False).view(np.float64)
    near_one = rng.standard_normal(20000) * 10.0 ** rng.integers(-45, 40, 20000)
    points += [random[np.isfinite(random)], near_one, np.array([0.0, np.inf, 1e300, 5e-324])]
    values = np.concatenate(points)
    return np.concatenate([values, -values])


def test_halves_widen_exactly(runtime: Runtime) -> None:
    halves = ALL_HALVES.view(np.float16)
    np.testing.assert_array_equal(runtime("f16_to_f32", ALL_HALVES), halves.astype(np.float32))
    widened = runtime("f16_to_f32", ALL_HALVES)
    assert (np.signbit(widened) == (ALL_HALVES >= 0x8000)).all()
    wide_bf16 = runtime("bf16_to_f32", ALL_HALVES)
    np.testing.assert_array_equal(wide_bf16.view(np.uint32), ALL_HALVES.astype(np.uint32) << 16)


@pytest.mark.parametrize(
    ("name", "grid"), [("f16", F16_GRID), ("bf16", BF16_GRID)], ids=["f16", "bf16"]
)
def test_rounding_to_halves(runtime: Runtime, name: str, grid: Array) -> None:
    doubles = interesting_doubles()
    with np.errstate(over="ignore"):
        floats = doubles.astype(np.float32)
    np.testing.assert_array_equal(runtime(f"f64_to_{name}", doubles), round_to_grid(doubles, grid))
    np.testing.assert_array_equal(
        runtime(f"f32_to_{name}", floats), round_to_grid(floats.astype(np.float64), grid)
    )
    if name == "f16":
        with np.errstate(over="ignore"):
            np.testing.assert_array_equal(
                runtime("f64_to_f16", doubles), doubles.astype(np.float16).view(np.uint16)
            )


@pytest.mark.parametrize("name", ["f16", "bf16"])
def test_nan_stays_nan(runtime: Runtime, name: str) -> None:
    nans = np.array([0x7F800001, 0x7FC00000, 0xFF800001, 0xFFFFFFFF, 0x7FBFFFFF], np.uint32)
    floats = nans.view(np.float32)
    with np.errstate(invalid="ignore"):
        doubles = floats.astype(np.float64)
    for bits in (runtime(f"f32_to_{name}", floats), runtime(f"f64_to_{name}", doubles)):
        assert np.isnan(runtime(f"{name}_to_f32", bits)).all()
        assert ((bits >= 0x8000) == (nans >= 0x80000000)).all()


def exact_bf16(value: Fraction) -> int:
    """The bits of the bfloat16 next to an exact number."""
    sign, magnitude = (0x8000, -value) if value < 0 else (0, value)
    low, high = 0, len(BF16_GRID) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if Fraction(BF16_GRID[middle]) <= magnitude else (low, middle)
    if magnitude >= Fraction(BF16_GRID[high]):
        return sign | high
    down = magnitude - Fraction(BF16_GRID[low])
    up = Fraction(BF16_GRID[high]) - magnitude
    return sign | (high if up < down or (up == down and low % 2) else low)


def test_integers_round_once_to_bf16(runtime: Runtime) -> None:
    magnitudes = {0, 1, 255, 256, 257, 2**53 - 1, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1}
    for power in range(9, 64):
        tie = 2**power + 2 ** (power - 8)
        magnitudes |= {tie - 1, tie, tie + 1, tie + 2 ** (power - 7), tie + 2 ** (power - 7) - 1}
    unsigned = sorted(magnitudes)
    signed = sorted(v for m in magnitudes for v in (m, -m) if -(2**63) <= v < 2**63)
    got = runtime("u64_to_bf16", np.array(unsigned, np.uint64))
    assert got.tolist() == [exact_bf16(Fraction(v)) for v in unsigned]
    got = runtime("i64_to_bf16", np.array(signed, np.int64))
    assert got.tolist() == [exact_bf16(Fraction(v)) for v in signed]


def test_fma_bf16_rounds_once(runtime: Runtime) -> None:
    rng = np.random.default_rng(2)
    triples = rng.integers(0, 65536, (3, 3000), np.uint16, endpoint=False)
    triples[2, ::3] = rng.integers(0, 0x2000, 1000)  # tiny addends: they decide ties
    triples[0, ::3] = rng.integers(0x3F80, 0x4000, 1000)
    triples[1, ::3] = rng.integers(0x3F80, 0x4000, 1000)
    # (1 + 2^-7) * 1.5 = 1.51171875 is a tie, which 2^-100 breaks one way or the other.
    triples[:, 0], triples[:, 1] = (0x3F81, 0x3FC0, 0x0D80), (0x3F81, 0x3FC0, 0x8D80)
    got = runtime("fma_bf16", *triples)
    with np.errstate(invalid="ignore"):
        values = bf16_value(triples).astype(np.float64)
    for column in range(triples.shape[1]):
        a, b, c = (float(v) for v in values[:, column])
        if not np.isfinite([a, b, c]).all():
            with np.errstate(invalid="ignore"):
                expected = np.float64(a) * np.float64(b) + np.float64(c)
            result = bf16_value(got[column : column + 1])[0]
            assert result == expected or (np.isnan(result) and np.isnan(expected))
            continue
        exact = Fraction(a) * Fraction(b) + Fraction(c)
        if exact != 0:  # the sign of zero is that of the double operation
            assert int(got[column]) == exact_bf16(exact), (a, b, c)
    assert got[0] == 0x3FC2 and got[1] == 0x3FC1


# Integers


def integers(width: int) -> list[int]:
    top = 2 ** (width - 1)
    small = [*range(-9, 10), 255, 256, 1000, -1000]
    return sorted({*small, top - 1, top - 2, -top, -top + 1, top // 3, -top // 3, top // 2})


@pytest.mark.parametrize(("suffix", "width"), [("i32", 32), ("i64", 64), ("index", 64)])
def test_division(runtime: Runtime, suffix: str, width: int) -> None:
    pairs = [
        (a, b)
        for a in integers(width)
        for b in integers(width)
        if b != 0 and (a, b) != (-(2 ** (width - 1)), -1)
    ]
    dividends, divisors = np.array(pairs, np.int64).T
    floor = runtime(f"floor_div_{suffix}", dividends, divisors)
    assert floor.tolist() == [a // b for a, b in pairs]
    ceil = runtime(f"ceil_div_{suffix}", dividends, divisors)
    assert ceil.tolist() == [-(-a // b) for a, b in pairs]


@pytest.mark.parametrize(("suffix", "width"), [("u32", 32), ("u64", 64), ("size", 64)])
def test_unsigned(runtime: Runtime, suffix: str, width: int) -> None:
    numbers = sorted({v % 2**width for v in integers(width)} | {2**i for i in range(width)})
    pairs = np.array([(a, b) for a in numbers for b in numbers if b != 0], np.uint64)
    got = runtime(f"ceil_divu_{suffix}", *pairs.T)
    assert got.tolist() == [-(-int(a) // int(b)) for a, b in pairs]
    array = np.array(numbers, np.uint64)
    assert runtime(f"ctpop_{suffix}", array).tolist() == [n.bit_count() for n in numbers]
    assert runtime(f"ctlz_{suffix}", array).tolist() == [width - n.bit_length() for n in numbers]
    trailing = [(n & -n).bit_length() - 1 if n else width for n in numbers]
    assert runtime(f"cttz_{suffix}", array).tolist() == trailing


def test_high_halves(runtime: Runtime) -> None:
    numbers = [*integers(64), 0x123456789ABCDEF, -0x123456789ABCDEF, 2**32, -(2**32), 2**31]
    pairs = [(a, b) for a in numbers for b in numbers]
    left, right = np.array(pairs, np.int64).T
    for name in ("mulhi_i64", "mulhi_index"):
        assert runtime(name, left, right).tolist() == [a * b >> 64 for a, b in pairs]
    expected = [(a % 2**64) * (b % 2**64) >> 64 for a, b in pairs]
    for name in ("mulhi_u64", "mulhi_size"):
        assert runtime(name, left.view(np.uint64), right.view(np.uint64)).tolist() == expected


@pytest.mark.parametrize(("suffix", "width"), [("i32", 32), ("i64", 64), ("index", 64)])
def test_integer_powers(runtime: Runtime, suffix: str, width: int) -> None:
    exponents = [*range(-5, 40), 2 ** (width - 1) - 1, -(2 ** (width - 1))]
    pairs = [(a, n) for a in integers(width) for n in exponents if a != 0 or n >= 0]

    def wrapped(base: int, exponent: int) -> int:
        if exponent < 0:
            return int(Fraction(base) ** (-1 if exponent % 2 else -2))
        modulus = 1 << width
        value = pow(base, exponent, modulus)
        return value - modulus if value >> (width - 1) else value

    got = runtime(f"ipow_{suffix}", *np.array(pairs, np.int64).T)
    assert got.tolist() == [wrapped(a, n) for a, n in pairs]


# Floats

EDGE_FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, np.inf, -np.inf, np.nan, 1e-45, -1e-45, 3e38]


@pytest.mark.parametrize(("suffix", "dtype"), [("f32", np.float32), ("f64", np.float64)])
def test_extrema(runtime: Runtime, suffix: str, dtype: type) -> None:
    a: Array = np.array([a for a in EDGE_FLOATS for _ in EDGE_FLOATS], dtype)
    b: Array = np.array([b for _ in EDGE_FLOATS for b in EDGE_FLOATS], dtype)
    for name, ufunc in (("maximum", np.maximum), ("minimum", np.minimum)):
        got = runtime(f"{name}_{suffix}", a, b)
        np.testing.assert_array_equal(got, ufunc(a, b))
        both = (a == 0) & (b == 0)
        either, all_negative = np.signbit(a) | np.signbit(b), np.signbit(a) & np.signbit(b)
        expected = all_negative if name == "maximum" else either
        assert (np.signbit(got) == expected)[both].all()


@pytest.mark.parametrize(("suffix", "dtype"), [("f32", np.float32), ("f64", np.float64)])
def test_float_powers(runtime: Runtime, suffix: str, dtype: type) -> None:
    bases, exponents = [2.0, -2.0, 0.5, 3.0, -1.0, 0.0, -0.0, np.inf], [*range(-9, 10), -(2**63)]
    pairs = [(a, n) for a in bases for n in exponents if n > -100 or abs(a) != 3.0]
    got = runtime(
        f"powi_{suffix}", np.array([a for a, _ in pairs]), np.array([n for _, n in pairs])
    )
    with np.errstate(all="ignore"):
        expected = [dtype(a) ** dtype(n) for a, n in pairs]
    np.testing.assert_allclose(got, expected, rtol=1e-6)
    assert (np.signbit(got) == np.signbit(expected)).all()


@pytest.mark.parametrize("width", [32, 64])
def test_encodings(runtime: Runtime, width: int) -> None:
    dtype, bits_type = (np.float32, np.uint32) if width == 32 else (np.float64, np.uint64)
    floats = np.array(EDGE_FLOATS, dtype)
    np.testing.assert_array_equal(runtime(f"bits_of_f{width}", floats), floats.view(bits_type))
    back = runtime(f"f{width}_of_bits", floats.view(bits_type))
    np.testing.assert_array_equal(back.view(bits_type), floats.view(bits_type))


# The pass that puts them into a module

USER = """
emitc.func @f(%a: i32, %b: ui16, %c: !emitc.ptr<!emitc.ptrdiff_t>) -> i1 {
  %0 = emitc.call_opaque "floor_div_i32"(%a, %a) : (i32, i32) -> i32
  %1 = emitc.call_opaque "f16_to_f32"(%b) : (ui16) -> f32
  %2 = emitc.call_opaque "f16_to_f32"(%b) : (ui16) -> f32
  %3 = emitc.call_opaque "sinf"(%1) : (f32) -> f32
  %4 = emitc.call_opaque "somebody_elses"(%3) : (f32) -> i1
  emitc.return %4 : i1
}
"""


def linked(text: str) -> list[Operation]:
    context = new_context()
    module = parse_module(context, text, "user.mlir")
    LinkRuntime().apply(context, module)
    module.verify()
    before = str(module)
    LinkRuntime().apply(context, module)
    assert str(module) == before, "linking twice changes nothing"
    return list(module.ops)


def test_linking_adds_what_is_called() -> None:
    ops = linked(USER)
    includes = [op.include.data for op in ops if isinstance(op, emitc.IncludeOp)]
    assert includes == ["math.h", "stdbool.h", "stddef.h", "stdint.h", "string.h"]
    texts = [op.value.data for op in ops if isinstance(op, emitc.VerbatimOp)]
    defined = [re.findall(r"^static \w+ (\w+)\(", text, re.MULTILINE) for text in texts]
    assert defined == [["f32_of_bits"], ["f16_to_f32"], ["floor_div_i32"]]
    assert not any("#include" in text for text in texts)
    assert [type(op) for op in ops[:-1]] == [emitc.IncludeOp] * 5 + [emitc.VerbatimOp] * 3


def test_linking_adds_no_more() -> None:
    text = "emitc.func @f(%a: f32) -> f32 {\n  emitc.return %a : f32\n}"
    assert len(linked(text)) == 1


def test_an_include_of_the_user_is_not_repeated() -> None:
    text = 'emitc.include <"stdint.h">\nemitc.func @f(%a: i32) {\n  emitc.return\n}'
    assert sum(isinstance(op, emitc.IncludeOp) for op in linked(text)) == 1
