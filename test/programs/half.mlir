// Half-precision floats are kept as bits and computed as if in their own format.

func.func @f16(%a: memref<16xf16>, %b: memref<16xf16>, %out: memref<16xf16>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 16 : index
  %half = arith.constant 0.5 : f16
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<16xf16>
    %y = memref.load %b[%i] : memref<16xf16>
    %product = arith.mulf %x, %y : f16
    %sum = arith.addf %product, %half : f16
    %less = arith.cmpf olt, %x, %y : f16
    %result = arith.select %less, %sum, %product : f16
    memref.store %result, %out[%i] : memref<16xf16>
  }
  return
}

func.func @f16_to_f32(%a: memref<16xf16>, %out: memref<16xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 16 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<16xf16>
    %wide = arith.extf %x : f16 to f32
    memref.store %wide, %out[%i] : memref<16xf32>
  }
  return
}

func.func @f32_to_f16(%a: memref<16xf32>, %out: memref<16xf16>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 16 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<16xf32>
    %narrow = arith.truncf %x : f32 to f16
    memref.store %narrow, %out[%i] : memref<16xf16>
  }
  return
}

func.func @bf16(%a: memref<16xbf16>, %b: memref<16xbf16>, %out: memref<16xbf16>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 16 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<16xbf16>
    %y = memref.load %b[%i] : memref<16xbf16>
    %wide_x = arith.extf %x : bf16 to f32
    %wide_y = arith.extf %y : bf16 to f32
    %product = arith.mulf %wide_x, %wide_y : f32
    %narrow = arith.truncf %product : f32 to bf16
    memref.store %narrow, %out[%i] : memref<16xbf16>
  }
  return
}
