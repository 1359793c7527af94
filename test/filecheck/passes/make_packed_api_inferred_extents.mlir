// RUN: microaot-opt %s -p generate-packed-wrappers --split-input-file | filecheck %s
// RUN: microaot-opt %s -p pack-arguments,make-packed-api --split-input-file | filecheck %s --check-prefix API

// Extents along which one loop goes are equal, though nobody says so.
// CHECK-LABEL: func.func @matmul(%a: memref<?x?xf32> {packed.extents = ["n0", "n1"]}, %b: memref<?x4xf32> {packed.extents = ["n1", ""]}, %c: memref<?x?xf32> {packed.extents = ["n0", "4"]})
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "b.shape[0]", "a.shape[1]"
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "c.shape[0]", "a.shape[0]"
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "c.shape[1]", "4"
// CHECK-NOT: .shape
// API: packed.check_argument {{%[^ ]+}}, value_error, "b.shape[0]", "a.shape[1]"
// API: packed.check_argument {{%[^ ]+}}, value_error, "c.shape[0]", "a.shape[0]"
// API: packed.check_argument {{%[^ ]+}}, value_error, "c.shape[1]", "4"
func.func @matmul(%a: memref<?x?xf32>, %b: memref<?x4xf32>, %c: memref<?x?xf32>) {
  linalg.matmul ins(%a, %b : memref<?x?xf32>, memref<?x4xf32>) outs(%c : memref<?x?xf32>)
  return
}

// -----

// What is declared stays, and gives its name to the others; no name is an argument's.
// CHECK-LABEL: func.func @add(%x: memref<?xf32>, %y: memref<?xf32> {packed.extents = ["m"]}, %z: memref<?xf32> {packed.extents = ["m"]}, %n0: index,
// CHECK-SAME: %u: memref<?xf32> {packed.extents = ["n1"]}, %v: memref<?xf32> {packed.extents = ["n1"]})
func.func @add(%x: memref<?xf32>, %y: memref<?xf32> {packed.extents = ["m"]}, %z: memref<?xf32>, %n0: index, %u: memref<?xf32>, %v: memref<?xf32>) {
  linalg.add ins(%y, %y : memref<?xf32>, memref<?xf32>) outs(%z : memref<?xf32>)
  memref.copy %u, %v : memref<?xf32> to memref<?xf32>
  return
}

// -----

// A condition may keep it from mattering; sums of loops and parts of tensors say nothing.
// CHECK-LABEL: func.func @unknown(
// CHECK-NOT: packed.extents
// CHECK: return
func.func @unknown(%p: i1, %x: memref<?xf32>, %y: memref<?xf32>, %w: memref<?xf32>) {
  scf.if %p {
    memref.copy %x, %y : memref<?xf32> to memref<?xf32>
  }
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i + j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
    ins(%x, %w : memref<?xf32>, memref<?xf32>) outs(%y : memref<?xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    linalg.yield %a : f32
  }
  return
}
