// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: expected one of eq, ne, lt, le, gt, ge, three_way
func.func @f(%a: i32) {
  %0 = emitc.cmp less, %a, %a : (i32, i32) -> i1
  func.return
}

// -----

// CHECK: predicate 9 is not one of 0 to 6
func.func @f(%a: i32) {
  %0 = "emitc.cmp"(%a, %a) <{predicate = 9 : i64}> : (i32, i32) -> i1
  func.return
}

// -----

// CHECK: i32
func.func @f(%a: i32) {
  %0 = "emitc.cmp"(%a, %a) <{predicate = 2 : i32}> : (i32, i32) -> i1
  func.return
}

// -----

// CHECK: Expected attribute i1 but got i32
func.func @f(%a: i32) {
  %0 = "emitc.conditional"(%a, %a, %a) : (i32, i32, i32) -> i32
  func.return
}

// -----

// CHECK: f32
func.func @f(%c: i1, %a: i32, %x: f32) {
  %0 = "emitc.conditional"(%c, %a, %x) : (i1, i32, f32) -> i32
  func.return
}
