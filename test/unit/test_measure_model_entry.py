"""Models behind every form of the interface, written by hand and compiled, on a target."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from commands import require_tool

from microaot.passes.plan_memory import PlanMemory
from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.measure.run import run_on_target
from microaot.tools.model_library import ModelOptions, model_files
from microaot.tools.output import write_files

Row = dict[str, object]

X: Row = {"name": "x:0", "c_name": "x_0", "element": "i8", "shape": [1, 4], "alignment": 1}
Y: Row = {"name": "y", "c_name": "y", "element": "i32", "shape": [4], "alignment": 4}

OPERATORS = """
__attribute__((noinline)) void kws_widen(const int8_t *x, int32_t *y)
{
    for (int i = 0; i < 4; ++i) { y[i] = x[i]; }
}
__attribute__((noinline)) void kws_square(int32_t *y)
{
    for (int i = 0; i < 4; ++i) { y[i] *= y[i]; }
}
"""

STRUCTS = """
#include <stdint.h>
struct kws_inputs { const int8_t *x_0; };
struct kws_outputs { int32_t *y; };
"""


def pool(name: str, owner: str = "app", size: int = 64) -> Row:
    return {"name": name, "c_name": name, "size": size, "alignment": 8, "owner": owner}


def write_model(folder: Path, header: str, source: str, **manifest: object) -> Path:
    description: dict[str, object] = {
        **{"name": "kws", "generator": "a test", "inputs": [X], "outputs": [Y]},
        **manifest,
    }
    for path, text in {
        "kws.json": json.dumps(description),
        "include/kws.h": STRUCTS + header,
        "src/kws.c": f'#include "kws.h"\n{OPERATORS}{source}',
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def squares(folder: Path) -> Sequence[tuple[str, int]]:
    """Run a model that squares, and return what it says of its operators."""
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    x = np.array([[[1, -2, 3, -128]], [[5, 6, 7, 8]]], np.int8)
    outputs, measurement = run_on_target(folder, "cortex-m0", "-Os", {"x:0": x})
    np.testing.assert_array_equal(outputs["y"], x.reshape(2, 4).astype(np.int32) ** 2)
    return [(operator.name, operator.instructions) for operator in measurement.operators]


def test_structs_alone(tmp_path: Path) -> None:
    header = "int32_t kws_run(const struct kws_inputs *, const struct kws_outputs *);"
    source = """
    int32_t kws_run(const struct kws_inputs *inputs, const struct kws_outputs *outputs)
    {
        kws_widen(inputs->x_0, outputs->y);
        kws_square(outputs->y);
        return 0;
    }
    """
    names = [name for name, _ in squares(write_model(tmp_path, header, source))]
    assert names == ["widen", "square"]


def test_a_pool_and_devices(tmp_path: Path) -> None:
    arguments = (
        "const struct kws_inputs *inputs, const struct kws_outputs *outputs, uint8_t *workspace, "
        "const struct kws_devices *devices"
    )
    header = f"struct kws_devices {{ void *npu; }};\nint32_t kws_run({arguments});"
    source = f"""
    int32_t kws_run({arguments})
    {{
        int32_t *sums = (int32_t *)(void *)workspace;
        if (!devices->npu || (uintptr_t)workspace % 8) {{ return 7; }}
        if (sums[4] == 0) {{ return 8; }} /* the harness leaves rubbish in it */
        kws_widen(inputs->x_0, sums);
        kws_square(sums);
        for (int i = 0; i < 4; ++i) {{ outputs->y[i] = sums[i]; }}
        kws_widen(inputs->x_0, sums);
        return 0;
    }}
    """
    folder = write_model(
        tmp_path,
        header,
        source,
        pools=[pool("workspace"), pool("own", "library")],
        devices=[{"name": "npu", "c_name": "npu"}],
    )
    names = [name for name, _ in squares(folder)]
    assert names == ["widen #1", "square", "widen #2"]
    _, measurement = run_on_target(folder, "cortex-m0", "-Os")
    assert (measurement.lent, measurement.arguments) == (64, 4 + 16)


def test_several_pools(tmp_path: Path) -> None:
    arguments = (
        "const struct kws_inputs *inputs, const struct kws_outputs *outputs, "
        "const struct kws_workspaces *workspaces"
    )
    header = f"""
    struct kws_workspaces {{ uint8_t *y; uint8_t *slow; }};
    int32_t kws_run({arguments});
    """
    source = f"""
    int32_t kws_run({arguments})
    {{
        workspaces->y[63] = 1;
        workspaces->slow[63] = 2;
        kws_widen(inputs->x_0, outputs->y);
        kws_square(outputs->y);
        return workspaces->y[63] - 1;
    }}
    """
    # A pool may be called like an output.
    assert squares(write_model(tmp_path, header, source, pools=[pool("y"), pool("slow")]))


@pytest.mark.parametrize("owner", ["app", "library"])
def test_inputs_and_outputs_in_the_workspace(owner: str, tmp_path: Path) -> None:
    is_app = owner == "app"
    argument = "uint8_t *workspace" if is_app else "void"
    header = f"""
    struct kws_inputs kws_map_inputs({argument});
    struct kws_outputs kws_map_outputs({argument});
    int32_t kws_run({argument});
    """
    memory = "" if is_app else "static uint8_t workspace[64] __attribute__((aligned(8)));"
    source = f"""
    {memory}
    struct kws_inputs kws_map_inputs({argument})
    {{
        return (struct kws_inputs){{(const int8_t *)workspace + 16}};
    }}
    struct kws_outputs kws_map_outputs({argument})
    {{
        return (struct kws_outputs){{(int32_t *)(void *)(workspace + 32)}};
    }}
    int32_t kws_run({argument})
    {{
        kws_widen((int8_t *)workspace + 16, (int32_t *)(void *)(workspace + 32));
        kws_square((int32_t *)(void *)(workspace + 32));
        for (int i = 0; i < 32; ++i) {{ workspace[i] = 99; }}
        return 0;
    }}
    """
    x = {**X, "pool": "workspace", "offset": 16}
    y = {**Y, "pool": "workspace", "offset": 32}
    pools = [pool("workspace", owner)]
    folder = write_model(tmp_path, header, source, inputs=[x], outputs=[y], pools=pools)
    assert [name for name, _ in squares(folder)] == ["widen", "square"]


def test_the_interface_of_tvm(tmp_path: Path) -> None:
    arguments = (
        "struct tvmgen_kws_inputs *inputs, struct tvmgen_kws_outputs *outputs, "
        "struct tvmgen_kws_workspace_pools *pools"
    )
    header = f"""
    struct tvmgen_kws_inputs {{ void *x_0; }};
    struct tvmgen_kws_outputs {{ void *y; }};
    struct tvmgen_kws_workspace_pools {{ void *workspace; }};
    int32_t tvmgen_kws_run({arguments});
    """
    source = f"""
    int32_t tvmgen_kws_run({arguments})
    {{
        ((uint8_t *)pools->workspace)[63] = 0;
        kws_widen(inputs->x_0, outputs->y);
        kws_square(outputs->y);
        return 0;
    }}
    """
    folder = write_model(
        tmp_path, header, source, prefix="tvmgen_kws", style="tvm", pools=[pool("workspace")]
    )
    assert squares(folder)


def test_a_status_is_an_error(tmp_path: Path) -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    header = "int32_t kws_run(const struct kws_inputs *, const struct kws_outputs *);"
    source = """
    int32_t kws_run(const struct kws_inputs *inputs, const struct kws_outputs *outputs)
    {
        outputs->y[0] = 0;
        return inputs->x_0[0];
    }
    """
    folder = write_model(tmp_path, header, source)
    x = np.zeros((2, 1, 4), np.int8)
    x[1] = -3
    with pytest.raises(UserError) as raised:
        run_on_target(folder, "cortex-m0", "-Os", {"x:0": x})
    assert raised.value.message == "run 1 of 'kws_run' returned the status -3"


MODEL = """
func.func private @widen(%x: memref<4xi8>, %y: memref<4xi32>) attributes {aot.operator} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c4 step %c1 {
    %v = memref.load %x[%i] : memref<4xi8>
    %w = arith.extsi %v : i8 to i32
    memref.store %w, %y[%i] : memref<4xi32>
  }
  return
}
func.func private @square(%x: memref<4xi32>, %y: memref<4xi32>) attributes {aot.operator} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c4 step %c1 {
    %v = memref.load %x[%i] : memref<4xi32>
    %w = arith.muli %v, %v : i32
    memref.store %w, %y[%i] : memref<4xi32>
  }
  return
}
func.func @main(%x: memref<4xi8> {aot.input = "x:0"}, %y: memref<4xi32> {aot.output = "y"}) {
  %wide = memref.alloc() : memref<4xi32>
  %squares = memref.alloc() : memref<4xi32>
  func.call @widen(%x, %wide) : (memref<4xi8>, memref<4xi32>) -> ()
  func.call @square(%wide, %squares) : (memref<4xi32>, memref<4xi32>) -> ()
  func.call @square(%squares, %y) : (memref<4xi32>, memref<4xi32>) -> ()
  return
}
"""


@pytest.mark.parametrize("prefix", ["", "tvmgen"])
@pytest.mark.parametrize("io_in_workspace", [False, True])
@pytest.mark.parametrize("pools", [("workspace",), ("workspace:*:app",), ("a:16:app", "b:*:app")])
def test_compiled_models(
    pools: tuple[str, ...], io_in_workspace: bool, prefix: str, tmp_path: Path
) -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    context = new_context()
    module = parse_module(context, MODEL, "model.mlir")
    PlanMemory(pools, io_in_workspace=io_in_workspace).apply(context, module)
    write_files(tmp_path, model_files(module, "kws", ModelOptions(prefix)))
    x = np.array([[1, -2, 3, -128], [0, 4, 5, 6]], np.int8)
    outputs, measurement = run_on_target(tmp_path, "cortex-m0", "-O0", {"x:0": x})
    np.testing.assert_array_equal(outputs["y"], x.astype(np.int32) ** 4)
    assert [o.name for o in measurement.operators] == ["widen", "square #1", "square #2"]
    planned = 20 if io_in_workspace else 16
    lent = planned if "app" in pools[0] else 0
    assert (measurement.lent, measurement.ram) == (lent, planned - lent)
    assert measurement.stack_peak == measurement.stack_worst <= 64
