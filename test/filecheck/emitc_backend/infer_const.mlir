// RUN: microaot-opt %s -p emitc-infer-const -t microaot-c | filecheck %s

emitc.func private @reads(!emitc.ptr<f32> {emitc.const, emitc.name = "p"})
emitc.func private @unknown(!emitc.ptr<f32> {emitc.name = "p"})
// CHECK: void reads(const float *p);
// CHECK: void unknown(float *p);

// CHECK: static void copy(const float from[4], float to[4])
emitc.func @copy(%from: !emitc.array<4xf32>, %to: !emitc.array<4xf32>) attributes {specifiers = ["static"]} {
  %c0 = "emitc.constant"() <{value = 0 : i32}> : () -> i32
  %f = emitc.subscript %from[%c0] : (!emitc.array<4xf32>, i32) -> !emitc.lvalue<f32>
  %t = emitc.subscript %to[%c0] : (!emitc.array<4xf32>, i32) -> !emitc.lvalue<f32>
  %v = emitc.load %f : <f32>
  emitc.assign %v : f32 to %t : <f32>
  emitc.return
}

// Through calls, pointers and variables.
// CHECK: void callers(const float a[4], float b[4], const float *p, float *q, float *r)
// CHECK:     const float *const {{.*}} = &p[1];
// CHECK:     float *const {{.*}} = &q[1];
// CHECK:     float *s = r;
emitc.func @callers(%a: !emitc.array<4xf32>, %b: !emitc.array<4xf32>, %p: !emitc.ptr<f32>, %q: !emitc.ptr<f32>, %r: !emitc.ptr<f32>) {
  %c1 = "emitc.constant"() <{value = 1 : i32}> : () -> i32
  %one = "emitc.constant"() <{value = 1.0 : f32}> : () -> f32
  emitc.call @copy(%a, %b) : (!emitc.array<4xf32>, !emitc.array<4xf32>) -> ()
  %pe = emitc.subscript %p[%c1] : (!emitc.ptr<f32>, i32) -> !emitc.lvalue<f32>
  %p1 = emitc.address_of %pe : !emitc.lvalue<f32>
  emitc.call @reads(%p1) : (!emitc.ptr<f32>) -> ()
  %qe = emitc.subscript %q[%c1] : (!emitc.ptr<f32>, i32) -> !emitc.lvalue<f32>
  %q1 = emitc.address_of %qe : !emitc.lvalue<f32>
  emitc.call @unknown(%q1) : (!emitc.ptr<f32>) -> ()
  %s = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<!emitc.ptr<f32>>
  emitc.assign %r : !emitc.ptr<f32> to %s : <!emitc.ptr<f32>>
  %t = emitc.load %s : <!emitc.ptr<f32>>
  %te = emitc.dereference %t : !emitc.ptr<f32>
  emitc.assign %one : f32 to %te : <f32>
  emitc.return
}

// A recursive function that only reads; a type that others prescribe.
// CHECK: void recursive(const float *p)
emitc.func @recursive(%p: !emitc.ptr<f32>) {
  emitc.call @recursive(%p) : (!emitc.ptr<f32>) -> ()
  emitc.return
}
// CHECK: void callback(float *p)
emitc.func @callback(%p: !emitc.ptr<f32>) attributes {emitc.fixed_signature} {
  emitc.call_opaque "memcpy"(%p, %p) : (!emitc.ptr<f32>, !emitc.ptr<f32>) -> ()
  emitc.return
}
// CHECK: void library(float *to, const float *from)
emitc.func @library(%to: !emitc.ptr<f32>, %from: !emitc.ptr<f32>) {
  emitc.call_opaque "memcpy"(%to, %from) {args = [0 : index, 1 : index, 4 : i32]} : (!emitc.ptr<f32>, !emitc.ptr<f32>) -> ()
  emitc.return
}
