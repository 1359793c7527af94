// RUN: microaot-opt %s -t microaot-c | filecheck %s

// Parentheses where C needs them, and where -Wparentheses wants them.
// CHECK-LABEL: int32_t parentheses(int32_t a, int32_t b, bool p, bool q)
// CHECK:         = (a + b) * (a - (b - a));
// CHECK:         = ((a + b) << 1) & (a | b);
// CHECK:         = (p && q) || !p;
// CHECK:         = (a < b) == (!p);
// CHECK:         = a - -1;
// CHECK:         = -(-1);
emitc.func @parentheses(%a: i32, %b: i32, %p: i1, %q: i1) -> i32 {
  %one = "emitc.constant"() <{value = 1 : i32}> : () -> i32
  %minus = "emitc.constant"() <{value = -1 : i32}> : () -> i32
  %x = emitc.expression %a, %b noinline : (i32, i32) -> i32 {
    %0 = emitc.add %a, %b : (i32, i32) -> i32
    %1 = emitc.sub %b, %a : (i32, i32) -> i32
    %2 = emitc.sub %a, %1 : (i32, i32) -> i32
    %3 = emitc.mul %0, %2 : (i32, i32) -> i32
    emitc.yield %3 : i32
  }
  emitc.verbatim "use({});" args %x : i32
  %y = emitc.expression %a, %b, %one noinline : (i32, i32, i32) -> i32 {
    %0 = emitc.add %a, %b : (i32, i32) -> i32
    %1 = emitc.bitwise_left_shift %0, %one : (i32, i32) -> i32
    %2 = emitc.bitwise_or %a, %b : (i32, i32) -> i32
    %3 = emitc.bitwise_and %1, %2 : (i32, i32) -> i32
    emitc.yield %3 : i32
  }
  emitc.verbatim "use({});" args %y : i32
  %z = emitc.expression %p, %q noinline : (i1, i1) -> i1 {
    %0 = emitc.logical_and %p, %q : i1, i1
    %1 = emitc.logical_not %p : i1
    %2 = emitc.logical_or %0, %1 : i1, i1
    emitc.yield %2 : i1
  }
  emitc.verbatim "use({});" args %z : i1
  %w = emitc.expression %a, %b, %p noinline : (i32, i32, i1) -> i1 {
    %0 = emitc.cmp lt, %a, %b : (i32, i32) -> i1
    %1 = emitc.logical_not %p : i1
    %2 = emitc.cmp eq, %0, %1 : (i1, i1) -> i1
    emitc.yield %2 : i1
  }
  emitc.verbatim "use({});" args %w : i1
  %v = emitc.sub %a, %minus : (i32, i32) -> i32
  %u = emitc.unary_minus %minus : (i32) -> i32
  %r = emitc.mul %u, %v : (i32, i32) -> i32
  emitc.return %r : i32
}

// A cast is left out where C converts by itself and computes in the same type.
// CHECK-LABEL: int64_t conversions(int8_t a, int8_t b, int32_t c, uint8_t u)
// CHECK:         const int32_t [[product:.*]] = (int32_t)a * b;
// CHECK:         const int64_t [[wide:.*]] = (int64_t)c * c;
// CHECK:         const int32_t [[mixed:.*]] = [[product]] + u;
// CHECK:         const int8_t [[narrow:.*]] = (int8_t)(a + b);
// CHECK:         const uint32_t {{.*}} = (uint32_t)c + 5U;
// CHECK:         return c;
emitc.func @conversions(%a: i8, %b: i8, %c: i32, %u: ui8) -> i64 {
  %product = emitc.expression %a, %b noinline : (i8, i8) -> i32 {
    %0 = emitc.cast %a : i8 to i32
    %1 = emitc.cast %b : i8 to i32
    %2 = emitc.mul %0, %1 : (i32, i32) -> i32
    emitc.yield %2 : i32
  }
  %wide = emitc.expression %c noinline : (i32) -> i64 {
    %0 = emitc.cast %c : i32 to i64
    %1 = emitc.cast %c : i32 to i64
    %2 = emitc.mul %0, %1 : (i64, i64) -> i64
    emitc.yield %2 : i64
  }
  %mixed = emitc.expression %product, %u noinline : (i32, ui8) -> i32 {
    %0 = emitc.cast %u : ui8 to i32
    %1 = emitc.add %product, %0 : (i32, i32) -> i32
    emitc.yield %1 : i32
  }
  %narrow = emitc.add %a, %b : (i8, i8) -> i8
  %five = "emitc.constant"() <{value = 5 : ui32}> : () -> ui32
  %unsigned = emitc.expression %c, %five noinline : (i32, ui32) -> ui32 {
    %0 = emitc.cast %c : i32 to ui32
    %1 = emitc.add %0, %five : (ui32, ui32) -> ui32
    emitc.yield %1 : ui32
  }
  emitc.verbatim "use({}, {}, {}, {});" args %wide, %mixed, %narrow, %unsigned : i64, i32, i8, ui32
  %r = emitc.expression %c : (i32) -> i64 {
    %0 = emitc.cast %c : i32 to i64
    emitc.yield %0 : i64
  }
  emitc.return %r : i64
}

// Literals have the type in which C must compute.
// CHECK-LABEL: void literals(int32_t n)
// CHECK:         = INT64_C(1) << n;
// CHECK:         = 1U << n;
// CHECK:         = (ptrdiff_t)1 << n;
// CHECK:         = INT64_MIN;
// CHECK:         = INT32_MIN;
// CHECK:         = 0xFF00U;
// CHECK:         = INT64_C(5000000000);
// CHECK:         = 7;
// CHECK:         = 0.1f;
// CHECK:         = -0.0f;
// CHECK:         = 1e-05f;
// CHECK:         = -INFINITY;
// CHECK:         = NAN;
// CHECK:         = 0.1;
// CHECK:         = true;
emitc.func @literals(%n: i32) {
  %l64 = "emitc.constant"() <{value = 1 : i64}> : () -> i64
  %u32 = "emitc.constant"() <{value = 1 : ui32}> : () -> ui32
  %p = "emitc.constant"() <{value = 1 : index}> : () -> !emitc.ptrdiff_t
  %s1 = emitc.bitwise_left_shift %l64, %n : (i64, i32) -> i64
  %s2 = emitc.bitwise_left_shift %u32, %n : (ui32, i32) -> ui32
  %s3 = emitc.bitwise_left_shift %p, %n : (!emitc.ptrdiff_t, i32) -> !emitc.ptrdiff_t
  emitc.verbatim "use({}, {}, {});" args %s1, %s2, %s3 : i64, ui32, !emitc.ptrdiff_t
  %v0 = "emitc.variable"() <{value = -9223372036854775808 : i64}> : () -> !emitc.lvalue<i64>
  %v1 = "emitc.variable"() <{value = -2147483648 : i32}> : () -> !emitc.lvalue<i32>
  %v2 = "emitc.variable"() <{value = 65280 : ui32}> : () -> !emitc.lvalue<ui32>
  %v3 = "emitc.variable"() <{value = 5000000000 : i64}> : () -> !emitc.lvalue<i64>
  %v4 = "emitc.variable"() <{value = 7 : i64}> : () -> !emitc.lvalue<i64>
  %v5 = "emitc.variable"() <{value = 0.1 : f32}> : () -> !emitc.lvalue<f32>
  %v6 = "emitc.variable"() <{value = -0.0 : f32}> : () -> !emitc.lvalue<f32>
  %v7 = "emitc.variable"() <{value = 1.0e-5 : f32}> : () -> !emitc.lvalue<f32>
  %v8 = "emitc.variable"() <{value = 0xFF800000 : f32}> : () -> !emitc.lvalue<f32>
  %v9 = "emitc.variable"() <{value = 0x7FC00001 : f32}> : () -> !emitc.lvalue<f32>
  %v10 = "emitc.variable"() <{value = 0.1 : f64}> : () -> !emitc.lvalue<f64>
  %v11 = "emitc.variable"() <{value = true}> : () -> !emitc.lvalue<i1>
  emitc.verbatim "use({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});" args %v0, %v1, %v2, %v3, %v4, %v5, %v6, %v7, %v8, %v9, %v10, %v11 : !emitc.lvalue<i64>, !emitc.lvalue<i32>, !emitc.lvalue<ui32>, !emitc.lvalue<i64>, !emitc.lvalue<i64>, !emitc.lvalue<f32>, !emitc.lvalue<f32>, !emitc.lvalue<f32>, !emitc.lvalue<f32>, !emitc.lvalue<f32>, !emitc.lvalue<f64>, !emitc.lvalue<i1>
  emitc.return
}

// The gcc false alarm about signed operands of unsigned arithmetic is not provoked.
// CHECK-LABEL: uint32_t unsigned_sum(uint32_t v, int8_t s)
// CHECK:         return v + (uint32_t)(0 + s);
// CHECK-LABEL: int32_t signed_sum(uint32_t v, int8_t s)
// CHECK:         return (int32_t)(v + (uint32_t)s);
emitc.func @unsigned_sum(%v: ui32, %s: i8) -> ui32 {
  %r = emitc.expression %v, %s : (ui32, i8) -> ui32 {
    %0 = emitc.cast %s : i8 to ui32
    %1 = emitc.add %v, %0 : (ui32, ui32) -> ui32
    emitc.yield %1 : ui32
  }
  emitc.return %r : ui32
}
emitc.func @signed_sum(%v: ui32, %s: i8) -> i32 {
  %r = emitc.expression %v, %s : (ui32, i8) -> i32 {
    %0 = emitc.cast %s : i8 to ui32
    %1 = emitc.add %v, %0 : (ui32, ui32) -> ui32
    %2 = emitc.cast %1 : ui32 to i32
    emitc.yield %2 : i32
  }
  emitc.return %r : i32
}
