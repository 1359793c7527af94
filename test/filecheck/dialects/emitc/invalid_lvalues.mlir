// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: on array operand requires number of indices (2) to match the rank of the array type (1)
func.func @f(%a: !emitc.array<4xi32>, %i: index, %x: f32, %p: !emitc.ptr<i32>) {
  %0 = emitc.subscript %a[%i, %i] : (!emitc.array<4xi32>, index, index) -> !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: on array operand requires index operand 0 to be integer-like, but got 'f32'
func.func @f(%a: !emitc.array<4xi32>, %i: index, %x: f32, %p: !emitc.ptr<i32>) {
  %0 = emitc.subscript %a[%x] : (!emitc.array<4xi32>, f32) -> !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: on array operand requires element type ('i32') and result type ('i64') to match
func.func @f(%a: !emitc.array<4xi32>, %i: index, %x: f32, %p: !emitc.ptr<i32>) {
  %0 = emitc.subscript %a[%i] : (!emitc.array<4xi32>, index) -> !emitc.lvalue<i64>
  func.return
}

// -----

// CHECK: on pointer operand requires number of indices (2) to match the rank of the pointer type (1)
func.func @f(%a: !emitc.array<4xi32>, %i: index, %x: f32, %p: !emitc.ptr<i32>) {
  %0 = emitc.subscript %p[%i, %i] : (!emitc.ptr<i32>, index, index) -> !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: on pointer operand requires index operand 0 to be integer-like, but got 'f32'
func.func @f(%a: !emitc.array<4xi32>, %i: index, %x: f32, %p: !emitc.ptr<i32>) {
  %0 = emitc.subscript %p[%x] : (!emitc.ptr<i32>, f32) -> !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: on pointer operand requires element type ('i32') and result type ('f32') to match
func.func @f(%a: !emitc.array<4xi32>, %i: index, %x: f32, %p: !emitc.ptr<i32>) {
  %0 = emitc.subscript %p[%i] : (!emitc.ptr<i32>, index) -> !emitc.lvalue<f32>
  func.return
}

// -----

// CHECK: expected an array, opaque or pointer type, but got index
func.func @f(%a: !emitc.array<4xi32>, %i: index, %x: f32, %p: !emitc.ptr<i32>) {
  %0 = emitc.subscript %i[%i] : (index, index) -> !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: emitc.lvalue
func.func @f(%a: !emitc.array<4xi32>, %i: index, %x: f32, %p: !emitc.ptr<i32>) {
  %0 = emitc.subscript %a[%i] : (!emitc.array<4xi32>, index) -> i32
  func.return
}

// -----

// CHECK: expected an lvalue of an opaque type, but got !emitc.lvalue<i32>
func.func @f(%s: !emitc.lvalue<!emitc.opaque<"S">>, %v: !emitc.lvalue<i32>) {
  %0 = "emitc.member"(%v) <{member = "a"}> : (!emitc.lvalue<i32>) -> !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: expected an array or lvalue type, but got i32
func.func @f(%s: !emitc.lvalue<!emitc.opaque<"S">>, %v: !emitc.lvalue<i32>) {
  %0 = "emitc.member"(%s) <{member = "a"}> : (!emitc.lvalue<!emitc.opaque<"S">>) -> i32
  func.return
}

// -----

// CHECK: expected an lvalue of an opaque or pointer type, but got !emitc.lvalue<i32>
func.func @f(%s: !emitc.lvalue<!emitc.opaque<"S">>, %v: !emitc.lvalue<i32>) {
  %0 = "emitc.member_of_ptr"(%v) <{member = "a"}> : (!emitc.lvalue<i32>) -> !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: i8
func.func @f(%s: !emitc.lvalue<!emitc.opaque<"S">>, %v: !emitc.lvalue<i32>) {
  %0 = "emitc.address_of"(%v) : (!emitc.lvalue<i32>) -> !emitc.ptr<i8>
  func.return
}

// -----

// CHECK: i8
func.func @f(%p: !emitc.ptr<i32>) {
  %0 = "emitc.dereference"(%p) : (!emitc.ptr<i32>) -> !emitc.lvalue<i8>
  func.return
}

// -----

// CHECK: operand type must be an lvalue when applying `&`
func.func @f(%p: !emitc.ptr<i32>) {
  %0 = emitc.apply "&"(%p) : (!emitc.ptr<i32>) -> !emitc.ptr<i32>
  func.return
}

// -----

// CHECK: result type must be a pointer when applying `&`
func.func @f(%s: !emitc.lvalue<!emitc.opaque<"S">>, %v: !emitc.lvalue<i32>) {
  %0 = emitc.apply "&"(%v) : (!emitc.lvalue<i32>) -> i32
  func.return
}

// -----

// CHECK: operand type must be a pointer when applying `*`
func.func @f(%s: !emitc.lvalue<!emitc.opaque<"S">>, %v: !emitc.lvalue<i32>) {
  %0 = emitc.apply "*"(%v) : (!emitc.lvalue<i32>) -> i32
  func.return
}

// -----

// CHECK: applicable operator must not be empty
func.func @f(%p: !emitc.ptr<i32>) {
  %0 = emitc.apply ""(%p) : (!emitc.ptr<i32>) -> i32
  func.return
}

// -----

// CHECK: applicable operator is illegal
func.func @f(%p: !emitc.ptr<i32>) {
  %0 = emitc.apply "+"(%p) : (!emitc.ptr<i32>) -> i32
  func.return
}
