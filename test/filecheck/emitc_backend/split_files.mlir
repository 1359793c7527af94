// RUN: microaot-opt %s -p 'c-interface{library=kws},plain-to-emitc,emitc-split-files' | filecheck %s
// RUN: microaot-opt %s -p 'c-interface{library=kws},plain-to-emitc,emitc-split-files' -t 'microaot-c{header="kws_internal.h" file_id="src/kws.c"}' | filecheck %s --check-prefix=MAIN
// RUN: microaot-opt %s -p 'c-interface{library=kws},plain-to-emitc,emitc-split-files' -t 'microaot-header{guard=G file_id="src/kws_internal.h" is_private=true}' | filecheck %s --check-prefix=HEADER

// CHECK:      aot.model "kws"
// CHECK:      emitc.file "src/kws_internal.h" {
// CHECK-NEXT:   emitc.include "kws.h"
// CHECK-NEXT:   emitc.verbatim "/* Puts a variable into a section
// CHECK-NEXT:   emitc.global extern const @kws_conv_weights : !emitc.array<3x4xi8>
// CHECK-NEXT:   emitc.global extern const @kws_bias : !emitc.array<3xi32>
// CHECK-NEXT:   emitc.func @kws_dense(
// CHECK-NEXT:   emitc.func @kws_requantize(
// CHECK-NEXT: }
// CHECK:      emitc.file "src/kws.c" {
// CHECK-NEXT:   emitc.global extern const @kws_conv_weights : !emitc.array<3x4xi8> {emitc.declared_in = "kws_internal.h"}
// CHECK:        emitc.func @kws_run(
// CHECK:      emitc.file "src/kws_operators.c" {
// CHECK-NEXT:   emitc.func @kws_dense(
// CHECK:        emitc.global static const @kws_table
// CHECK-NEXT:   emitc.func @kws_requantize(
// CHECK:      emitc.file "src/kws_constants.c" {
// CHECK-NEXT:   emitc.global const @kws_conv_weights : !emitc.array<3x4xi8> = dense<{{.*}}> {emitc.section = ".fast", emitc.section_macro = "KWS_SECTION"}
// CHECK-NEXT:   emitc.global const @kws_bias
// CHECK-NEXT: }

// MAIN:      #include "kws_internal.h"
// MAIN-NOT:  extern
// MAIN:      int32_t kws_run(const struct kws_inputs *inputs, const struct kws_outputs *outputs, uint8_t *workspace)
// MAIN:      kws_dense((const int8_t (*)[4])inputs->x_0, kws_conv_weights, kws_bias, (int32_t (*)[3])(void *)&workspace[16]);

// HEADER:      #ifndef G
// HEADER:      #include "kws.h"
// HEADER:      #ifndef KWS_SECTION
// HEADER-NEXT: #define KWS_SECTION(name) __attribute__((section(name)))
// HEADER:      extern const int8_t kws_conv_weights[3][4];
// HEADER:      void kws_dense(const int8_t x[1][4], const int8_t w[3][4], const int32_t b[3], int32_t y[1][3]);

memref.global "private" constant @conv_weights : memref<3x4xi8> = dense<[[1, -2, 3, 4], [5, 6, -7, 8], [9, 10, 11, 12]]> {aot.section = ".fast"}
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
memref.global "private" constant @table : memref<3xi32> = dense<[1, 2, 3]>
func.func private @requantize(%x: memref<1x3xi32>, %y: memref<1x3xi8>) attributes {aot.operator} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %low = arith.constant -128 : i32
  %high = arith.constant 127 : i32
  scf.for %i = %c0 to %c3 step %c1 {
    %v = memref.load %x[%c0, %i] : memref<1x3xi32>
    %table = memref.get_global @table : memref<3xi32>
    %shift = memref.load %table[%i] : memref<3xi32>
    %s = arith.shrsi %v, %shift : i32
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
