// RUN: microaot-opt %s -p convert-operators-to-llvm | filecheck %s
// RUN: microaot-opt %s -p 'convert-operators-to-llvm{index_width=64}' | filecheck %s --check-prefix=WIDE

// CHECK:      llvm.mlir.global internal constant @table(dense<[1, 2]> : tensor<2xi16>)
memref.global "private" constant @table : memref<2xi16> = dense<[1, 2]>

// Indices are as wide as pointers; the dimensions of a memref become one distance.
// CHECK:      llvm.func @load(%[[X:.*]]: !llvm.ptr, %[[I:.*]]: i32) -> i8 {
// CHECK-NEXT:   %[[ONE:.*]] = llvm.mlir.constant(1 : i32) : i32
// CHECK-NEXT:   %[[FIVE:.*]] = llvm.mlir.constant(5 : i32) : i32
// CHECK-NEXT:   %[[ROW:.*]] = llvm.mul %[[I]], %[[FIVE]] : i32
// CHECK-NEXT:   %[[AT:.*]] = llvm.add %[[ROW]], %[[ONE]] : i32
// CHECK-NEXT:   %[[P:.*]] = llvm.getelementptr inbounds %[[X]][%[[AT]]] : (!llvm.ptr, i32) -> !llvm.ptr, i8
// CHECK-NEXT:   %[[R:.*]] = llvm.load %[[P]] : !llvm.ptr -> i8
// CHECK-NEXT:   llvm.return %[[R]] : i8
// WIDE:       llvm.func @load(%{{.*}}: !llvm.ptr, %{{.*}}: i64) -> i8 {
func.func @load(%x: memref<4x5xi8>, %i: index) -> i8 {
  %c1 = arith.constant 1 : index
  %r = memref.load %x[%i, %c1] : memref<4x5xi8>
  return %r : i8
}

// A truth value is a byte in memory; what is private stays inside.
// CHECK:      llvm.func internal @flag
// CHECK:        llvm.zext %{{.*}} : i1 to i8
// CHECK:        llvm.store %{{.*}}, %{{.*}} : i8, !llvm.ptr
func.func private @flag(%x: memref<1xi1>, %v: i1) {
  %c0 = arith.constant 0 : index
  memref.store %v, %x[%c0] : memref<1xi1>
  return
}

// Functions of the C library are declared.
// CHECK:      llvm.func @exponential(%[[A:.*]]: f32) -> f32 {
// CHECK-NEXT:   llvm.call @expf(%[[A]])
// CHECK:      llvm.func @expf(f32) -> f32
func.func @exponential(%a: f32) -> f32 {
  %r = math.exp %a : f32
  return %r : f32
}
