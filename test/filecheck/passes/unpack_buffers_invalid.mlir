// RUN: microaot-opt %s -p unpack-buffers --split-input-file --verify-diagnostics | filecheck %s

// CHECK: error: 'func.return' uses argument 0 (%b) of @f as a descriptor: it cannot become a pointer
func.func @f(%b: !packed.buffer<4xf32>) -> !packed.buffer<4xf32> {
  return %b : !packed.buffer<4xf32>
}

// -----

// CHECK: error: 'test.op' uses argument 1 (%b) of @f as a descriptor: it cannot become a pointer
func.func @f(%a: i32, %b: !packed.buffer<4xf32>) {
  %c = packed.cast %b : !packed.buffer<4xf32> to !packed.buffer<?xf32>
  "test.op"(%c) : (!packed.buffer<?xf32>) -> ()
  return
}

// -----

// CHECK: error: 'packed.call' passes argument 0 (%b) of @f to @g as a descriptor: it cannot become a pointer
func.func @f(%b: !packed.buffer<4xf32>) {
  packed.call @g(%b) via cpacked : (!packed.buffer<4xf32>) -> ()
  return
}

// -----

// CHECK: error: 'packed.call' passes argument 0 of @f to "g" as a descriptor: it cannot become a pointer
func.func @f(%0: !packed.buffer<4xf32>) {
  packed.call "g"(%0) via packed : (!packed.buffer<4xf32>) -> ()
  return
}

// -----

// CHECK: error: 'scf.yield' uses argument 0 (%b) of @f as a descriptor: it cannot become a pointer
func.func @f(%b: !packed.buffer<4xf32>, %c: !packed.buffer<4xf32>, %i: i1) {
  %d = scf.if %i -> (!packed.buffer<4xf32>) {
    scf.yield %b : !packed.buffer<4xf32>
  } else {
    scf.yield %c : !packed.buffer<4xf32>
  }
  return
}

// -----

// CHECK: error: 'func.constant' relies on the arguments of @f, which would change
func.func @f(%b: !packed.buffer<4xf32>) {
  return
}
func.func @g() {
  %f = func.constant @f : (!packed.buffer<4xf32>) -> ()
  return
}

// -----

// CHECK: error: 'packed.call' relies on the arguments of @f, which would change
packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
func.func @f(%b: !packed.buffer<4xf32, @cpu>) {
  return
}
func.func @g(%m: memref<4xf32>) {
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
  packed.call @f(%b) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  return
}

// -----

// CHECK: error: 'packed.require_device' needs a buffer on @npu (device_type 12, device_id 0), and this one is on @cpu (device_type 1, device_id 0)
packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
func.func @f(%b: !packed.buffer<4xf32, @cpu>) {
  packed.require_device %b, @npu : !packed.buffer<4xf32, @cpu>
  return
}

// -----

// CHECK: error: 'packed.device_id' names @nowhere, which is no packed.device of this module
func.func @f(%b: !packed.buffer<4xf32, @nowhere>) {
  %i = packed.device_id %b : !packed.buffer<4xf32, @nowhere>
  "test.op"(%i) : (i32) -> ()
  return
}
