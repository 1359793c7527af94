// RUN: microaot-opt %s -p 'pack-arguments{device=cpu}' | filecheck %s
// RUN: microaot-opt %s -p 'pack-arguments{device=cpu functions=hidden,elsewhere}' | filecheck %s --check-prefix SOME

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}

// Only what is read of the data is read; attributes stay with their argument.
// CHECK:      func.func @f(%[[M:.*]]: !packed.buffer<4x?xf32, strided<[?, 1], offset: 3>, @cpu> {emitc.name = "m"}, %[[I:.*]]: index, %{{.*}}: !packed.buffer<i8, @cpu>) -> f32 {
// CHECK-NEXT:   %[[D:.*]] = packed.data %[[M]] : !packed.buffer<4x?xf32, strided<[?, 1], offset: 3>, @cpu> -> memref<4x?xf32, strided<[?, 1], offset: 3>>
// CHECK-NEXT:   %[[X:.*]] = memref.load %[[D]][%[[I]], %[[I]]]
// CHECK-NEXT:   func.return %[[X]]
// SOME:       func.func @f(%{{.*}}: memref<4x?xf32, strided<[?, 1], offset: 3>> {emitc.name = "m"}, %{{.*}}: index, %{{.*}}: memref<i8>) -> f32
func.func @f(%m: memref<4x?xf32, strided<[?, 1], offset: 3>> {emitc.name = "m"}, %i: index,
    %unused: memref<i8>) -> f32 {
  %x = memref.load %m[%i, %i] : memref<4x?xf32, strided<[?, 1], offset: 3>>
  return %x : f32
}

// A caller that has the descriptor hands it on.
// CHECK:      func.func @caller(%[[M:.*]]: !packed.buffer<4x?xf32, strided<[?, 1], offset: 3>, @cpu>, %[[N:.*]]: !packed.buffer<i8, @cpu>) {
// CHECK:        %{{.*}} = func.call @f(%[[M]], %{{.*}}, %[[N]])
// CHECK-NEXT:   %{{.*}} = packed.call @f(%[[M]], %{{.*}}, %[[N]])
// CHECK-NEXT:   func.return
func.func @caller(%m: memref<4x?xf32, strided<[?, 1], offset: 3>>, %n: memref<i8>) {
  %c0 = arith.constant 0 : index
  %x = func.call @f(%m, %c0, %n) : (memref<4x?xf32, strided<[?, 1], offset: 3>>, index, memref<i8>) -> f32
  %y = packed.call @f(%m, %c0, %n) : (memref<4x?xf32, strided<[?, 1], offset: 3>>, index, memref<i8>) -> f32
  return
}

// CHECK:      func.func @g(%{{.*}}: !packed.buffer<4xf32, @cpu>) {
func.func @g(%m: memref<4xf32>) {
  return
}

// One that has not makes it.
// CHECK:      func.func private @hidden(%[[M:.*]]: memref<4xf32>) {
// CHECK-NEXT:   %[[B:.*]] = packed.make_buffer %[[M]] : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
// CHECK-NEXT:   func.call @g(%[[B]]) : (!packed.buffer<4xf32, @cpu>) -> ()
// SOME:       func.func private @hidden(%[[M:.*]]: !packed.buffer<4xf32, @cpu>) {
// SOME-NEXT:    %[[D:.*]] = packed.data %[[M]]
// SOME-NEXT:    func.call @g(%[[D]]) : (memref<4xf32>) -> ()
func.func private @hidden(%m: memref<4xf32>) {
  func.call @g(%m) : (memref<4xf32>) -> ()
  return
}

// CHECK:      func.func private @elsewhere(memref<2xi32>)
// SOME:       func.func private @elsewhere(!packed.buffer<2xi32, @cpu>)
func.func private @elsewhere(memref<2xi32>)
