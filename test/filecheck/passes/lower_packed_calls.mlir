// RUN: microaot-opt %s -p 'make-packed-api{abi=tvm functions=here},lower-packed-calls{abi=tvm}' | filecheck %s --check-prefixes CHECK,TVM
// RUN: microaot-opt %s -p 'make-packed-api{abi=ffi functions=here},lower-packed-calls{abi=ffi}' | filecheck %s --check-prefixes CHECK,FFI

// What other libraries define is declared; what has a name only has a function that looks it up.

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 3 : i32}

func.func private @elsewhere(!packed.buffer<4xf32, @cpu>)
func.func private @plain(%m: memref<4xf32>, %n: i32) -> i32 {
  return %n : i32
}
func.func private @here(%b: !packed.buffer<3x4xf32, @cpu>, %n: i8) -> i8 {
  return %n : i8
}

// An unpacked call is a plain one, and cannot fail.
// CHECK:      func.func @unpacked(%[[M:.*]]: memref<4xf32>, %[[N:.*]]: i32) -> i32 {
// CHECK-NEXT:   %[[R:.*]] = func.call @plain(%[[M]], %[[N]]) : (memref<4xf32>, i32) -> i32
// CHECK-NEXT:   func.return %[[R]] : i32
func.func @unpacked(%m: memref<4xf32>, %n: i32) -> i32 {
  %r = packed.call @plain(%m, %n) : (memref<4xf32>, i32) -> i32
  return %r : i32
}

// The descriptor is made from the memref; the status is returned, the result goes elsewhere.
// CHECK:      func.func @cpacked(%[[M:.*]]: memref<3x4xf32>, %[[N:.*]]: i8, %[[OUT:.*]]: memref<i8>) -> i32 attributes {packed.status} {
// TVM-NEXT:     %[[T:.*]], %[[V:.*]], %[[C:.*]] = type_erased.frame : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<3x!emitc.opaque<"TVMValue">>, !emitc.array<3x!emitc.opaque<"int">>
// FFI-NEXT:     %[[T:.*]], %[[V:.*]] = type_erased.frame : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<3x!emitc.opaque<"TVMFFIAny">>
// CHECK-NEXT:   %[[TYPE:.*]] = arith.constant 1 : i32
// CHECK-NEXT:   %[[ID:.*]] = arith.constant 0 : i32
// CHECK-NEXT:   %[[SHAPE:.*]] = memref.get_global @shape_3x4 : memref<2xi64>
// CHECK-NEXT:   %[[WIDE:.*]] = arith.extsi %[[N]] : i8 to i64
// TVM-NEXT:     %[[R:.*]] = type_erased.call @here_packed(%[[M]], %[[WIDE]] : memref<3x4xf32>, i64) tvm devices(%[[TYPE]], %[[ID]]) shapes(%[[SHAPE]] : memref<2xi64>) frame(%[[T]], %[[V]], %[[C]]
// FFI-NEXT:     %[[R:.*]] = type_erased.call @__tvm_ffi_here(%[[M]], %[[WIDE]] : memref<3x4xf32>, i64) ffi devices(%[[TYPE]], %[[ID]]) shapes(%[[SHAPE]] : memref<2xi64>) frame(%[[T]], %[[V]]
// CHECK-NEXT:   %[[NARROW:.*]] = arith.trunci %[[R]] : i64 to i8
// CHECK-NEXT:   memref.store %[[NARROW]], %[[OUT]][] : memref<i8>
// CHECK-NEXT:   %[[OK:.*]] = arith.constant 0 : i32
// CHECK-NEXT:   func.return %[[OK]] : i32
func.func @cpacked(%m: memref<3x4xf32>, %n: i8) -> i8 {
  %b = packed.make_buffer %m : memref<3x4xf32> -> !packed.buffer<3x4xf32, @cpu>
  %r = packed.call @here(%b, %n) via cpacked : (!packed.buffer<3x4xf32, @cpu>, i8) -> i8
  return %r : i8
}

// Callers of what can fail can fail; memrefs stay results.
// CHECK:      func.func @caller(%[[M:.*]]: memref<3x4xf32>, %[[N:.*]]: i8, %[[OUT:.*]]: memref<i8>) -> (i32, memref<3x4xf32>) attributes {packed.status} {
// CHECK-NEXT:   %[[PLACE:.*]] = memref.alloca() : memref<i8>
// CHECK-NEXT:   %[[STATUS:.*]] = func.call @cpacked(%[[M]], %[[N]], %[[PLACE]]) : (memref<3x4xf32>, i8, memref<i8>) -> i32
// CHECK-NEXT:   type_erased.return_failure %[[STATUS]]
// CHECK-NEXT:   %[[R:.*]] = memref.load %[[PLACE]][] : memref<i8>
// CHECK-NEXT:   memref.store %[[R]], %[[OUT]][] : memref<i8>
// CHECK-NEXT:   %[[OK:.*]] = arith.constant 0 : i32
// CHECK-NEXT:   func.return %[[OK]], %[[M]] : i32, memref<3x4xf32>
func.func @caller(%m: memref<3x4xf32>, %n: i8) -> (i8, memref<3x4xf32>) {
  %r = func.call @cpacked(%m, %n) : (memref<3x4xf32>, i8) -> i8
  return %r, %m : i8, memref<3x4xf32>
}

// One frame serves all calls; a call of another library has its name or the prescribed one.
// CHECK:      func.func @two(%[[A:.*]]: memref<4xf32>, %[[B:.*]]: memref<4xf32>) -> i32 attributes {packed.status} {
// TVM-NEXT:     type_erased.frame : !emitc.array<2x!emitc.opaque<"DLTensor">>, !emitc.array<3x!emitc.opaque<"TVMValue">>, !emitc.array<3x
// FFI-NEXT:     type_erased.frame : !emitc.array<2x!emitc.opaque<"DLTensor">>, !emitc.array<3x!emitc.opaque<"TVMFFIAny">>
// TVM:          type_erased.call @elsewhere(%[[A]] : memref<4xf32>) tvm
// FFI:          type_erased.call @__tvm_ffi_elsewhere(%[[A]] : memref<4xf32>) ffi
// CHECK:        type_erased.call @call_sum(%[[A]], %[[B]] : memref<4xf32>, memref<4xf32>)
// CHECK-NOT:    type_erased.frame
// CHECK:        func.return
func.func @two(%x: memref<4xf32>, %y: memref<4xf32>) {
  %a = packed.make_buffer %x : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
  %b = packed.make_buffer %y : memref<4xf32> -> !packed.buffer<4xf32, @npu>
  packed.call @elsewhere(%a) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  packed.call "sum"(%a, %b) via packed : (!packed.buffer<4xf32, @cpu>, !packed.buffer<4xf32, @npu>) -> ()
  return
}

// Extents and strides that are not known are written on the stack.
// CHECK:      func.func @dynamic(%[[M:.*]]: memref<?x4xf32, strided<[?, 1], offset: 8>>) -> i32 attributes {packed.status} {
// CHECK:        %[[N:.*]] = memref.dim %[[M]], %{{.*}}
// CHECK:        %[[SHAPE:.*]] = memref.alloca() : memref<2xi64>
// CHECK:        %[[WIDE:.*]] = arith.index_cast %[[N]] : index to i64
// CHECK-NEXT:   memref.store %[[WIDE]], %[[SHAPE]][%{{.*}}] : memref<2xi64>
// CHECK:        %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %[[S:.*]], %{{.*}} = memref.extract_strided_metadata %[[M]]
// CHECK:        %[[STRIDES:.*]] = memref.alloca() : memref<2xi64>
// CHECK:        arith.index_cast %[[S]] : index to i64
// CHECK:        type_erased.call @call_sum(%[[M]] : memref<?x4xf32, strided<[?, 1], offset: 8>>) {{.*}} shapes(%[[SHAPE]] : memref<2xi64>) strides(%[[STRIDES]] : memref<2xi64>)
func.func @dynamic(%m: memref<?x4xf32, strided<[?, 1], offset: 8>>) {
  %b = packed.make_buffer %m : memref<?x4xf32, strided<[?, 1], offset: 8>> -> !packed.buffer<?x4xf32, strided<[?, 1], offset: 8>, @cpu>
  packed.call "sum"(%b) via packed : (!packed.buffer<?x4xf32, strided<[?, 1], offset: 8>, @cpu>) -> ()
  return
}

// A buffer argument lends its data and says on which device they are.
// CHECK:      func.func @forward(%[[B:.*]]: !packed.buffer<4xf32>) -> i32 attributes {packed.status} {
// CHECK:        %[[M:.*]] = packed.data %[[B]] : !packed.buffer<4xf32> -> memref<4xf32>
// CHECK-NEXT:   %[[TYPE:.*]] = packed.device_type %[[B]] : !packed.buffer<4xf32>
// CHECK-NEXT:   %[[ID:.*]] = packed.device_id %[[B]] : !packed.buffer<4xf32>
// CHECK:        type_erased.call @call_sum(%[[M]] : memref<4xf32>) {{.*}} devices(%[[TYPE]], %[[ID]])
func.func @forward(%b: !packed.buffer<4xf32>) {
  packed.call "sum"(%b) via packed : (!packed.buffer<4xf32>) -> ()
  return
}
