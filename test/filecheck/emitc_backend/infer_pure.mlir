// RUN: microaot-opt %s -p emitc-infer-pure | filecheck %s
// RUN: microaot-opt %s -p emitc-infer-pure,emitc-form-expressions -t microaot-c | filecheck %s --check-prefix C

emitc.func private @twice(%x: i32) -> i32 attributes {specifiers = ["static"]} {
  %y = emitc.mul %x, %x : (i32, i32) -> i32
  emitc.return %y : i32
}
emitc.func private @first(%p: !emitc.ptr<i32>) -> i32 attributes {specifiers = ["static"]} {
  %y = emitc.apply "*"(%p) : (!emitc.ptr<i32>) -> i32
  emitc.return %y : i32
}
emitc.func private @other(i32) -> i32 attributes {specifiers = ["extern"]}

// CHECK-LABEL: emitc.func @f
// CHECK:         emitc.call @twice({{.*}}) {pure} : (i32) -> i32
// CHECK-NEXT:    emitc.call @first({{.*}}) : (!emitc.ptr<i32>) -> i32
// CHECK-NEXT:    emitc.call @other({{.*}}) : (i32) -> i32
// CHECK-NEXT:    emitc.call @twice({{.*}}) {pure} : (i32) -> i32
// C-LABEL: int32_t f(
// C-NEXT:  {
// C-NEXT:      const int32_t {{.*}} = first(
// C-NEXT:      const int32_t {{.*}} = other(
// C-NEXT:      return twice(twice(x)) + {{.*}} + {{.*}};
emitc.func @f(%x: i32, %p: !emitc.ptr<i32>) -> i32 {
  %a = emitc.call @twice(%x) : (i32) -> i32
  %b = emitc.call @first(%p) : (!emitc.ptr<i32>) -> i32
  %c = emitc.call @other(%x) : (i32) -> i32
  %d = emitc.call @twice(%a) : (i32) -> i32
  %e = emitc.add %d, %b : (i32, i32) -> i32
  %g = emitc.add %e, %c : (i32, i32) -> i32
  emitc.return %g : i32
}
