// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: shape must not be empty
func.func private @f(!emitc.array<i32>)

// -----

// CHECK: expected static shape
func.func private @f(!emitc.array<?xi32>)

// -----

// CHECK: invalid array element type 'i4'
func.func private @f(!emitc.array<2xi4>)

// -----

// CHECK: invalid array element type '!emitc.array<2xi32>'
func.func private @f(!emitc.array<2x!emitc.array<2xi32>>)

// -----

// CHECK: invalid array element type 'tuple<i32>'
func.func private @f(!emitc.array<2xtuple<i32>>)

// -----

// CHECK: !emitc.lvalue cannot wrap !emitc.array type
func.func private @f(!emitc.lvalue<!emitc.array<2xi32>>)

// -----

// CHECK: !emitc.lvalue must wrap supported emitc type, but got 'i4'
func.func private @f(!emitc.lvalue<i4>)

// -----

// CHECK: !emitc.lvalue must wrap supported emitc type, but got '!emitc.ptr<i4>'
func.func private @f(!emitc.lvalue<!emitc.ptr<i4>>)

// -----

// CHECK: !emitc.lvalue must wrap supported emitc type, but got '!emitc.lvalue<i32>'
func.func private @f(!emitc.lvalue<!emitc.lvalue<i32>>)

// -----

// CHECK: !emitc.lvalue must wrap supported emitc type, but got 'tensor<?xi32>'
func.func private @f(!emitc.lvalue<tensor<?xi32>>)

// -----

// CHECK: pointers to lvalues are not allowed
func.func private @f(!emitc.ptr<!emitc.lvalue<i32>>)

// -----

// CHECK: expected non empty string in !emitc.opaque type
func.func private @f(!emitc.opaque<"">)

// -----

// CHECK: pointer not allowed as outer type
func.func private @f(!emitc.opaque<"int*">)
