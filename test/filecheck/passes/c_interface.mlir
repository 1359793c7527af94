// RUN: microaot-opt %s -p 'c-interface{library=kws}' | filecheck %s
// RUN: microaot-opt %s -p 'c-interface{library=kws checks=false}' | filecheck %s --check-prefix=UNCHECKED
// RUN: microaot-opt %s -p 'c-interface{library=KWS prefix=tvmgen}' | filecheck %s --check-prefix=TVM

// CHECK:      aot.model "kws" prefix "kws" {
// CHECK-NEXT:   aot.input "x:0" as "x_0" : memref<1x4xi8> {alignment = 4 : i64, scale = 5.000000e-01 : f64, zero_point = -3 : i64}
// CHECK-NEXT:   aot.output "Identity" as "Identity" : memref<1x3xi8> {alignment = 1 : i64}
// CHECK-NEXT:   aot.pool "workspace" as "workspace" {size = 64 : i64, alignment = 8 : i64, owner = "app"}
// CHECK-NEXT: }
// CHECK:      sym_name = "kws_conv_weights"
// CHECK:      func.func private @kws_dense
// CHECK:      func.func @kws_run(%inputs: !aot.struct<"kws_inputs"> {emitc.const}, %outputs: !aot.struct<"kws_outputs"> {emitc.const}, %workspace: !emitc.ptr<ui8>) -> i32 attributes {emitc.fixed_signature} {
// CHECK-NEXT:   aot.require_present %inputs, %outputs, %workspace else "KWS_ERROR_NULL" : !aot.struct<"kws_inputs">, !aot.struct<"kws_outputs">, !emitc.ptr<ui8>
// CHECK-NEXT:   %0 = aot.member %inputs["x_0"] {emitc.const} : !aot.struct<"kws_inputs"> -> memref<1x4xi8>
// CHECK-NEXT:   %1 = aot.member %outputs["Identity"] : !aot.struct<"kws_outputs"> -> memref<1x3xi8>
// CHECK-NEXT:   aot.require_present %0, %1 else "KWS_ERROR_NULL" : memref<1x4xi8>, memref<1x3xi8>
// CHECK-NEXT:   %2 = aot.member %inputs["x_0"] {emitc.const} : !aot.struct<"kws_inputs"> -> memref<1x4xi8>
// CHECK-NEXT:   aot.require_aligned %2 to 4 else "KWS_ERROR_ALIGNMENT" : memref<1x4xi8>
// CHECK-NEXT:   %3 = aot.memory %workspace : !emitc.ptr<ui8> -> memref<64xi8>
// CHECK-NEXT:   aot.require_aligned %3 to 8 else "KWS_ERROR_ALIGNMENT" : memref<64xi8>
// CHECK:        %x = aot.member %inputs["x_0"] {emitc.const} : !aot.struct<"kws_inputs"> -> memref<1x4xi8>
// CHECK-NEXT:   %pool = aot.memory %workspace : !emitc.ptr<ui8> -> memref<64xi8>
// CHECK-NEXT:   %acc = memref.view %pool[%c16][] : memref<64xi8> to memref<1x3xi32>
// CHECK-NEXT:   func.call @kws_dense(%x, %w, %b, %acc)
// CHECK-NEXT:   %pool_1 = aot.memory %workspace : !emitc.ptr<ui8> -> memref<64xi8>
// CHECK-NEXT:   %acc_1 = memref.view %pool_1[%c16][] : memref<64xi8> to memref<1x3xi32>
// CHECK-NEXT:   %y = aot.member %outputs["Identity"] : !aot.struct<"kws_outputs"> -> memref<1x3xi8>
// CHECK-NEXT:   func.call @kws_requantize(%acc_1, %y)
// CHECK-NEXT:   %success = arith.constant 0 : i32
// CHECK-NEXT:   func.return %success : i32

// UNCHECKED:     @kws_run
// UNCHECKED-NOT: aot.require
// UNCHECKED:     func.return %success

// TVM:       aot.model "KWS" prefix "tvmgen_kws" style "tvm" {
// TVM:       @tvmgen_kws_run(%inputs: !aot.struct<"tvmgen_kws_inputs">, %outputs: !aot.struct<"tvmgen_kws_outputs">, %workspace_pools: !aot.struct<"tvmgen_kws_workspace_pools">) -> i32
// TVM:       %pool = aot.member %workspace_pools["workspace"] : !aot.struct<"tvmgen_kws_workspace_pools"> -> memref<64xi8>

memref.global "private" constant @conv_weights : memref<3x4xi8> = dense<[[1, -2, 3, 4], [5, 6, -7, 8], [9, 10, 11, 12]]>
memref.global "private" constant @bias : memref<3xi32> = dense<[100, -200, 300]>
func.func private @dense(%x: memref<1x4xi8>, %w: memref<3x4xi8>, %b: memref<3xi32>, %y: memref<1x3xi32>) attributes {aot.operator} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c3 step %c1 {
    %init = memref.load %b[%i] : memref<3xi32>
    %sum = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %init) -> (i32) {
      %xv = memref.load %x[%c0, %k] : memref<1x4xi8>
      %wv = memref.load %w[%i, %k] : memref<3x4xi8>
      %xe = arith.extsi %xv : i8 to i32
      %we = arith.extsi %wv : i8 to i32
      %p = arith.muli %xe, %we : i32
      %n = arith.addi %acc, %p : i32
      scf.yield %n : i32
    }
    memref.store %sum, %y[%c0, %i] : memref<1x3xi32>
  }
  return
}
func.func private @requantize(%x: memref<1x3xi32>, %y: memref<1x3xi8>) attributes {aot.operator} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %two = arith.constant 2 : i32
  %low = arith.constant -128 : i32
  %high = arith.constant 127 : i32
  scf.for %i = %c0 to %c3 step %c1 {
    %v = memref.load %x[%c0, %i] : memref<1x3xi32>
    %s = arith.shrsi %v, %two : i32
    %a = arith.maxsi %s, %low : i32
    %b = arith.minsi %a, %high : i32
    %t = arith.trunci %b : i32 to i8
    memref.store %t, %y[%c0, %i] : memref<1x3xi8>
  }
  return
}
func.func @main(%x: memref<1x4xi8> {aot.alignment = 4 : i64, aot.input = "x:0", aot.scale = 0.5 : f32, aot.zero_point = -3 : i32}, %y: memref<1x3xi8> {aot.output = "Identity"}, %pool: memref<64xi8> {aot.pool="workspace", aot.alignment=8:i64}) {
  %w = memref.get_global @conv_weights : memref<3x4xi8>
  %b = memref.get_global @bias : memref<3xi32>
  %c16 = arith.constant 16 : index
  %acc = memref.view %pool[%c16][] : memref<64xi8> to memref<1x3xi32>
  func.call @dense(%x, %w, %b, %acc) : (memref<1x4xi8>, memref<3x4xi8>, memref<3xi32>, memref<1x3xi32>) -> ()
  func.call @requantize(%acc, %y) : (memref<1x3xi32>, memref<1x3xi8>) -> ()
  return
}
