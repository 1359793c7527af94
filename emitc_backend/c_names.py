"""Which words are names in C, and which of them are taken."""

import re
from collections.abc import Callable, Container

from microaot.emitc_backend.runtime.helpers import find_helper

_C_KEYWORDS = """
auto break case char const continue default do double else enum extern float for goto if inline int
long register restrict return short signed sizeof static struct switch typedef union unsigned void
volatile while _Alignas _Alignof _Atomic _Bool _Complex _Generic _Imaginary _Noreturn
_Static_assert _Thread_local asm fortran near far typeof typeof_unqual
"""

_CPP_KEYWORDS = """
alignas alignof and and_eq bitand bitor bool catch char16_t char32_t char8_t class co_await
co_return co_yield compl concept const_cast consteval constexpr constinit decltype delete
dynamic_cast explicit export false friend mutable namespace new noexcept not not_eq nullptr
operator or or_eq private protected public reinterpret_cast requires static_assert static_cast
template this thread_local throw true try typeid typename using virtual wchar_t xor xor_eq
"""

KEYWORDS = frozenset((_C_KEYWORDS + _CPP_KEYWORDS).split())
"""Keywords of C99 to C23 and of C++: the output compiles as both."""

_MATH = """
acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim
floor fma fmax fmin fmod frexp hypot ilogb ldexp lgamma llrint llround log log10 log1p log2 logb
lrint lround modf nan nearbyint nextafter nexttoward pow remainder remquo rint round scalbln scalbn
sin sinh sqrt tan tanh tgamma trunc gamma drem exp10 pow10 significand sincos j0 j1 jn y0 y1 yn
cabs carg cimag conj cproj creal cexp clog cpow csqrt ccos csin ctan
""".split()

_OTHER_FUNCTIONS = """
abort abs atexit atof atoi atol atoll bsearch calloc div exit free getenv labs ldiv llabs lldiv
malloc mblen mbstowcs mbtowc qsort rand realloc srand strtod strtof strtol strtold strtoll strtoul
strtoull system wcstombs wctomb memchr memcmp memcpy memmove memset strcat strchr strcmp strcoll
strcpy strcspn strerror strlen strncat strncmp strncpy strpbrk strrchr strspn strstr strtok strxfrm
bcmp bcopy bzero ffs index rindex stpcpy stpncpy strdup strndup strcasecmp strncasecmp clearerr
fclose feof ferror fflush fgetc fgetpos fgets fopen fprintf fputc fputs fread freopen fscanf fseek
fsetpos ftell fwrite getc getchar gets perror printf putc putchar puts remove rename rewind scanf
setbuf setvbuf snprintf sprintf sscanf tmpfile tmpnam ungetc vfprintf vprintf vsnprintf vsprintf
isalnum isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit
tolower toupper fpclassify isfinite isinf isnan isnormal signbit isgreater isgreaterequal isless
islessequal islessgreater isunordered alloca clock difftime mktime time asctime ctime gmtime
localtime strftime raise signal main
""".split()

SYSTEM_FUNCTIONS = frozenset("close execl execlp execv execvp fork open read select write".split())
"""Functions that C libraries often have but C does not know: a program may declare them."""

_TYPES_AND_MACROS = """
int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intptr_t uintptr_t intmax_t
uintmax_t size_t ssize_t ptrdiff_t float_t double_t div_t ldiv_t lldiv_t fpos_t FILE va_list
max_align_t NULL NAN INFINITY HUGE_VAL HUGE_VALF HUGE_VALL EOF BUFSIZ EXIT_FAILURE EXIT_SUCCESS
RAND_MAX SEEK_CUR SEEK_END SEEK_SET DOMAIN OVERFLOW UNDERFLOW SING PLOSS TLOSS EDOM ERANGE EILSEQ
SIZE_MAX PTRDIFF_MAX PTRDIFF_MIN SIZE_MIN FP_INFINITE FP_NAN FP_NORMAL FP_SUBNORMAL FP_ZERO CHAR_BIT
errno assert offsetof stdin stdout stderr va_arg va_copy va_end va_start signgam linux unix i386
M_E M_LOG2E M_LOG10E M_LN2 M_LN10 M_PI M_PI_2 M_PI_4 M_1_PI M_2_PI M_2_SQRTPI M_SQRT2 M_SQRT1_2
I complex imaginary noreturn alignas alignof static_assert thread_local std
""".split()

_LIMITS = [
    f"{prefix}{width}_{limit}"
    for prefix in ("INT", "UINT")
    for width in (8, 16, 32, 64)
    for limit in ("MIN", "MAX", "C")
]

RESERVED = frozenset(
    {
        *KEYWORDS,
        *(name + suffix for name in _MATH for suffix in ("", "f", "l")),
        *_OTHER_FUNCTIONS,
        *SYSTEM_FUNCTIONS,
        *_TYPES_AND_MACROS,
        *_LIMITS,
    }
)
"""Names that no variable, parameter or function of the generated code may have."""


NO_MEMBERS = KEYWORDS | frozenset(_TYPES_AND_MACROS)
"""Names that no member of a struct may have; a function or variable may be called the same."""

STANDARD_HEADERS = frozenset(
    """
    assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign
    stdarg stdatomic stdbit stdbool stdckdint stddef stdint stdio stdlib stdnoreturn string tgmath
    threads time uchar wchar wctype
    """.split()
)
"""The headers of C99 to C23, without `.h`: a header of ours must not take the place of one."""


def is_identifier(name: str) -> bool:
    """Whether C accepts the characters of `name`; it may still be a keyword."""
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


def member_name(name: str) -> str:
    """The name of a struct member for `name`: `class` becomes `class_`, `x:0` becomes `x_0`."""
    word = make_identifier(name)
    return f"{word}_" if word in NO_MEMBERS else word


def free_symbol(name: str, taken: Container[str]) -> str:
    """The free name next to `name`, for a symbol that gets its name in C later, with a prefix."""
    return _numbered(name, lambda candidate: candidate in taken)


def private_symbol(name: str, taken: Container[str]) -> str:
    """The free name next to `name`, for a symbol whose name nobody relies on.

    `f` becomes `f`, else `f_1`, `f_2`, ..: neither in `taken`, nor a word of C, nor the name of a
    helper of the runtime, which may be put into the same file.
    """
    return _numbered(
        name,
        lambda candidate: (
            candidate in taken or candidate in RESERVED or find_helper(candidate) is not None
        ),
    )


def _numbered(name: str, is_taken: Callable[[str], bool]) -> str:
    base = candidate = make_identifier(name)
    number = 0
    while is_taken(candidate):
        number += 1
        candidate = f"{base}_{number}"
    return candidate
