// RUN: microaot-opt %s -p 'plan-memory{pools="fast:16:app:8","slow"}' --split-input-file | filecheck %s

// The pool that is named first is filled first. That of the application is an argument of the
// entry, that of the library a global; other arguments stay as they are.
// CHECK:       pools = [{name = "fast", owner = "app", size = 16 : i64, alignment = 8 : i64, bound = 16 : i64, limit = 16 : i64}
// CHECK-SAME:    {name = "slow", owner = "library", size = 16 : i64, alignment = 1 : i64, bound = 16 : i64}]
// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %x: memref<16xi8> {aot.input = "x"}, %n: index, %fast: memref<16xi8> {aot.pool = "fast", aot.alignment = 8 : i64})
// CHECK-NEXT:    %slow = memref.get_global @slow
// CHECK:         %a = memref.view %fast
// CHECK:         %b = memref.view %slow
func.func @main(%x: memref<16xi8> {aot.input = "x"}, %n: index) {
  %a = memref.alloc() : memref<16xi8>
  %b = memref.alloc() : memref<16xi8>
  func.call @use(%a, %b) : (memref<16xi8>, memref<16xi8>) -> ()
  return
}
func.func private @use(%a: memref<16xi8>, %b: memref<16xi8>)

// -----

// A buffer may say where it wants to be; scratch of an operator says it in the operator.
// CHECK-LABEL: func.func private @work(%x: memref<4xi8>, %s: memref<4xi8>)
// CHECK-LABEL: func.func @main
// CHECK:         %b = memref.view %slow
// CHECK:         %work_scratch = memref.view %fast
// CHECK:         func.call @work(%b, %work_scratch)
func.func private @work(%x: memref<4xi8>) {
  %s = memref.alloc() {aot.pools = ["fast"]} : memref<4xi8>
  memref.copy %x, %s : memref<4xi8> to memref<4xi8>
  memref.copy %s, %x : memref<4xi8> to memref<4xi8>
  return
}
func.func @main() {
  %b = memref.alloc() {aot.pools = ["slow", "fast"]} : memref<4xi8>
  func.call @work(%b) : (memref<4xi8>) -> ()
  return
}

// -----

// Work that a device has started uses its buffers until it is waited for.
// CHECK:       {name = "a", {{.*}}first = 0 : i64, last = 2 : i64}
// CHECK-SAME:  {name = "b", {{.*}}first = 1 : i64, last = 1 : i64}
func.func private @start(%a: memref<8xi8>)
func.func private @wait()
func.func @main() {
  %a = memref.alloc() : memref<8xi8>
  func.call @start(%a) {aot.launch = "npu"} : (memref<8xi8>) -> ()
  %b = memref.alloc() : memref<8xi8>
  func.call @start(%b) : (memref<8xi8>) -> ()
  func.call @wait() {aot.sync = "npu"} : () -> ()
  return
}
