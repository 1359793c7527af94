// Views share the memory of what they look at: windows, reshapes, transposes, steps.

func.func @window(%image: memref<6x6xf32>, %row: index, %column: index) -> f32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %start = arith.constant 0.0 : f32
  %window = memref.subview %image[%row, %column] [3, 3] [1, 1]
    : memref<6x6xf32> to memref<3x3xf32, strided<[6, 1], offset: ?>>
  %sum = scf.for %i = %zero to %three step %one iter_args(%outer = %start) -> (f32) {
    %inner = scf.for %j = %zero to %three step %one iter_args(%acc = %outer) -> (f32) {
      %v = memref.load %window[%i, %j] : memref<3x3xf32, strided<[6, 1], offset: ?>>
      %next = arith.addf %acc, %v : f32
      scf.yield %next : f32
    }
    scf.yield %inner : f32
  }
  return %sum : f32
}

func.func @every_second(%in: memref<8x8xi8>, %out: memref<4x4xi8>) {
  %view = memref.subview %in[1, 0] [4, 4] [2, 2]
    : memref<8x8xi8> to memref<4x4xi8, strided<[16, 2], offset: 8>>
  memref.copy %view, %out : memref<4x4xi8, strided<[16, 2], offset: 8>> to memref<4x4xi8>
  return
}

func.func @reshape(%in: memref<4x6xi32>, %out: memref<24xi32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 24 : index
  %flat = memref.collapse_shape %in [[0, 1]] : memref<4x6xi32> into memref<24xi32>
  %cube = memref.expand_shape %flat [[0, 1, 2]] output_shape [2, 3, 4]
    : memref<24xi32> into memref<2x3x4xi32>
  %corner = memref.load %cube[%one, %zero, %one] : memref<2x3x4xi32>
  scf.for %i = %zero to %n step %one {
    %v = memref.load %flat[%i] : memref<24xi32>
    %sum = arith.addi %v, %corner : i32
    memref.store %sum, %out[%i] : memref<24xi32>
  }
  return
}

func.func @transposed(%m: memref<3x5xf32>, %out: memref<5x3xf32>) {
  %view = memref.transpose %m (i, j) -> (j, i)
    : memref<3x5xf32> to memref<5x3xf32, strided<[1, 5]>>
  memref.copy %view, %out : memref<5x3xf32, strided<[1, 5]>> to memref<5x3xf32>
  return
}

func.func @reinterpreted(%m: memref<12xf32>) -> f32 {
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %view = memref.reinterpret_cast %m to offset: [1], sizes: [3, 3], strides: [4, 1]
    : memref<12xf32> to memref<3x3xf32, strided<[4, 1], offset: 1>>
  %v = memref.load %view[%two, %one] : memref<3x3xf32, strided<[4, 1], offset: 1>>
  return %v : f32
}

func.func @fill_row(%m: memref<4x5xi16>, %row: index, %value: i16) {
  %view = memref.subview %m[%row, 0] [1, 5] [1, 1]
    : memref<4x5xi16> to memref<5xi16, strided<[1], offset: ?>>
  linalg.fill ins(%value : i16) outs(%view : memref<5xi16, strided<[1], offset: ?>>)
  return
}
