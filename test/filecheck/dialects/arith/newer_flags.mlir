// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s

// Flags of MLIR versions after 22. A rounding mode changes the result and is kept.

func.func @newer(%a: f32, %b: f32, %c: i8) {
  // CHECK: arith.addf %{{.*}}, %{{.*}} : f32
  %0 = arith.addf %a, %b to_nearest_even : f32
  // CHECK: arith.mulf %{{.*}}, %{{.*}} fastmath<nnan> {roundingmode = 1 : i32} : f32
  %1 = arith.mulf %a, %b downward fastmath<nnan> : f32
  // CHECK: arith.divf %{{.*}}, %{{.*}} {roundingmode = 3 : i32} : f32
  %2 = arith.divf %a, %b toward_zero : f32
  // CHECK: arith.extui %{{.*}} : i8 to i32
  %3 = arith.extui %c nneg : i8 to i32
  // CHECK: arith.uitofp %{{.*}} : i8 to f32
  %4 = "arith.uitofp"(%c) <{nonNeg}> : (i8) -> f32
  return
}
