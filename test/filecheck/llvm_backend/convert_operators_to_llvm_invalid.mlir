// RUN: microaot-opt %s -p convert-operators-to-llvm --split-input-file --verify-diagnostics | filecheck %s

// CHECK: 'func.func' has the type f16, which operators for LLVM do not have
func.func @f(%a: f16) {
  return
}

// -----

// CHECK: 'memref.global' is a variable, which operators for LLVM do not have
memref.global "private" @state : memref<4xi8> = uninitialized

// -----

func.func @f(%x: memref<?xi8>, %i: index) -> i8 {
  // CHECK: 'memref.load' uses memref<?xi8>: the layout has to be known for LLVM
  %r = memref.load %x[%i] : memref<?xi8>
  return %r : i8
}

// -----

func.func @f() -> memref<4xi8> {
  // CHECK: 'memref.alloc' is no part of operators for LLVM
  %r = memref.alloc() : memref<4xi8>
  return %r : memref<4xi8>
}

// -----

// CHECK: 'func.func' returns several values, which operators for LLVM do not
func.func @f(%a: i32) -> (i32, i32) {
  return %a, %a : i32, i32
}

// -----

func.func @f(%x: memref<4x4xi8, strided<[8, 1]>>, %y: memref<4x4xi8>) {
  // CHECK: 'memref.copy' copies what is not dense, which operators for LLVM do not
  memref.copy %x, %y : memref<4x4xi8, strided<[8, 1]>> to memref<4x4xi8>
  return
}

// -----

// CHECK: 'packed.device' has no counterpart in LLVM
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
