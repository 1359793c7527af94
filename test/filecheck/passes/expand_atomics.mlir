// RUN: microaot-opt %s -p expand-atomics | filecheck %s

// CHECK-LABEL: func.func @rmw
// CHECK-SAME:  (%[[X:.*]]: i32, %[[M:.*]]: memref<4xi32>, %[[I:.*]]: index)
// CHECK-NEXT:  %[[OLD:.*]] = memref.load %[[M]][%[[I]]]
// CHECK-NEXT:  %[[NEW:.*]] = arith.maxsi %[[OLD]], %[[X]]
// CHECK-NEXT:  memref.store %[[NEW]], %[[M]][%[[I]]]
// CHECK-NEXT:  func.return %[[OLD]]
func.func @rmw(%x: i32, %m: memref<4xi32>, %i: index) -> i32 {
  %old = memref.atomic_rmw maxs %x, %m[%i] : (i32, memref<4xi32>) -> i32
  return %old : i32
}

// CHECK-LABEL: func.func @generic
// CHECK:       %[[OLD:.*]] = memref.load
// CHECK-NEXT:  %[[NEW:.*]] = arith.muli %[[OLD]], %[[OLD]]
// CHECK-NEXT:  memref.store %[[NEW]]
func.func @generic(%m: memref<4xi32>, %i: index) -> i32 {
  %old = memref.generic_atomic_rmw %m[%i] : memref<4xi32> {
  ^bb0(%current: i32):
    %new = arith.muli %current, %current : i32
    memref.atomic_yield %new : i32
  }
  return %old : i32
}
