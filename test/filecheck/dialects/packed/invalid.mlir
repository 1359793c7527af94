// RUN: microaot-opt %s --split-input-file --verify-diagnostics --parsing-diagnostics | filecheck %s

// CHECK: DLPack has no element type for i4
func.func private @f(!packed.buffer<4xi4>)

// -----

// CHECK: DLPack has no element type for index
func.func private @f(!packed.buffer<4xindex>)

// -----

// CHECK: expects one stride per dimension: 1 strides, 2 dimensions
func.func private @f(!packed.buffer<4x4xf32, strided<[1]>>)

// -----

// CHECK: alignment 12 is not a power of two
func.func private @f(!packed.buffer<4xf32, align 12>)

// -----

// CHECK: alignment 0 is not a power of two
func.func private @f(!packed.buffer<4xf32, align 0>)

// -----

// CHECK: expects the name of a device of the module
func.func private @f(!packed.buffer<4xf32, @a::@b>)

// -----

// CHECK: expected a strided layout, a device or an alignment, in this order
func.func private @f(!packed.buffer<4xf32, @cpu, strided<[1]>>)

// -----

// CHECK: expected a strided layout, a device or an alignment, in this order
func.func private @f(!packed.buffer<4xf32, affine_map<(d0) -> (d0)>>)

// -----

// CHECK: DLPack has no device_type 5
packed.device @d {device_type = 5 : i32, device_id = 0 : i32}

// -----

// CHECK: device_id -1 is negative
packed.device @d {device_type = 1 : i32, device_id = -1 : i32}

// -----

// CHECK: no hook "start": expects open, close, activate, deactivate, launch, sync, copy_in, copy_out
packed.device @d {device_type = 1 : i32, device_id = 0 : i32, hooks = ["open", "start"]}

// -----

// CHECK: names a hook twice
packed.device @d {device_type = 1 : i32, device_id = 0 : i32, hooks = ["open", "open"]}

// -----

// CHECK: has the hook "launch", but not "sync"
packed.device @d {device_type = 1 : i32, device_id = 0 : i32, hooks = ["launch"]}

// -----

// CHECK: has the hook "deactivate", but not "activate"
packed.device @d {device_type = 1 : i32, device_id = 0 : i32, hooks = ["deactivate"]}

// -----

// CHECK: expects a queue of at least 1 and the hook "sync"
packed.device @d {device_type = 1 : i32, device_id = 0 : i32, queue = 2 : i32}

// -----

// CHECK: expects a queue of at least 1 and the hook "sync"
packed.device @d {device_type = 1 : i32, device_id = 0 : i32, hooks = ["sync"], queue = 0 : i32}

// -----

// CHECK: expects memory to be one of shared, private
packed.device @d {device_type = 1 : i32, device_id = 0 : i32, memory = "mine"}

// -----

func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: expects the result type memref<4xf32>
  %m = packed.data %b : !packed.buffer<4xf32> -> memref<?xf32>
  return
}

// -----

func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: no dimension 1 in a buffer of rank 1
  %m = packed.dim %b, 1 : !packed.buffer<4xf32>
  return
}

// -----

func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: no dimension -1 in a buffer of rank 1
  %m = packed.stride %b, -1 : !packed.buffer<4xf32>
  return
}

// -----

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
func.func @f(%m: memref<4xf32>) {
  // CHECK: expects an operand of the type memref<5xf32>
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<5xf32, @cpu>
  return
}

// -----

func.func @f(%m: memref<4xf32>) {
  // CHECK: expects a buffer with a device: a descriptor has to say it
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32>
  return
}

// -----

func.func @f(%m: memref<4xf32>) {
  // CHECK: @cpu is no packed.device of this module
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
  return
}

// -----

func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: the types disagree on the extents
  %c = packed.cast %b : !packed.buffer<4xf32> to !packed.buffer<5xf32>
  return
}

// -----

func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: the types disagree on the strides
  %c = packed.cast %b : !packed.buffer<4xf32> to !packed.buffer<?xf32, strided<[2]>>
  return
}

// -----

func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: the types disagree on the offset
  %c = packed.cast %b : !packed.buffer<4xf32> to !packed.buffer<4xf32, strided<[1], offset: 1>>
  return
}

// -----

func.func @f(%b: !packed.buffer<4xf32, @cpu>) {
  // CHECK: the types disagree on the device
  %c = packed.cast %b : !packed.buffer<4xf32, @cpu> to !packed.buffer<4xf32, @npu>
  return
}

// -----

func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: the types disagree on the element type
  %c = packed.cast %b : !packed.buffer<4xf32> to !packed.buffer<4xi32>
  return
}

// -----

func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: the types disagree on the rank
  %c = packed.cast %b : !packed.buffer<4xf32> to !packed.buffer<4x1xf32>
  return
}

// -----

func.func @f() {
  // CHECK: @nowhere is no function of this module
  packed.call @nowhere() : () -> ()
  return
}

// -----

func.func private @g(i32)
func.func @f(%x: i64) {
  // CHECK: @g takes (i32)
  packed.call @g(%x) : (i64) -> ()
  return
}

// -----

func.func private @g(i32) -> i64
func.func @f(%x: i32) {
  // CHECK: @g returns (i64)
  packed.call @g(%x) via cpacked : (i32) -> ()
  return
}

// -----

func.func @f() {
  // CHECK: a cpacked call needs the symbol of a function
  packed.call "g"() via cpacked : () -> ()
  return
}

// -----

func.func @f() {
  // CHECK: expects the name of a function
  packed.call ""() via packed : () -> ()
  return
}

// -----

func.func @f(%m: memref<4xf32>) {
  // CHECK: no packed argument can be of the type memref<4xf32>, make a buffer of it
  packed.call "g"(%m) via packed : (memref<4xf32>) -> ()
  return
}

// -----

func.func @f(%x: i65) {
  // CHECK: no cpacked argument can be of the type i65
  packed.call @g(%x) via cpacked : (i65) -> ()
  return
}

// -----

func.func @f() {
  // CHECK: a packed call returns at most one scalar
  %0:2 = packed.call "g"() via packed : () -> (i32, i32)
  return
}

// -----

func.func @f() {
  // CHECK: a packed call returns at most one scalar
  %0 = packed.call "g"() via packed : () -> !packed.buffer<4xf32>
  return
}

// -----

func.func @f(%c: i1) {
  // CHECK: expects a message
  packed.check %c, value_error, ""
  return
}

// -----

func.func private @cpu()
func.func @f(%b: !packed.buffer<4xf32>) {
  // CHECK: @cpu is no packed.device of this module
  packed.require_device %b, @cpu : !packed.buffer<4xf32>
  return
}
