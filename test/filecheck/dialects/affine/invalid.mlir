// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func @f(%a: index) {
  // CHECK: expects an operand for each dimension and symbol of the map
  %0 = affine.max affine_map<(d0, d1) -> (d0, d1)>(%a)
  return
}

// -----

func.func @f(%a: index) {
  // CHECK: expects 1 extents, or one less without the outermost
  %0 = affine.delinearize_index %a into (4, 8) : index
  return
}

// -----

func.func @f(%a: index) {
  // CHECK: expects 3 extents, or one less without the outermost
  %0 = affine.linearize_index [%a, %a, %a] by (4) : index
  return
}
