// A packed function, and a caller that makes the descriptors for it.
packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}

func.func @add_one(%x: !packed.buffer<3x3xf32, @cpu>, %y: !packed.buffer<3x3xf32, @cpu>) {
  %in = packed.data %x : !packed.buffer<3x3xf32, @cpu> -> memref<3x3xf32>
  %out = packed.data %y : !packed.buffer<3x3xf32, @cpu> -> memref<3x3xf32>
  %one = arith.constant 1.0 : f32
  affine.for %i = 0 to 3 {
    affine.for %j = 0 to 3 {
      %a = affine.load %in[%i, %j] : memref<3x3xf32>
      %b = arith.addf %a, %one : f32
      affine.store %b, %out[%i, %j] : memref<3x3xf32>
    }
  }
  return
}

func.func @add_via_packed(%x: memref<3x3xf32>, %y: memref<3x3xf32>) {
  %a = packed.make_buffer %x : memref<3x3xf32> -> !packed.buffer<3x3xf32, @cpu>
  %b = packed.make_buffer %y : memref<3x3xf32> -> !packed.buffer<3x3xf32, @cpu>
  packed.call @add_one(%a, %b) via cpacked : (!packed.buffer<3x3xf32, @cpu>, !packed.buffer<3x3xf32, @cpu>) -> ()
  return
}
