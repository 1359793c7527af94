"""Which words are names in C, and which of them are taken."""

import re

KEYWORDS = frozenset(
    """
    auto break case char const continue default do double else enum extern float for goto if inline
    int long register restrict return short signed sizeof static struct switch typedef union
    unsigned void volatile while
    alignas alignof bool constexpr false nullptr static_assert thread_local true typeof
    typeof_unqual
    and and_eq asm bitand bitor catch char8_t char16_t char32_t class co_await co_return co_yield
    compl concept const_cast consteval constinit decltype delete dynamic_cast explicit export
    friend mutable namespace new noexcept not not_eq operator or or_eq private protected public
    reinterpret_cast requires static_cast template this throw try typeid typename using virtual
    wchar_t xor xor_eq
    """.split()
)
"""Keywords of C99 to C23 and of C++: the output compiles as both."""

TYPES = frozenset(
    """
    int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intptr_t uintptr_t intmax_t
    uintmax_t ptrdiff_t size_t ssize_t float_t double_t max_align_t
    """.split()
)
"""Types of the standard headers that generated code includes."""

MACROS = frozenset(
    "NULL INFINITY NAN EOF HUGE_VAL HUGE_VALF assert offsetof errno linux unix".split()
)
"""Macros that would be replaced in a name's place."""

FUNCTIONS = frozenset(
    """
    abort abs acos acosh asin asinh assert atan atan2 atanh calloc cbrt ceil copysign cos cosh div
    erf erfc exit exp exp2 expm1 fabs fdim floor fma fmax fmin fmod free frexp hypot ilogb labs
    ldexp ldiv lgamma llabs llrint llround log log10 log1p log2 logb lrint lround malloc memchr
    memcmp memcpy memmove memset modf nan nearbyint nextafter nexttoward pow printf putchar puts
    qsort rand realloc remainder remquo rint round scalbln scalbn sin sinh sqrt srand strcat strchr
    strcmp strcpy strlen strncmp strncpy system tan tanh tgamma time trunc
    isfinite isinf isnan isnormal signbit fpclassify
    j0 j1 jn y0 y1 yn gamma index rindex log2f
    """.split()
)
"""Library functions: the names are reserved for external linkage, included or not."""

RESERVED = KEYWORDS | TYPES | MACROS | FUNCTIONS | frozenset(f"{name}f" for name in FUNCTIONS)
"""Words that no generated symbol may have."""


def is_identifier(name: str) -> bool:
    """Whether C accepts the characters of `name`."""
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) is not None


def make_identifier(name: str, *, leading: bool = True) -> str:
    """`name` with every character that C does not know replaced by an underscore.

    `leading` says whether it stands alone: then it does not start with a digit, nor with an
    underscore that C reserves for itself.
    """
    word = re.sub(r"[^A-Za-z0-9_]", "_", name) or "_"
    if not leading:
        return word
    word = re.sub(r"^_+(?=[A-Z_])", "", word).lstrip("_") or "unnamed"
    return f"_{word}" if word[0].isdigit() else word
