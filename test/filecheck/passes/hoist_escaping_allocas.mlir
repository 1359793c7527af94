// RUN: microaot-opt %s -p hoist-escaping-allocas | filecheck %s

// CHECK-LABEL: func.func @escapes
// CHECK-NEXT:  %[[A:[a-z0-9_]+]] = memref.alloca
// CHECK:       scf.if
// CHECK-NEXT:  scf.yield %[[A]]
func.func @escapes(%c: i1, %x: memref<4xf32>, %i: index) -> f32 {
  %m = scf.if %c -> (memref<4xf32>) {
    %a = memref.alloca() : memref<4xf32>
    scf.yield %a : memref<4xf32>
  } else {
    scf.yield %x : memref<4xf32>
  }
  %v = memref.load %m[%i] : memref<4xf32>
  return %v : f32
}

// CHECK-LABEL: func.func @stays
// CHECK:       scf.if
// CHECK-NEXT:  memref.alloca
func.func @stays(%c: i1, %x: f32, %i: index) {
  scf.if %c {
    %a = memref.alloca() : memref<4xf32>
    memref.store %x, %a[%i] : memref<4xf32>
  }
  return
}
