// RUN: microaot-opt %s -p "generate-packed-wrappers{abi=ffi}" | filecheck %s --check-prefixes CHECK,FFI
// RUN: microaot-opt %s -p "generate-packed-wrappers{abi=tvm}" | filecheck %s --check-prefixes CHECK,TVM
// RUN: microaot-opt %s -p "generate-packed-wrappers{abi=ffi functions=scale}" | filecheck %s --check-prefix ONLY

// The function stays as it is; the entry behind it has its name in the ABI's way.

// CHECK-LABEL: func.func @scale(%x: memref<?x4xf32>, %n: i8) -> f32 {
// FFI: func.func @__tvm_ffi_scale([[ARGS:%[^:]+]]: !packed.arguments<ffi>)
// FFI-SAME: packed.function = "scale"
// FFI-SAME: emitc.fixed_name
// TVM: func.func @scale_packed([[ARGS:%[^:]+]]: !packed.arguments<tvm>)
// TVM-NOT: emitc.fixed_name
// ONLY: func.func @__tvm_ffi_scale
// ONLY-NOT: @__tvm_ffi_other
func.func @scale(%x: memref<?x4xf32>, %n: i8) -> f32 {
  %r = arith.sitofp %n : i8 to f32
  return %r : f32
}

// Number of arguments, arrays, room for the result, kinds.
// CHECK: [[COUNT:%[^ ]+]] = packed.argument_count [[ARGS]]
// CHECK: [[TWO:%[^ ]+]] = arith.constant 2 : i32
// CHECK: [[OK:%[^ ]+]] = arith.cmpi eq, [[COUNT]], [[TWO]] : i32
// CHECK-NEXT: packed.check_argument [[OK]], type_error, "", "2 arguments"
// CHECK-NEXT: [[OK2:%[^ ]+]] = packed.has_arguments [[ARGS]]
// CHECK-NEXT: packed.check_argument [[OK2]], type_error, "", "arguments that are not NULL"
// CHECK-NEXT: [[OK3:%[^ ]+]] = packed.has_result [[ARGS]]
// CHECK-NEXT: packed.check_argument [[OK3]], type_error, "", "room for the result"
// CHECK-NEXT: [[TYPE:%[^ ]+]] = packed.type_index [[ARGS]], 0
// CHECK: packed.check_argument {{%[^ ]+}}, type_error, "x", "a tensor" got [[TYPE]] : i32
// CHECK-NEXT: [[TYPE1:%[^ ]+]] = packed.type_index [[ARGS]], 1
// CHECK: packed.check_argument {{%[^ ]+}}, type_error, "n", "an int" got [[TYPE1]] : i32

// The tensor, each field after those that say that it can be read.
// CHECK-NEXT: [[X:%[^ ]+]] = packed.tensor_argument [[ARGS]], 0
// CHECK-NEXT: [[OK4:%[^ ]+]] = packed.has_tensor [[X]]
// CHECK-NEXT: packed.check_argument [[OK4]], type_error, "x", "a tensor that is not NULL"
// CHECK-NEXT: packed.field [[X]], ndim : i32
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "x", "2 dimensions"
// CHECK-NEXT: [[DTYPE:%[^ ]+]] = packed.field [[X]], dtype : i32
// CHECK: packed.check_argument {{%[^ ]+}}, type_error, "x", "float32" got [[DTYPE]] : i32
// CHECK-NEXT: packed.has_pointer [[X]], shape
// CHECK-NEXT: packed.check_argument {{%[^ ]+}}, value_error, "x.shape"
// CHECK-NEXT: packed.field [[X]], shape, 1 : i64
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "x.shape[1]", "4"
// CHECK-NEXT: packed.extents_fit [[X]], 4
// CHECK-NEXT: packed.check_argument {{%[^ ]+}}, value_error, "x.shape"
// CHECK-NEXT: packed.is_compact [[X]]
// CHECK-NEXT: packed.check_argument {{%[^ ]+}}, value_error, "x.strides", "a compact tensor"
// CHECK-NEXT: packed.field [[X]], byte_offset : i64
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "x.byte_offset", "0"
// CHECK-NEXT: packed.field [[X]], device_type : i32
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "x.device_type", "1"
// CHECK-NEXT: packed.field [[X]], device_id : i32
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "x.device_id", "0"
// CHECK-NEXT: packed.has_pointer [[X]], data
// CHECK-NEXT: packed.field [[X]], shape : i64
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "x.data", "a pointer that is not NULL"
// CHECK-NEXT: packed.is_aligned [[X]], 4
// CHECK-NEXT: packed.check_argument {{%[^ ]+}}, value_error, "x.data", "a multiple of 4 bytes"

// The number, then the call, then the result.
// CHECK-NEXT: [[N:%[^ ]+]] = packed.scalar_argument [[ARGS]], 1 : !packed.arguments<{{[a-z]+}}> -> i64
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "n", "an int from -128 to 127"
// CHECK-NEXT: [[B:%[^ ]+]] = packed.assume_buffer [[X]] : !packed.buffer<?x4xf32>
// CHECK-NEXT: [[N8:%[^ ]+]] = arith.trunci [[N]] : i64 to i8
// CHECK-NEXT: [[M:%[^ ]+]] = packed.data [[B]] : !packed.buffer<?x4xf32> -> memref<?x4xf32>
// CHECK-NEXT: [[R:%[^ ]+]] = func.call @scale([[M]], [[N8]]) : (memref<?x4xf32>, i8) -> f32
// CHECK-NEXT: [[D:%[^ ]+]] = arith.extf [[R]] : f32 to f64
// CHECK-NEXT: packed.return_value [[ARGS]], [[D]] : !packed.arguments<{{[a-z]+}}>, f64
// CHECK-NEXT: func.return

// Private functions and declarations get none.
// CHECK-NOT: packed.arguments
func.func private @hidden() {
  return
}
func.func private @elsewhere(memref<4xf32>)

// CHECK-LABEL: func.func @other(
func.func @other() {
  return
}

// What a function demands of the device, its entry checks.
// FFI-LABEL: func.func @__tvm_ffi_on_npu(
// FFI: packed.check_argument {{%[^ ]+}}, value_error, "x.device_type", "12" got
// FFI: packed.check_argument {{%[^ ]+}}, value_error, "x.device_id", "3" got
// FFI-NOT: packed.require_device
// FFI: func.call @on_npu
packed.device @npu {device_type = 12 : i32, device_id = 3 : i32}
func.func @on_npu(%x: !packed.buffer<4xf32>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  return
}
