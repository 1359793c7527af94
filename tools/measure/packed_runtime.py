"""What packed functions need of a runtime, for programs in which nobody listens to errors."""

from microaot.tools.measure.library import LibraryFolder

_STUBS = {
    "tvm.h": """
__attribute__((weak)) void TVMAPISetLastError(const char *message)
{
    (void)message;
}
""",
    "ffi.h": """
__attribute__((weak)) void TVMFFIErrorSetRaisedFromCStr(const char *kind, const char *message)
{
    (void)kind;
    (void)message;
}

__attribute__((weak)) void TVMFFIErrorSetRaisedFromCStrParts(
        const char *kind, const char **message_parts, int32_t num_parts)
{
    (void)kind;
    (void)message_parts;
    (void)num_parts;
}
""",
}


def packed_runtime(library: LibraryFolder) -> str:
    """C that lets a library with packed functions link; empty for others."""
    return "".join(text for header, text in _STUBS.items() if (library.include / header).is_file())
