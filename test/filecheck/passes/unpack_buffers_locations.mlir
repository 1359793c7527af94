// RUN: microaot-opt %s -p hoist-device-checks,unpack-buffers --print-debuginfo | filecheck %s
// RUN: microaot-opt %s -p 'hoist-device-checks' --print-debuginfo | filecheck %s --check-prefix HOIST

// What takes the place of an op is written where the op was.

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}

// CHECK: func.func @f(%{{.*}}: memref<?xf32> loc("argument"), %{{.*}}: i32 loc("argument"), %{{.*}}: i32 loc("argument")) {
// CHECK-NEXT: arith.constant 12 : i32 loc("demand")
// CHECK-NEXT: arith.cmpi {{.*}} loc("demand")
// CHECK:      packed.check {{.*}} loc("demand")
// CHECK-NEXT: %[[I:.*]] = arith.constant 0 : index loc("dim")
// CHECK-NEXT: memref.dim {{.*}} loc("dim")
// CHECK-NEXT: arith.constant 1 : i32 loc("rank")
// HOIST: func.func @f
// HOIST-NEXT: packed.require_device {{.*}} loc("demand")
func.func @f(%b: !packed.buffer<?xf32> loc("argument")) {
  %n = packed.dim %b, 0 : !packed.buffer<?xf32> loc("dim")
  %r = packed.ndim %b : !packed.buffer<?xf32> loc("rank")
  "test.op"(%n, %r) : (index, i32) -> ()
  func.call @g(%b) : (!packed.buffer<?xf32>) -> ()
  return
}

func.func private @g(%b: !packed.buffer<?xf32>) {
  packed.require_device %b, @npu : !packed.buffer<?xf32> loc("demand")
  return
}
