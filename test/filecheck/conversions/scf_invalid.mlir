// RUN: not microaot-opt %s -p convert-to-emitc 2>&1 | filecheck %s

// CHECK: scf_invalid.mlir:6:3: error: 'scf.for' counts in a signed i1, which has no positive step
func.func @f(%a: i1) {
  %true = arith.constant true
  scf.for %i = %a to %true step %true : i1 {
  }
  return
}
