"""Operators of one op each, for the comparison of LLVM with C."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

COUNT = 64
INTEGERS = ("i8", "i16", "i32", "i64")
FLOATS = ("f32", "f64")
_BINARY = ("addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "minsi", "maxui", "minui")
_SHIFTS = ("shli", "shrsi", "shrui")
_DIVISIONS = ("divsi", "divui", "remsi", "remui")
_PREDICATES = ("eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge")
_FLOAT_BINARY = ("addf", "subf", "mulf", "divf", "maximumf", "minimumf")
_FLOAT_PREDICATES = ("oeq", "ogt", "oge", "olt", "ole", "one", "ord", "ueq", "ugt", "ult", "uno")
_UNARY_MATH = ("absf", "floor", "ceil", "exp", "log", "sqrt", "tanh", "erf", "sin", "cos", "rsqrt")


@dataclass(frozen=True)
class Case:
    """`body` computes `%r` of the type `result` from `%a` and `%b` of the type `type`."""

    name: str
    type: str
    result: str
    body: str

    @property
    def mlir(self) -> str:
        """An operator, and a function that calls it."""
        a, r = f"memref<{COUNT}x{self.type}>", f"memref<{COUNT}x{self.result}>"
        return f"""
func.func private @{self.name}_op(%x: {a}, %y: {a}, %out: {r}) attributes {{aot.operator}} {{
  affine.for %i = 0 to {COUNT} {{
    %a = affine.load %x[%i] : {a}
    %b = affine.load %y[%i] : {a}
{self.body}
    affine.store %r, %out[%i] : {r}
  }}
  return
}}
func.func @{self.name}(%x: {a}, %y: {a}, %out: {r}) {{
  func.call @{self.name}_op(%x, %y, %out) : ({a}, {a}, {r}) -> ()
  return
}}
"""


def scalar_cases() -> Iterator[Case]:
    """All ops on all types."""
    for t in INTEGERS:
        bits = int(t[1:])
        for op in _BINARY:
            yield Case(f"{op}_{t}", t, t, f"    %r = arith.{op} %a, %b : {t}")
        for op in _SHIFTS:
            yield Case(
                f"{op}_{t}",
                t,
                t,
                f"    %mask = arith.constant {bits - 1} : {t}\n"
                f"    %n = arith.andi %b, %mask : {t}\n    %r = arith.{op} %a, %n : {t}",
            )
        for op in _DIVISIONS:
            yield Case(
                f"{op}_{t}",
                t,
                t,
                f"    %one = arith.constant 1 : {t}\n    %d = arith.ori %b, %one : {t}\n"
                f"    %n = arith.shrsi %a, %one : {t}\n    %r = arith.{op} %n, %d : {t}",
            )
        for predicate in _PREDICATES:
            body = (
                f"    %c = arith.cmpi {predicate}, %a, %b : {t}\n"
                f"    %r = arith.select %c, %a, %b : {t}"
            )
            yield Case(f"{predicate}_{t}", t, t, body)
            body = f"    %r = arith.cmpi {predicate}, %a, %b : {t}"
            yield Case(f"{predicate}_{t}_bool", t, "i1", body)
        for other in INTEGERS:
            if int(other[1:]) > bits:
                for op in ("extsi", "extui"):
                    body = f"    %r = arith.{op} %a : {t} to {other}"
                    yield Case(f"{op}_{t}_{other}", t, other, body)
            if int(other[1:]) < bits:
                body = f"    %r = arith.trunci %a : {t} to {other}"
                yield Case(f"trunci_{t}_{other}", t, other, body)
        for f in FLOATS:
            yield Case(f"sitofp_{t}_{f}", t, f, f"    %r = arith.sitofp %a : {t} to {f}")
            if bits < 64:
                yield Case(f"uitofp_{t}_{f}", t, f, f"    %r = arith.uitofp %a : {t} to {f}")
        yield Case(
            f"index_{t}",
            t,
            t,
            f"    %x0 = arith.index_cast %a : {t} to index\n    %s = arith.addi %x0, %i : index\n"
            f"    %r = arith.index_cast %s : index to {t}",
        )
        for op in ("ctlz", "cttz", "ctpop"):
            yield Case(f"{op}_{t}", t, t, f"    %r = math.{op} %a : {t}")
    for t in FLOATS:
        for op in _FLOAT_BINARY:
            yield Case(f"{op}_{t}", t, t, f"    %r = arith.{op} %a, %b : {t}")
        for predicate in _FLOAT_PREDICATES:
            body = f"    %r = arith.cmpf {predicate}, %a, %b : {t}"
            yield Case(f"{predicate}_{t}", t, "i1", body)
        for op in _UNARY_MATH:
            yield Case(f"{op}_{t}", t, t, f"    %r = math.{op} %a : {t}")
        yield Case(f"negf_{t}", t, t, f"    %r = arith.negf %a : {t}")
        for i in ("i8", "i32"):
            small = f"    %s = arith.constant 0.0 : {t}\n    %h = arith.minimumf %a, %s : {t}\n"
            low = f"    %l = arith.constant -100.0 : {t}\n    %v = arith.maximumf %h, %l : {t}\n"
            # NaN has no integer.
            known = f"    %k = arith.cmpf ord, %v, %v : {t}\n"
            chosen = f"    %w = arith.select %k, %v, %s : {t}\n"
            body = f"{small}{low}{known}{chosen}    %r = arith.fptosi %w : {t} to {i}"
            yield Case(f"fptosi_{t}_{i}", t, i, body)
    yield Case("extf", "f32", "f64", "    %r = arith.extf %a : f32 to f64")
    yield Case("truncf", "f64", "f32", "    %r = arith.truncf %a : f64 to f32")
    yield Case("bits", "f32", "i32", "    %r = arith.bitcast %a : f32 to i32")


_TYPES = "memref<4x6xi16>, memref<24xi16>, memref<4xi1>, memref<4xi8>, memref<8xf32>"
_ARGUMENTS = ", ".join(
    f"%{name}: {type}" for name, type in zip("xygnf", re.findall(r"memref<[^>]*>", _TYPES))
)
_HELPER = "%n: i8, %c: i1, %f: f32, %out: memref<2xf32>"
_PART = "memref<2x3xi16, strided<[6, 1], offset: 8>>"
MEMORY = f"""
memref.global "private" constant @table : memref<4xi16> = dense<[10, 200, -3000, 4]>
func.func private @helper({_HELPER}) -> i8 {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %three = arith.constant 3 : i8
  memref.store %f, %out[%c0] : memref<2xf32>
  %v = scf.if %c -> (i8) {{
    %s = arith.muli %n, %three : i8
    scf.yield %s : i8
  }} else {{
    scf.yield %n : i8
  }}
  %w = arith.sitofp %v : i8 to f32
  memref.store %w, %out[%c1] : memref<2xf32>
  return %v : i8
}}
func.func private @views_op({_ARGUMENTS}) attributes {{aot.operator}} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  %flat = memref.collapse_shape %x [[0, 1]] : memref<4x6xi16> into memref<24xi16>
  memref.copy %flat, %y : memref<24xi16> to memref<24xi16>
  %part = memref.subview %x[1, 2] [2, 3] [1, 1] : memref<4x6xi16> to {_PART}
  %local = memref.alloca() : memref<4xi16>
  %table = memref.get_global @table : memref<4xi16>
  scf.for %i = %c0 to %c4 step %c1 {{
    %t = memref.load %table[%i] : memref<4xi16>
    memref.store %t, %local[%i] : memref<4xi16>
  }}
  scf.for %i = %c0 to %c2 step %c1 {{
    scf.for %j = %c0 to %c3 step %c1 {{
      %a = memref.load %part[%i, %j] : {_PART}
      %b = memref.load %local[%j] : memref<4xi16>
      %s = arith.addi %a, %b : i16
      %at = arith.addi %i, %j : index
      memref.store %s, %y[%at] : memref<24xi16>
    }}
  }}
  %fs = memref.alloca() : memref<2xf32>
  scf.for %i = %c0 to %c4 step %c1 {{
    %b = memref.load %g[%i] : memref<4xi1>
    %m = memref.load %n[%i] : memref<4xi8>
    %h = memref.load %f[%i] : memref<8xf32>
    %r = func.call @helper(%m, %b, %h, %fs) : (i8, i1, f32, memref<2xf32>) -> i8
    memref.store %r, %n[%i] : memref<4xi8>
    %first = memref.load %fs[%c0] : memref<2xf32>
    %second = memref.load %fs[%c1] : memref<2xf32>
    %sum = arith.addf %first, %second : f32
    %at = arith.addi %i, %c4 : index
    memref.store %sum, %f[%at] : memref<8xf32>
    %less = arith.cmpf olt, %sum, %first : f32
    memref.store %less, %g[%i] : memref<4xi1>
  }}
  return
}}
func.func @views({_ARGUMENTS}) {{
  func.call @views_op(%x, %y, %g, %n, %f) : ({_TYPES}) -> ()
  return
}}
"""
"""Views, memory on the stack, a constant, truth values, calls with small numbers."""
