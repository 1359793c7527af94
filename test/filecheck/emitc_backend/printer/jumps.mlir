// RUN: microaot-opt %s -t microaot-c | filecheck %s

// Blocks have braces of their own; what other blocks use is declared at the top.
// CHECK-LABEL: int32_t countdown(int32_t n)
// CHECK-NEXT:  {
// CHECK-NEXT:      int32_t left;
// CHECK-NEXT:      int32_t seen;
// CHECK-NEXT:      {
// CHECK-NEXT:          left = n;
// CHECK-NEXT:      }
// CHECK-NEXT:  block_1:
// CHECK-NEXT:      {
// CHECK-NEXT:          seen = left;
// CHECK-NEXT:          const bool done = seen < 1;
// CHECK-NEXT:          if (done) {
// CHECK-NEXT:              goto block_3;
// CHECK-NEXT:          }
// CHECK-NEXT:      }
// CHECK-NEXT:      {
// CHECK-NEXT:          left -= 1;
// CHECK-NEXT:          goto block_1;
// CHECK-NEXT:      }
// CHECK-NEXT:  block_3:
// CHECK-NEXT:      {
// CHECK-NEXT:          return seen;
// CHECK-NEXT:      }
// CHECK-NEXT:  }
emitc.func @countdown(%n: i32) -> i32 {
  %one = "emitc.constant"() <{value = 1 : i32}> : () -> i32
  %left = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<i32>
  emitc.assign %n : i32 to %left : <i32>
  cf.br ^head
^head:
  %seen = emitc.load %left : <i32>
  %done = emitc.cmp lt, %seen, %one : (i32, i32) -> i1
  cf.cond_br %done, ^end, ^body
^body:
  %next = emitc.expression %left, %one : (!emitc.lvalue<i32>, i32) -> i32 {
    %0 = emitc.load %left : <i32>
    %1 = emitc.sub %0, %one : (i32, i32) -> i32
    emitc.yield %1 : i32
  }
  emitc.assign %next : i32 to %left : <i32>
  cf.br ^head
^end:
  emitc.return %seen : i32
}
