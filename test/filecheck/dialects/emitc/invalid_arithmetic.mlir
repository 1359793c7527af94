// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: requires that at most one operand is a pointer
func.func @f(%p: !emitc.ptr<i32>) {
  %0 = emitc.add %p, %p : (!emitc.ptr<i32>, !emitc.ptr<i32>) -> !emitc.ptr<i32>
  func.return
}

// -----

// CHECK: requires that one operand is an integer or of opaque type
func.func @f(%p: !emitc.ptr<i32>, %i: index) {
  %0 = emitc.add %p, %i : (!emitc.ptr<i32>, index) -> !emitc.ptr<i32>
  func.return
}

// -----

// CHECK: requires that one operand is an integer or of opaque type
func.func @f(%p: !emitc.ptr<i32>, %n: !emitc.size_t) {
  %0 = emitc.add %n, %p : (!emitc.size_t, !emitc.ptr<i32>) -> !emitc.ptr<i32>
  func.return
}

// -----

// CHECK: rhs can only be a pointer if lhs is a pointer
func.func @f(%p: !emitc.ptr<i32>, %a: i32) {
  %0 = emitc.sub %a, %p : (i32, !emitc.ptr<i32>) -> i64
  func.return
}

// -----

// CHECK: requires that rhs is an integer, pointer or of opaque type
func.func @f(%p: !emitc.ptr<i32>, %x: f32) {
  %0 = emitc.sub %p, %x : (!emitc.ptr<i32>, f32) -> !emitc.ptr<i32>
  func.return
}

// -----

// CHECK: requires that the result is an integer, ptrdiff_t or of opaque type
func.func @f(%p: !emitc.ptr<i32>) {
  %0 = emitc.sub %p, %p : (!emitc.ptr<i32>, !emitc.ptr<i32>) -> !emitc.ptr<i32>
  func.return
}

// -----

// CHECK: expected a type supported by EmitC, but got i4
func.func @f(%a: i4) {
  %0 = emitc.add %a, %a : (i4, i4) -> i4
  func.return
}

// -----

// CHECK: expected a type supported by EmitC, but got !emitc.lvalue<i32>
func.func @f(%a: !emitc.lvalue<i32>) {
  %0 = emitc.unary_minus %a : (!emitc.lvalue<i32>) -> i32
  func.return
}

// -----

// CHECK: expected a floating-point, integer, index or opaque type
func.func @f(%p: !emitc.ptr<i32>) {
  %0 = emitc.mul %p, %p : (!emitc.ptr<i32>, !emitc.ptr<i32>) -> i32
  func.return
}

// -----

// CHECK: expected a floating-point, integer, index or opaque type
func.func @f(%p: !emitc.ptr<i32>) {
  %0 = emitc.div %p, %p : (!emitc.ptr<i32>, !emitc.ptr<i32>) -> i32
  func.return
}

// -----

// CHECK: expected an integer, index or opaque type
func.func @f(%x: f32) {
  %0 = emitc.rem %x, %x : (f32, f32) -> f32
  func.return
}

// -----

// CHECK: Expected attribute i1 but got i32
func.func @f(%a: i32) {
  %0 = "emitc.logical_and"(%a, %a) : (i32, i32) -> i32
  func.return
}

// -----

// CHECK: Expected attribute i1 but got i32
func.func @f(%a: i32) {
  %0 = "emitc.logical_not"(%a) : (i32) -> i32
  func.return
}

// -----

// CHECK: operand type 'tensor<2xi32>' and result type 'i32' are cast incompatible
func.func @f(%a: tensor<2xi32>) {
  %0 = emitc.cast %a : tensor<2xi32> to i32
  func.return
}

// -----

// CHECK: operand type 'i32' and result type '!emitc.array<2xi32>' are cast incompatible
func.func @f(%a: i32) {
  %0 = emitc.cast %a : i32 to !emitc.array<2xi32>
  func.return
}

// -----

// CHECK: operand type '!emitc.ptr<i32>' and result type '!emitc.array<2xi32>' are cast incompatible
func.func @f(%a: !emitc.ptr<i32>) {
  %0 = emitc.cast %a : !emitc.ptr<i32> to !emitc.array<2xi32>
  func.return
}

// -----

// CHECK: operand type '!emitc.array<2x2xi32>' and result type '!emitc.ptr<i32>' are cast incompatible
func.func @f(%a: !emitc.array<2x2xi32>) {
  %0 = emitc.cast %a : !emitc.array<2x2xi32> to !emitc.ptr<i32>
  func.return
}

// -----

// CHECK: operand type '!emitc.array<0xi32>' and result type '!emitc.ptr<i32>' are cast incompatible
func.func @f(%a: !emitc.array<0xi32>) {
  %0 = emitc.cast %a : !emitc.array<0xi32> to !emitc.ptr<i32>
  func.return
}

// -----

// CHECK: operand type '!emitc.array<2xi32>' and result type '!emitc.ptr<f32>' are cast incompatible
func.func @f(%a: !emitc.array<2xi32>) {
  %0 = emitc.cast %a : !emitc.array<2xi32> to !emitc.ptr<f32>
  func.return
}
