"""Random programs on devices: their MLIR, what they compute, and C around them that checks it."""

import random
import re
from dataclasses import dataclass

import numpy as np

SIZE = 4
M = f"memref<{SIZE}xi32>"


@dataclass(frozen=True)
class Device:
    """A device and its hooks; `queue` is 0 if its operators are done when they return."""

    name: str
    hooks: tuple[str, ...]
    queue: int = 0
    is_private: bool = False
    takes_handle: bool = False

    @property
    def mlir(self) -> str:
        """The device and its operator."""
        queue = f", queue = {self.queue} : i32" if self.queue > 1 else ""
        memory = ', memory = "private"' if self.is_private else ""
        hooks = ", ".join(f'"{hook}"' for hook in self.hooks)
        handle = ", aot.device_handle" if self.takes_handle else ""
        return (
            f"packed.device @{self.name} {{device_type = 12 : i32, device_id = 0 : i32, "
            f"hooks = [{hooks}]{queue}{memory}}}\n"
            f"func.func private @{self.name}_op({M}, {M}, {M}) -> i32 attributes "
            f"{{aot.destinations = 1, aot.device = @{self.name}{handle}}}\n"
        )

    @property
    def c(self) -> str:
        """The device, its hooks and its operator."""
        flags = [int(hook in self.hooks) for hook in ("activate", "open", "launch")]
        values = ", ".join(map(str, (*flags, self.queue)))
        text = f'static struct device {self.name} = {{"{self.name}", {values}, 0, 0, {{{{0}}}}}};\n'
        for hook in self.hooks:
            copy = hook.startswith("copy")
            parameters = ", void *target, const void *source, ptrdiff_t size" if copy else ""
            arguments = ", target, source, size" if copy else ""
            prototype = f"int32_t microaot_device_{self.name}_{hook}(void *handle{parameters})"
            text += (
                f"{prototype};\n{prototype}\n{{\n    return "
                f"device_{'copy' if copy else hook}(handle, &{self.name}{arguments});\n}}\n"
            )
        handle = ", void *handle" if self.takes_handle else ""
        array = f"int32_t %s[{SIZE}]"
        arrays = ", ".join(f"{const}{array % name}" for const, name in _OPERANDS)
        check = f"handle != &{self.name} ? -1 : " if self.takes_handle else ""
        prototype = f"int32_t {self.name}_op({arrays}{handle})"
        return text + (
            f"{prototype};\n{prototype}\n{{\n"
            f"    return {check}device_run(&{self.name}, a, b, out);\n}}\n"
        )


_OPERANDS = (("const ", "a"), ("const ", "b"), ("", "out"))
ACTIVE, OPEN = ("activate", "deactivate"), ("open", "close")
DEVICES = (
    Device("npu", (*ACTIVE, *OPEN), takes_handle=True),
    Device("dsp", OPEN),
    Device("sleepy", ACTIVE),
    Device("fast", (*ACTIVE, *OPEN, "launch", "sync"), queue=1),
    Device("queue", (*OPEN, "sync"), queue=3, takes_handle=True),
    Device("bare", ("sync",), queue=1),
    Device("remote", (*OPEN, "copy_in", "copy_out"), is_private=True),
    Device("moon", (*ACTIVE, "launch", "sync", "copy_in", "copy_out"), queue=2, is_private=True),
)

OURS = f"""
func.func private @ours_op(%a: {M}, %b: {M}, %out: {M}) attributes {{aot.operator}} {{
  %one = arith.constant 1 : i32
  %three = arith.constant 3 : i32
  affine.for %i = 0 to {SIZE} {{
    %0 = affine.load %a[%i] : {M}
    %1 = affine.load %b[%i] : {M}
    %2 = arith.muli %0, %three : i32
    %3 = arith.addi %2, %1 : i32
    %4 = arith.addi %3, %one : i32
    affine.store %4, %out[%i] : {M}
  }}
  return
}}
func.func private @foreign_op({M}, {M}, {M}) -> i32 attributes {{aot.destinations = 1}}
memref.global "private" constant @w : {M} = dense<[5, -6, 7, -8]>
"""
OUTPUTS = 2


_FFI = """
#include "ffi.h"
void TVMFFIErrorSetRaisedFromCStr(const char *kind, const char *message)
{
    printf("%s: %s\\n", kind, message);
}
"""
"""What packed operators need; their checks do not fail."""


def _packed_entry(operator: str) -> str:
    """C of an entry of TVM-FFI for an operator that is a plain function."""
    data = ", ".join(f"((DLTensor *)args[{i}].v_ptr)->data" for i in range(len(_OPERANDS)))
    parameters = "void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result"
    prototype = f"int __tvm_ffi_{operator}({parameters})"
    unused = "".join(f"    (void){name};\n" for name in ("self", "num_args", "result"))
    plain = ", ".join(f"{const}int32_t {name}[{SIZE}]" for const, name in _OPERANDS)
    body = f"{{\n{unused}    return {operator}({data});\n}}\n"
    return f"int32_t {operator}({plain});\n{prototype};\n{prototype}\n{body}"


class Program:
    """A chain of operators that a seed decides, each of which computes `3 * a + b + 1`.

    With `is_packed`, operators that take no handle have packed entries.
    """

    def __init__(self, seed: int, *, is_packed: bool = False) -> None:
        self.is_packed = is_packed
        choose = random.Random(seed)
        self.devices = choose.sample(DEVICES, choose.randint(1, 3))
        places = [*(device.name for device in self.devices), "ours", "foreign"]
        count = choose.randint(4, 9)
        known = ["x", "w"]
        self.steps: list[tuple[str, str, str, str]] = []
        for number in range(count):
            is_output = number >= count - OUTPUTS
            out = f"out{number - count + OUTPUTS}" if is_output else f"t{number}"
            weights = [1 + position for position in range(len(known))]
            a, b = choose.choices(known, weights, k=2)
            self.steps.append((choose.choice(places), a, b, out))
            known.append(out)

    @property
    def mlir(self) -> str:
        """The module."""
        outputs = [f'%out{i}: {M} {{aot.output = "out{i}"}}' for i in range(OUTPUTS)]
        text = "".join(device.mlir for device in self.devices) + OURS
        if self.is_packed:
            for operator in self._packed_operators():
                name = f"@{operator}({M}, {M}, {M}) -> i32 attributes {{"
                text = text.replace(name, f"{name}aot.packed, ")
        text += f'func.func @main(%x: {M} {{aot.input = "x"}}, {", ".join(outputs)}) {{\n'
        text += f"  %w = memref.get_global @w : {M}\n"
        for number, (place, a, b, out) in enumerate(self.steps):
            if out.startswith("t"):
                text += f"  %{out} = memref.alloc() : {M}\n"
            status, result = ("", "()") if place == "ours" else (f"%s{number} = ", "i32")
            operands = f"%{a}, %{b}, %{out}"
            text += f"  {status}func.call @{place}_op({operands}) : ({M}, {M}, {M}) -> {result}\n"
        return text + "  return\n}\n"

    def _packed_operators(self) -> list[str]:
        """What other libraries have packed entries for."""
        return ["foreign_op", *(f"{d.name}_op" for d in self.devices if not d.takes_handle)]

    @property
    def pools(self) -> str:
        """The option of `plan-memory`."""
        names = ["workspace", *(d.name for d in self.devices if d.is_private)]
        return ",".join(f'"{name}"' for name in names)

    def expected(self, x: np.ndarray[tuple[int], np.dtype[np.int32]]) -> list[list[int]]:
        """The outputs."""
        values = {"x": x, "w": np.array([5, -6, 7, -8], np.int32)}
        for _, a, b, out in self.steps:
            values[out] = np.int32(3) * values[a] + values[b] + np.int32(1)
        return [values[f"out{i}"].tolist() for i in range(OUTPUTS)]

    def main(self, library: str) -> str:
        """A C program that runs the library without a failure, then with one at each event."""
        x = np.array([1, -2, 30, 4], np.int32)
        prototype = re.search(r"^(void|int32_t) lib_main\((.*)\)$", library, re.MULTILINE)
        assert prototype is not None
        names = [re.findall(r"(\w+)(?:\[\d*\])?$", text)[0] for text in prototype[2].split(",")]
        handles = {device.name for device in self.devices}
        arguments = ", ".join(f"&{name}" if name in handles else name for name in names)
        call = f"lib_main({arguments})"
        run = call if prototype[1] == "int32_t" else f"({call}, 0)"
        checks = "".join(
            f"    if (out{i}[{j}] != {value}) {{\n"
            f'        printf("out{i}[{j}] is %d\\n", (int)out{i}[{j}]);\n'
            "        return 1;\n    }\n"
            for i, output in enumerate(self.expected(x))
            for j, value in enumerate(output)
        )
        devices = ", ".join(f"&{device.name}" for device in self.devices)
        return (
            '#include "device_stubs.h"\n#include <stdio.h>\n'
            + (_FFI if self.is_packed else "")
            + "".join(device.c for device in self.devices)
            + "".join(map(_packed_entry, self._packed_operators() if self.is_packed else ()))
            + f"{prototype[0]};\n"
            + f"int main(void)\n{{\n    struct device *devices[] = {{{devices}}};\n"
            + f"    int32_t x[] = {{{', '.join(map(str, x))}}};\n"
            + "".join(f"    int32_t out{i}[{SIZE}];\n" for i in range(OUTPUTS))
            + f"    if ({run} != 0) {{ return 1; }}\n"
            + f"    require_balance(devices, {len(self.devices)});\n"
            + f"{checks}    int count = events;\n"
            + "    for (all_fail = 0; all_fail < 2; ++all_fail) {\n"
            + "        for (fail_at = 0; fail_at < count; ++fail_at) {\n"
            + "            events = 0;\n"
            + f"            int32_t status = {run};\n"
            + "            if (status != 1000 + fail_at) {\n"
            + '                printf("failed at %d, status %d\\n", fail_at, (int)status);\n'
            + "                return 1;\n            }\n"
            + f"            require_balance(devices, {len(self.devices)});\n"
            + "        }\n    }\n"
            + '    printf("%d", count);\n    return 0;\n}\n'
        )
