// RUN: microaot-opt %s > %t.before
// RUN: microaot-opt %s -p 'pack-arguments{device=cpu},unpack-buffers' | diff %t.before -
// RUN: microaot-opt %s -p 'pack-arguments{device=cpu functions=f,hidden,elsewhere},unpack-buffers' | diff %t.before -
// RUN: microaot-opt %s -p 'pack-arguments{device=cpu}' | filecheck %s

// There and back again: each time the module is the same, names included.

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}

// CHECK: func.func @f(%{{.*}}: !packed.buffer<4x?xf32, strided<[?, 1], offset: ?>, @cpu> {emitc.name = "m"},
func.func @f(%m: memref<4x?xf32, strided<[?, 1], offset: ?>> {emitc.name = "m"}, %i: index,
    %unused: memref<i8>) -> f32 {
  %x = memref.load %m[%i, %i] : memref<4x?xf32, strided<[?, 1], offset: ?>>
  return %x : f32
}

func.func private @elsewhere(memref<i8>) -> i32

// CHECK: func.func @caller(%{{.*}}: !packed.buffer<4x?xf32, strided<[?, 1], offset: ?>, @cpu>,
func.func @caller(%a: memref<4x?xf32, strided<[?, 1], offset: ?>>, %b: memref<i8>, %n: index) -> i32 {
  %c0 = arith.constant 0 : index
  %x = func.call @f(%a, %c0, %b) : (memref<4x?xf32, strided<[?, 1], offset: ?>>, index, memref<i8>) -> f32
  %status = func.call @elsewhere(%b) : (memref<i8>) -> i32
  %local = memref.alloc(%n) : memref<?xf32>
  func.call @hidden(%local, %b) : (memref<?xf32>, memref<i8>) -> ()
  memref.dealloc %local : memref<?xf32>
  return %status : i32
}

// CHECK: func.func private @hidden(%{{.*}}: memref<?xf32>, %{{.*}}: memref<i8>)
func.func private @hidden(%m: memref<?xf32>, %b: memref<i8>) {
  %c0 = arith.constant 0 : index
  %n = memref.dim %m, %c0 : memref<?xf32>
  "test.op"(%n) : (index) -> ()
  func.call @hidden(%m, %b) : (memref<?xf32>, memref<i8>) -> ()
  return
}
