// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 | filecheck %s

// xDSL leaves out the yield of such a region in custom syntax, where MLIR wants it.

func.func @void() {
  scf.execute_region {
    scf.yield
  }
  scf.execute_region no_inline {
    scf.yield
  }
  return
}

// CHECK: scf.execute_region {
// CHECK-NEXT: scf.yield
// CHECK: scf.execute_region
// CHECK-NEXT: scf.yield
