// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s
// RUN: microaot-opt %s -p convert-to-emitc | mlir-opt-22 | mlir-translate-22 --mlir-to-cpp | filecheck %s --check-prefix=TEXT

// The loop goes on as long as the flag is set; the after region sees the values of the before
// region, and a result that a variable holds anyway has none of its own.
// CHECK-LABEL: emitc.func @while_loop
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: i32, %[[N:[a-zA-Z0-9_]+]]: i32
// CHECK:       emitc.assign %[[A]] : i32 to %[[I:[a-zA-Z0-9_]+]] :
// CHECK:       %[[RUNNING:[a-zA-Z0-9_]+]] = "emitc.variable"() {{.*}} !emitc.lvalue<i1>
// CHECK-NEXT:  emitc.do {
// CHECK-NEXT:    %[[OLD:[a-zA-Z0-9_]+]] = emitc.load %[[I]]
// CHECK-NEXT:    %[[C:[a-zA-Z0-9_]+]] = emitc.cmp lt, %[[OLD]], %[[N]]
// CHECK-NEXT:    emitc.assign %[[C]] : i1 to %[[RUNNING]]
// CHECK-NEXT:    emitc.if %[[C]] {
// CHECK-NEXT:      %[[NEW:[a-zA-Z0-9_]+]] = emitc.bitwise_or %[[OLD]]
// CHECK-NEXT:      emitc.assign %[[NEW]] : i32 to %[[I]]
// CHECK:       } while {
// CHECK:         emitc.load %[[RUNNING]]
// CHECK:       %[[R:[a-zA-Z0-9_]+]] = emitc.load %[[I]]
// CHECK-NEXT:  emitc.return %[[R]]

// TEXT-LABEL: int32_t while_loop(
// TEXT:         do {
// TEXT:         if (
// TEXT:         } while ({{.*}});
func.func @while_loop(%a: i32, %n: i32) -> i32 {
  %one = arith.constant 1 : i32
  %r = scf.while (%i = %a) : (i32) -> i32 {
    %c = arith.cmpi slt, %i, %n : i32
    scf.condition(%c) %i : i32
  } do {
  ^bb0(%x: i32):
    %y = arith.ori %x, %one : i32
    scf.yield %y : i32
  }
  return %r : i32
}

// Without work in the after region nothing is left to be done under the condition.
// CHECK-LABEL: emitc.func @do_while
// CHECK:       emitc.do {
// CHECK:         %[[NEW:[a-zA-Z0-9_]+]] = emitc.bitwise_or
// CHECK:         emitc.assign %[[NEW]] : i32 to %[[I:[a-zA-Z0-9_]+]] :
// CHECK-NEXT:    emitc.assign %{{.*}} : i1 to %{{.*}} :
// CHECK-NEXT:  } while {
// CHECK:       emitc.load %[[I]]
func.func @do_while(%a: i32, %n: i32) -> i32 {
  %r = scf.while (%i = %a) : (i32) -> i32 {
    %new = arith.ori %i, %n : i32
    %c = arith.cmpi slt, %new, %n : i32
    scf.condition(%c) %new : i32
  } do {
  ^bb0(%x: i32):
    scf.yield %x : i32
  }
  return %r : i32
}

// A result of its own: what the condition passes on is not what the loop carries.
// CHECK-LABEL: emitc.func @own_result
// CHECK:       emitc.do {
// CHECK:         %[[V:[a-zA-Z0-9_]+]] = emitc.bitwise_and
// CHECK-NEXT:    emitc.assign %[[V]] : i32 to %[[R:[a-zA-Z0-9_]+]] :
// CHECK:       emitc.load %[[R]]
func.func @own_result(%a: i32, %n: i32) -> i32 {
  %one = arith.constant 1 : i32
  %r = scf.while (%i = %a) : (i32) -> i32 {
    %c = arith.cmpi slt, %i, %n : i32
    %v = arith.andi %i, %n : i32
    scf.condition(%c) %v : i32
  } do {
  ^bb0(%x: i32):
    %y = arith.ori %x, %one : i32
    scf.yield %y : i32
  }
  return %r : i32
}
