// RUN: microaot-opt %s -t 'microaot-c{line-directives=true}' | filecheck %s

// A directive stands where the lines of the MLIR do not just go on.
// CHECK:      #line 10 "{{.*}}line_directives.mlir"
// CHECK-NEXT: int32_t f(int32_t a)
// CHECK-NEXT: {
// CHECK-NEXT:     const int32_t sum = a + a;
// CHECK-NEXT: #line 16 "{{.*}}line_directives.mlir"
// CHECK-NEXT:     return sum;
emitc.func @f(%a: i32) -> i32 {

  %0 = emitc.add %a, %a : (i32, i32) -> i32



  emitc.return %0 : i32
}
