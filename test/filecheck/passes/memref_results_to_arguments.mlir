// RUN: microaot-opt %s -p memref-results-to-arguments | filecheck %s

// What is allocated only to be returned becomes the argument.
// CHECK:      func.func @fresh(%{{.*}}: f32, %[[R:.*]]: memref<4xf32>) -> i32 {
// CHECK-NOT:  memref.alloc
// CHECK:      memref.store %{{.*}}, %[[R]][%{{.*}}]
// CHECK:      func.return %{{.*}} : i32
func.func @fresh(%x: f32) -> (memref<4xf32>, i32) {
  %c0 = arith.constant 0 : index
  %status = arith.constant 0 : i32
  %r = memref.alloc() : memref<4xf32>
  memref.store %x, %r[%c0] : memref<4xf32>
  return %r, %status : memref<4xf32>, i32
}

// Anything else is copied.
// CHECK:      func.func @copied(%[[M:.*]]: memref<4xf32>, %[[R:.*]]: memref<4xf32>) {
// CHECK-NEXT: "memref.copy"(%[[M]], %[[R]])
// CHECK-NEXT: func.return
func.func @copied(%m: memref<4xf32>) -> memref<4xf32> {
  return %m : memref<4xf32>
}

// The caller provides the buffer.
// CHECK:      func.func @caller(%[[X:.*]]: f32) -> i32 {
// CHECK:      %[[B:.*]] = memref.alloc() {{.*}}: memref<4xf32>
// CHECK-NEXT: %{{.*}} = func.call @fresh(%[[X]], %[[B]]) : (f32, memref<4xf32>) -> i32
// CHECK-NEXT: memref.load %[[B]]
func.func @caller(%x: f32) -> i32 {
  %c0 = arith.constant 0 : index
  %b, %status = func.call @fresh(%x) : (f32) -> (memref<4xf32>, i32)
  %y = memref.load %b[%c0] : memref<4xf32>
  return %status : i32
}

// CHECK: func.func private @elsewhere(memref<2xi8>)
func.func private @elsewhere() -> memref<2xi8>
