// RUN: microaot-opt %s -p 'c-interface{library=net},plain-to-emitc,emitc-split-files' -t 'microaot-c{header="net_internal.h" file_id="src/net.c"}' | filecheck %s
// RUN: microaot-opt %s -p 'plan-memory{pools=workspace io_in_workspace=true},c-interface{library=net},plain-to-emitc,emitc-split-files' -t 'microaot-c{header="net_internal.h" file_id="src/net.c"}' | filecheck %s --check-prefix=INSIDE
// RUN: microaot-opt %s -p 'c-interface{library=net prefix=tvmgen},plain-to-emitc,emitc-split-files' -t 'microaot-c{header="net_internal.h" file_id="src/net.c"}' | filecheck %s --check-prefix=TVM

// A pointer to unsigned integers becomes one to what the operator works on.
// CHECK:      if (inputs->x == NULL || inputs->n == NULL || outputs->y == NULL) {
// CHECK:      if (((size_t)inputs->n & 3U) != 0U) {
// CHECK:      net_f((const int8_t (*)[4])inputs->x, (const int32_t *)inputs->n, (int8_t *)outputs->y);

// INSIDE:     struct net_inputs net_map_inputs(void)
// INSIDE:     inputs.x = (uint8_t *)&net_workspace[16];
// INSIDE:     inputs.n = (uint32_t *)(void *)net_workspace;
// INSIDE:     outputs.y = (uint8_t *)&net_workspace[16];
// INSIDE:     net_f((const int8_t (*)[4])&net_workspace[16], (const int32_t *)(const void *)net_workspace, &net_workspace[16]);

// TVM:        tvmgen_net_f((const int8_t (*)[4])inputs->x, (const int32_t *)inputs->n, (int8_t *)outputs->y);
func.func private @f(%x: memref<1x4xi8>, %n: memref<4xi32>, %y: memref<4xi8>) {
  %zero = arith.constant 0 : index
  %a = memref.load %x[%zero, %zero] : memref<1x4xi8>
  %b = memref.load %n[%zero] : memref<4xi32>
  %c = arith.trunci %b : i32 to i8
  %d = arith.addi %a, %c : i8
  memref.store %d, %y[%zero] : memref<4xi8>
  return
}
func.func @main(%x: memref<1x4xi8> {aot.input = "x", aot.unsigned},
                %n: memref<4xi32> {aot.input = "n", aot.unsigned},
                %y: memref<4xi8> {aot.output = "y", aot.unsigned}) {
  func.call @f(%x, %n, %y) : (memref<1x4xi8>, memref<4xi32>, memref<4xi8>) -> ()
  return
}
