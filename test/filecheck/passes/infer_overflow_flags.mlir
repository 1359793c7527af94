// RUN: microaot-opt %s -p infer-overflow-flags | filecheck %s

memref.global "private" constant @bias : memref<2xi32> = dense<[1000, -5]>

// A convolution: three loops carry one sum, which starts from a constant of the program.
// CHECK-LABEL: func.func @convolution
// CHECK:         arith.addi %{{.*}}, %{{.*}} overflow<nsw> : index
// CHECK:         arith.subi %{{.*}}, %{{.*}} overflow<nsw> : i32
// CHECK:         arith.muli %{{.*}}, %{{.*}} overflow<nsw> : i32
// CHECK:         arith.addi %{{.*}}, %{{.*}} overflow<nsw> : i32
func.func @convolution(%x: memref<8x8x3xi8>, %w: memref<3x3x3xi8>, %o: memref<6xi32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c6 = arith.constant 6 : index
  %zero_point = arith.constant -128 : i32
  %bias = memref.get_global @bias : memref<2xi32>
  scf.for %i = %c0 to %c6 step %c1 {
    %start = memref.load %bias[%c0] : memref<2xi32>
    %r = scf.for %p = %c0 to %c3 step %c1 iter_args(%a0 = %start) -> (i32) {
      %r1 = scf.for %q = %c0 to %c3 step %c1 iter_args(%a1 = %a0) -> (i32) {
        %r2 = scf.for %c = %c0 to %c3 step %c1 iter_args(%a2 = %a1) -> (i32) {
          %row = arith.addi %i, %p : index
          %v = memref.load %x[%row, %q, %c] : memref<8x8x3xi8>
          %u = memref.load %w[%p, %q, %c] : memref<3x3x3xi8>
          %v32 = arith.extsi %v : i8 to i32
          %u32 = arith.extsi %u : i8 to i32
          %centred = arith.subi %v32, %zero_point : i32
          %product = arith.muli %centred, %u32 : i32
          %sum = arith.addi %a2, %product : i32
          scf.yield %sum : i32
        }
        scf.yield %r2 : i32
      }
      scf.yield %r1 : i32
    }
    memref.store %r, %o[%i] : memref<6xi32>
  }
  return
}

// Nothing is known of arguments, nor of sums over loops without a known number of iterations.
// CHECK-LABEL: func.func @unknown
// CHECK:         arith.addi %{{.*}}, %{{.*}} : i32
// CHECK:         arith.addi %{{.*}}, %{{.*}} : i32
// CHECK:         arith.addi %{{.*}}, %{{.*}} : index
func.func @unknown(%n: index, %x: i32, %m: memref<?xi8>) -> (i32, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1 : i32
  %more = arith.addi %x, %one : i32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %one) -> (i32) {
    %sum = arith.addi %acc, %one : i32
    scf.yield %sum : i32
  }
  %y = arith.ori %r, %more : i32
  %next = arith.addi %n, %c1 : index
  return %y, %next : i32, index
}

// An index below a size leaves room for one more, on 32-bit targets as on 64-bit ones; what
// fits 64 bits only proves nothing.
// CHECK-LABEL: func.func @indices
// CHECK:         arith.addi %{{.*}}, %{{.*}} overflow<nsw> : index
// CHECK-NEXT:    arith.addi %{{.*}}, %{{.*}} : index
// CHECK-NEXT:    arith.muli %{{.*}}, %{{.*}} : index
func.func @indices(%m: memref<?xindex>, %k: i32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %size = memref.dim %m, %c0 : memref<?xindex>
  %wide = arith.index_cast %k : i32 to index
  scf.for %i = %c0 to %size step %c1 {
    %next = arith.addi %i, %c1 : index
    %second = arith.addi %next, %c1 : index
    %product = arith.muli %wide, %wide : index
    memref.store %second, %m[%i] : memref<?xindex>
    memref.store %product, %m[%i] : memref<?xindex>
  }
  return
}

// Clamped values stay in their range from one iteration to the next; branches join; flags stay.
// CHECK-LABEL: func.func @joins
// CHECK:         arith.addi %{{.*}}, %{{.*}} overflow<nsw> : i32
// CHECK:         arith.addi %{{.*}}, %{{.*}} overflow<nsw,nuw> : i32
// CHECK:         arith.shli %{{.*}}, %{{.*}} overflow<nsw> : i32
// CHECK:         arith.shli %{{.*}}, %{{.*}} : i32
func.func @joins(%n: index, %x: i16, %c: i1) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %lo = arith.constant -128 : i32
  %hi = arith.constant 127 : i32
  %four = arith.constant 4 : i32
  %x32 = arith.extsi %x : i16 to i32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %lo) -> (i32) {
    %sum = arith.addi %acc, %x32 : i32
    %low = arith.maxsi %sum, %lo : i32
    %new = arith.minsi %low, %hi : i32
    scf.yield %new : i32
  }
  %joined = scf.if %c -> (i32) {
    scf.yield %r : i32
  } else {
    scf.yield %x32 : i32
  }
  %a = arith.addi %joined, %x32 overflow<nuw> : i32
  %b = arith.shli %a, %four : i32
  %d = arith.shli %b, %b : i32
  %e = arith.ori %b, %d : i32
  return %e : i32
}
