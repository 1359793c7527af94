// RUN: microaot-opt %s -p 'pack-operators{abi=ffi error_messages=none}' | filecheck %s
// RUN: microaot-opt %s -p 'pack-operators{abi=tvm},propagate-status' | filecheck %s --check-prefix=TVM

packed.device @npu {device_type = 12 : i32, device_id = 3 : i32, memory = "private", hooks = ["copy_in", "copy_out"]}

func.func private @relu(%x: memref<4xf32>, %y: memref<2x2xf32>) attributes {aot.operator} {
  return
}

// What another library defines has a packed entry only if it says so.
func.func private @vendor(memref<4xf32>) -> i32 attributes {aot.packed, aot.device = @npu}
func.func private @plain(memref<4xf32>) -> i32

func.func @main(%x: memref<4xf32> {aot.input = "x"}, %y: memref<2x2xf32> {aot.output = "y"}) {
  func.call @relu(%x, %y) : (memref<4xf32>, memref<2x2xf32>) -> ()
  %0 = func.call @vendor(%x) : (memref<4xf32>) -> i32
  %1 = func.call @plain(%x) : (memref<4xf32>) -> i32
  return
}

// CHECK-DAG:   "memref.global"() <{sym_name = "shape_4"
// CHECK-DAG:   "memref.global"() <{sym_name = "shape_2x2"
// CHECK:       func.func private @relu_packed(%args: !packed.arguments<ffi>)
// CHECK:         packed.check_argument %{{.*}}, value_error, "y.data"
// CHECK:       func.func private @__tvm_ffi_vendor(!packed.arguments<ffi>) -> ()
// CHECK:       func.func private @plain(memref<4xf32>) -> i32
// CHECK:       func.func @main(
// CHECK-NEXT:    %tensors, %values = type_erased.frame : !emitc.array<2x!emitc.opaque<"DLTensor">>, !emitc.array<3x!emitc.opaque<"TVMFFIAny">>
// CHECK-NEXT:    %[[C1:.*]] = arith.constant 1 : i32
// CHECK-NEXT:    %[[C0:.*]] = arith.constant 0 : i32
// CHECK-NEXT:    %[[S4:.*]] = memref.get_global @shape_4 : memref<1xi64>
// CHECK-NEXT:    %[[D1:.*]] = arith.constant 1 : i32
// CHECK-NEXT:    %[[D0:.*]] = arith.constant 0 : i32
// CHECK-NEXT:    %[[S22:.*]] = memref.get_global @shape_2x2 : memref<2xi64>
// CHECK-NEXT:    %{{.*}} = type_erased.call @relu_packed(%x, %y : memref<4xf32>, memref<2x2xf32>) ffi devices(%[[C1]], %[[C0]], %[[D1]], %[[D0]]) shapes(%[[S4]], %[[S22]] : memref<1xi64>, memref<2xi64>) frame(%tensors, %values : !emitc.array<2x!emitc.opaque<"DLTensor">>, !emitc.array<3x!emitc.opaque<"TVMFFIAny">>) {returns_status} -> i32
// CHECK-NEXT:    %[[C12:.*]] = arith.constant 12 : i32
// CHECK-NEXT:    %[[C3:.*]] = arith.constant 3 : i32
// CHECK-NEXT:    %{{.*}} = memref.get_global @shape_4
// CHECK-NEXT:    %{{.*}} = type_erased.call @__tvm_ffi_vendor(%x : memref<4xf32>) ffi devices(%[[C12]], %[[C3]]) {{.*}} {returns_status} -> i32
// CHECK-NEXT:    %{{.*}} = func.call @plain(%x) : (memref<4xf32>) -> i32
// CHECK-NEXT:    func.return

// TVM:       func.func private @relu_packed(%args: !packed.arguments<tvm>)
// TVM:       func.func private @vendor(!packed.arguments<tvm>) -> ()
// TVM:       func.func @main(
// TVM:         %[[S:.*]] = type_erased.call @relu_packed({{.*}} -> i32
// TVM-NEXT:    memref.store %[[S]], %status[] : memref<i32>
// TVM-NEXT:    %[[L:.*]] = memref.load %status[] : memref<i32>
// TVM-NEXT:    type_erased.return_failure %[[L]]
// TVM:         type_erased.call @vendor(
