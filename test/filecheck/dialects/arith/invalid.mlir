// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func @f(%a: index) {
  // CHECK: expects exactly one of operand and result to be an index
  %0 = arith.index_castui %a : index to index
  return
}
