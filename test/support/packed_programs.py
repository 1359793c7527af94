"""Functions that tests of packed entries call from outside."""

ADD_ONE_AND_FILL = """
func.func @add_one(%x: memref<3x3xf32>, %y: memref<3x3xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %one = arith.constant 1.0 : f32
  scf.for %i = %c0 to %c3 step %c1 {
    scf.for %j = %c0 to %c3 step %c1 {
      %a = memref.load %x[%i, %j] : memref<3x3xf32>
      %b = arith.addf %a, %one : f32
      memref.store %b, %y[%i, %j] : memref<3x3xf32>
    }
  }
  return
}
func.func @fill(%x: memref<?x4xf64>, %value: f64) -> index {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %n = memref.dim %x, %c0 : memref<?x4xf64>
  scf.for %i = %c0 to %n step %c1 {
    scf.for %j = %c0 to %c4 step %c1 {
      memref.store %value, %x[%i, %j] : memref<?x4xf64>
    }
  }
  return %n : index
}
"""
"""Tensors of static and of dynamic extents, a scalar in and a scalar out."""
