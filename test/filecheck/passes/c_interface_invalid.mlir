// RUN: microaot-opt %s -p 'c-interface{library=kws}' --split-input-file --verify-diagnostics | filecheck %s

// CHECK: argument 0 (x) has to be one of aot.input, aot.output, aot.pool and aot.device
func.func @main(%x: memref<4xf32>) {
  return
}

// -----

// CHECK: has the input "a.b" and the input "a:b", which would both be called 'a_b' in C
func.func @main(%x: memref<4xf32> {aot.input = "a.b"}, %y: memref<4xf32> {aot.input = "a:b"}) {
  return
}

// -----

// CHECK: has the input "x" and the output "X": both need the macro KWS_X_SIZE, so rename one of them
func.func @main(%x: memref<4xf32> {aot.input = "x"}, %y: memref<4xf32> {aot.output = "X"}) {
  return
}

// -----

// CHECK: argument 0 (x) is memref<?xf32>, whose size is not known at compile time
func.func @main(%x: memref<?xf32> {aot.input = "x"}) {
  return
}

// -----

// CHECK: argument 0 (x) needs a name and a memref type for aot.input
func.func @main(%x: i32 {aot.input = "x"}) {
  return
}

// -----

// CHECK: argument 0 (d) is no handle of a device
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
func.func @main(%d: i32 {aot.device = @npu}) {
  return
}

// -----

// CHECK: returns f32: expects an i32 status or nothing
func.func @main(%x: memref<4xf32> {aot.input = "x"}) -> f32 {
  %c = arith.constant 1.0 : f32
  return %c : f32
}

// -----

// CHECK: has elements of index, which have no fixed size in C99
func.func @main(%x: memref<4xindex> {aot.input = "x"}) {
  return
}

// -----

// CHECK: has 2 public functions, none of them @main: say which is run
func.func @f() {
  return
}
func.func @g() {
  return
}

// -----

// CHECK: argument 0 (x) is memref<4xf32>: only integers of 8, 16, 32 and 64 bits can be aot.unsigned
func.func @main(%x: memref<4xf32> {aot.input = "x", aot.unsigned}) {
  return
}

// -----

// CHECK: argument 0 (x) is memref<4xi4>: only integers of 8, 16, 32 and 64 bits can be aot.unsigned
func.func @main(%x: memref<4xi4> {aot.input = "x", aot.unsigned}) {
  return
}
