// Constants of all types, at the limits of each.

memref.global "private" @ma : memref<4xi32> = dense<[1,2,3,4]>

memref.global "private" constant @i1s : memref<3xi1> = dense<[true, false, true]>

memref.global "private" constant @i4s : memref<4xi4> = dense<[-8, 7, 0, -1]>

memref.global "private" constant @idx : memref<3xindex> = dense<[0, 2, 1]>

memref.global "private" constant @f16s : memref<4xf16> = dense<[1.0, -0.0, 65504.0, 0x7C00]>

memref.global "private" constant @bf16s : memref<3xbf16> = dense<[1.0, 0xFF80, 3.0]>

memref.global "private" constant @f32s : memref<6xf32> = dense<[0x7FC00000, 0x7F800000, 0xFF800000, -0.0, 1.0e-45, 3.40282347E+38]>

memref.global "private" constant @f64s : memref<4xf64> = dense<[0x7FF8000000000000, 4.9406564584124654E-324, 1.7976931348623157E+308, -0.0]>

memref.global "private" constant @i64s : memref<3xi64> = dense<[-9223372036854775808, 9223372036854775807, -1]>

memref.global "private" constant @i32s : memref<2xi32> = dense<[-2147483648, 2147483647]>

memref.global "private" constant @i8s : memref<2x2xi8> = dense<[[-128, 127], [-1, 0]]>

memref.global "private" constant @i33s : memref<2xi33> = dense<[-4294967296, 4294967295]>

memref.global "private" constant @splat : memref<3x4xf32> = dense<2.5>

memref.global "private" constant @zeros : memref<3x4xi16> = dense<0>

memref.global "private" constant @e : memref<0x4xi32> = dense<>

memref.global "private" @un : memref<4xf64> = uninitialized {alignment = 64 : i64}

memref.global @pub : memref<2xi32> = dense<[5, 6]>

memref.global constant @pubc : memref<2x1xi32> = dense<[[5], [6]]> {alignment = 32 : i64}

memref.global "private" constant @sc : memref<f32> = dense<1.25>

func.func @gi1(%i: index) -> i32 {
  %g = memref.get_global @i1s : memref<3xi1>
  %c3 = arith.constant 3 : index
  %j = arith.remui %i, %c3 : index
  %v = memref.load %g[%j] : memref<3xi1>
  %x = arith.extsi %v : i1 to i32
  return %x : i32
}

func.func @gi4(%i: index) -> i32 {
  %g = memref.get_global @i4s : memref<4xi4>
  %v = memref.load %g[%i] : memref<4xi4>
  %x = arith.extsi %v : i4 to i32
  %y = arith.extui %v : i4 to i32
  %k = arith.constant 100 : i32
  %z = arith.muli %x, %k : i32
  %w = arith.addi %z, %y : i32
  return %w : i32
}

func.func @gidx(%i: index) -> index {
  %g = memref.get_global @idx : memref<3xindex>
  %c3 = arith.constant 3 : index
  %j = arith.remui %i, %c3 : index
  %v = memref.load %g[%j] : memref<3xindex>
  %w = memref.load %g[%v] : memref<3xindex>
  return %w : index
}

func.func @gf16(%i: index) -> f32 {
  %g = memref.get_global @f16s : memref<4xf16>
  %v = memref.load %g[%i] : memref<4xf16>
  %w = arith.addf %v, %v : f16
  %x = arith.extf %w : f16 to f32
  return %x : f32
}

func.func @gbf16(%i: index) -> f32 {
  %c3 = arith.constant 3 : index
  %j = arith.remui %i, %c3 : index
  %g = memref.get_global @bf16s : memref<3xbf16>
  %v = memref.load %g[%j] : memref<3xbf16>
  %x = arith.extf %v : bf16 to f32
  return %x : f32
}

func.func @gf32(%i: index) -> f32 {
  %g = memref.get_global @f32s : memref<6xf32>
  %v = memref.load %g[%i] : memref<6xf32>
  return %v : f32
}

func.func @gf64(%i: index) -> f64 {
  %g = memref.get_global @f64s : memref<4xf64>
  %v = memref.load %g[%i] : memref<4xf64>
  return %v : f64
}

func.func @gi64(%p: i1) -> i64 {
  %g = memref.get_global @i64s : memref<3xi64>
  %j = arith.index_castui %p : i1 to index
  %v = memref.load %g[%j] : memref<3xi64>
  return %v : i64
}

func.func @gi33(%p: i1) -> i64 {
  %g = memref.get_global @i33s : memref<2xi33>
  %j = arith.index_castui %p : i1 to index
  %v = memref.load %g[%j] : memref<2xi33>
  %o = arith.constant 1 : i33
  %w = arith.addi %v, %o : i33
  %x = arith.extsi %w : i33 to i64
  return %x : i64
}

func.func @gmisc(%i: index) -> f32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %g = memref.get_global @splat : memref<3x4xf32>
  %h = memref.get_global @zeros : memref<3x4xi16>
  %k = memref.get_global @i8s : memref<2x2xi8>
  %l = memref.get_global @i32s : memref<2xi32>
  %s = memref.get_global @sc : memref<f32>
  %a = memref.load %g[%z, %i] : memref<3x4xf32>
  %b = memref.load %h[%z, %i] : memref<3x4xi16>
  %c = memref.load %k[%z, %o] : memref<2x2xi8>
  %d = memref.load %l[%o] : memref<2xi32>
  %e = memref.load %s[] : memref<f32>
  %u = memref.get_global @un : memref<4xf64>
  %fz = arith.constant 3.0 : f64
  memref.store %fz, %u[%i] : memref<4xf64>
  %uv = memref.load %u[%i] : memref<4xf64>
  %fb = arith.sitofp %b : i16 to f32
  %fc = arith.sitofp %c : i8 to f32
  %fd = arith.sitofp %d : i32 to f32
  %fu = arith.truncf %uv : f64 to f32
  %1 = arith.addf %a, %fb : f32
  %2 = arith.addf %1, %fc : f32
  %3 = arith.addf %2, %fd : f32
  %4 = arith.mulf %3, %e : f32
  %5 = arith.subf %4, %fu : f32
  return %5 : f32
}

func.func @gpub(%p: i1, %x: i32) -> i32 {
  %g = memref.get_global @pub : memref<2xi32>
  %h = memref.get_global @pubc : memref<2x1xi32>
  %z = arith.constant 0 : index
  %j = arith.index_castui %p : i1 to index
  %v = memref.load %g[%j] : memref<2xi32>
  %w = memref.load %h[%j, %z] : memref<2x1xi32>
  %r = arith.addi %v, %w : i32
  return %r : i32
}

func.func private @emp(%m: memref<?x?xf32>) -> index {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %a = memref.dim %m, %z : memref<?x?xf32>
  %b = memref.dim %m, %o : memref<?x?xf32>
  %c7 = arith.constant 7 : index
  %x = arith.muli %a, %c7 : index
  %y = arith.addi %x, %b : index
  return %y : index
}

func.func @pass_const(%i: index) -> f32 {
  %g = memref.get_global @f32s : memref<6xf32>
  %c = memref.cast %g : memref<6xf32> to memref<?xf32>
  %r = call @rd(%c, %i) : (memref<?xf32>, index) -> f32
  return %r : f32
}

func.func private @rd(%m: memref<?xf32>, %i: index) -> f32 {
  %v = memref.load %m[%i] : memref<?xf32>
  return %v : f32
}

func.func private @extf(i32) -> i32

func.func private @unused_ext(memref<?xf32>, memref<4x5xi8>, f32, i1) -> (f32, f32)

memref.global "private" @ext : memref<4xi32>
