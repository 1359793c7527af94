// RUN: microaot-opt %s -p hoist-device-checks | filecheck %s
// RUN: microaot-opt %s -p hoist-device-checks > %t.mlir
// RUN: microaot-opt %t.mlir -p hoist-device-checks | diff %t.mlir -

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
packed.device @ethos {device_type = 12 : i32, device_id = 0 : i32}

// A demand leaves a private function, through others, and arrives once.
// CHECK:      func.func private @relu(%{{.*}}: !packed.buffer<4xf32>, %{{.*}}: !packed.buffer<4xf32>) {
// CHECK-NEXT:   func.return
func.func private @relu(%x: !packed.buffer<4xf32>, %y: !packed.buffer<4xf32>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  packed.require_device %y, @npu : !packed.buffer<4xf32>
  packed.require_device %y, @ethos : !packed.buffer<4xf32>
  return
}

// CHECK:      func.func private @layer(%[[X:.*]]: !packed.buffer<4xf32>, %[[Y:.*]]: !packed.buffer<?xf32>) {
// CHECK-NEXT:   packed.cast
// CHECK-NEXT:   func.call @relu
// CHECK-NEXT:   packed.call @relu
// CHECK-NEXT:   packed.call @relu
// CHECK-NEXT:   func.return
func.func private @layer(%x: !packed.buffer<4xf32>, %y: !packed.buffer<?xf32>) {
  %z = packed.cast %y : !packed.buffer<?xf32> to !packed.buffer<4xf32>
  func.call @relu(%x, %z) : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
  packed.call @relu(%z, %z) : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
  packed.call @relu(%x, %x) via cpacked : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
  return
}

// CHECK:      func.func @main(%[[X:.*]]: !packed.buffer<4xf32>, %{{.*}}: i32, %[[Y:.*]]: !packed.buffer<?xf32>) {
// CHECK-NEXT:   packed.require_device %[[X]], @npu : !packed.buffer<4xf32>
// CHECK-NEXT:   packed.require_device %[[Y]], @npu : !packed.buffer<?xf32>
// CHECK-NEXT:   "test.op"
// CHECK-NEXT:   func.call @layer
// CHECK-NEXT:   func.call @layer
// CHECK-NEXT:   func.return
func.func @main(%x: !packed.buffer<4xf32>, %i: i32, %y: !packed.buffer<?xf32>) {
  "test.op"(%i) : (i32) -> ()
  func.call @layer(%x, %y) : (!packed.buffer<4xf32>, !packed.buffer<?xf32>) -> ()
  func.call @layer(%x, %y) : (!packed.buffer<4xf32>, !packed.buffer<?xf32>) -> ()
  return
}

// What is known needs no check: a type, a descriptor made here, a device by another name.
// CHECK:      func.func @known(%{{.*}}: !packed.buffer<4xf32, @npu>, %{{.*}}: memref<4xf32>) {
// CHECK-NOT:    packed.require_device
// CHECK:        func.return
func.func @known(%x: !packed.buffer<4xf32, @npu>, %m: memref<4xf32>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32, @npu>
  %made = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @ethos>
  packed.require_device %made, @npu : !packed.buffer<4xf32, @ethos>
  %a = packed.cast %x : !packed.buffer<4xf32, @npu> to !packed.buffer<4xf32>
  %b = packed.cast %made : !packed.buffer<4xf32, @ethos> to !packed.buffer<4xf32>
  func.call @relu(%a, %b) : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
  return
}

// A public function is a border itself, whoever calls it.
// CHECK:      func.func @public(%[[X:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   packed.require_device %[[X]], @npu
// CHECK-NEXT:   func.return
func.func @public(%x: !packed.buffer<4xf32>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  return
}

// CHECK:      func.func @caller_of_public(%[[X:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   packed.require_device %[[X]], @npu
// CHECK-NEXT:   func.call @public(%[[X]])
func.func @caller_of_public(%x: !packed.buffer<4xf32>) {
  func.call @public(%x) : (!packed.buffer<4xf32>) -> ()
  return
}

// So is one that is called from who knows where.
// CHECK:      func.func private @by_name(%[[X:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   packed.require_device %[[X]], @npu
func.func private @by_name(%x: !packed.buffer<4xf32>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  return
}
// CHECK:      func.func private @as_value(%[[X:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   packed.require_device %[[X]], @cpu
func.func private @as_value(%x: !packed.buffer<4xf32>) {
  packed.require_device %x, @cpu : !packed.buffer<4xf32>
  return
}
func.func @users(%x: !packed.buffer<4xf32>) {
  packed.call @by_name(%x) via packed : (!packed.buffer<4xf32>) -> ()
  %f = func.constant @as_value : (!packed.buffer<4xf32>) -> ()
  return
}

// A demand under a condition stays under it, once per place, unless it has been made before.
// CHECK:      func.func @conditional(%[[I:.*]]: i1, %[[X:.*]]: !packed.buffer<4xf32>, %[[Y:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   packed.require_device %[[X]], @npu
// CHECK-NEXT:   scf.if %[[I]] {
// CHECK-NEXT:     packed.require_device %[[Y]], @npu
// CHECK-NEXT:     func.call @relu(%[[X]], %[[Y]])
// CHECK-NEXT:     func.call @relu(%[[X]], %[[Y]])
// CHECK-NEXT:   } else {
// CHECK-NEXT:     packed.require_device %[[Y]], @cpu
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return
func.func @conditional(%i: i1, %x: !packed.buffer<4xf32>, %y: !packed.buffer<4xf32>) {
  scf.if %i {
    func.call @relu(%x, %y) : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
    func.call @relu(%x, %y) : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
  } else {
    packed.require_device %y, @cpu : !packed.buffer<4xf32>
  }
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  return
}

// A descriptor that comes from elsewhere is asked where it appears.
// CHECK:      func.func @elsewhere() {
// CHECK-NEXT:   %[[B:.*]] = "test.op"() : () -> !packed.buffer<4xf32>
// CHECK-NEXT:   packed.require_device %[[B]], @npu
// CHECK-NEXT:   func.call @relu
// CHECK-NEXT:   func.return
func.func @elsewhere() {
  %b = "test.op"() : () -> !packed.buffer<4xf32>
  func.call @relu(%b, %b) : (!packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
  return
}

// CHECK:      func.func private @recursive(%{{.*}}: i1, %[[X:.*]]: !packed.buffer<4xf32>, %[[Y:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   scf.if %{{.*}} {
// CHECK-NEXT:     func.call @recursive(%{{.*}}, %[[X]], %[[Y]])
// CHECK-NEXT:     packed.require_device %[[Y]], @npu
// CHECK-NEXT:     func.call @recursive(%{{.*}}, %[[Y]], %[[X]])
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return
func.func private @recursive(%i: i1, %x: !packed.buffer<4xf32>, %y: !packed.buffer<4xf32>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  scf.if %i {
    func.call @recursive(%i, %x, %y) : (i1, !packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
    func.call @recursive(%i, %y, %x) : (i1, !packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
  }
  return
}

// CHECK:      func.func @calls_recursive(%{{.*}}: i1, %[[X:.*]]: !packed.buffer<4xf32>) {
// CHECK-NEXT:   packed.require_device %[[X]], @npu
// CHECK-NEXT:   func.call @recursive
func.func @calls_recursive(%i: i1, %x: !packed.buffer<4xf32>) {
  func.call @recursive(%i, %x, %x) : (i1, !packed.buffer<4xf32>, !packed.buffer<4xf32>) -> ()
  return
}
