// RUN: microaot-opt %s -p "make-packed-api{abi=ffi}" --split-input-file | filecheck %s

// The body moves behind the checks. A demand on a device is one of them.

packed.device @npu {device_type = 12 : i32, device_id = 3 : i32}

// CHECK-NOT: @fill(
// CHECK: func.func @__tvm_ffi_fill([[ARGS:%[^:]+]]: !packed.arguments<ffi>)
// CHECK: [[X:%[^ ]+]] = packed.tensor_argument [[ARGS]], 0
// CHECK: [[TYPE:%[^ ]+]] = packed.field [[X]], device_type : i32
// CHECK-NEXT: [[NPU:%[^ ]+]] = arith.constant 12 : i32
// CHECK-NEXT: [[OK:%[^ ]+]] = arith.cmpi eq, [[TYPE]], [[NPU]] : i32
// CHECK-NEXT: packed.check_argument [[OK]], value_error, "x.device_type", "12"
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "x.device_id", "3"
// CHECK: [[B:%[^ ]+]] = packed.assume_buffer [[X]] : !packed.buffer<4xf32>
// CHECK-NOT: packed.require_device
// CHECK: [[M:%[^ ]+]] = packed.data [[B]]
// CHECK: memref.store {{%[^ ]+}}, [[M]]
func.func @fill(%x: !packed.buffer<4xf32>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  %m = packed.data %x : !packed.buffer<4xf32> -> memref<4xf32>
  %c0 = arith.constant 0 : index
  %one = arith.constant 1.0 : f32
  memref.store %one, %m[%c0] : memref<4xf32>
  return
}

// -----

// A buffer on any device whose elements nobody reads may be anywhere.

// CHECK-LABEL: func.func @__tvm_ffi_extent(
// CHECK-NOT: device_type
// CHECK: [[B:%[^ ]+]] = packed.assume_buffer {{%[^ ]+}} : !packed.buffer<?xf32>
// CHECK-NEXT: [[N:%[^ ]+]] = packed.dim [[B]], 0
// CHECK-NEXT: [[I:%[^ ]+]] = arith.index_cast [[N]] : index to i64
// CHECK-NEXT: packed.return_value {{%[^ ]+}}, [[I]]
func.func @extent(%x: !packed.buffer<?xf32>) -> index {
  %n = packed.dim %x, 0 : !packed.buffer<?xf32>
  return %n : index
}

// -----

// A declared layout; only what it says is checked. The alignment of the type counts.

// CHECK-LABEL: func.func @__tvm_ffi_strided(
// CHECK-NOT: is_compact
// CHECK-NOT: stride_is {{%[^ ]+}}, 0
// CHECK: [[OK:%[^ ]+]] = packed.stride_is {{%[^ ]+}}, 1, 2
// CHECK-NEXT: packed.check_argument [[OK]], value_error, "x.strides[1]", "2"
// CHECK: packed.check_argument {{%[^ ]+}}, value_error, "x.byte_offset", "8"
// CHECK: packed.is_aligned {{%[^ ]+}}, 16
func.func @strided(%x: !packed.buffer<4x4xi16, strided<[?, 2], offset: 4>, align 16>) {
  return
}

// -----

// A function of several blocks: each return gives the result.

// CHECK-LABEL: func.func @__tvm_ffi_pick(
// CHECK: [[N:%[^ ]+]] = packed.scalar_argument {{%[^ ]+}}, 0 : !packed.arguments<ffi> -> i1
// CHECK: cf.cond_br [[N]]
// CHECK-COUNT-2: packed.return_value {{%[^ ]+}}, {{%[^ ]+}} : !packed.arguments<ffi>, i64
func.func @pick(%n: i1) -> i64 {
  %a = arith.constant 1 : i64
  %b = arith.constant 2 : i64
  cf.cond_br %n, ^yes, ^no
^yes:
  return %a : i64
^no:
  return %b : i64
}
