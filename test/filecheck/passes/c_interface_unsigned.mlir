// RUN: microaot-opt %s -p 'c-interface{library=net}' | filecheck %s
// RUN: microaot-opt %s -p 'plan-memory{pools=workspace io_in_workspace=true},c-interface{library=net}' | filecheck %s --check-prefix=INSIDE

// The application sees what the attribute says; the program reads the same bits without a sign.
// CHECK:      aot.input "x" as "x" : memref<4xui8> {alignment = 1 : i64, scale = 5.000000e-01 : f64, zero_point = 128 : i64}
// CHECK-NEXT: aot.input "n" as "n" : memref<4xui32> {alignment = 4 : i64}
// CHECK-NEXT: aot.input "s" as "s" : memref<4xi8> {alignment = 1 : i64}
// CHECK-NEXT: aot.output "y" as "y" : memref<4xui8> {alignment = 1 : i64}
// CHECK:      func.func private @f(memref<4xi8>, memref<4xi32>, memref<4xi8>, memref<4xi8>)
// CHECK:      aot.require_aligned %{{.*}} to 4 else "NET_ERROR_ALIGNMENT" : memref<4xui32>
// CHECK:      %x = aot.member %inputs["x"] {emitc.const} : !aot.struct<"net_inputs"> -> memref<4xi8>
// CHECK-NEXT: %n = aot.member %inputs["n"] {emitc.const} : !aot.struct<"net_inputs"> -> memref<4xi32>
// CHECK-NEXT: %s = aot.member %inputs["s"] {emitc.const} : !aot.struct<"net_inputs"> -> memref<4xi8>
// CHECK-NEXT: %y = aot.member %outputs["y"] : !aot.struct<"net_outputs"> -> memref<4xi8>
// CHECK-NEXT: func.call @f(%x, %n, %s, %y)

// INSIDE:     aot.input "x" as "x" : memref<4xui8> {alignment = 1 : i64, pool = "workspace"
// INSIDE:     aot.output "y" as "y" : memref<4xui8> {alignment = 1 : i64, pool = "workspace"
// INSIDE:     func.func @net_map_inputs()
// INSIDE:     %x = memref.view %{{.*}} : memref<{{.*}}xi8> to memref<4xui8>
// INSIDE:     func.func @net_run()
// INSIDE:     %x = memref.view %{{.*}} : memref<{{.*}}xi8> to memref<4xi8>
func.func private @f(memref<4xi8>, memref<4xi32>, memref<4xi8>, memref<4xi8>)
func.func @main(%x: memref<4xi8> {aot.input = "x", aot.scale = 0.5 : f32, aot.zero_point = 128 : i32, aot.unsigned},
                %n: memref<4xi32> {aot.input = "n", aot.unsigned},
                %s: memref<4xi8> {aot.input = "s"},
                %y: memref<4xi8> {aot.output = "y", aot.unsigned}) {
  func.call @f(%x, %n, %s, %y) : (memref<4xi8>, memref<4xi32>, memref<4xi8>, memref<4xi8>) -> ()
  return
}
