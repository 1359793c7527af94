"""One small function for every arith, math and index op and every scalar type it takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite, trunc

from scalar_values import FLOAT_TYPES, INTEGER_TYPES, number, signed, unsigned, width

Legal = Callable[..., bool]
"""Whether an op is defined for the patterns of its operands."""

CMPI = ("eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge")
CMPF = tuple("false oeq ogt oge olt ole one ord ueq ugt uge ult ule une uno true".split())
RING = ("addi", "subi", "muli")
PLAIN = (*RING, "andi", "ori", "xori", "maxsi", "maxui", "minsi", "minui")
DIVISIONS = ("divsi", "remsi", "floordivsi", "ceildivsi")
UNSIGNED_DIVISIONS = ("divui", "remui", "ceildivui")
SHIFTS = ("shli", "shrsi", "shrui")
INDEX_OPS = {
    **dict.fromkeys("add sub mul and or xor maxs maxu mins minu".split(), "any"),
    **dict.fromkeys("divs rems floordivs ceildivs".split(), "signed division"),
    **dict.fromkeys("divu remu ceildivu".split(), "unsigned division"),
    **dict.fromkeys("shl shrs shru".split(), "shift"),
}
UNARY_MATH = (
    "absf acos acosh asin asinh atan atanh cbrt ceil cos cosh erf erfc exp exp2 expm1 floor log "
    "log10 log1p log2 round roundeven rsqrt sin sinh sqrt tan tanh trunc"
).split()
CLASSES = ("isnan", "isinf", "isfinite", "isnormal")
CLASS_REFERENCES = {
    "isinf": """%m = math.absf %a : {t}
        %i = arith.constant {infinity} : {t}
        %r = arith.cmpf oeq, %m, %i : {t}""",
    "isnormal": """%m = math.absf %a : {t}
        %i = arith.constant {infinity} : {t}
        %n = arith.constant {normal} : {t}
        %x = arith.cmpf oge, %m, %n : {t}
        %y = arith.cmpf olt, %m, %i : {t}
        %r = arith.andi %x, %y : i1""",
}
"""What LLVM is given for the questions that MLIR 22 does not lower."""
ENCODINGS = {
    "f16": {"normal": "0x0400", "infinity": "0x7C00"},
    "bf16": {"normal": "0x0080", "infinity": "0x7F80"},
    "f32": {"normal": "0x00800000", "infinity": "0x7F800000"},
    "f64": {"normal": "0x0010000000000000", "infinity": "0x7FF0000000000000"},
}
"""The smallest normal number and infinity."""


def always(*_: int) -> bool:
    """For ops that are defined everywhere."""
    return True


@dataclass(frozen=True)
class Case:
    """A function of scalars `%a`, `%b`, `%c` whose ops define the result `%r`."""

    name: str
    operands: tuple[str, ...]
    result: str
    body: str
    legal: Legal = always
    reference: str | None = None
    """The ops to give to LLVM instead, where it has no lowering or a wrong one."""
    exact_nan: bool = False
    """Whether the bits of a NaN are specified."""
    any_zero: bool = False
    """Whether either zero will do."""
    ulps: int = 0
    """How far apart two good results may be."""


def _division(type: str, is_signed: bool) -> Legal:
    lowest = -(1 << (width(type) - 1))

    def legal(a: int, b: int) -> bool:
        overflows = is_signed and signed(a, type) == lowest and signed(b, type) == -1
        return unsigned(b, type) != 0 and not overflows

    return legal


def _shift(type: str) -> Legal:
    def legal(_: int, b: int) -> bool:
        return unsigned(b, type) < width(type)

    return legal


def _no_overflow(op: str, type: str) -> Legal:
    functions = {"addi": int.__add__, "subi": int.__sub__, "muli": int.__mul__}
    top = 1 << (width(type) - 1)

    def legal(a: int, b: int) -> bool:
        return -top <= functions[op](signed(a, type), signed(b, type)) < top

    return legal


def _in_range(source: str, target: str, is_signed: bool) -> Legal:
    bits = width(target)
    low, high = (-(1 << (bits - 1)), 1 << (bits - 1)) if is_signed else (0, 1 << bits)

    def legal(a: int) -> bool:
        x = number(a, source)
        return isfinite(x) and low <= trunc(x) < high

    return legal


def _power(type: str) -> Legal:
    def legal(a: int, b: int) -> bool:
        return signed(a, type) != 0 or signed(b, type) >= 0

    return legal


def integer_cases() -> Iterator[Case]:
    """arith on integers and index."""
    for t in INTEGER_TYPES:
        legal: dict[str, Legal] = {
            **dict.fromkeys(PLAIN, always),
            **dict.fromkeys(DIVISIONS, _division(t, True)),
            **dict.fromkeys(UNSIGNED_DIVISIONS, _division(t, False)),
            **dict.fromkeys(SHIFTS, _shift(t)),
        }
        for op, rule in legal.items():
            yield Case(f"{op}_{t}", (t, t), t, f"%r = arith.{op} %a, %b : {t}", rule)
        for op in RING:
            body = f"%r = arith.{op} %a, %b overflow<nsw> : {t}"
            yield Case(f"{op}_nsw_{t}", (t, t), t, body, _no_overflow(op, t))
        for p in CMPI:
            yield Case(f"cmpi_{p}_{t}", (t, t), "i1", f"%r = arith.cmpi {p}, %a, %b : {t}")
        yield Case(f"select_{t}", ("i1", t, t), t, f"%r = arith.select %a, %b, %c : {t}")
        yield from _extended_cases(t)
        yield from _constant_operand_cases(t)


def _extended_cases(t: str) -> Iterator[Case]:
    if t == "index":  # a pair of index has no lowering upstream
        return
    for part, result in enumerate((t, "i1")):
        results = "%r, %x" if part == 0 else "%x, %r"
        body = f"{results} = arith.addui_extended %a, %b : {t}, i1"
        yield Case(f"addui_extended_{part}_{t}", (t, t), result, body)
    for op in ("mulsi_extended", "mului_extended"):
        for part, results in enumerate(("%r, %x", "%x, %r")):
            yield Case(f"{op}_{part}_{t}", (t, t), t, f"{results} = arith.{op} %a, %b : {t}")


def _constant_operand_cases(t: str) -> Iterator[Case]:
    if t == "i1":
        return
    for op in ("addi", "muli", "shrui", "shli", "divui", "floordivsi", "remui", "minui"):
        body = f"%k = arith.constant 3 : {t}\n%r = arith.{op} %a, %k : {t}"
        yield Case(f"{op}_3_{t}", (t,), t, body)
    for p in ("ult", "uge", "slt"):
        body = f"%k = arith.constant -2 : {t}\n%r = arith.cmpi {p}, %a, %k : {t}"
        yield Case(f"cmpi_{p}_minus2_{t}", (t,), "i1", body)


def cast_cases() -> Iterator[Case]:
    """Casts between integers, index and floats."""
    fixed = [t for t in INTEGER_TYPES if t != "index"]
    for s in fixed:
        for t in fixed:
            if width(s) < width(t):
                for op in ("extsi", "extui"):
                    yield Case(f"{op}_{s}_{t}", (s,), t, f"%r = arith.{op} %a : {s} to {t}")
            if width(s) > width(t):
                yield Case(f"trunci_{s}_{t}", (s,), t, f"%r = arith.trunci %a : {s} to {t}")
        for op in ("arith.index_cast", "arith.index_castui", "index.casts", "index.castu"):
            name = op.replace(".", "_")
            yield Case(f"{name}_{s}_index", (s,), "index", f"%r = {op} %a : {s} to index")
            yield Case(f"{name}_index_{s}", ("index",), s, f"%r = {op} %a : index to {s}")
        for f in FLOAT_TYPES:
            for op in ("sitofp", "uitofp"):
                yield Case(f"{op}_{s}_{f}", (s,), f, f"%r = arith.{op} %a : {s} to {f}")
            for op in ("fptosi", "fptoui"):
                legal = _in_range(f, s, op == "fptosi")
                yield Case(f"{op}_{f}_{s}", (f,), s, f"%r = arith.{op} %a : {f} to {s}", legal)
    for s in FLOAT_TYPES:
        for t in FLOAT_TYPES:
            if width(s) < width(t):
                yield Case(f"extf_{s}_{t}", (s,), t, f"%r = arith.extf %a : {s} to {t}")
            if width(s) > width(t):
                yield Case(f"truncf_{s}_{t}", (s,), t, f"%r = arith.truncf %a : {s} to {t}")
    body = "%r = arith.bitcast %a : f16 to bf16"
    yield Case("bitcast_f16_bf16", ("f16",), "bf16", body, exact_nan=True)


def float_cases() -> Iterator[Case]:
    """arith on floats."""
    for t in FLOAT_TYPES:
        for op in ("addf", "subf", "mulf", "divf", "remf", "maximumf", "minimumf"):
            yield Case(f"{op}_{t}", (t, t), t, f"%r = arith.{op} %a, %b : {t}")
        for op in ("maxnumf", "minnumf"):
            body = f"%r = arith.{op} %a, %b : {t}"
            yield Case(f"{op}_{t}", (t, t), t, body, any_zero=True)
        yield Case(f"negf_{t}", (t,), t, f"%r = arith.negf %a : {t}", exact_nan=True)
        for p in CMPF:
            yield Case(f"cmpf_{p}_{t}", (t, t), "i1", f"%r = arith.cmpf {p}, %a, %b : {t}")
        for p in ("ord", "uno"):
            yield Case(f"cmpf_{p}_self_{t}", (t,), "i1", f"%r = arith.cmpf {p}, %a, %a : {t}")
        body = f"%r = arith.select %a, %b, %c : {t}"
        yield Case(f"select_{t}", ("i1", t, t), t, body, exact_nan=True)
        for k in ("0.0", "-0.0", "1.5", "-1.5"):
            name = f"{k.replace('.', '_').replace('-', 'minus')}_{t}"
            for op in ("maximumf", "minimumf", "maxnumf", "minnumf"):
                for order, operands in (("left", "%k, %a"), ("right", "%a, %k")):
                    body = f"%k = arith.constant {k} : {t}\n%r = arith.{op} {operands} : {t}"
                    either = op in ("maxnumf", "minnumf")
                    yield Case(f"{op}_{order}_{name}", (t,), t, body, any_zero=either)
            body = f"%k = arith.constant {k} : {t}\n%r = arith.addf %a, %k : {t}"
            yield Case(f"addf_{name}", (t,), t, body)


LIBM_DECLARATIONS = "".join(
    f"func.func private @{name}{suffix}({t}) -> {t}\n"
    for name in ("expm1", "log1p")
    for suffix, t in (("f", "f32"), ("", "f64"))
)


def libm_call(name: str, t: str) -> str:
    """A call of a libm function; upstream's lowering of expm1 and log1p cancels near zero."""
    if t == "f64":
        return f"%r = func.call @{name}(%a) : (f64) -> f64"
    call = f"func.call @{name}f(%{{}}) : (f32) -> f32"
    if t == "f32":
        return f"%r = {call.format('a')}"
    wide, back = f"%w = arith.extf %a : {t} to f32", f"%r = arith.truncf %s : f32 to {t}"
    return f"{wide}\n%s = {call.format('w')}\n{back}"


def math_cases() -> Iterator[Case]:
    """The math dialect."""
    for t in FLOAT_TYPES:
        is_half = width(t) == 16
        for op in UNARY_MATH:
            # LLVM rounds the square root to 16 bits before it divides.
            ulps = 1 if op == "rsqrt" and is_half else 0
            body = f"%r = math.{op} %a : {t}"
            reference = libm_call(op, t) if op in ("expm1", "log1p") else None
            is_exact = op == "absf"
            yield Case(f"{op}_{t}", (t,), t, body, always, reference, is_exact, ulps=ulps)
        for op in CLASSES:
            body, reference = f"%r = math.{op} %a : {t}", CLASS_REFERENCES.get(op)
            text = reference and reference.format(t=t, **ENCODINGS[t])
            yield Case(f"{op}_{t}", (t,), "i1", body, reference=text)
        for op in ("atan2", "powf", "copysign"):
            body = f"%r = math.{op} %a, %b : {t}"
            yield Case(f"{op}_{t}", (t, t), t, body, exact_nan=op == "copysign")
        yield Case(f"fma_{t}", (t, t, t), t, f"%r = math.fma %a, %b, %c : {t}")
        for part, results in enumerate(("%r, %x", "%x, %r")):
            reference = f"%r = math.{('sin', 'cos')[part]} %a : {t}"
            body = f"{results} = math.sincos %a : {t}"
            yield Case(f"sincos_{part}_{t}", (t,), t, body, reference=reference)
        clamp = f"%m = arith.minimumf %a, %c : {t}\n%r = arith.maximumf %m, %b : {t}"
        body = f"%r = math.clampf %a to [%b, %c] : {t}"
        yield Case(f"clampf_{t}", (t, t, t), t, body, reference=clamp)
        # Upstream's fpowi rounds every product to 16 bits, and steps around the least exponent.
        if not is_half:
            for e in ("i8", "i32"):
                body = f"%r = math.fpowi %a, %b : {t}, {e}"
                yield Case(f"fpowi_{t}_{e}", (t, e), t, body, ulps=1)
    for t in INTEGER_TYPES:
        for op in ("absi", "ctlz", "cttz", "ctpop"):
            yield Case(f"{op}_{t}", (t,), t, f"%r = math.{op} %a : {t}")
        if t != "index":
            yield Case(f"ipowi_{t}", (t, t), t, f"%r = math.ipowi %a, %b : {t}", _power(t))


def index_cases() -> Iterator[Case]:
    """The index dialect."""
    rules: dict[str, Legal] = {
        "any": always,
        "signed division": _division("index", True),
        "unsigned division": _division("index", False),
        "shift": _shift("index"),
    }
    for op, rule in INDEX_OPS.items():
        # Upstream's lowering of these two divides by -1 what may have become the least number.
        rounded = op in ("floordivs", "ceildivs")
        reference = f"%r = arith.{op}i %a, %b : index" if rounded else None
        body, operands = f"%r = index.{op} %a, %b", ("index", "index")
        yield Case(f"index_{op}", operands, "index", body, rules[rule], reference)
    for p in CMPI:
        body = f"%r = index.cmp {p}(%a, %b)"
        yield Case(f"index_cmp_{p}", ("index", "index"), "i1", body)
    yield Case("index_sizeof", ("index",), "index", "%r = index.sizeof")
    yield Case("index_constant", ("index",), "index", "%r = index.constant -5")
    yield Case("index_bool_constant", ("index",), "i1", "%r = index.bool.constant true")


def constant_cases() -> Iterator[Case]:
    """Constants as results; the operand is not looked at."""
    floats = ("0.1", "-0.0", "1.0e-7", "6.5e4")
    bits = {"f16": "0x7C00", "bf16": "0xFF80", "f32": "0x7F800000", "f64": "0x7FF8000000000000"}
    for t in FLOAT_TYPES:
        for i, k in enumerate((*floats, bits[t])):
            yield Case(f"constant_{i}_{t}", (t,), t, f"%r = arith.constant {k} : {t}")
    for t in INTEGER_TYPES:
        top = 1 << (width(t) - 1)
        for i, k in enumerate(("false", "true") if t == "i1" else (f"{top - 1}", f"{-top}", "5")):
            typed = "" if t == "i1" else f" : {t}"
            yield Case(f"constant_{i}_{t}", (t,), t, f"%r = arith.constant {k}{typed}")


def all_cases() -> list[Case]:
    """Every case; the names are different and are C identifiers."""
    families = (
        integer_cases, cast_cases, float_cases, math_cases, index_cases, constant_cases
    )  # fmt: skip
    return [case for family in families for case in family()]
