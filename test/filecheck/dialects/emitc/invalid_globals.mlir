// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: expected valid emitc type
emitc.global @x : i4

// -----

// CHECK: expected valid emitc type
emitc.global @x : !emitc.lvalue<i32>

// -----

// CHECK: expected an opaque attribute or a value of type !emitc.size_t
emitc.global @x : !emitc.size_t = 4

// -----

// CHECK: expected an opaque attribute or a value of type tensor<2xi32>
emitc.global @x : !emitc.array<2xi32> = 4

// -----

// CHECK: expected an opaque attribute or a value of type i32
emitc.global @x : i32 = unit

// -----

// CHECK: unexpected decimal integer literal for a floating-point value
emitc.global @x : f32 = 4

// -----

// CHECK: expected an opaque attribute or a value of type i32
emitc.global @x : i32 = 1.0

// -----

// CHECK: expected an opaque attribute or a value of type tensor<2x!emitc.size_t>
emitc.global @x : !emitc.array<2x!emitc.size_t> = dense<0>

// -----

// CHECK: Shape mismatch
emitc.global @x : !emitc.array<2xi32> = dense<[1, 2, 3]>

// -----

// CHECK: expected array type, but got 'tensor<2xi32>'
emitc.global @x : tensor<2xi32> = dense<[1, 2]>

// -----

// CHECK: initial value expected to be of type 'i32', but was of type 'i64'
"emitc.global"() <{sym_name = "x", type = i32, initial_value = 1 : i64}> : () -> ()

// -----

// CHECK: initial value expected to be of type '!emitc.size_t', but was of type 'index'
"emitc.global"() <{sym_name = "x", type = !emitc.size_t, initial_value = 1 : index}> : () -> ()

// -----

// CHECK: initial value expected to be of type '!emitc.array<2xi32>', but was of type 'tensor<2xf32>'
"emitc.global"() <{sym_name = "x", type = !emitc.array<2xi32>, initial_value = dense<1.0> : tensor<2xf32>}> : () -> ()

// -----

// CHECK: expected an #emitc.opaque or typed attribute
"emitc.global"() <{sym_name = "x", type = !emitc.array<2xi32>, initial_value = array<i32: 1, 2>}> : () -> ()

// -----

// CHECK: cannot have both static and extern specifiers
emitc.global extern static @x : i32

// -----

// CHECK: 'x' does not reference a valid emitc.global
func.func @f() {
  %0 = emitc.get_global @x : !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: 'x' does not reference a valid emitc.global
emitc.func private @x()
func.func @f() {
  %0 = emitc.get_global @x : !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: expected an array or lvalue type, but got i32
emitc.global @x : i32
func.func @f() {
  %0 = emitc.get_global @x : i32
  func.return
}

// -----

// CHECK: expects result type '!emitc.lvalue<i32>' for the global @x, but got '!emitc.lvalue<f32>'
emitc.global @x : i32
func.func @f() {
  %0 = emitc.get_global @x : !emitc.lvalue<f32>
  func.return
}

// -----

// CHECK: expects result type '!emitc.array<2xi32>' for the global @x, but got '!emitc.array<3xi32>'
emitc.global @x : !emitc.array<2xi32>
func.func @f() {
  %0 = emitc.get_global @x : !emitc.array<3xi32>
  func.return
}
