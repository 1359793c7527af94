"""`report.txt`: constants by size, the memory plan, and what was measured."""

from xdsl.passes import PassPipeline
from xdsl.universe import Universe

from microaot.passes.memory.plan import MemoryPlan, PlannedBuffer, PlannedPool
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.measure.measurement import Measurement
from microaot.tools.report import Datum, constants_of, library_report, with_measurements

CONSTANTS = [Datum("kws_bias", 256), Datum("kws_weights", 2560), Datum("kws_again", 256)]

PLAN = MemoryPlan(
    entry="kws_run",
    steps=("conv2d",),
    pools=(PlannedPool("workspace", "library", 64, 8, 64),),
    buffers=(PlannedBuffer("sums", "scratch", "workspace", 0, 64, 8, 0, 0),),
)

MEASUREMENT = Measurement(
    library="kws",
    function="kws_run",
    target="cortex-m4",
    level="-Os",
    compiler="gcc 1",
    counter="plugin",
    runs=1,
    instructions=1100,
    operators=(),
    own_instructions={},
    stack_peak=48,
    stack_worst=56,
    stack_unknown=(),
    code=1000,
    support_code=30,
    constants=2000,
    ram=0,
    lent=0,
    arguments=502,
    sections={},
    symbols={"code": {"kws_run": 90, "kws_conv2d": 1000}},
)

EXPECTED = """\
Constants of kws: 3,072 B

 size  name
2,560  kws_weights
  256  kws_again
  256  kws_bias
"""


def test_constants_are_listed_by_size() -> None:
    assert library_report("kws", None, CONSTANTS) == EXPECTED


def test_the_memory_plan_comes_first() -> None:
    report = library_report("kws", PLAN, CONSTANTS)
    assert report.startswith("Memory of kws_run: 64 B\n")
    assert report.endswith("\n\n" + EXPECTED)


def test_measurements_come_last_and_replace_older_ones() -> None:
    once = with_measurements(EXPECTED, [MEASUREMENT])
    assert (
        once
        == EXPECTED
        + """
Measured on cortex-m4 at -Os with gcc 1

1,100 instructions
56 B of stack
30 B of code of the C and compiler libraries

Code: 1,090 B

 size  name
1,000  kws_conv2d
   90  kws_run
"""
    )
    assert with_measurements(once, [MEASUREMENT]) == once
    assert with_measurements(once, []) == EXPECTED
    assert with_measurements(once, [MEASUREMENT] * 2).count("Measured on") == 2


def test_constants_of_a_module() -> None:
    text = """
    memref.global "private" constant @weights : memref<2x3xi16> = dense<7>
    memref.global @state : memref<4xi8> = uninitialized
    func.func @f(%i: index) -> i16 {
      %w = memref.get_global @weights : memref<2x3xi16>
      %v = memref.load %w[%i, %i] : memref<2x3xi16>
      return %v : i16
    }
    """
    context = new_context()
    module = parse_module(context, text, "x.mlir")
    passes = Universe.get_multiverse().all_passes
    PassPipeline.parse_spec(passes, "plain-to-emitc").apply(context, module)
    assert constants_of(module) == [Datum("weights", 12)]
