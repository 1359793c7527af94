"""`tosa.custom`: operators that the application provides, one function for each that differs."""

import json
from pathlib import Path

import pytest
from c_harness import STRICT_C
from commands import require_tool, run

from microaot.tools.api import compile_module

MODEL = """
func.func @main(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %0 = tosa.abs %x : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %1 = tosa.custom %0 {domain_name = "TFL", implementation_attrs = "\\01", operator_name = "Times"}
      : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %2 = tosa.custom %1 {domain_name = "TFL", implementation_attrs = "\\01", operator_name = "Times"}
      : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %3 = tosa.custom %2 {domain_name = "TFL", implementation_attrs = "\\80", operator_name = "Times"}
      : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %4, %5 = tosa.custom %3 {domain_name = "", implementation_attrs = "", operator_name = "Split"}
      : (tensor<1x4xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>)
  %6 = tosa.sub %4, %5 : (tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  return %6 : tensor<1x2xf32>
}
"""

APPLICATION = """
#include <stdio.h>
#include "vendor_internal.h"

static void times(float factor, const float *x, float *y)
{
    for (int i = 0; i < 4; ++i) {
        y[i] = factor * x[i];
    }
}

void Times(const float x[1][4], float y[1][4]) { times(2.0F, x[0], y[0]); }
void Times_1(const float x[1][4], float y[1][4]) { times(10.0F, x[0], y[0]); }
void Split(const float x[1][4], float low[1][2], float high[1][2])
{
    for (int i = 0; i < 2; ++i) {
        low[0][i] = x[0][i];
        high[0][i] = x[0][i + 2];
    }
}

int main(void)
{
    const float x[4] = {1.0F, -2.0F, -10.0F, 50.0F};
    float y[2];
    const struct vendor_inputs inputs = {x};
    const struct vendor_outputs outputs = {y};
    const int status = (int)vendor_run(&inputs, &outputs);
    printf("%d %g %g\\n", status, (double)y[0], (double)y[1]);
    return 0;
}
"""


@pytest.mark.parametrize("swapped", [False, True])
def test_operators_of_the_application(swapped: bool, tmp_path: Path) -> None:
    require_tool("gcc")
    text = MODEL if not swapped else MODEL.replace("%4, %5 =", "%5, %4 =")
    library = compile_module(text, filename="vendor.mlir", name="vendor")
    rows = json.loads(library.files["vendor.json"])["operators"]
    assert [(row["name"], row.get("implementation_attrs")) for row in rows if row["external"]] == [
        ("Times", "\x01"),
        ("Times_1", "80"),
        ("Split", ""),
    ]
    for name, content in {**library.files, "src/main.c": APPLICATION}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    sources = sorted((tmp_path / "src").glob("*.c"))
    includes = [f"-I{tmp_path / 'include'}", f"-I{tmp_path / 'src'}"]
    flags = (*STRICT_C, "-fsanitize=address,undefined")
    run(["gcc", *flags, *includes, *sources, "-lm", "-o", tmp_path / "program"])
    expected = "360 1920" if swapped else "-360 -1920"
    assert run([tmp_path / "program"]).strip() == f"0 {expected}"
