// Three operators and a function that calls them: out = relu((x + c) * y).
packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}

memref.global "private" constant @c : memref<1x16xf32> = dense<0.5>

func.func @add(%a: !packed.buffer<1x16xf32, @cpu>, %b: !packed.buffer<1x16xf32, @cpu>,
               %sum: !packed.buffer<1x16xf32, @cpu>) {
  %A = packed.data %a : !packed.buffer<1x16xf32, @cpu> -> memref<1x16xf32>
  %B = packed.data %b : !packed.buffer<1x16xf32, @cpu> -> memref<1x16xf32>
  %S = packed.data %sum : !packed.buffer<1x16xf32, @cpu> -> memref<1x16xf32>
  linalg.add ins(%A, %B : memref<1x16xf32>, memref<1x16xf32>) outs(%S : memref<1x16xf32>)
  return
}

func.func @multiply(%a: !packed.buffer<1x16xf32, @cpu>, %b: !packed.buffer<1x16xf32, @cpu>,
                    %product: !packed.buffer<1x16xf32, @cpu>) {
  %A = packed.data %a : !packed.buffer<1x16xf32, @cpu> -> memref<1x16xf32>
  %B = packed.data %b : !packed.buffer<1x16xf32, @cpu> -> memref<1x16xf32>
  %P = packed.data %product : !packed.buffer<1x16xf32, @cpu> -> memref<1x16xf32>
  linalg.mul ins(%A, %B : memref<1x16xf32>, memref<1x16xf32>) outs(%P : memref<1x16xf32>)
  return
}

func.func @relu(%a: !packed.buffer<1x16xf32, @cpu>, %result: !packed.buffer<1x16xf32, @cpu>) {
  %A = packed.data %a : !packed.buffer<1x16xf32, @cpu> -> memref<1x16xf32>
  %R = packed.data %result : !packed.buffer<1x16xf32, @cpu> -> memref<1x16xf32>
  %zero = arith.constant 0.0 : f32
  linalg.map ins(%A : memref<1x16xf32>) outs(%R : memref<1x16xf32>) (%x: f32, %old: f32) {
    %positive = arith.cmpf ogt, %x, %zero : f32
    %y = arith.select %positive, %x, %zero : f32
    linalg.yield %y : f32
  }
  return
}

func.func @chain(%x: memref<1x16xf32>, %y: memref<1x16xf32>, %out: memref<1x16xf32>) {
  %c = memref.get_global @c : memref<1x16xf32>
  %sum = memref.alloc() : memref<1x16xf32>
  %product = memref.alloc() : memref<1x16xf32>
  %x_buffer = packed.make_buffer %x : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
  %y_buffer = packed.make_buffer %y : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
  %c_buffer = packed.make_buffer %c : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
  %sum_buffer = packed.make_buffer %sum : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
  %product_buffer = packed.make_buffer %product : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
  %out_buffer = packed.make_buffer %out : memref<1x16xf32> -> !packed.buffer<1x16xf32, @cpu>
  packed.call @add(%x_buffer, %c_buffer, %sum_buffer) via cpacked : (!packed.buffer<1x16xf32, @cpu>, !packed.buffer<1x16xf32, @cpu>, !packed.buffer<1x16xf32, @cpu>) -> ()
  packed.call @multiply(%sum_buffer, %y_buffer, %product_buffer) via cpacked : (!packed.buffer<1x16xf32, @cpu>, !packed.buffer<1x16xf32, @cpu>, !packed.buffer<1x16xf32, @cpu>) -> ()
  packed.call @relu(%product_buffer, %out_buffer) via cpacked : (!packed.buffer<1x16xf32, @cpu>, !packed.buffer<1x16xf32, @cpu>) -> ()
  return
}
