// affine maps round towards minus infinity, and bounds are maxima and minima of maps.

#shift = affine_map<(i, j) -> (i + 2 * j - 3)>
#cyclic = affine_map<(i) -> ((i - 4) mod 6)>
#halves = affine_map<(i)[s] -> ((i - s) floordiv 2, (i + s) ceildiv 3)>
#inside = affine_set<(i, j) : (i - j >= 0, 9 - i - j >= 0)>

func.func @maps(%i: index, %j: index) -> index {
  %a = affine.apply #shift(%i, %j)
  %b = affine.apply #cyclic(%a)
  %c = affine.min #halves(%a)[%j]
  %d = affine.max #halves(%b)[%i]
  %e = arith.muli %b, %c : index
  %f = arith.addi %e, %d : index
  return %f : index
}

func.func @blur(%in: memref<10xf32>, %out: memref<10xf32>) {
  %third = arith.constant 0.25 : f32
  affine.for %i = 1 to 9 {
    %left = affine.load %in[%i - 1] : memref<10xf32>
    %middle = affine.load %in[%i] : memref<10xf32>
    %right = affine.load %in[%i + 1] : memref<10xf32>
    %sides = arith.addf %left, %right : f32
    %sum = arith.addf %sides, %middle : f32
    %mean = arith.mulf %sum, %third : f32
    affine.store %mean, %out[%i] : memref<10xf32>
  }
  return
}

func.func @tiles(%m: memref<7x7xi32>) {
  affine.for %t = 0 to 7 step 3 {
    affine.for %i = affine_map<(t) -> (t)>(%t) to min affine_map<(t) -> (t + 3, 7)>(%t) {
      affine.for %j = 0 to 7 {
        affine.if #inside(%i, %j) {
          %p = affine.apply #shift(%i, %j)
          %v = arith.index_cast %p : index to i32
          affine.store %v, %m[%i, %j] : memref<7x7xi32>
        } else {
          %z = arith.constant -1 : i32
          affine.store %z, %m[%i, %j] : memref<7x7xi32>
        }
      }
    }
  }
  return
}

func.func @dot(%a: memref<12xf32>, %b: memref<12xf32>) -> f32 {
  %zero = arith.constant 0.0 : f32
  %sum = affine.for %i = 0 to 12 iter_args(%acc = %zero) -> (f32) {
    %x = affine.load %a[%i] : memref<12xf32>
    %y = affine.load %b[11 - %i] : memref<12xf32>
    %p = arith.mulf %x, %y : f32
    %next = arith.addf %acc, %p : f32
    affine.yield %next : f32
  }
  return %sum : f32
}
