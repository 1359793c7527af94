// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// A loop-carried value is a variable: assigned where it is declared, loaded at the start of the
// body, assigned at its end, and loaded after the loop.
// CHECK-LABEL: emitc.func @sum
// CHECK:       %[[ACC:[a-zA-Z0-9_]+]] = "emitc.variable"() {{.*}} !emitc.lvalue<f32>
// CHECK-NEXT:  emitc.assign %{{.*}} : f32 to %[[ACC]]
// CHECK-NEXT:  emitc.for %[[I:[a-zA-Z0-9_]+]] = %{{.*}} to %{{.*}} step %{{.*}} : !emitc.ptrdiff_t {
// CHECK-NEXT:    %[[OLD:[a-zA-Z0-9_]+]] = emitc.load %[[ACC]]
// CHECK:         %[[NEW:[a-zA-Z0-9_]+]] = emitc.add %[[OLD]]
// CHECK-NEXT:    emitc.assign %[[NEW]] : f32 to %[[ACC]]
// CHECK-NEXT:  }
// CHECK-NEXT:  %[[SUM:[a-zA-Z0-9_]+]] = emitc.load %[[ACC]]
// CHECK-NEXT:  emitc.return %[[SUM]]
func.func @sum(%m: memref<8xf32>, %n: index) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %sum = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero) -> (f32) {
    %v = memref.load %m[%i] : memref<8xf32>
    %new = arith.addf %acc, %v : f32
    scf.yield %new : f32
  }
  return %sum : f32
}

// Values may trade places; one that never changes needs no variable.
// CHECK-LABEL: emitc.func @swap
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: i32, %[[B:[a-zA-Z0-9_]+]]: i32
// CHECK:       emitc.assign %[[A]] : i32 to %[[X:[a-zA-Z0-9_]+]] :
// CHECK:       emitc.assign %[[B]] : i32 to %[[Y:[a-zA-Z0-9_]+]] :
// CHECK-NEXT:  emitc.for
// CHECK-NEXT:    %[[OLDX:[a-zA-Z0-9_]+]] = emitc.load %[[X]]
// CHECK-NEXT:    %[[OLDY:[a-zA-Z0-9_]+]] = emitc.load %[[Y]]
// CHECK-NEXT:    emitc.assign %[[OLDY]] : i32 to %[[X]]
// CHECK-NEXT:    emitc.assign %[[OLDX]] : i32 to %[[Y]]
// CHECK-NEXT:  }
// CHECK-NEXT:  %[[R:[a-zA-Z0-9_]+]] = emitc.load %[[X]]
// CHECK-NEXT:  emitc.bitwise_and %[[R]], %[[A]]
func.func @swap(%a: i32, %b: i32, %n: index) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%x = %a, %y = %b, %k = %a) -> (i32, i32, i32) {
    scf.yield %y, %x, %k : i32, i32, i32
  }
  %s = arith.andi %r#0, %r#2 : i32
  return %s : i32
}

// A memref is carried as a pointer and its dynamic sizes, unless every iteration keeps it.
// CHECK-LABEL: emitc.func @memrefs
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: !emitc.ptr<f32> {{[^%]*}}, %[[N:[a-zA-Z0-9_]+]]: !emitc.ptrdiff_t
// CHECK:       emitc.assign %[[A]] : !emitc.ptr<f32> to %[[P:[a-zA-Z0-9_]+]] :
// CHECK:       emitc.assign %[[N]] : !emitc.ptrdiff_t to %{{.*}} :
// CHECK:       emitc.for
// CHECK-NEXT:    %[[X:[a-zA-Z0-9_]+]] = emitc.load %[[P]]
// CHECK:         emitc.subscript %[[X]]
// CHECK:         emitc.subscript %[[A]]
func.func @memrefs(%a: memref<?xf32>, %b: memref<?xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%x = %a, %y = %b, %k = %a)
      -> (memref<?xf32>, memref<?xf32>, memref<?xf32>) {
    %v = memref.load %x[%i] : memref<?xf32>
    memref.store %v, %k[%c1] : memref<?xf32>
    scf.yield %y, %x, %k : memref<?xf32>, memref<?xf32>, memref<?xf32>
  }
  return
}

// A narrow induction variable counts in a wider type; an unsigned loop counts in an unsigned one.
// CHECK-LABEL: emitc.func @narrow
// CHECK:       %[[LB:[a-zA-Z0-9_]+]] = emitc.cast %{{.*}} : i8 to i32
// CHECK:       emitc.for %[[I:[a-zA-Z0-9_]+]] = %[[LB]] to {{.*}} : i32
// CHECK-NEXT:    emitc.cast %[[I]] : i32 to i8
// CHECK:       %[[U8:[a-zA-Z0-9_]+]] = emitc.cast %{{.*}} : i8 to ui8
// CHECK-NEXT:  %[[U32:[a-zA-Z0-9_]+]] = emitc.cast %[[U8]] : ui8 to ui32
// CHECK:       emitc.for %[[J:[a-zA-Z0-9_]+]] = %[[U32]] to {{.*}} : ui32
// CHECK-NEXT:    emitc.cast %[[J]] : ui32 to i8
func.func @narrow(%lb: i8, %ub: i8, %m: memref<1xi8>) {
  %c0 = arith.constant 0 : index
  %one = arith.constant 1 : i8
  scf.for %i = %lb to %ub step %one : i8 {
    memref.store %i, %m[%c0] : memref<1xi8>
  }
  scf.for unsigned %j = %lb to %ub step %one : i8 {
    memref.store %j, %m[%c0] : memref<1xi8>
  }
  return
}

// An else branch that only yields is the initial value.
// CHECK-LABEL: emitc.func @if
// CHECK-SAME:  (%[[C:[a-zA-Z0-9_]+]]: i1, %[[A:[a-zA-Z0-9_]+]]: i32, %[[B:[a-zA-Z0-9_]+]]: i32
// CHECK:       %[[R:[a-zA-Z0-9_]+]] = "emitc.variable"()
// CHECK-NEXT:  emitc.assign %[[A]] : i32 to %[[R]]
// CHECK-NEXT:  emitc.if %[[C]] {
// CHECK-NEXT:    %[[S:[a-zA-Z0-9_]+]] = emitc.bitwise_and
// CHECK-NEXT:    emitc.assign %[[S]] : i32 to %[[R]]
// CHECK:       %[[Q:[a-zA-Z0-9_]+]] = "emitc.variable"()
// CHECK-NEXT:  emitc.if %[[C]] {
// CHECK-NEXT:    emitc.assign %[[B]] : i32 to %[[Q]]
// CHECK-NEXT:  } else {
// CHECK-NEXT:    %[[O:[a-zA-Z0-9_]+]] = emitc.bitwise_or
// CHECK-NEXT:    emitc.assign %[[O]] : i32 to %[[Q]]
// CHECK-NEXT:  }
func.func @if(%c: i1, %a: i32, %b: i32) -> i32 {
  %r = scf.if %c -> (i32) {
    %s = arith.andi %a, %b : i32
    scf.yield %s : i32
  } else {
    scf.yield %a : i32
  }
  %q = scf.if %c -> (i32) {
    scf.yield %b : i32
  } else {
    %o = arith.ori %r, %b : i32
    scf.yield %o : i32
  }
  return %q : i32
}

// CHECK-LABEL: emitc.func @switch
// CHECK:       emitc.switch %{{.*}} : !emitc.ptrdiff_t
// CHECK-NEXT:  case 2 {
// CHECK-NEXT:    emitc.assign %{{.*}} : i32 to %[[R:[a-zA-Z0-9_]+]]
// CHECK-NEXT:    emitc.yield
// CHECK-NEXT:  }
// CHECK-NEXT:  case -5 {
// CHECK-NEXT:    emitc.assign %{{.*}} : i32 to %[[R]]
// CHECK:       default {
// CHECK-NEXT:    emitc.assign %{{.*}} : i32 to %[[R]]
// CHECK:       emitc.load %[[R]]
func.func @switch(%i: index, %a: i32, %b: i32) -> i32 {
  %c7 = arith.constant 7 : i32
  %r = scf.index_switch %i -> i32
  case 2 {
    scf.yield %a : i32
  }
  case -5 {
    scf.yield %b : i32
  }
  default {
    scf.yield %c7 : i32
  }
  return %r : i32
}

// Parallel loops run one iteration after another.
// CHECK-LABEL: emitc.func @parallel
// CHECK:       emitc.assign %{{.*}} : f32 to %[[ACC:[a-zA-Z0-9_]+]]
// CHECK-NEXT:  emitc.for
// CHECK-NEXT:    emitc.for
// CHECK:           %[[V:[a-zA-Z0-9_]+]] = emitc.load
// CHECK-NEXT:      %[[OLD:[a-zA-Z0-9_]+]] = emitc.load %[[ACC]]
// CHECK-NEXT:      %[[NEW:[a-zA-Z0-9_]+]] = emitc.mul %[[OLD]], %[[V]]
// CHECK-NEXT:      emitc.assign %[[NEW]] : f32 to %[[ACC]]
// CHECK:       emitc.for %[[I:[a-zA-Z0-9_]+]] =
// CHECK-NEXT:    emitc.for %[[J:[a-zA-Z0-9_]+]] =
// CHECK-NEXT:      emitc.subscript %{{.*}}[%[[I]], %[[J]]]
func.func @parallel(%m: memref<4x5xf32>, %n: index) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %one = arith.constant 1.0 : f32
  %r = scf.parallel (%i, %j) = (%c0, %c0) to (%c4, %n) step (%c1, %c1) init (%one) -> f32 {
    %v = memref.load %m[%i, %j] : memref<4x5xf32>
    scf.reduce(%v : f32) {
    ^bb0(%lhs: f32, %rhs: f32):
      %product = arith.mulf %lhs, %rhs : f32
      scf.reduce.return %product : f32
    }
  }
  scf.forall (%i, %j) in (4, %n) {
    memref.store %r, %m[%i, %j] : memref<4x5xf32>
  }
  return %r : f32
}

// CHECK-LABEL: emitc.func @execute_region
// CHECK-NEXT:  %[[S:[a-zA-Z0-9_]+]] = emitc.bitwise_and
// CHECK-NEXT:  emitc.return %[[S]]
func.func @execute_region(%a: i32, %b: i32) -> i32 {
  %r = scf.execute_region -> i32 {
    %s = arith.andi %a, %b : i32
    scf.yield %s : i32
  }
  return %r : i32
}

// Loops that pass one value on share its variable, and so does a branch that keeps it.
// CHECK-LABEL: emitc.func @nest
// CHECK:       %[[ACC:[a-zA-Z0-9_]+]] = "emitc.variable"()
// CHECK-NOT:   "emitc.variable"()
// CHECK:       emitc.for
// CHECK-NEXT:    emitc.for
// CHECK-NEXT:      %[[OLD:[a-zA-Z0-9_]+]] = emitc.load %[[ACC]]
// CHECK:           emitc.assign %{{.*}} : f32 to %[[ACC]]
// CHECK-NEXT:    }
// CHECK-NEXT:    emitc.if %{{.*}} {
// CHECK-NEXT:      emitc.assign %{{.*}} : f32 to %[[ACC]]
// CHECK:       %[[R:[a-zA-Z0-9_]+]] = emitc.load %[[ACC]]
// CHECK-NEXT:  emitc.return %[[R]]
func.func @nest(%m: memref<4x4xf32>, %c: i1, %n: index) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %sum = scf.for %i = %c0 to %n step %c1 iter_args(%a = %zero) -> (f32) {
    %inner = scf.for %j = %c0 to %n step %c1 iter_args(%b = %a) -> (f32) {
      %v = memref.load %m[%i, %j] : memref<4x4xf32>
      %new = arith.addf %b, %v : f32
      scf.yield %new : f32
    }
    %kept = scf.if %c -> (f32) {
      scf.yield %zero : f32
    } else {
      scf.yield %inner : f32
    }
    scf.yield %kept : f32
  }
  return %sum : f32
}
