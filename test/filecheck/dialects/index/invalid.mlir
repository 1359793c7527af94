// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func @f(%a: index) {
  // CHECK: expects exactly one of operand and result to be an index
  %0 = index.casts %a : index to index
  return
}

// -----

func.func @f(%a: index) {
  // CHECK: Expected `eq`, `ne`, `slt`
  %0 = index.cmp lt(%a, %a)
  return
}
