// RUN: microaot-opt %s -p static-allocs | filecheck %s

// %a and %c are never in use at the same time: they share. %b overlaps both.
// CHECK-DAG:   sym_name = "a", type = memref<4xf32>, initial_value, sym_visibility = "private"
// CHECK-DAG:   sym_name = "b", type = memref<4xf32>, initial_value, sym_visibility = "private"
// CHECK-LABEL: func.func @f
// CHECK:       memref.get_global @a
// CHECK:       memref.get_global @b
// CHECK:       memref.get_global @a
// CHECK-NOT:   dealloc
func.func @f(%x: memref<4xf32>) {
  %a = memref.alloc() : memref<4xf32>
  memref.copy %x, %a : memref<4xf32> to memref<4xf32>
  %b = memref.alloc() : memref<4xf32>
  memref.copy %a, %b : memref<4xf32> to memref<4xf32>
  memref.dealloc %a : memref<4xf32>
  %c = memref.alloc() : memref<4xf32>
  memref.copy %b, %c : memref<4xf32> to memref<4xf32>
  memref.copy %c, %x : memref<4xf32> to memref<4xf32>
  return
}

// A view keeps the buffer in use.
// CHECK-LABEL: func.func @view
// CHECK:       memref.get_global @a_1
// CHECK:       memref.get_global @b_1
func.func @view(%x: memref<4xf32>) {
  %a = memref.alloc() : memref<4xf32>
  %v = memref.expand_shape %a [[0, 1]] output_shape [2, 2] : memref<4xf32> into memref<2x2xf32>
  %b = memref.alloc() : memref<4xf32>
  %w = memref.collapse_shape %v [[0, 1]] : memref<2x2xf32> into memref<4xf32>
  memref.copy %w, %b : memref<4xf32> to memref<4xf32>
  memref.copy %b, %x : memref<4xf32> to memref<4xf32>
  return
}

// A buffer leaves the names of the runtime's helpers to them.
// CHECK-LABEL: func.func @helper
// CHECK:       memref.get_global @ipow_i32_1
func.func @helper(%x: memref<4xf32>) {
  %ipow_i32 = memref.alloc() : memref<4xf32>
  memref.copy %x, %ipow_i32 : memref<4xf32> to memref<4xf32>
  memref.copy %ipow_i32, %x : memref<4xf32> to memref<4xf32>
  return
}
