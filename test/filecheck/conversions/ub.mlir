// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// CHECK-LABEL: emitc.func @poison
// CHECK:       %[[ZERO:[a-z0-9_]+]] = "emitc.constant"() <{value = 0.000000e+00 : f32}>
// CHECK:       emitc.return %[[ZERO]]
func.func @poison() -> f32 {
  %p = ub.poison : f32
  return %p : f32
}
