"""Calls by each convention: the C of the example, what callees get, and what failures become."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from c_harness import COMPILERS, CProgram
from code_size import measure
from commands import require_tool
from packed_call_programs import ADD_ONE, CPU, ENTRIES, LOOKED_UP, TYPES, buffer
from packed_calls import (
    BY_HAND,
    CALLER,
    EXAMPLE,
    FORMS,
    INLINED,
    caller_of,
    disassemble,
    emit,
    emit_module,
)

from microaot.emitc_backend.runtime.abi_headers import ABI_HEADERS, abi_headers

ABIS = ("tvm", "ffi")

NO_ERRORS = """
#include "tvm.h"
#include "ffi.h"
void TVMAPISetLastError(const char *msg) { (void)msg; }
void TVMFFIErrorSetRaisedFromCStrParts(const char *kind, const char **parts, int32_t n)
{
    (void)kind; (void)parts; (void)n;
}
"""
"""A host that does not listen to errors."""


def _program(files: dict[str, str], host: str, folder: Path) -> CProgram:
    headers = {f"include/{name}": text for name, text in abi_headers(ABI_HEADERS).items()}
    return CProgram({**headers, **files, "src/host.c": host}, folder)


# The example


def test_unpacked_is_a_hand_written_call() -> None:
    require_tool("arm-none-eabi-gcc")
    by_hand = emit(BY_HAND)["src/hand.c"].replace("static void", "void")
    expected = disassemble({"src/hand.c": by_hand}, CALLER, "-O0")
    assert disassemble(emit("unpacked"), CALLER, "-O0") == expected


def test_inlined_is_the_minimal_version() -> None:
    require_tool("arm-none-eabi-gcc")
    expected = disassemble(emit(BY_HAND), CALLER, "-O2")
    inlined = disassemble(emit(INLINED), CALLER, "-O2")
    assert inlined == expected
    loads, stores, adds = (
        [line for line in inlined if word in line] for word in ("ldr", "str", "__aeabi_fadd")
    )
    assert len(loads) == len(stores) == len(adds) > 0, inlined
    assert not [line for line in inlined if "sp" in line], inlined


@pytest.mark.parametrize("form", [*FORMS, INLINED])
def test_example_runs(form: str, tmp_path: Path) -> None:
    program = _program(emit(form), NO_ERRORS, tmp_path)
    x = np.arange(9, dtype=np.float32).reshape(3, 3)
    y = np.zeros_like(x)
    status = program.call_sanitized(
        caller_of(form), x, y, result=np.int32 if "cpacked" in form else None
    )
    assert not status
    np.testing.assert_array_equal(y, x + 1)


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("form", FORMS)
def test_example_compiles_without_warnings(form: str, compiler: str, tmp_path: Path) -> None:
    require_tool(COMPILERS[compiler].command[0])
    CProgram(emit(form), tmp_path).check(compiler)


# Surroundings


ALLOCS = f"""
func.func @f(%x: memref<4xf32>) -> (memref<4xf32>, f32) {{
  %t = memref.alloc() : memref<4xf32>
  %u = memref.alloc() : memref<4xf32>
  %v = memref.alloc() : memref<4xf32>
{buffer("a", "%x")}{buffer("b", "%t")}{buffer("c", "%u")}{buffer("d", "%v")}
  %1 = packed.call @add_one(%a, %b) via cpacked : {TYPES}
  %2 = packed.call @add_one(%b, %c) via cpacked : {TYPES}
  %3 = packed.call @add_one(%c, %d) via cpacked : {TYPES}
  %s = arith.addf %1, %2 : f32
  %r = arith.addf %s, %3 : f32
  return %v, %r : memref<4xf32>, f32
}}
"""
"""Buffers that are planned, of which the calls are the only users."""

POOL = 'memref.global "private" @pool : memref<32xi8> = uninitialized {alignment = 8}\n' + (
    ALLOCS.replace(
        "  %t = memref.alloc() : memref<4xf32>",
        """  %c16 = arith.constant 16 : index
  %pool = memref.get_global @pool : memref<32xi8>
  %t = memref.view %pool[%c16][] : memref<32xi8> to memref<4xf32>""",
    )
)
"""One of them is a part of a pool."""

BLOCKS = f"""
func.func @f(%x: memref<4xf32>, %y: memref<4xf32>) -> f32 {{
  %zero = arith.constant 0.0 : f32
  %three = arith.constant 3.0 : f32
  cf.br ^head(%zero : f32)
^head(%k: f32):
  %more = arith.cmpf olt, %k, %three : f32
  cf.cond_br %more, ^body, ^end
^body:
{buffer("a", "%x")}{buffer("b", "%y")}
  %one = packed.call @add_one(%a, %b) via cpacked : {TYPES}
  memref.copy %y, %x : memref<4xf32> to memref<4xf32>
  %next = arith.addf %k, %one : f32
  cf.br ^head(%next : f32)
^end:
  return %k : f32
}}
"""
"""A frame that several blocks use."""


@pytest.mark.parametrize("abi", ABIS)
@pytest.mark.parametrize("maker", ["make-packed-api", "generate-packed-wrappers"])
@pytest.mark.parametrize(
    "text", [ALLOCS, POOL, BLOCKS, ENTRIES], ids=["allocs", "pool", "blocks", "entries"]
)
def test_calls_in_their_surroundings(text: str, maker: str, abi: str, tmp_path: Path) -> None:
    """Every module adds 3 to four floats, by three calls, and returns a 3."""
    functions = "add_one,twice" if text == ENTRIES else "add_one"
    passes = f"{maker}{{abi={abi} functions={functions}}},lower-packed-calls{{abi={abi}}}"
    program = _program(emit_module(ADD_ONE + text, f"{passes},unpack-buffers"), NO_ERRORS, tmp_path)
    x, y, three = np.arange(4, dtype=np.float32), np.zeros(4, np.float32), np.zeros(1, np.float32)
    arguments = (x.copy(), three, y) if text in (ALLOCS, POOL) else (x.copy(), y, three)
    assert program.call_sanitized("f_checked", *arguments, result=np.int32) == 0
    np.testing.assert_array_equal(y, x + 3)
    assert three == 3
    for compiler in ("gcc", "c++"):
        program.check(compiler)


# Failures


FAILING = {
    "tvm": """
#include "tvm.h"
int fails(TVMValue *args, int *type_codes, int num_args, TVMValue *result, int *result_type_code,
          void *resource_handle);
int fails(TVMValue *args, int *type_codes, int num_args, TVMValue *result, int *result_type_code,
          void *resource_handle)
{
    (void)type_codes; (void)num_args; (void)resource_handle;
    result->v_int64 = args[0].v_int64 + 1;
    *result_type_code = kTVMArgInt;
    return args[0].v_int64 < 0 ? 7 : 0;
}
""",
    "ffi": """
#include "ffi.h"
int __tvm_ffi_fails(void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result);
int __tvm_ffi_fails(void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result)
{
    (void)self; (void)num_args;
    result->type_index = kTVMFFIInt;
    result->v_int64 = args[0].v_int64 + 1;
    return args[0].v_int64 < 0 ? 7 : 0;
}
""",
}

CALLERS = """
func.func private @inner(%n: i16) -> i16 {
  %r = packed.call @fails(%n) via cpacked : (i16) -> i16
  return %r : i16
}
func.func @outer(%n: i16, %m: memref<3xi16>) -> i16 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  scf.for %i = %c0 to %c3 step %c1 {
    %r = func.call @inner(%n) : (i16) -> i16
    memref.store %r, %m[%i] : memref<3xi16>
  }
  %r = memref.load %m[%c0] : memref<3xi16>
  return %r : i16
}
"""


@pytest.mark.parametrize("abi", ABIS)
def test_status_reaches_the_outermost_caller(abi: str, tmp_path: Path) -> None:
    files = emit_module(CALLERS, f"lower-packed-calls{{abi={abi}}}")
    program = _program(files, NO_ERRORS + FAILING[abi], tmp_path)
    stored, result = np.zeros(3, np.int16), np.zeros(1, np.int16)
    outer = partial(program.call_sanitized, "outer_checked", result=np.int32)
    assert outer(np.int16(41), stored, result) == 0
    assert (stored == 42).all()
    assert result == 42
    stored[:], result[:] = 0, 0
    assert outer(np.int16(-1), stored, result) == 7
    assert not stored.any()
    assert not result.any()


# What a callee gets


LAYOUT = "strided<[?, 2], offset: 3>"
BUFFER = f"!packed.buffer<?x4xi16, {LAYOUT}, @npu>"
DESCRIPTOR = f"""
packed.device @npu {{device_type = 12 : i32, device_id = 3 : i32}}
func.func @describe(%m: memref<?x4xi16, {LAYOUT}>, %p: i1, %z: f32) {{
  %b = packed.make_buffer %m : memref<?x4xi16, {LAYOUT}> -> {BUFFER}
  packed.call @sees(%b, %p, %z) via cpacked : ({BUFFER}, i1, f32) -> ()
  return
}}
"""

SEES = """
static int is_as_expected(const DLTensor *t)
{
    const int16_t *first = (const int16_t *)((const char *)t->data + t->byte_offset);
    return t->device.device_type == kDLExtDev && t->device.device_id == 3 && t->ndim == 2
        && t->dtype.code == kDLInt && t->dtype.bits == 16 && t->dtype.lanes == 1
        && t->shape[0] == 2 && t->shape[1] == 4 && t->strides[0] == 9 && t->strides[1] == 2
        && t->byte_offset == 6 && first[0] == 1000 && first[9] == 1009;
}
"""
SEEN = {
    "tvm": f"""
#include "tvm.h"
{SEES}
int sees(TVMValue *a, int *codes, int n, TVMValue *result, int *result_code, void *resource);
int sees(TVMValue *a, int *codes, int n, TVMValue *result, int *result_code, void *resource)
{{
    return n == 3 && codes[0] == 7 && codes[1] == 0 && codes[2] == 2
        && is_as_expected((const DLTensor *)a[0].v_handle) && a[1].v_int64 == 1
        && a[2].v_float64 == 0.5 && result != NULL && *result_code == 4 && resource == NULL ? 0 : 1;
}}
""",
    "ffi": f"""
#include "ffi.h"
{SEES}
int __tvm_ffi_sees(void *self, const TVMFFIAny *a, int32_t n, TVMFFIAny *result);
int __tvm_ffi_sees(void *self, const TVMFFIAny *a, int32_t n, TVMFFIAny *result)
{{
    for (int i = 0; i < 4; ++i) {{
        if (a[i].zero_padding != 0) {{
            return 2;
        }}
    }}
    return n == 3 && a[0].type_index == 7 && a[1].type_index == 2 && a[2].type_index == 3
        && is_as_expected((const DLTensor *)a[0].v_ptr) && a[1].v_int64 == 1
        && a[2].v_float64 == 0.5 && self == NULL && result->type_index == 0 ? 0 : 1;
}}
""",
}


@pytest.mark.parametrize("abi", ABIS)
def test_callee_sees_every_field(abi: str, tmp_path: Path) -> None:
    files = emit_module(DESCRIPTOR, f"lower-packed-calls{{abi={abi}}}")
    program = _program(files, SEEN[abi], tmp_path)
    memory = np.arange(997, 997 + 32, dtype=np.int16)
    view = np.lib.stride_tricks.as_strided(memory[3:], (2, 4), (18, 4))
    arguments = (view, np.bool_(True), np.float32(0.5))
    assert program.call("describe_checked", *arguments, result=np.int32, flags=("-O1",)) == 0


# Functions that a registry finds


REGISTRY = {
    "tvm": """
#include <string.h>
#include "tvm.h"
static int lookups;
int TVMBackendGetFuncFromEnv(void *mod_node, const char *func_name, TVMFunctionHandle *out)
{
    (void)mod_node;
    *out = &lookups;
    return strcmp(func_name, "half") == 0 && ++lookups == 1 ? 0 : -1;
}
int TVMFuncCall(TVMFunctionHandle func, TVMValue *arg_values, int *type_codes, int num_args,
                TVMValue *ret_val, int *ret_type_code)
{
    (void)type_codes; (void)num_args;
    ret_val->v_float64 = (double)arg_values[0].v_int64 / 2;
    *ret_type_code = kTVMArgFloat;
    if (arg_values[0].v_int64 == 100) {
        ret_val->v_int64 = 50;
        *ret_type_code = kTVMArgInt;
    }
    if (arg_values[0].v_int64 == 1000) {
        *ret_type_code = kTVMNullptr;
    }
    return func == (void *)&lookups && arg_values[0].v_int64 >= 0 ? 0 : 5;
}
""",
    "ffi": """
#include <string.h>
#include "ffi.h"
static int lookups;
int TVMFFIEnvModLookupFromImports(TVMFFIObjectHandle ctx, const char *name, TVMFFIObjectHandle *out)
{
    (void)ctx;
    *out = &lookups;
    return strcmp(name, "half") == 0 && ++lookups == 1 ? 0 : -1;
}
int TVMFFIFunctionCall(TVMFFIObjectHandle func, TVMFFIAny *args, int32_t num_args,
                       TVMFFIAny *result)
{
    (void)num_args;
    result->type_index = kTVMFFIFloat;
    result->v_float64 = (double)args[0].v_int64 / 2;
    if (args[0].v_int64 == 100) {
        result->v_int64 = 50;
        result->type_index = kTVMFFIInt;
    }
    if (args[0].v_int64 == 1000) {
        result->type_index = kTVMFFINone;
    }
    return func == (void *)&lookups && args[0].v_int64 >= 0 ? 0 : 5;
}
""",
}


@pytest.mark.parametrize("abi", ABIS)
def test_names_are_looked_up_once(abi: str, tmp_path: Path) -> None:
    files = emit_module(LOOKED_UP, f"lower-packed-calls{{abi={abi}}}")
    program = _program(files, NO_ERRORS + REGISTRY[abi], tmp_path)
    # A float, a status of 5, an integer, and nothing, which is a TypeError.
    for number, status, expected in ((7, 0, 7.0), (-7, 5, 0.0), (100, 0, 100.0), (1000, 1, 0.0)):
        result = np.zeros(1)
        arguments = (np.int64(number), result)
        assert program.call_sanitized("twice_checked", *arguments, result=np.int32) == status
        assert result == expected
    for compiler in COMPILERS:
        program.check(compiler)


# Stack


THREE = """
func.func @caller(%x: memref<1x16xf32>, %y: memref<1x16xf32>, %z: memref<1x16xf32>) {
  %a = packed.make_buffer %x : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
  %b = packed.make_buffer %y : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
  %c = packed.make_buffer %z : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
CALLS
  return
}
"""
CALL = """
  packed.call @g(%a, %b, %c) via cpacked : (!packed.buffer<1x16xf32, @cpu>,
    !packed.buffer<1x16xf32, @cpu>, !packed.buffer<1x16xf32, @cpu>) -> ()
"""


@pytest.mark.parametrize("abi", ABIS)
@pytest.mark.parametrize("calls", [1, 3])
def test_stack_of_three_tensors(abi: str, calls: int) -> None:
    """However many calls a function makes, they share one set of descriptors and arguments."""
    require_tool("arm-none-eabi-gcc")
    text = CPU + THREE.replace("CALLS", CALL * calls)
    files = emit_module(text, f"lower-packed-calls{{abi={abi}}}")
    for level in ("-O0", "-Os", "-O2"):
        # 120 bytes of descriptors and 48 or 64 of arguments; TVM took 1080.
        assert measure(files, level).stack <= 256


# Checks on request


@pytest.mark.parametrize("abi", ABIS)
def test_no_checks_are_left(abi: str, tmp_path: Path) -> None:
    passes = f"make-packed-api{{abi={abi} functions=add_one}},disable-checks"
    passes = f"{passes},lower-packed-calls{{abi={abi}}},unpack-buffers"
    files = emit_module(EXAMPLE.read_text(), passes)
    assert "packed_error" not in files["src/lib.c"]
    x, y = np.ones((3, 3), np.float32), np.zeros((3, 3), np.float32)
    program = _program(files, NO_ERRORS, tmp_path)
    assert program.call_sanitized(f"{CALLER}_checked", x, y, result=np.int32) == 0
    np.testing.assert_array_equal(y, x + 1)
