// RUN: microaot-opt %s -t microaot-model-header | filecheck %s
// RUN: microaot-opt %s -t 'microaot-model-header{descriptor=true}' | filecheck %s --check-prefix=DATA

// CHECK:      /* The model kws. */
// CHECK-NEXT: #ifndef KWS_H
// CHECK:      #include <stdbool.h>
// CHECK-NEXT: #include <stdint.h>
// CHECK:      #define KWS_OK 0 /* the outputs are there */
// CHECK-NEXT: #define KWS_ERROR_NULL 101 /* a pointer is NULL */
// CHECK:      /* The input "x:0". */
// CHECK-NEXT: #define KWS_X_0_SIZE 16 /* bytes */
// CHECK-NEXT: #define KWS_X_0_COUNT 4 /* elements */
// CHECK-NEXT: #define KWS_X_0_ALIGNMENT 4
// CHECK:      #define KWS_Q_SCALE 0.125f /* value = scale * (element - zero point) */
// CHECK-NEXT: #define KWS_Q_ZERO_POINT (-128)
// CHECK:      #define KWS_SRAM_SIZE 64 /* bytes */
// CHECK-NEXT: #define KWS_SRAM_ALIGNMENT 8
// CHECK:      #define KWS_FLASH_SIZE 3 /* bytes */
// CHECK:      #define KWS_FLASH_DATA \
// CHECK-NEXT:     1, 2, 253
// CHECK:      #define KWS_WORKSPACE_SIZE 64 /* bytes of all pools together */
// CHECK:      struct kws_inputs {
// CHECK-NEXT:     const float *x_0; /* "x:0", f32[1 x 4] */
// CHECK-NEXT:     const int8_t *q; /* i8[3], value = 0.125 * (element + 128) */
// CHECK-NEXT: };
// CHECK:      struct kws_outputs {
// CHECK-NEXT:     bool *flag; /* i1[] */
// CHECK-NEXT:     uint16_t *count; /* ui16[2] */
// CHECK-NEXT: };
// CHECK:      struct kws_workspaces {
// CHECK-NEXT:     uint8_t *sram; /* working memory, 64 bytes aligned to 8 */
// CHECK-NEXT:     const uint8_t *flash; /* constants, 3 bytes */
// CHECK-NEXT: };
// CHECK:      struct kws_devices {
// CHECK-NEXT:     void *npu; /* the device npu */
// CHECK-NEXT: };
// CHECK:      int32_t kws_run(
// CHECK-NEXT:         const struct kws_inputs *inputs,
// CHECK-NEXT:         const struct kws_outputs *outputs,
// CHECK-NEXT:         const struct kws_workspaces *workspaces,
// CHECK-NEXT:         const struct kws_devices *devices);
// CHECK-NOT:  microaot_model

// DATA:       extern const struct microaot_model kws_model;
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
aot.model "kws" prefix "kws" {
  aot.input "x:0" as "x_0" : memref<1x4xf32> {alignment = 4 : i64}
  aot.input "q" as "q" : memref<3xi8> {alignment = 1 : i64, scale = 0.125 : f64, zero_point = -128 : i64}
  aot.output "flag" as "flag" : memref<i1> {alignment = 1 : i64}
  aot.output "count" as "count" : memref<2xui16> {alignment = 2 : i64}
  aot.pool "sram" as "sram" {size = 64 : i64, alignment = 8 : i64, owner = "app"}
  aot.pool "flash" as "flash" {size = 3 : i64, alignment = 1 : i64, owner = "app", data = dense<[1, 2, -3]> : tensor<3xi8>}
  aot.device @npu as "npu"
}
