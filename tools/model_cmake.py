"""`CMakeLists.txt` of a library: a static library and the folder of its headers."""

from collections.abc import Iterable


def print_cmake(name: str, files: Iterable[str]) -> str:
    """The text of `CMakeLists.txt` for the sources and objects among `files`."""
    sources = "\n".join(f"    {file}" for file in sorted(files) if file.endswith((".c", ".o")))
    return f"""\
cmake_minimum_required(VERSION 3.13)
project({name} LANGUAGES C)

add_library({name} STATIC
{sources}
)
target_include_directories({name} PUBLIC include PRIVATE src)
set_target_properties({name} PROPERTIES C_STANDARD 99 C_EXTENSIONS OFF)
"""
