// RUN: microaot-opt %s -t microaot-c | filecheck %s

emitc.global static const @w : !emitc.array<2x4xf32> = dense<1.0>
emitc.func private @reads(!emitc.ptr<f32> {emitc.const})
emitc.func private @writes(!emitc.ptr<f32>)

// CHECK-LABEL: void pointers(float *p, ptrdiff_t i)
// CHECK:         const float *const row = &w[i][0];
// CHECK:         reads(row);
// CHECK:         writes((float *)row);
// CHECK:         float *const second = &p[i];
// CHECK:         *second = 2.0f;
// CHECK:         writes(p);
emitc.func @pointers(%p: !emitc.ptr<f32>, %i: !emitc.ptrdiff_t) {
  %c0 = "emitc.constant"() <{value = 0 : index}> : () -> !emitc.ptrdiff_t
  %two = "emitc.constant"() <{value = 2.0 : f32}> : () -> f32
  %w = emitc.get_global @w : !emitc.array<2x4xf32>
  %e = emitc.subscript %w[%i, %c0] : (!emitc.array<2x4xf32>, !emitc.ptrdiff_t, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %row = emitc.address_of %e : !emitc.lvalue<f32>
  emitc.call @reads(%row) : (!emitc.ptr<f32>) -> ()
  emitc.call @writes(%row) : (!emitc.ptr<f32>) -> ()
  %q = emitc.subscript %p[%i] : (!emitc.ptr<f32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %second = emitc.address_of %q : !emitc.lvalue<f32>
  %d = emitc.dereference %second : !emitc.ptr<f32>
  emitc.assign %two : f32 to %d : <f32>
  %f = emitc.subscript %p[%c0] : (!emitc.ptr<f32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %first = emitc.expression %f : (!emitc.lvalue<f32>) -> !emitc.ptr<f32> {
    %0 = emitc.address_of %f : !emitc.lvalue<f32>
    emitc.yield %0 : !emitc.ptr<f32>
  }
  emitc.call @writes(%first) : (!emitc.ptr<f32>) -> ()
  emitc.return
}
