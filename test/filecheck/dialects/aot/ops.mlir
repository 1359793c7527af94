// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}

// CHECK:      aot.model "kws" prefix "kws" {
// CHECK-NEXT:   aot.input "x:0" as "x_0" : memref<1x4xi8> {alignment = 4 : i64, scale = 5.000000e-01 : f64, zero_point = -3 : i64}
// CHECK-NEXT:   aot.output "y" as "y" : memref<f32> {alignment = 4 : i64}
// CHECK-NEXT:   aot.pool "sram" as "sram" {size = 64 : i64, alignment = 8 : i64, owner = "app"}
// CHECK-NEXT:   aot.pool "dtcm" as "dtcm" {size = 32 : i64, alignment = 1 : i64, owner = "app"}
// CHECK-NEXT:   aot.device @npu as "npu"
// CHECK-NEXT: }
aot.model "kws" prefix "kws" {
  aot.input "x:0" as "x_0" : memref<1x4xi8> {alignment = 4 : i64, scale = 0.5 : f64, zero_point = -3 : i64}
  aot.output "y" as "y" : memref<f32> {alignment = 4 : i64}
  aot.pool "sram" as "sram" {size = 64 : i64, alignment = 8 : i64, owner = "app"}
  aot.pool "dtcm" as "dtcm" {size = 32 : i64, alignment = 1 : i64, owner = "app"}
  aot.device @npu as "npu"
}

// CHECK:      func.func @f(%inputs: !aot.struct<"kws_inputs">, %pools: !aot.struct<"kws_workspaces">, %devices: !aot.struct<"kws_devices">, %bytes: !emitc.ptr<ui8>) {
// CHECK-NEXT:   aot.require_present %inputs, %bytes else "KWS_ERROR_NULL" : !aot.struct<"kws_inputs">, !emitc.ptr<ui8>
// CHECK-NEXT:   %x = aot.member %inputs["x_0"] : !aot.struct<"kws_inputs"> -> memref<1x4xi8>
// CHECK-NEXT:   %dtcm = aot.member %pools["dtcm"] : !aot.struct<"kws_workspaces"> -> memref<32xi8>
// CHECK-NEXT:   %npu = aot.member %devices["npu"] : !aot.struct<"kws_devices"> -> !emitc.ptr<!emitc.opaque<"void">>
// CHECK-NEXT:   %memory = aot.memory %bytes : !emitc.ptr<ui8> -> memref<64xi8>
// CHECK-NEXT:   aot.require_aligned %x, %memory to 4 else "KWS_ERROR_ALIGNMENT" : memref<1x4xi8>, memref<64xi8>
func.func @f(%inputs: !aot.struct<"kws_inputs">, %pools: !aot.struct<"kws_workspaces">,
             %devices: !aot.struct<"kws_devices">, %bytes: !emitc.ptr<ui8>) {
  aot.require_present %inputs, %bytes else "KWS_ERROR_NULL" : !aot.struct<"kws_inputs">, !emitc.ptr<ui8>
  %x = aot.member %inputs["x_0"] : !aot.struct<"kws_inputs"> -> memref<1x4xi8>
  %dtcm = aot.member %pools["dtcm"] : !aot.struct<"kws_workspaces"> -> memref<32xi8>
  %npu = aot.member %devices["npu"] : !aot.struct<"kws_devices"> -> !emitc.ptr<!emitc.opaque<"void">>
  %memory = aot.memory %bytes : !emitc.ptr<ui8> -> memref<64xi8>
  aot.require_aligned %x, %memory to 4 else "KWS_ERROR_ALIGNMENT" : memref<1x4xi8>, memref<64xi8>
  return
}

// CHECK: %inputs = aot.make_struct "kws_inputs"(%x : memref<1x4xi8>) -> !emitc.opaque<"struct kws_inputs">
func.func @g(%x: memref<1x4xi8>) -> !emitc.opaque<"struct kws_inputs"> {
  %inputs = aot.make_struct "kws_inputs"(%x : memref<1x4xi8>) -> !emitc.opaque<"struct kws_inputs">
  return %inputs : !emitc.opaque<"struct kws_inputs">
}

// What C has as unsigned may be read without a sign, which is what most operations want.
// CHECK: aot.model "bytes" prefix "bytes" {
// CHECK-NEXT: aot.input "x" as "x" : memref<4xui8> {alignment = 1 : i64}
// CHECK: %{{.*}} = aot.member %inputs["x"] : !aot.struct<"bytes_inputs"> -> memref<4xi8>
// CHECK: %{{.*}} = aot.member %inputs["x"] : !aot.struct<"bytes_inputs"> -> memref<4xui8>
aot.model "bytes" prefix "bytes" {
  aot.input "x" as "x" : memref<4xui8> {alignment = 1 : i64}
}
func.func @h(%inputs: !aot.struct<"bytes_inputs">) {
  %signless = aot.member %inputs["x"] : !aot.struct<"bytes_inputs"> -> memref<4xi8>
  %same = aot.member %inputs["x"] : !aot.struct<"bytes_inputs"> -> memref<4xui8>
  return
}
