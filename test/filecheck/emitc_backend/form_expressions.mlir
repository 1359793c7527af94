// RUN: microaot-opt %s -p emitc-form-expressions -t microaot-c | filecheck %s
// RUN: microaot-opt %s -p emitc-form-expressions | mlir-translate-22 --mlir-to-cpp

// CHECK-LABEL: void chain(const float x[8], float y[8], ptrdiff_t i)
// CHECK-NEXT:  {
// CHECK-NEXT:      y[i + 1] = x[i] * 2.0f;
// CHECK-NEXT:      y[i * i] += x[0];
// CHECK-NEXT:  }
emitc.func @chain(%x: !emitc.array<8xf32> {emitc.const}, %y: !emitc.array<8xf32>, %i: !emitc.ptrdiff_t) {
  %c0 = "emitc.constant"() <{value = 0 : index}> : () -> !emitc.ptrdiff_t
  %c1 = "emitc.constant"() <{value = 1 : index}> : () -> !emitc.ptrdiff_t
  %two = "emitc.constant"() <{value = 2.0 : f32}> : () -> f32
  %s = emitc.subscript %x[%i] : (!emitc.array<8xf32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %v = emitc.load %s : <f32>
  %m = emitc.mul %v, %two : (f32, f32) -> f32
  %j = emitc.add %i, %c1 : (!emitc.ptrdiff_t, !emitc.ptrdiff_t) -> !emitc.ptrdiff_t
  %t = emitc.subscript %y[%j] : (!emitc.array<8xf32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  emitc.assign %m : f32 to %t : <f32>
  %k = emitc.mul %i, %i : (!emitc.ptrdiff_t, !emitc.ptrdiff_t) -> !emitc.ptrdiff_t
  %u = emitc.subscript %y[%k] : (!emitc.array<8xf32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %first = emitc.subscript %x[%c0] : (!emitc.array<8xf32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %old = emitc.load %u : <f32>
  %more = emitc.load %first : <f32>
  %new = emitc.add %old, %more : (f32, f32) -> f32
  emitc.assign %new : f32 to %u : <f32>
  emitc.return
}

// A load stays before a write that may change it, but not before one that cannot.
// CHECK-LABEL: void order(float *p, float *q)
// CHECK-NEXT:  {
// CHECK-NEXT:      float local = 1.0f;
// CHECK-NEXT:      const float [[p:.*]] = p[0];
// CHECK-NEXT:      q[0] = 1.0f;
// CHECK-NEXT:      q[0] = [[p]] + local;
// CHECK-NEXT:      const float [[l:.*]] = local;
// CHECK-NEXT:      local = 1.0f;
// CHECK-NEXT:      q[0] = [[l]];
// CHECK-NEXT:      const float [[r:.*]] = p[0];
// CHECK-NEXT:      work();
// CHECK-NEXT:      q[0] = [[r]];
// CHECK-NEXT:  }
emitc.func @order(%p: !emitc.ptr<f32>, %q: !emitc.ptr<f32>) {
  %c0 = "emitc.constant"() <{value = 0 : index}> : () -> !emitc.ptrdiff_t
  %one = "emitc.constant"() <{value = 1.0 : f32}> : () -> f32
  %local = "emitc.variable"() <{value = 1.0 : f32}> : () -> !emitc.lvalue<f32>
  %pe = emitc.subscript %p[%c0] : (!emitc.ptr<f32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %qe = emitc.subscript %q[%c0] : (!emitc.ptr<f32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %a = emitc.load %pe : <f32>
  %b = emitc.load %local : <f32>
  emitc.assign %one : f32 to %qe : <f32>
  %s = emitc.add %a, %b : (f32, f32) -> f32
  emitc.assign %s : f32 to %qe : <f32>
  %c = emitc.load %local : <f32>
  emitc.assign %one : f32 to %local : <f32>
  emitc.assign %c : f32 to %qe : <f32>
  %d = emitc.load %pe : <f32>
  emitc.call_opaque "work"() : () -> ()
  emitc.assign %d : f32 to %qe : <f32>
  emitc.return
}

// Nothing moves into a loop but its bound, nothing is computed twice, and calls stay where they are.
// CHECK-LABEL: void places(int32_t n, int32_t x[8])
// CHECK-NEXT:  {
// CHECK-NEXT:      const int32_t [[twice:.*]] = n * 2;
// CHECK-NEXT:      for (int32_t i = n + 1; i < n - 1; ++i) {
// CHECK-NEXT:          x[i] = [[twice]];
// CHECK-NEXT:      }
// CHECK-NEXT:      const int32_t [[square:.*]] = n * n;
// CHECK-NEXT:      x[0] = [[square]] + [[square]];
// CHECK-NEXT:      const int32_t [[f:.*]] = f(n - 2);
// CHECK-NEXT:      const int32_t [[g:.*]] = g();
// CHECK-NEXT:      x[0] = [[f]] - [[g]];
// CHECK-NEXT:      x[0] = pure(n) + 1;
// CHECK-NEXT:  }
emitc.func @places(%n: i32, %x: !emitc.array<8xi32>) {
  %c0 = "emitc.constant"() <{value = 0 : i32}> : () -> i32
  %c1 = "emitc.constant"() <{value = 1 : i32}> : () -> i32
  %c2 = "emitc.constant"() <{value = 2 : i32}> : () -> i32
  %start = emitc.add %n, %c1 : (i32, i32) -> i32
  %end = emitc.sub %n, %c1 : (i32, i32) -> i32
  %twice = emitc.mul %n, %c2 : (i32, i32) -> i32
  emitc.for %i = %start to %end step %c1 : i32 {
    %e = emitc.subscript %x[%i] : (!emitc.array<8xi32>, i32) -> !emitc.lvalue<i32>
    emitc.assign %twice : i32 to %e : <i32>
  }
  %first = emitc.subscript %x[%c0] : (!emitc.array<8xi32>, i32) -> !emitc.lvalue<i32>
  %square = emitc.mul %n, %n : (i32, i32) -> i32
  %sum = emitc.add %square, %square : (i32, i32) -> i32
  emitc.assign %sum : i32 to %first : <i32>
  %less = emitc.sub %n, %c2 : (i32, i32) -> i32
  %f = emitc.call_opaque "f"(%less) : (i32) -> i32
  %g = emitc.call_opaque "g"() : () -> i32
  %diff = emitc.sub %f, %g : (i32, i32) -> i32
  emitc.assign %diff : i32 to %first : <i32>
  %pure = emitc.call_opaque "pure"(%n) {pure} : (i32) -> i32
  %plus = emitc.add %pure, %c1 : (i32, i32) -> i32
  emitc.assign %plus : i32 to %first : <i32>
  emitc.return
}

// A call moves into the statement right behind it, its operands with it, and nowhere else: the
// element that is assigned might be chosen by the call.
// CHECK-LABEL: int32_t calls(int32_t *p, int32_t a, ptrdiff_t i)
// CHECK-NEXT:  {
// CHECK-NEXT:      const int32_t [[STORED:\w+]] = next(a);
// CHECK-NEXT:      p[i] = [[STORED]];
// CHECK-NEXT:      const int32_t [[EARLY:\w+]] = next(a);
// CHECK-NEXT:      int32_t [[X:\w+]] = next(p[i]);
// CHECK-NEXT:      p[i] = [[EARLY]];
// CHECK-NEXT:      return next([[X]] + a);
// CHECK-NEXT:  }
emitc.func @next(%a: i32) -> i32 attributes {specifiers = ["extern"]}
emitc.func @calls(%p: !emitc.ptr<i32>, %a: i32, %i: !emitc.ptrdiff_t) -> i32 {
  %x = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<i32>
  %0 = emitc.call @next(%a) : (i32) -> i32
  %s = emitc.subscript %p[%i] : (!emitc.ptr<i32>, !emitc.ptrdiff_t) -> !emitc.lvalue<i32>
  emitc.assign %0 : i32 to %s : <i32>
  %1 = emitc.call @next(%a) : (i32) -> i32
  %t = emitc.subscript %p[%i] : (!emitc.ptr<i32>, !emitc.ptrdiff_t) -> !emitc.lvalue<i32>
  %v = emitc.load %t : <i32>
  %2 = emitc.call @next(%v) : (i32) -> i32
  emitc.assign %2 : i32 to %x : <i32>
  emitc.assign %1 : i32 to %t : <i32>
  %w = emitc.load %x : <i32>
  %sum = emitc.add %w, %a : (i32, i32) -> i32
  %3 = emitc.call @next(%sum) : (i32) -> i32
  emitc.return %3 : i32
}
