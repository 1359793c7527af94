// RUN: microaot-opt %s -p 'c-symbol-names,convert-to-emitc,emitc-unroll-loops{factor=2},emitc-repeat-cheap-values,emitc-form-expressions,emitc-infer-const' -t microaot-c | filecheck %s

// CHECK-LABEL: int32_t sum(
// CHECK:         for (ptrdiff_t i = 0; i < 8; i += 2) {
// CHECK-NEXT:        acc = (int32_t)((uint32_t)acc + (uint32_t)x[i]);
// CHECK-NEXT:        acc = (int32_t)((uint32_t)acc + (uint32_t)x[i + 1]);
// CHECK-NEXT:    }
// CHECK:         return acc;
func.func @sum(%x: memref<8xi32>) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %zero = arith.constant 0 : i32
  %s = scf.for %i = %c0 to %c8 step %c1 iter_args(%acc = %zero) -> (i32) {
    %e = memref.load %x[%i] : memref<8xi32>
    %t = arith.addi %acc, %e : i32
    scf.yield %t : i32
  }
  return %s : i32
}

// An odd number of steps, and a loop that accumulates nothing.
// CHECK-LABEL: int32_t odd(
// CHECK:         i < 7; ++i
// CHECK-LABEL: void fill(
// CHECK:         i < 8; ++i
func.func @odd(%x: memref<8xi32>) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  %zero = arith.constant 0 : i32
  %s = scf.for %i = %c0 to %c7 step %c1 iter_args(%acc = %zero) -> (i32) {
    %e = memref.load %x[%i] : memref<8xi32>
    %t = arith.addi %acc, %e : i32
    scf.yield %t : i32
  }
  return %s : i32
}
func.func @fill(%x: memref<8xi32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %zero = arith.constant 0 : i32
  scf.for %i = %c0 to %c8 step %c1 {
    memref.store %zero, %x[%i] : memref<8xi32>
  }
  return
}
