// RUN: not microaot-opt %s -p expand-affine 2>&1 | filecheck %s

// CHECK: expand_affine_invalid.mlir:5:3: error: 'affine.apply' divides by a number that is not positive
func.func @f(%a: index) -> index {
  %0 = affine.apply affine_map<(d0) -> (d0 floordiv -2)>(%a)
  return %0 : index
}
