// Every op of memref but those on unranked memrefs.

// RUN: microaot-opt %s | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-op-generic | microaot-opt | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s

memref.global "private" constant @a : memref<2x2xf32> = dense<[[1.0, 2.0], [3.0, 4.0]]> {alignment = 64 : i64}
memref.global "private" @b : memref<4xi8> = uninitialized
memref.global @c : memref<4xi8> = dense<0>
memref.global "private" @d : memref<4xi8>
memref.global "nested" @e : memref<4xi8> = dense<[1, -2, 127, -128]>
memref.global constant @f : memref<f32> = dense<0x7FC00000>
memref.global @g : memref<4xi8>
memref.global "private" @h : memref<4xi8, 2> = dense<1> {my.attr = "x"}
memref.global "private" constant @i : memref<200xi1> = dense<true>
memref.global "private" constant @j : memref<0x3xf32> = dense<>
func.func @globals() -> memref<4xi8> {
  %0 = memref.get_global @a : memref<2x2xf32>
  %1 = memref.get_global @b : memref<4xi8>
  return %1 : memref<4xi8>
}

func.func @access(%m: memref<4x?xf32>, %z: memref<f32>, %i: index, %x: f32) {
  %0 = memref.load %m[%i, %i] : memref<4x?xf32>
  %1 = memref.load %z[] : memref<f32>
  memref.store %x, %m[%i, %i] : memref<4x?xf32>
  memref.store %x, %z[] : memref<f32>
  %2 = memref.load %m[%i, %i] {nontemporal = true} : memref<4x?xf32>
  memref.store %x, %m[%i, %i] {nontemporal = true} : memref<4x?xf32>
  %c0 = arith.constant 0 : index
  %3 = memref.dim %m, %c0 : memref<4x?xf32>
  return
}

func.func @aligned_access(%m: memref<4xf32>, %i: index, %x: f32) {
  %2 = memref.load %m[%i] {alignment = 16 : i64} : memref<4xf32>
  memref.store %x, %m[%i] {alignment = 16 : i64} : memref<4xf32>
  return
}

func.func @alloc(%n: index) {
  %0 = memref.alloc() : memref<4xf32>
  %1 = memref.alloc(%n, %n) {alignment = 64 : i64} : memref<?x4x?xf32>
  %2 = memref.alloc(%n)[%n] : memref<?xf32, affine_map<(d0)[s0] -> (d0 + s0)>>
  %3 = memref.alloca() : memref<4xf32>
  %4 = memref.alloca(%n) {alignment = 16 : i64} : memref<?xf32>
  %5 = memref.alloca()[%n] : memref<4xf32, affine_map<(d0)[s0] -> (d0 + s0)>>
  memref.dealloc %0 : memref<4xf32>
  return
}

func.func @realloc(%n: index, %m: memref<?xf32>, %k: memref<4xf32>) {
  %0 = memref.realloc %k : memref<4xf32> to memref<16xf32>
  %1 = memref.realloc %m(%n) : memref<?xf32> to memref<?xf32>
  %2 = memref.realloc %m(%n) {alignment = 8 : i64} : memref<?xf32> to memref<?xf32>
  return
}

func.func @scope() -> f32 {
  %r = memref.alloca_scope -> (f32) {
    %0 = memref.alloca() : memref<4xf32>
    %c = arith.constant 1.0 : f32
    memref.alloca_scope.return %c : f32
  }
  memref.alloca_scope {
    %0 = memref.alloca() : memref<4xf32>
  }
  memref.alloca_scope {
    %0 = memref.alloca() : memref<4xf32>
    memref.alloca_scope.return
  }
  return %r : f32
}

func.func @copies(%a: memref<4xf32>, %b: memref<4xf32, strided<[2], offset: ?>>, %d: memref<?xf32>) {
  memref.copy %a, %b : memref<4xf32> to memref<4xf32, strided<[2], offset: ?>>
  memref.copy %a, %d : memref<4xf32> to memref<?xf32>
  return
}

func.func @casts(%a: memref<4xf32>, %d: memref<?xf32>, %u: memref<*xf32>) {
  %0 = memref.cast %a : memref<4xf32> to memref<?xf32>
  %1 = memref.cast %a : memref<4xf32> to memref<4xf32, strided<[?], offset: ?>>
  %2 = memref.cast %a : memref<4xf32> to memref<*xf32>
  %3 = memref.cast %u : memref<*xf32> to memref<4xf32>
  %4 = memref.memory_space_cast %a : memref<4xf32> to memref<4xf32, 1>
  return
}

func.func @views(%a: memref<16x4xf32>, %d: memref<?x?xf32>, %n: index, %bytes: memref<64xi8>, %db: memref<?xi8>) {
  %0 = memref.subview %a[0, 0] [8, 2] [1, 1] : memref<16x4xf32> to memref<8x2xf32, strided<[4, 1]>>
  %1 = memref.subview %a[%n, 2] [8, 2] [2, 1] : memref<16x4xf32> to memref<8x2xf32, strided<[8, 1], offset: ?>>
  %2 = memref.subview %d[%n, %n] [%n, %n] [%n, %n] : memref<?x?xf32> to memref<?x?xf32, strided<[?, ?], offset: ?>>
  %3 = memref.subview %a[0, 1] [16, 1] [1, 1] : memref<16x4xf32> to memref<16xf32, strided<[4], offset: 1>>
  %4 = memref.reinterpret_cast %a to offset: [0], sizes: [64], strides: [1] : memref<16x4xf32> to memref<64xf32>
  %5 = memref.reinterpret_cast %a to offset: [%n], sizes: [%n, 2], strides: [%n, 1] : memref<16x4xf32> to memref<?x2xf32, strided<[?, 1], offset: ?>>
  %6 = memref.view %bytes[%n][] : memref<64xi8> to memref<4xf32>
  %7 = memref.view %db[%n][%n, %n] : memref<?xi8> to memref<?x?xf32>
  %8 = memref.collapse_shape %a [[0, 1]] : memref<16x4xf32> into memref<64xf32>
  %9 = memref.expand_shape %a [[0, 1], [2]] output_shape [4, 4, 4] : memref<16x4xf32> into memref<4x4x4xf32>
  %10 = memref.expand_shape %d [[0, 1], [2]] output_shape [%n, 4, %n] : memref<?x?xf32> into memref<?x4x?xf32>
  %11 = memref.transpose %a (i, j) -> (j, i) : memref<16x4xf32> to memref<4x16xf32, strided<[1, 4]>>
  %12 = memref.rank %a : memref<16x4xf32>
  %13 = memref.extract_aligned_pointer_as_index %a : memref<16x4xf32> -> index
  %b, %off, %s:2, %st:2 = memref.extract_strided_metadata %a : memref<16x4xf32> -> memref<f32>, index, index, index, index, index
  %14 = memref.assume_alignment %a, 16 : memref<16x4xf32>
  %15:2 = memref.distinct_objects %a, %d : memref<16x4xf32>, memref<?x?xf32>
  return
}

func.func @empty_shapes(%a: memref<1x1xf32>, %b: memref<f32>) {
  %0 = memref.collapse_shape %a [] : memref<1x1xf32> into memref<f32>
  %1 = memref.expand_shape %b [] output_shape [1, 1] : memref<f32> into memref<1x1xf32>
  %2 = memref.subview %b[] [] [] : memref<f32> to memref<f32>
  %3 = memref.reinterpret_cast %b to offset: [0], sizes: [], strides: [] : memref<f32> to memref<f32>
  %base, %off = memref.extract_strided_metadata %b : memref<f32> -> memref<f32>, index
  return
}

func.func @reshape(%a: memref<8xf32>, %s: memref<2xindex>, %s32: memref<2xi32>, %u: memref<*xf32>, %sd: memref<?xindex>) {
  %0 = memref.reshape %a(%s) : (memref<8xf32>, memref<2xindex>) -> memref<?x?xf32>
  %1 = memref.reshape %a(%s32) : (memref<8xf32>, memref<2xi32>) -> memref<2x4xf32>
  %2 = memref.reshape %a(%sd) : (memref<8xf32>, memref<?xindex>) -> memref<*xf32>
  return
}

func.func @atomics(%m: memref<4xi32>, %f: memref<4xf32>, %i: index, %a: i32, %x: f32) {
  %0 = memref.atomic_rmw addi %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %1 = memref.atomic_rmw addf %x, %f[%i] : (f32, memref<4xf32>) -> f32
  %2 = memref.atomic_rmw assign %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %3 = memref.atomic_rmw maximumf %x, %f[%i] : (f32, memref<4xf32>) -> f32
  %4 = memref.atomic_rmw maxs %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %5 = memref.atomic_rmw maxu %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %6 = memref.atomic_rmw minimumf %x, %f[%i] : (f32, memref<4xf32>) -> f32
  %7 = memref.atomic_rmw mins %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %8 = memref.atomic_rmw minu %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %9 = memref.atomic_rmw mulf %x, %f[%i] : (f32, memref<4xf32>) -> f32
  %10 = memref.atomic_rmw muli %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %11 = memref.atomic_rmw ori %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %12 = memref.atomic_rmw andi %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %13 = memref.atomic_rmw xori %a, %m[%i] : (i32, memref<4xi32>) -> i32
  %14 = memref.atomic_rmw maxnumf %x, %f[%i] : (f32, memref<4xf32>) -> f32
  %15 = memref.atomic_rmw minnumf %x, %f[%i] : (f32, memref<4xf32>) -> f32
  %20 = memref.generic_atomic_rmw %m[%i] : memref<4xi32> {
  ^bb0(%old: i32):
    %n = arith.addi %old, %a : i32
    memref.atomic_yield %n : i32
  }
  return
}

func.func @hints(%m: memref<4x4xf32>, %i: index) {
  memref.prefetch %m[%i, %i], read, locality<3>, data : memref<4x4xf32>
  memref.prefetch %m[%i, %i], write, locality<0>, instr : memref<4x4xf32>
  return
}

func.func @dma(%s: memref<16xf32>, %d: memref<16xf32, 1>, %t: memref<1xi32>, %i: index, %n: index) {
  memref.dma_start %s[%i], %d[%i], %n, %t[%i] : memref<16xf32>, memref<16xf32, 1>, memref<1xi32>
  memref.dma_start %s[%i], %d[%i], %n, %t[%i], %n, %n : memref<16xf32>, memref<16xf32, 1>, memref<1xi32>
  memref.dma_wait %t[%i], %n : memref<1xi32>
  return
}

// CHECK: memref.global "private" constant @a : memref<2x2xf32> = dense<{{\[\[}}1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]> {alignment = 64 : i64}
// CHECK: memref.global "private" @b : memref<4xi8> = uninitialized
// CHECK: memref.global "public" @c : memref<4xi8> = dense<0>
// CHECK: memref.global "private" @d : memref<4xi8>
// CHECK: memref.global "nested" @e : memref<4xi8> = dense<[1, -2, 127, -128]>
// CHECK: memref.global "public" constant @f : memref<f32> = dense<0x7FC00000>
// CHECK: memref.global "public" @g : memref<4xi8>
// CHECK: memref.global "private" @h : memref<4xi8, 2> = dense<1> {my.attr = "x"}
// CHECK: memref.global "private" constant @i : memref<200xi1> = dense<true>
// CHECK: memref.global "private" constant @j : memref<0x3xf32> = dense<>
// CHECK: func.func @globals() -> memref<4xi8> {
// CHECK: [[V1:%[^ ,:)=]+]] = memref.get_global @a : memref<2x2xf32>
// CHECK: [[V2:%[^ ,:)=]+]] = memref.get_global @b : memref<4xi8>
// CHECK: return [[V2]] : memref<4xi8>
// CHECK: func.func @access([[V3:%[^ ,:)=]+]]: memref<4x?xf32>, [[V4:%[^ ,:)=]+]]: memref<f32>, [[V5:%[^ ,:)=]+]]: index, [[V6:%[^ ,:)=]+]]: f32) {
// CHECK: [[V7:%[^ ,:)=]+]] = memref.load [[V3]]{{\[}}[[V5]], [[V5]]] : memref<4x?xf32>
// CHECK: [[V8:%[^ ,:)=]+]] = memref.load [[V4]][] : memref<f32>
// CHECK: memref.store [[V6]], [[V3]]{{\[}}[[V5]], [[V5]]] : memref<4x?xf32>
// CHECK: memref.store [[V6]], [[V4]][] : memref<f32>
// CHECK: [[V9:%[^ ,:)=]+]] = memref.load [[V3]]{{\[}}[[V5]], [[V5]]] {nontemporal = true} : memref<4x?xf32>
// CHECK: memref.store [[V6]], [[V3]]{{\[}}[[V5]], [[V5]]] {nontemporal = true} : memref<4x?xf32>
// CHECK: [[V10:%[^ ,:)=]+]] = arith.constant 0 : index
// CHECK: [[V11:%[^ ,:)=]+]] = memref.dim [[V3]], [[V10]] : memref<4x?xf32>
// CHECK: return
// CHECK: func.func @aligned_access([[V12:%[^ ,:)=]+]]: memref<4xf32>, [[V13:%[^ ,:)=]+]]: index, [[V14:%[^ ,:)=]+]]: f32) {
// CHECK: [[V15:%[^ ,:)=]+]] = memref.load [[V12]]{{\[}}[[V13]]] {alignment = 16 : i64} : memref<4xf32>
// CHECK: memref.store [[V14]], [[V12]]{{\[}}[[V13]]] {alignment = 16 : i64} : memref<4xf32>
// CHECK: return
// CHECK: func.func @alloc([[V16:%[^ ,:)=]+]]: index) {
// CHECK: [[V17:%[^ ,:)=]+]] = memref.alloc() : memref<4xf32>
// CHECK: [[V18:%[^ ,:)=]+]] = memref.alloc([[V16]], [[V16]]) {alignment = 64 : i64} : memref<?x4x?xf32>
// CHECK: [[V19:%[^ ,:)=]+]] = memref.alloc([[V16]]){{\[}}[[V16]]] : memref<?xf32, #map>
// CHECK: [[V20:%[^ ,:)=]+]] = memref.alloca() : memref<4xf32>
// CHECK: [[V21:%[^ ,:)=]+]] = memref.alloca([[V16]]) {alignment = 16 : i64} : memref<?xf32>
// CHECK: [[V22:%[^ ,:)=]+]] = memref.alloca(){{\[}}[[V16]]] : memref<4xf32, #map>
// CHECK: memref.dealloc [[V17]] : memref<4xf32>
// CHECK: return
// CHECK: func.func @realloc([[V23:%[^ ,:)=]+]]: index, [[V24:%[^ ,:)=]+]]: memref<?xf32>, [[V25:%[^ ,:)=]+]]: memref<4xf32>) {
// CHECK: [[V26:%[^ ,:)=]+]] = memref.realloc [[V25]] : memref<4xf32> to memref<16xf32>
// CHECK: [[V27:%[^ ,:)=]+]] = memref.realloc [[V24]]([[V23]]) : memref<?xf32> to memref<?xf32>
// CHECK: [[V28:%[^ ,:)=]+]] = memref.realloc [[V24]]([[V23]]) {alignment = 8 : i64} : memref<?xf32> to memref<?xf32>
// CHECK: return
// CHECK: func.func @scope() -> f32 {
// CHECK: [[V29:%[^ ,:)=]+]] = memref.alloca_scope  -> (f32) {
// CHECK: [[V30:%[^ ,:)=]+]] = memref.alloca() : memref<4xf32>
// CHECK: [[V31:%[^ ,:)=]+]] = arith.constant 1.000000e+00 : f32
// CHECK: memref.alloca_scope.return [[V31]] : f32
// CHECK: memref.alloca_scope  {
// CHECK: [[V32:%[^ ,:)=]+]] = memref.alloca() : memref<4xf32>
// CHECK: memref.alloca_scope  {
// CHECK: [[V33:%[^ ,:)=]+]] = memref.alloca() : memref<4xf32>
// CHECK: return [[V29]] : f32
// CHECK: func.func @copies([[V34:%[^ ,:)=]+]]: memref<4xf32>, [[V35:%[^ ,:)=]+]]: memref<4xf32, strided<[2], offset: ?>>, [[V36:%[^ ,:)=]+]]: memref<?xf32>) {
// CHECK: memref.copy [[V34]], [[V35]] : memref<4xf32> to memref<4xf32, strided<[2], offset: ?>>
// CHECK: memref.copy [[V34]], [[V36]] : memref<4xf32> to memref<?xf32>
// CHECK: return
// CHECK: func.func @casts([[V37:%[^ ,:)=]+]]: memref<4xf32>, [[V38:%[^ ,:)=]+]]: memref<?xf32>, [[V39:%[^ ,:)=]+]]: memref<*xf32>) {
// CHECK: [[V40:%[^ ,:)=]+]] = memref.cast [[V37]] : memref<4xf32> to memref<?xf32>
// CHECK: [[V41:%[^ ,:)=]+]] = memref.cast [[V37]] : memref<4xf32> to memref<4xf32, strided<[?], offset: ?>>
// CHECK: [[V42:%[^ ,:)=]+]] = memref.cast [[V37]] : memref<4xf32> to memref<*xf32>
// CHECK: [[V43:%[^ ,:)=]+]] = memref.cast [[V39]] : memref<*xf32> to memref<4xf32>
// CHECK: [[V44:%[^ ,:)=]+]] = memref.memory_space_cast [[V37]] : memref<4xf32> to memref<4xf32, 1>
// CHECK: return
// CHECK: func.func @views([[V45:%[^ ,:)=]+]]: memref<16x4xf32>, [[V46:%[^ ,:)=]+]]: memref<?x?xf32>, [[V47:%[^ ,:)=]+]]: index, [[V48:%[^ ,:)=]+]]: memref<64xi8>, [[V49:%[^ ,:)=]+]]: memref<?xi8>) {
// CHECK: [[V50:%[^ ,:)=]+]] = memref.subview [[V45]][0, 0] [8, 2] [1, 1] : memref<16x4xf32> to memref<8x2xf32, strided<[4, 1]>>
// CHECK: [[V51:%[^ ,:)=]+]] = memref.subview [[V45]]{{\[}}[[V47]], 2] [8, 2] [2, 1] : memref<16x4xf32> to memref<8x2xf32, strided<[8, 1], offset: ?>>
// CHECK: [[V52:%[^ ,:)=]+]] = memref.subview [[V46]]{{\[}}[[V47]], [[V47]]] {{\[}}[[V47]], [[V47]]] {{\[}}[[V47]], [[V47]]] : memref<?x?xf32> to memref<?x?xf32, strided<[?, ?], offset: ?>>
// CHECK: [[V53:%[^ ,:)=]+]] = memref.subview [[V45]][0, 1] [16, 1] [1, 1] : memref<16x4xf32> to memref<16xf32, strided<[4], offset: 1>>
// CHECK: [[V54:%[^ ,:)=]+]] = memref.reinterpret_cast [[V45]] to offset: [0], sizes: [64], strides: [1] : memref<16x4xf32> to memref<64xf32>
// CHECK: [[V55:%[^ ,:)=]+]] = memref.reinterpret_cast [[V45]] to offset: {{\[}}[[V47]]], sizes: {{\[}}[[V47]], 2], strides: {{\[}}[[V47]], 1] : memref<16x4xf32> to memref<?x2xf32, strided<[?, 1], offset: ?>>
// CHECK: [[V56:%[^ ,:)=]+]] = memref.view [[V48]]{{\[}}[[V47]]][] : memref<64xi8> to memref<4xf32>
// CHECK: [[V57:%[^ ,:)=]+]] = memref.view [[V49]]{{\[}}[[V47]]]{{\[}}[[V47]], [[V47]]] : memref<?xi8> to memref<?x?xf32>
// CHECK: [[V58:%[^ ,:)=]+]] = memref.collapse_shape [[V45]] {{\[\[}}0, 1]] : memref<16x4xf32> into memref<64xf32>
// CHECK: [[V59:%[^ ,:)=]+]] = memref.expand_shape [[V45]] {{\[\[}}0, 1], [2]] output_shape [4, 4, 4] : memref<16x4xf32> into memref<4x4x4xf32>
// CHECK: [[V60:%[^ ,:)=]+]] = memref.expand_shape [[V46]] {{\[\[}}0, 1], [2]] output_shape {{\[}}[[V47]], 4, [[V47]]] : memref<?x?xf32> into memref<?x4x?xf32>
// CHECK: [[V61:%[^ ,:)=]+]] = memref.transpose [[V45]] (d0, d1) -> (d1, d0) : memref<16x4xf32> to memref<4x16xf32, strided<[1, 4]>>
// CHECK: [[V62:%[^ ,:)=]+]] = memref.rank [[V45]] : memref<16x4xf32>
// CHECK: [[V63:%[^ ,:)=]+]] = memref.extract_aligned_pointer_as_index [[V45]] : memref<16x4xf32> -> index
// CHECK: [[V64:%[^ ,:)=]+]], [[V65:%[^ ,:)=]+]], [[V66:%[^ ,:)=]+]]:2, [[V67:%[^ ,:)=]+]]:2 = memref.extract_strided_metadata [[V45]] : memref<16x4xf32> -> memref<f32>, index, index, index, index, index
// CHECK: [[V68:%[^ ,:)=]+]] = memref.assume_alignment [[V45]], 16 : memref<16x4xf32>
// CHECK: [[V69:%[^ ,:)=]+]]:2 = memref.distinct_objects [[V45]], [[V46]] : memref<16x4xf32>, memref<?x?xf32>
// CHECK: return
// CHECK: func.func @empty_shapes([[V70:%[^ ,:)=]+]]: memref<1x1xf32>, [[V71:%[^ ,:)=]+]]: memref<f32>) {
// CHECK: [[V72:%[^ ,:)=]+]] = memref.collapse_shape [[V70]] [] : memref<1x1xf32> into memref<f32>
// CHECK: [[V73:%[^ ,:)=]+]] = memref.expand_shape [[V71]] [] output_shape [1, 1] : memref<f32> into memref<1x1xf32>
// CHECK: [[V74:%[^ ,:)=]+]] = memref.subview [[V71]][] [] [] : memref<f32> to memref<f32>
// CHECK: [[V75:%[^ ,:)=]+]] = memref.reinterpret_cast [[V71]] to offset: [0], sizes: [], strides: [] : memref<f32> to memref<f32>
// CHECK: [[V76:%[^ ,:)=]+]], [[V77:%[^ ,:)=]+]] = memref.extract_strided_metadata [[V71]] : memref<f32> -> memref<f32>, index
// CHECK: return
// CHECK: func.func @reshape([[V78:%[^ ,:)=]+]]: memref<8xf32>, [[V79:%[^ ,:)=]+]]: memref<2xindex>, [[V80:%[^ ,:)=]+]]: memref<2xi32>, [[V81:%[^ ,:)=]+]]: memref<*xf32>, [[V82:%[^ ,:)=]+]]: memref<?xindex>) {
// CHECK: [[V83:%[^ ,:)=]+]] = memref.reshape [[V78]]([[V79]]) : (memref<8xf32>, memref<2xindex>) -> memref<?x?xf32>
// CHECK: [[V84:%[^ ,:)=]+]] = memref.reshape [[V78]]([[V80]]) : (memref<8xf32>, memref<2xi32>) -> memref<2x4xf32>
// CHECK: [[V85:%[^ ,:)=]+]] = memref.reshape [[V78]]([[V82]]) : (memref<8xf32>, memref<?xindex>) -> memref<*xf32>
// CHECK: return
// CHECK: func.func @atomics([[V86:%[^ ,:)=]+]]: memref<4xi32>, [[V87:%[^ ,:)=]+]]: memref<4xf32>, [[V88:%[^ ,:)=]+]]: index, [[V89:%[^ ,:)=]+]]: i32, [[V90:%[^ ,:)=]+]]: f32) {
// CHECK: [[V91:%[^ ,:)=]+]] = memref.atomic_rmw addi [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V92:%[^ ,:)=]+]] = memref.atomic_rmw addf [[V90]], [[V87]]{{\[}}[[V88]]] : (f32, memref<4xf32>) -> f32
// CHECK: [[V93:%[^ ,:)=]+]] = memref.atomic_rmw assign [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V94:%[^ ,:)=]+]] = memref.atomic_rmw maximumf [[V90]], [[V87]]{{\[}}[[V88]]] : (f32, memref<4xf32>) -> f32
// CHECK: [[V95:%[^ ,:)=]+]] = memref.atomic_rmw maxs [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V96:%[^ ,:)=]+]] = memref.atomic_rmw maxu [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V97:%[^ ,:)=]+]] = memref.atomic_rmw minimumf [[V90]], [[V87]]{{\[}}[[V88]]] : (f32, memref<4xf32>) -> f32
// CHECK: [[V98:%[^ ,:)=]+]] = memref.atomic_rmw mins [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V99:%[^ ,:)=]+]] = memref.atomic_rmw minu [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V100:%[^ ,:)=]+]] = memref.atomic_rmw mulf [[V90]], [[V87]]{{\[}}[[V88]]] : (f32, memref<4xf32>) -> f32
// CHECK: [[V101:%[^ ,:)=]+]] = memref.atomic_rmw muli [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V102:%[^ ,:)=]+]] = memref.atomic_rmw ori [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V103:%[^ ,:)=]+]] = memref.atomic_rmw andi [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V104:%[^ ,:)=]+]] = memref.atomic_rmw xori [[V89]], [[V86]]{{\[}}[[V88]]] : (i32, memref<4xi32>) -> i32
// CHECK: [[V105:%[^ ,:)=]+]] = memref.atomic_rmw maxnumf [[V90]], [[V87]]{{\[}}[[V88]]] : (f32, memref<4xf32>) -> f32
// CHECK: [[V106:%[^ ,:)=]+]] = memref.atomic_rmw minnumf [[V90]], [[V87]]{{\[}}[[V88]]] : (f32, memref<4xf32>) -> f32
// CHECK: [[V107:%[^ ,:)=]+]] = memref.generic_atomic_rmw [[V86]]{{\[}}[[V88]]] : memref<4xi32> {
// CHECK: ^bb0([[V108:%[^ ,:)=]+]]: i32):
// CHECK: [[V109:%[^ ,:)=]+]] = arith.addi [[V108]], [[V89]] : i32
// CHECK: memref.atomic_yield [[V109]] : i32
// CHECK: return
// CHECK: func.func @hints([[V110:%[^ ,:)=]+]]: memref<4x4xf32>, [[V111:%[^ ,:)=]+]]: index) {
// CHECK: memref.prefetch [[V110]]{{\[}}[[V111]], [[V111]]], read, locality<3>, data : memref<4x4xf32>
// CHECK: memref.prefetch [[V110]]{{\[}}[[V111]], [[V111]]], write, locality<0>, instr : memref<4x4xf32>
// CHECK: return
// CHECK: func.func @dma([[V112:%[^ ,:)=]+]]: memref<16xf32>, [[V113:%[^ ,:)=]+]]: memref<16xf32, 1>, [[V114:%[^ ,:)=]+]]: memref<1xi32>, [[V115:%[^ ,:)=]+]]: index, [[V116:%[^ ,:)=]+]]: index) {
// CHECK: memref.dma_start [[V112]]{{\[}}[[V115]]], [[V113]]{{\[}}[[V115]]], [[V116]], [[V114]]{{\[}}[[V115]]] : memref<16xf32>, memref<16xf32, 1>, memref<1xi32>
// CHECK: memref.dma_start [[V112]]{{\[}}[[V115]]], [[V113]]{{\[}}[[V115]]], [[V116]], [[V114]]{{\[}}[[V115]]], [[V116]], [[V116]] : memref<16xf32>, memref<16xf32, 1>, memref<1xi32>
// CHECK: memref.dma_wait [[V114]]{{\[}}[[V115]]], [[V116]] : memref<1xi32>
// CHECK: return
