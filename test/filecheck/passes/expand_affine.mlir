// RUN: microaot-opt %s -p expand-affine | filecheck %s

// A dividend of unknown sign needs rounding down; one that cannot be negative does not.
// CHECK-LABEL: func.func @divisions
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: index
// CHECK:       %[[D:[a-zA-Z0-9_]+]] = arith.subi %[[A]], %{{.*}} overflow<nsw> : index
// CHECK:       %[[R:[a-zA-Z0-9_]+]] = arith.remsi %[[D]], %{{.*}} : index
// CHECK:       %[[C:[a-zA-Z0-9_]+]] = arith.cmpi slt, %[[R]], %{{.*}} : index
// CHECK:       %[[S:[a-zA-Z0-9_]+]] = arith.addi %[[R]], %{{.*}} overflow<nsw> : index
// CHECK:       arith.select %[[C]], %[[S]], %[[R]] : index
// CHECK:       arith.floordivsi %[[A]], %{{.*}} : index
// CHECK:       arith.ceildivsi %[[A]], %{{.*}} : index
// CHECK:       scf.for %[[I:[a-zA-Z0-9_]+]] =
// CHECK:         arith.remsi %[[I]], %{{.*}} : index
// CHECK-NOT:     arith.select
// CHECK:         arith.divsi %[[I]], %{{.*}} : index
// CHECK:         %[[UP:[a-zA-Z0-9_]+]] = arith.addi %[[I]], %{{.*}} overflow<nsw> : index
// CHECK:         arith.divsi %[[UP]], %{{.*}} : index
func.func @divisions(%a: index, %m: memref<99xindex>) {
  %0 = affine.apply affine_map<(d0) -> ((d0 - 3) mod 5)>(%a)
  %1 = affine.apply affine_map<(d0) -> (d0 floordiv 4)>(%a)
  %2 = affine.apply affine_map<(d0) -> (d0 ceildiv 4)>(%a)
  affine.store %0, %m[0] : memref<99xindex>
  affine.store %1, %m[1] : memref<99xindex>
  affine.store %2, %m[2] : memref<99xindex>
  affine.for %i = 0 to 64 {
    %3 = affine.apply affine_map<(d0) -> (d0 mod 5)>(%i)
    %4 = affine.apply affine_map<(d0) -> (d0 floordiv 4)>(%i)
    %5 = affine.apply affine_map<(d0) -> (d0 ceildiv 4)>(%i)
    affine.store %3, %m[%i] : memref<99xindex>
    affine.store %4, %m[%i] : memref<99xindex>
    affine.store %5, %m[%i] : memref<99xindex>
  }
  return
}

// Constants fold, `+ x * -1` is a difference.
// CHECK-LABEL: func.func @folding
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: index, %[[B:[a-zA-Z0-9_]+]]: index
// CHECK-NEXT:  %[[D:[a-zA-Z0-9_]+]] = arith.subi %[[A]], %[[B]] overflow<nsw> : index
// CHECK-NEXT:  %[[C:[a-zA-Z0-9_]+]] = arith.constant 7 : index
// CHECK-NEXT:  func.return %[[D]], %[[C]]
func.func @folding(%a: index, %b: index) -> (index, index) {
  %0 = affine.apply affine_map<(d0, d1) -> (d0 - d1)>(%a, %b)
  %1 = affine.apply affine_map<() -> (23 floordiv 3 + 12 mod 4)>()
  return %0, %1 : index, index
}

// CHECK-LABEL: func.func @loops
// CHECK-SAME:  (%[[M:[a-zA-Z0-9_]+]]: memref<?xf32>, %[[N:[a-zA-Z0-9_]+]]: index
// CHECK:       %[[LB:[a-zA-Z0-9_]+]] = arith.maxsi %[[N]]
// CHECK:       %[[UB:[a-zA-Z0-9_]+]] = arith.minsi %{{.*}}, %{{.*}} : index
// CHECK:       %[[R:[a-zA-Z0-9_]+]] = scf.for %[[I:[a-zA-Z0-9_]+]] = %[[LB]] to %[[UB]] step %{{.*}} iter_args(%[[ACC:[a-zA-Z0-9_]+]] =
// CHECK:         %[[AT:[a-zA-Z0-9_]+]] = arith.addi %[[I]], %[[N]] overflow<nsw> : index
// CHECK-NEXT:    %[[V:[a-zA-Z0-9_]+]] = memref.load %[[M]][%[[AT]]]
// CHECK-NEXT:    %[[S:[a-zA-Z0-9_]+]] = arith.addf %[[ACC]], %[[V]]
// CHECK-NEXT:    scf.yield %[[S]] : f32
func.func @loops(%m: memref<?xf32>, %n: index) -> f32 {
  %zero = arith.constant 0.0 : f32
  %r = affine.for %i = max affine_map<(d0) -> (d0, 4)>(%n) to min affine_map<(d0) -> (d0 * 2, 99)>(%n)
      step 2 iter_args(%acc = %zero) -> (f32) {
    %v = affine.load %m[%i + symbol(%n)] : memref<?xf32>
    %s = arith.addf %acc, %v : f32
    affine.yield %s : f32
  }
  return %r : f32
}

// CHECK-LABEL: func.func @branch
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: index
// CHECK:       %[[TEN:[a-zA-Z0-9_]+]] = arith.constant 10 : index
// CHECK-NEXT:  %[[GE:[a-zA-Z0-9_]+]] = arith.cmpi sge, %[[A]], %[[TEN]] : index
// CHECK:       %[[EQ:[a-zA-Z0-9_]+]] = arith.cmpi eq, %[[A]], %{{.*}} : index
// CHECK-NEXT:  %[[BOTH:[a-zA-Z0-9_]+]] = arith.andi %[[GE]], %[[EQ]] : i1
// CHECK-NEXT:  scf.if %[[BOTH]] -> (index)
// CHECK:         scf.yield %[[A]] : index
func.func @branch(%a: index) -> index {
  %c0 = arith.constant 0 : index
  %r = affine.if affine_set<(d0) : (d0 - 10 >= 0, d0 - 40 == 0)>(%a) -> index {
    affine.yield %a : index
  } else {
    affine.yield %c0 : index
  }
  return %r : index
}

// CHECK-LABEL: func.func @parallel
// CHECK:       %[[LOW:[a-zA-Z0-9_]+]] = arith.constant 0xff800000 : f32
// CHECK-NEXT:  "scf.parallel"(%{{.*}}, %{{.*}}, %{{.*}}, %[[LOW]])
// CHECK:         scf.reduce(%{{.*}} : f32)
// CHECK:           arith.maximumf
// CHECK:           scf.reduce.return
func.func @parallel(%m: memref<8xf32>) -> f32 {
  %r = affine.parallel (%i) = (0) to (8) reduce ("maximumf") -> f32 {
    %v = affine.load %m[%i] : memref<8xf32>
    affine.yield %v : f32
  }
  return %r : f32
}

// The last digit is never negative, the first one takes what is left.
// CHECK-LABEL: func.func @digits
// CHECK-SAME:  (%[[N:[a-zA-Z0-9_]+]]: index
// CHECK:       arith.floordivsi %[[N]], %{{.*}} : index
// CHECK:       %[[R:[a-zA-Z0-9_]+]] = arith.remsi %[[N]], %{{.*}} : index
// CHECK:       arith.select
// CHECK:       arith.muli %{{.*}} overflow<nsw> : index
// CHECK:       arith.addi %{{.*}} overflow<nsw> : index
func.func @digits(%n: index) -> index {
  %0:2 = affine.delinearize_index %n into (4, 5) : index, index
  %1 = affine.linearize_index [%0#1, %0#0] by (5, 4) : index
  return %1 : index
}
