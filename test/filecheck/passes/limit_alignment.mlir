// RUN: microaot-opt %s -p 'limit-alignment{bytes=8}' | filecheck %s

// CHECK: alignment = 8 : i64
memref.global "private" constant @large : memref<2xi8> = dense<1> {alignment = 64 : i64}
// CHECK: alignment = 4 : i64
memref.global "private" constant @small : memref<2xi8> = dense<2> {alignment = 4 : i64}

// CHECK: memref.alloc() {alignment = 8 : i64}
// CHECK: memref.alloca() {alignment = 8 : i64}
func.func @f() {
  %a = memref.alloc() {alignment = 64 : i64} : memref<4xf32>
  %b = memref.alloca() {alignment = 16 : i64} : memref<4xf32>
  return
}
