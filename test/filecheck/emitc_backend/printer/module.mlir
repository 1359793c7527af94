// RUN: microaot-opt %s -t 'microaot-c{header="lib.h"}' | filecheck %s
// RUN: microaot-opt %s -t 'microaot-header{guard=LIB_H}' | filecheck %s --check-prefix=HEADER

// CHECK:       #include "lib.h"
// CHECK-EMPTY:
// CHECK-NEXT:  #include <stdint.h>
// CHECK-EMPTY:
// CHECK-NEXT:  #define LIMIT 4
// CHECK-EMPTY:
// CHECK-NEXT:  static int32_t helper(int32_t a);
// CHECK-NEXT:  int32_t elsewhere(const float x[4][4]);
// CHECK-EMPTY:
// CHECK-NEXT:  static const int32_t w[2][2] = {
// CHECK-NEXT:      {1, 2},
// CHECK-NEXT:      {3, 4},
// CHECK-NEXT:  };
// CHECK-NEXT:  static const int8_t zeros[2][3] __attribute__((aligned(16))) = {{[{][{]}}0}};
// CHECK-NEXT:  static float state[16];
// CHECK-NEXT:  int32_t counter = 5;
// CHECK-NEXT:  extern int32_t shared;
emitc.verbatim "#define LIMIT 4"
emitc.func @main_entry(%a: i32, %m: !emitc.array<4x4xf32>) -> i32 {
  %0 = emitc.call @helper(%a) : (i32) -> i32
  %1 = emitc.call @elsewhere(%m) : (!emitc.array<4x4xf32>) -> i32
  %2 = emitc.add %0, %1 : (i32, i32) -> i32
  emitc.return %2 : i32
}
// CHECK:       int32_t main_entry(int32_t a, float m[4][4])
// CHECK:           elsewhere((const float (*)[4])m);
// CHECK:       static int32_t helper(int32_t a)
emitc.func @helper(%a: i32) -> i32 attributes {specifiers = ["static"]} {
  emitc.return %a : i32
}
emitc.func private @elsewhere(!emitc.array<4x4xf32> {emitc.const, emitc.name = "x"}) -> i32
emitc.include <"stdint.h">
emitc.global static const @w : !emitc.array<2x2xi32> = dense<[[1, 2], [3, 4]]>
emitc.global static const @zeros : !emitc.array<2x3xi8> = dense<0> {alignment = 16 : i64}
emitc.global static @state : !emitc.array<16xf32>
emitc.global @counter : i32 = 5
emitc.global extern @shared : i32

// HEADER:       #ifndef LIB_H
// HEADER-NEXT:  #define LIB_H
// HEADER-EMPTY:
// HEADER-NEXT:  #include <stdint.h>
// HEADER:       extern int32_t counter;
// HEADER-NOT:   helper
// HEADER:       /*
// HEADER-NEXT:   * main_entry
// HEADER-NEXT:   *   a: int32_t
// HEADER-NEXT:   *   m: float [4][4], written
// HEADER-NEXT:   */
// HEADER-NEXT:  int32_t main_entry(int32_t a, float m[4][4]);
// HEADER-NOT:   helper
