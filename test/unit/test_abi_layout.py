"""The headers of the packed ABIs agree with the real ones, and can be included along with them."""

import importlib.metadata
import re
from pathlib import Path

import pytest
from c_harness import STRICT_C, WARNINGS
from commands import run, unavailable

from microaot.emitc_backend.runtime import abi
from microaot.emitc_backend.runtime.abi_headers import ABI_HEADERS, abi_headers

ABI = Path(next(iter(abi.__path__)))

C99 = (*STRICT_C, "-Wmissing-prototypes", "-Wundef")
CXX17 = ("-x", "c++", "-std=c++17", *WARNINGS, "-Wundef")
COMPILERS = {
    "gcc": ("gcc",),
    "clang": ("clang",),
    "i386": ("clang", "-target", "i386-linux-gnu", "-ffreestanding"),
    "arm": ("arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb"),
    "riscv64": ("riscv64-unknown-elf-gcc", "--specs=picolibc.specs"),
    "riscv32": (
        "riscv64-unknown-elf-gcc",
        "--specs=picolibc.specs",
        "-march=rv32imac",
        "-mabi=ilp32",
    ),
}
ABI_OF_TVM_FFI = '#include "ffi.h"\n'
REAL_TVM_FFI = "#include <stddef.h>\n#include <tvm/ffi/c_api.h>\n"

FIELDS = {
    "DLDevice": "device_type device_id",
    "DLDataType": "code bits lanes",
    "DLTensor": "data device ndim dtype shape strides byte_offset",
    "TVMFFIObject": "combined_ref_count type_index deleter",
    "TVMFFIAny": "type_index zero_padding small_str_len v_int64 v_float64 v_ptr v_c_str v_obj "
    "v_dtype v_device v_bytes v_uint64",
    "TVMFFIByteArray": "data size",
}
"""The types that both have, with the fields that both have."""

SIZES = {
    **{t: f"sizeof({t})" for t in (*FIELDS, "DLDeviceType", "DLDataTypeCode")},
    **{f"{t}_{f}": f"offsetof({t}, {f})" for t, fields in FIELDS.items() for f in fields.split()},
    **{
        f"{t}_{f}_size": f"sizeof((({t} *)0)->{f})"
        for t, fields in FIELDS.items()
        for f in fields.split()
    },
}


def real_headers() -> Path:
    """The include folder of apache-tvm-ffi."""
    try:
        package = importlib.metadata.distribution("apache-tvm-ffi")
    except importlib.metadata.PackageNotFoundError:
        unavailable("apache-tvm-ffi is not installed")
        raise
    return Path(str(package.locate_file("tvm_ffi/include")))


def constants(*headers: str) -> dict[str, str]:
    """All enumerators that our headers define, as expressions."""
    texts = "".join((ABI / header).read_text() for header in headers)
    return {name: f"(int){name}" for name in re.findall(r"^    (k\w+) = \d+,?$", texts, re.M)}


def values(compiler: tuple[str, ...], include: str, probes: dict[str, str], at: Path) -> list[int]:
    """What the expressions are for a target: the sizes of arrays in an object file."""
    source, target = at / "probes.c", at / "probes.o"
    arrays = "".join(f"char probe_{name}[{value} + 1];\n" for name, value in probes.items())
    linkage = '\n#ifdef __cplusplus\nextern "C" {\n#endif\n', "#ifdef __cplusplus\n}\n#endif\n"
    source.write_text(include + linkage[0] + arrays + linkage[1])
    run([*compiler, "-c", source, "-o", target])
    prefix = re.match(r"(\w+-\w+-\w+-)?", compiler[0])
    table = run([f"{prefix[0] if prefix else ''}nm", "-S", target])
    sizes = {name: int(size, 16) for size, name in re.findall(r" (\w+) \w probe_(\w+)", table)}
    return [sizes[name] - 1 for name in probes]


@pytest.mark.parametrize("language", ["c", "c++"])
@pytest.mark.parametrize("name", COMPILERS)
def test_layout_and_values_are_those_of_tvm_ffi(name: str, language: str, tmp_path: Path) -> None:
    """On every target, and with the same answer for enums: bare-metal Arm has short ones in C."""
    real = (*COMPILERS[name], *(("-std=gnu11",) if language == "c" else ("-x", "c++")))
    ours = (*COMPILERS[name], *(C99 if language == "c" else CXX17), f"-I{ABI}")
    probes = SIZES | constants("dlpack.h", "ffi.h")
    assert len(probes) > 100
    expected = values((*real, f"-I{real_headers()}"), REAL_TVM_FFI, probes, tmp_path)
    found = values(ours, ABI_OF_TVM_FFI, probes, tmp_path)
    assert dict(zip(probes, found)) == dict(zip(probes, expected))


@pytest.mark.parametrize("name", ["gcc", "arm"])
def test_layout_of_tvm(name: str, tmp_path: Path) -> None:
    """TVM v0.14 is in no package: its documented numbers."""
    members = "v_int64 v_float64 v_handle v_str v_type v_device".split()
    probes = {"size": "sizeof(TVMValue)", "alignment": "offsetof(struct aligned, value)"}
    probes |= {member: f"offsetof(TVMValue, {member})" for member in members}
    probes |= constants("tvm.h")
    include = '#include "tvm.h"\nstruct aligned { char c; TVMValue value; };\n'
    found = values((*COMPILERS[name], *C99, f"-I{ABI}"), include, probes, tmp_path)
    assert found[:2] == [8, 8]
    assert found[2:8] == [0] * 6
    assert found[8:] == [0, *range(2, 15)]


@pytest.mark.parametrize("name", COMPILERS)
@pytest.mark.parametrize("header", ABI_HEADERS)
def test_each_header_compiles_alone_and_twice(name: str, header: str, tmp_path: Path) -> None:
    source = tmp_path / "alone.c"
    source.write_text(f'#include "{header}"\n#include "{header}"\nextern int unused;\n')
    for strict in (C99, CXX17):
        run([*COMPILERS[name], *strict, f"-I{ABI}", "-fsyntax-only", source])


def test_another_layout_does_not_compile(tmp_path: Path) -> None:
    source = tmp_path / "packed.c"
    source.write_text('#include "dlpack.h"\n')
    command = (*COMPILERS["arm"], "-std=c99", f"-I{ABI}", "-fsyntax-only", str(source))
    run(command)
    with pytest.raises(pytest.fail.Exception, match="microaot_layout_of_DLTensor_size"):
        run([*command, "-fpack-struct"])


USE_OF_FFI = """
DLManagedTensor *managed;
int64_t integer(const TVMFFIAny *value);
int64_t integer(const TVMFFIAny *value)
{
    return value->type_index == kTVMFFIInt ? value->v_int64 : 0;
}
"""


@pytest.mark.parametrize("order", ["real first", "ours first", "real not included"])
@pytest.mark.parametrize("strict", [C99, CXX17], ids=["c99", "c++17"])
def test_real_headers_in_the_same_file(strict: tuple[str, ...], order: str, tmp_path: Path) -> None:
    """Everything is declared once, by the real headers, whatever comes first."""
    ours = '#include "tvm.h"\n#include "ffi.h"\n'
    real = "#include <tvm/ffi/c_api.h>\n#include <tvm/ffi/extra/c_env_api.h>\n"
    includes = {"real first": real + ours, "ours first": ours + real, "real not included": ours}
    source = tmp_path / "both.c"
    source.write_text(includes[order] + USE_OF_FFI)
    # The real headers cause warnings where the application includes them, but not through ours.
    option = "-I" if order == "real not included" else "-isystem"
    for compiler in ("gcc", "clang"):
        run([compiler, *strict, f"-I{ABI}", option, real_headers(), "-fsyntax-only", source])


def test_ours_keep_out_what_comes_later_by_another_path(tmp_path: Path) -> None:
    (tmp_path / "vendor_dlpack.h").write_bytes((real_headers() / "dlpack/dlpack.h").read_bytes())
    source = tmp_path / "later.c"
    source.write_text('#include "dlpack.h"\n#include "vendor_dlpack.h"\nDLTensor tensor;\n')
    run(["gcc", *C99, f"-I{ABI}", "-fsyntax-only", source])


TVM_RUNTIME = """
#ifndef TVM_RUNTIME_C_RUNTIME_API_H_
#define TVM_RUNTIME_C_RUNTIME_API_H_
#include <stdint.h>
#ifdef __cplusplus
#define EXTERN_C extern "C"
#else
#define EXTERN_C
#endif
enum { kTVMArgInt = 0, kTVMArgFloat = 2, kTVMOpaqueHandle = 3 };
enum { kTVMDLTensorHandle = 7, kTVMNDArrayHandle = 13 };
typedef union { int64_t v_int64; void *v_handle; } TVMValue;
typedef void *TVMFunctionHandle, *TVMModuleHandle;
EXTERN_C void TVMAPISetLastError(const char *msg);
#endif
"""
TVM_BACKEND = """
#ifndef TVM_RUNTIME_C_BACKEND_API_H_
#define TVM_RUNTIME_C_BACKEND_API_H_
#include <tvm/runtime/c_runtime_api.h>
typedef int (*TVMBackendPackedCFunc)(TVMValue *, int *, int, TVMValue *, int *, void *);
EXTERN_C int TVMBackendGetFuncFromEnv(void *mod_node, const char *name, TVMFunctionHandle *out);
#endif
"""


@pytest.mark.parametrize("order", ["real first", "ours first"])
def test_headers_of_tvm_in_the_same_file(order: str, tmp_path: Path) -> None:
    """With what TVM's headers declare, as far as both declare it."""
    folder = tmp_path / "tvm/runtime"
    folder.mkdir(parents=True)
    (folder / "c_runtime_api.h").write_text(TVM_RUNTIME)
    (folder / "c_backend_api.h").write_text(TVM_BACKEND)
    both = ['#include "tvm.h"\n', "#include <tvm/runtime/c_runtime_api.h>\n"]
    includes = reversed(both) if order == "real first" else both
    source = tmp_path / "both.c"
    source.write_text(
        "".join(includes) + "TVMBackendPackedCFunc function;\nTVMModuleHandle module;\n"
    )
    for strict in (C99, CXX17):
        run(["gcc", *strict, f"-I{ABI}", f"-I{tmp_path}", "-fsyntax-only", source])


def test_headers_come_with_those_they_include() -> None:
    assert abi_headers(["ffi.h"]).keys() == {"ffi.h", "dlpack.h"}
    assert abi_headers(ABI_HEADERS).keys() == {*ABI_HEADERS}
    assert abi_headers([]) == {}
    with pytest.raises(ValueError, match="stdint"):
        abi_headers(["stdint.h"])
