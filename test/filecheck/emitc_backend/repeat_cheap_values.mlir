// RUN: microaot-opt %s -p 'c-symbol-names,convert-to-emitc,emitc-repeat-cheap-values,emitc-form-expressions' -t microaot-c | filecheck %s

// A cheap index is said again; a variable keeps its name, and is copied only where it changes.
// CHECK-LABEL: int32_t f(
// CHECK:         for (ptrdiff_t j = 2 - i > 0 ? 2 - i : 0; j < 8; ++j) {
// CHECK-NEXT:        const int32_t e = x[j];
// CHECK-NEXT:        acc = e > acc ? e : acc;
// CHECK-NOT:     const
// CHECK:         return acc
func.func @f(%x: memref<8xi32>, %i: index) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c8 = arith.constant 8 : index
  %zero = arith.constant 0 : i32
  %d = arith.subi %c2, %i overflow<nsw> : index
  %low = arith.maxsi %d, %c0 : index
  %s = scf.for %j = %low to %c8 step %c1 iter_args(%acc = %zero) -> (i32) {
    %e = memref.load %x[%j] : memref<8xi32>
    %t = arith.maxsi %e, %acc : i32
    scf.yield %t : i32
  }
  return %s : i32
}
