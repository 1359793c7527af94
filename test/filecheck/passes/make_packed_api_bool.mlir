// RUN: microaot-opt %s -p 'make-packed-api{abi=tvm}' | filecheck %s --check-prefixes CHECK,TVM
// RUN: microaot-opt %s -p 'make-packed-api{abi=ffi}' | filecheck %s

// TVM's own truth values are unsigned integers of one bit, DLPack's have a code of their own.

// CHECK: [[DTYPE:%[^ ]+]] = packed.field {{%[^ ]+}}, dtype : i32
// CHECK-NEXT: [[BOOL:%[^ ]+]] = arith.constant 67590 : i32
// CHECK-NEXT: [[IS_BOOL:%[^ ]+]] = arith.cmpi eq, [[DTYPE]], [[BOOL]] : i32
// TVM-NEXT: [[BIT:%[^ ]+]] = arith.constant 65793 : i32
// TVM-NEXT: [[IS_BIT:%[^ ]+]] = arith.cmpi eq, [[DTYPE]], [[BIT]] : i32
// TVM-NEXT: arith.ori [[IS_BOOL]], [[IS_BIT]] : i1
// CHECK-NEXT: packed.check_argument {{%[^ ]+}}, type_error, "x", "bool" got [[DTYPE]] : i32
func.func @f(%x: !packed.buffer<2xi1>) {
  return
}
