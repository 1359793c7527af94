// RUN: microaot-opt %s -p make-packed-api --split-input-file | filecheck %s

// The first dimension that is just a name is what the name stands for.

// CHECK-LABEL: func.func @__tvm_ffi_f(
// CHECK-DAG: [[X:%[^ ]+]] = packed.tensor_argument {{%[^ ]+}}, 0
// CHECK-DAG: [[Y:%[^ ]+]] = packed.tensor_argument {{%[^ ]+}}, 1
// CHECK: value_error, "y.data", "a multiple of 4 bytes"
// CHECK-NEXT: [[N:%[^ ]+]] = packed.field [[X]], shape : i64
// CHECK-NEXT: [[N1:%[^ ]+]] = packed.field [[Y]], shape : i64
// CHECK-NEXT: [[OK:%[^ ]+]] = arith.cmpi eq, [[N1]], [[N]] : i64
// CHECK-NEXT: packed.check_argument [[OK]], value_error, "y.shape[0]", "x.shape[0]"
// CHECK-NEXT: [[M:%[^ ]+]] = packed.field [[Y]], shape, 1 : i64
// CHECK-NEXT: [[ONE:%[^ ]+]] = arith.constant 1 : i64
// CHECK-NEXT: [[SUM:%[^ ]+]] = arith.addi [[N]], [[ONE]] : i64
// CHECK-NEXT: [[OK1:%[^ ]+]] = arith.cmpi eq, [[M]], [[SUM]] : i64
// CHECK-NEXT: packed.check_argument [[OK1]], value_error, "y.shape[1]", "n + 1 with n = x.shape[0]"
func.func @f(%x: !packed.buffer<?xf32> {packed.extents = ["n"]},
             %y: !packed.buffer<?x?x4xf32> {packed.extents = ["n", "n + 1", ""]}) {
  return
}

// -----

// An integer argument may be an extent.

// CHECK-LABEL: func.func @__tvm_ffi_f(
// CHECK: [[N:%[^ ]+]] = packed.scalar_argument {{%[^ ]+}}, 1 : !packed.arguments<ffi> -> i64
// CHECK-NEXT: [[INDEX:%[^ ]+]] = arith.index_cast [[N]] : i64 to index
// CHECK-NEXT: [[BACK:%[^ ]+]] = arith.index_cast [[INDEX]] : index to i64
// CHECK-NEXT: [[SAME:%[^ ]+]] = arith.cmpi eq, [[N]], [[BACK]] : i64
// CHECK-NEXT: packed.check_argument [[SAME]], value_error, "n", "an int that is an index"
// CHECK: [[ACTUAL:%[^ ]+]] = packed.field {{%[^ ]+}}, shape : i64
// CHECK-NEXT: [[OK:%[^ ]+]] = arith.cmpi eq, [[ACTUAL]], [[N]] : i64
// CHECK-NEXT: packed.check_argument [[OK]], value_error, "x.shape[0]", "n"
func.func @f(%x: !packed.buffer<?xf32> {packed.extents = ["n"]}, %n: index) {
  return
}
