// RUN: microaot-opt %s --split-input-file --verify-diagnostics | filecheck %s

// CHECK: 'a-b' is not a valid name in C
aot.model "kws" prefix "kws" {
  aot.input "a-b" as "a-b" : memref<4xi8> {alignment = 1 : i64}
}

// -----

// CHECK: 'for' is not a valid name in C
aot.model "kws" prefix "for" {
}

// -----

// CHECK: has no style "arm": expects microaot, tvm
aot.model "kws" prefix "kws" style "arm" {
}

// -----

// CHECK: has two of the name 'x' in one struct
aot.model "kws" prefix "kws" {
  aot.input "a" as "x" : memref<4xi8> {alignment = 1 : i64}
  aot.input "b" as "x" : memref<4xi8> {alignment = 1 : i64}
}

// -----

// CHECK: has some inputs and outputs in pools, but not all
aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 1 : i64, pool = "p", offset = 0 : i64}
  aot.output "b" as "b" : memref<4xi8> {alignment = 1 : i64}
  aot.pool "p" as "p" {size = 64 : i64, alignment = 8 : i64, owner = "app"}
}

// -----

// CHECK: has no pool "p"
aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 1 : i64, pool = "p", offset = 0 : i64}
}

// -----

// CHECK: expects a pool and an offset, or none of them
aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 1 : i64, pool = "p"}
}

// -----

// CHECK: expects a scale and a zero point, or none of them
aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 1 : i64, scale = 1.0 : f64}
}

// -----

// CHECK: has an offset that is no multiple of its alignment
aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi32> {alignment = 4 : i64, pool = "p", offset = 2 : i64}
  aot.pool "p" as "p" {size = 64 : i64, alignment = 8 : i64, owner = "app"}
}

// -----

// CHECK: has type memref<?xi8>: its size is not known at compile time
aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<?xi8> {alignment = 1 : i64}
}

// -----

// CHECK: alignment 3 is no power of two
aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 3 : i64}
}

// -----

// CHECK: expects the owner to be one of app, library
aot.model "kws" prefix "kws" {
  aot.pool "p" as "p" {size = 64 : i64, alignment = 8 : i64, owner = "me"}
}

// -----

// CHECK: expects inputs, outputs, pools and devices, and nothing else
aot.model "kws" prefix "kws" {
  %c = arith.constant 1 : i32
}

// -----

// CHECK: no model of this module has a struct 'kws_inputs'
func.func @f(%s: !aot.struct<"kws_inputs">) {
  %x = aot.member %s["x"] : !aot.struct<"kws_inputs"> -> memref<4xi8>
  return
}

// -----

aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 1 : i64}
}
// CHECK: no member 'x': the struct has a
func.func @f(%s: !aot.struct<"kws_inputs">) {
  %x = aot.member %s["x"] : !aot.struct<"kws_inputs"> -> memref<4xi8>
  return
}

// -----

aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 1 : i64}
}
// CHECK: the member 'a' is of the type memref<4xi8>
func.func @f(%s: !aot.struct<"kws_inputs">) {
  %x = aot.member %s["a"] : !aot.struct<"kws_inputs"> -> memref<8xi8>
  return
}

// -----

aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 1 : i64}
}
// CHECK: expects members of the types memref<4xi8>
func.func @f(%m: memref<8xi8>) {
  %s = aot.make_struct "kws_inputs"(%m : memref<8xi8>) -> !emitc.opaque<"struct kws_inputs">
  return
}

// -----

// CHECK: expects a memref of bytes, got memref<4xf32>
func.func @f(%p: !emitc.ptr<ui8>) {
  %m = aot.memory %p : !emitc.ptr<ui8> -> memref<4xf32>
  return
}

// -----

// CHECK: i32 is no pointer in C
func.func @f(%n: i32) {
  aot.require_present %n else "E" : i32
  return
}

// -----

// CHECK: 'a b' is no name of a status in C
func.func @f(%m: memref<4xf32>) {
  aot.require_present %m else "a b" : memref<4xf32>
  return
}

// -----

// CHECK: alignment 6 is no power of two
func.func @f(%m: memref<4xf32>) {
  aot.require_aligned %m to 6 else "E" : memref<4xf32>
  return
}

// -----

// CHECK: has data of the type tensor<2xi8>: expects all its bytes
aot.model "kws" prefix "kws" {
  aot.pool "p" as "p" {size = 4 : i64, alignment = 8 : i64, owner = "app", data = dense<1> : tensor<2xi8>}
}

// -----

aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xi8> {alignment = 1 : i64}
}
// CHECK: the member 'a' is of the type memref<4xi8>
func.func @f(%s: !aot.struct<"kws_inputs">) {
  %x = aot.member %s["a"] : !aot.struct<"kws_inputs"> -> memref<4xui8>
  return
}

// -----

aot.model "kws" prefix "kws" {
  aot.input "a" as "a" : memref<4xui4> {alignment = 1 : i64}
}
// CHECK: the member 'a' is of the type memref<4xui4>
func.func @f(%s: !aot.struct<"kws_inputs">) {
  %x = aot.member %s["a"] : !aot.struct<"kws_inputs"> -> memref<4xi4>
  return
}
