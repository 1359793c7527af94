// RUN: microaot-opt %s -p pack-arguments | filecheck %s

// Without a device a buffer may be on any.
// CHECK:      func.func @f(%[[M:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   %[[D:.*]] = packed.data %[[M]] : !packed.buffer<4xf32> -> memref<4xf32>
// CHECK-NEXT:   "test.op"(%[[D]])
func.func @f(%m: memref<4xf32>) {
  "test.op"(%m) : (memref<4xf32>) -> ()
  return
}

// Private functions and declarations are not asked for.
// CHECK:      func.func private @g(%{{.*}}: memref<4xf32>) {
func.func private @g(%m: memref<4xf32>) {
  return
}

// CHECK:      func.func private @h(memref<4xf32>)
func.func private @h(memref<4xf32>)

// A caller that has the descriptor needs no device to hand it on.
// CHECK:      func.func @caller(%[[M:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   func.call @f(%[[M]]) : (!packed.buffer<4xf32>) -> ()
// CHECK-NEXT:   func.return
func.func @caller(%m: memref<4xf32>) {
  func.call @f(%m) : (memref<4xf32>) -> ()
  return
}
