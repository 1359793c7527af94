// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// Elements, members and addresses. Lvalues cannot be arguments of `emitc.func`, so func.func it is.

// CHECK: func.func @elements(
// CHECK-SAME: [[ARRAY:%.*]]: !emitc.array<4x8xf32>, [[P:%.*]]: !emitc.ptr<i32>, [[S:%.*]]: !emitc.opaque<"S">, [[I:%.*]]: index, [[N:%.*]]: !emitc.size_t)
func.func @elements(%array: !emitc.array<4x8xf32>, %p: !emitc.ptr<i32>, %s: !emitc.opaque<"S">, %i: index, %n: !emitc.size_t) {
  // CHECK: emitc.subscript [[ARRAY]][[[I]], [[N]]] : (!emitc.array<4x8xf32>, index, !emitc.size_t) -> !emitc.lvalue<f32>
  %0 = emitc.subscript %array[%i, %n] : (!emitc.array<4x8xf32>, index, !emitc.size_t) -> !emitc.lvalue<f32>
  // CHECK: emitc.subscript [[P]][[[N]]] {a.b} : (!emitc.ptr<i32>, !emitc.size_t) -> !emitc.lvalue<i32>
  %1 = emitc.subscript %p[%n] {a.b} : (!emitc.ptr<i32>, !emitc.size_t) -> !emitc.lvalue<i32>
  // CHECK: emitc.subscript [[S]][[[I]], [[P]]] : (!emitc.opaque<"S">, index, !emitc.ptr<i32>) -> !emitc.lvalue<f32>
  %2 = emitc.subscript %s[%i, %p] : (!emitc.opaque<"S">, index, !emitc.ptr<i32>) -> !emitc.lvalue<f32>
  // CHECK: emitc.subscript [[S]][] : (!emitc.opaque<"S">) -> !emitc.lvalue<f32>
  %3 = emitc.subscript %s[] : (!emitc.opaque<"S">) -> !emitc.lvalue<f32>
  func.return
}

// CHECK: func.func @members(
// CHECK-SAME: [[S:%.*]]: !emitc.lvalue<!emitc.opaque<"S">>, [[P:%.*]]: !emitc.lvalue<!emitc.ptr<!emitc.opaque<"S">>>)
func.func @members(%s: !emitc.lvalue<!emitc.opaque<"S">>, %p: !emitc.lvalue<!emitc.ptr<!emitc.opaque<"S">>>) {
  // CHECK: "emitc.member"([[S]]) <{member = "a"}> : (!emitc.lvalue<!emitc.opaque<"S">>) -> !emitc.lvalue<i32>
  %0 = "emitc.member"(%s) <{member = "a"}> : (!emitc.lvalue<!emitc.opaque<"S">>) -> !emitc.lvalue<i32>
  // CHECK: "emitc.member"([[S]]) <{member = "b"}> : (!emitc.lvalue<!emitc.opaque<"S">>) -> !emitc.array<2xi32>
  %1 = "emitc.member"(%s) <{member = "b"}> : (!emitc.lvalue<!emitc.opaque<"S">>) -> !emitc.array<2xi32>
  // CHECK: "emitc.member_of_ptr"([[P]]) <{member = "a"}> : (!emitc.lvalue<!emitc.ptr<!emitc.opaque<"S">>>) -> !emitc.lvalue<i32>
  %2 = "emitc.member_of_ptr"(%p) <{member = "a"}> : (!emitc.lvalue<!emitc.ptr<!emitc.opaque<"S">>>) -> !emitc.lvalue<i32>
  // CHECK: "emitc.member_of_ptr"([[S]]) <{member = "a"}> : (!emitc.lvalue<!emitc.opaque<"S">>) -> !emitc.array<2xi32>
  %3 = "emitc.member_of_ptr"(%s) <{member = "a"}> : (!emitc.lvalue<!emitc.opaque<"S">>) -> !emitc.array<2xi32>
  func.return
}

// CHECK: func.func @addresses([[V:%.*]]: !emitc.lvalue<i32>, [[P:%.*]]: !emitc.ptr<i32>)
func.func @addresses(%v: !emitc.lvalue<i32>, %p: !emitc.ptr<i32>) {
  // CHECK: emitc.address_of [[V]] : !emitc.lvalue<i32>
  %0 = emitc.address_of %v : !emitc.lvalue<i32>
  // CHECK: [[D:%.*]] = emitc.dereference [[P]] : !emitc.ptr<i32>
  %1 = emitc.dereference %p : !emitc.ptr<i32>
  // CHECK: emitc.load [[D]] : <i32>
  %2 = emitc.load %1 : <i32>
  // CHECK: emitc.apply "&"([[V]]) : (!emitc.lvalue<i32>) -> !emitc.ptr<i32>
  %3 = emitc.apply "&"(%v) : (!emitc.lvalue<i32>) -> !emitc.ptr<i32>
  // CHECK: emitc.apply "*"([[P]]) {a.b} : (!emitc.ptr<i32>) -> i32
  %4 = emitc.apply "*"(%p) {a.b} : (!emitc.ptr<i32>) -> i32
  func.return
}
