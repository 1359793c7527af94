// RUN: microaot-opt %s -p outline-operators --split-input-file | filecheck %s

// Two layers that differ in their constants only are one function.
// CHECK-LABEL: func.func @main
// CHECK-SAME:    %serving_x: tensor<1x4xf32> {aot.input = "serving_x"}) -> (tensor<1x4xf32> {aot.output = "scores"})
// CHECK:         %dense_weights = arith.constant
// CHECK-NEXT:    [[e:%\S+]] = tensor.empty() : tensor<1x4xf32>
// CHECK-NEXT:    [[first:%\S+]] = func.call @dense(%serving_x, %dense_weights{{.*}}, [[e]])
// CHECK-NEXT:    %dense_weights_1 = arith.constant
// CHECK-NEXT:    [[f:%\S+]] = tensor.empty() : tensor<1x4xf32>
// CHECK-NEXT:    [[second:%\S+]] = func.call @dense([[first]], %dense_weights{{.*}}, [[f]])
// CHECK-NEXT:    func.return [[second]]
// CHECK:       func.func private @dense(%input: tensor<1x4xf32>, %weights: tensor<4x4xf32>, %output: tensor<1x4xf32>) -> tensor<1x4xf32> attributes {aot.operator}
// CHECK:         linalg.fill
// CHECK:         linalg.batch_vecmat
// CHECK:         linalg.exp
// CHECK:         func.return
// CHECK-NOT:   func.func
func.func @main(%x: tensor<1x4xf32>) -> tensor<1x4xf32> attributes {tf.entry_function = {inputs = "serving_x", outputs = "scores"}} {
  %zero = arith.constant 0.0 : f32
  %w = arith.constant dense<[[1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]]> : tensor<4x4xf32>
  %v = arith.constant dense<[[5.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]]> : tensor<4x4xf32>
  %e = tensor.empty() : tensor<1x4xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<1x4xf32>) -> tensor<1x4xf32>
  %ew = tensor.expand_shape %w [[0, 1], [2]] output_shape [1, 4, 4] : tensor<4x4xf32> into tensor<1x4x4xf32>
  %a = linalg.batch_vecmat ins(%x, %ew : tensor<1x4xf32>, tensor<1x4x4xf32>) outs(%z : tensor<1x4xf32>) -> tensor<1x4xf32>
  %b = linalg.exp ins(%a : tensor<1x4xf32>) outs(%e : tensor<1x4xf32>) -> tensor<1x4xf32>
  %ev = tensor.expand_shape %v [[0, 1], [2]] output_shape [1, 4, 4] : tensor<4x4xf32> into tensor<1x4x4xf32>
  %c = linalg.batch_vecmat ins(%b, %ev : tensor<1x4xf32>, tensor<1x4x4xf32>) outs(%z : tensor<1x4xf32>) -> tensor<1x4xf32>
  %d = linalg.exp ins(%c : tensor<1x4xf32>) outs(%e : tensor<1x4xf32>) -> tensor<1x4xf32>
  return %d : tensor<1x4xf32>
}

// -----

// Steps of one layer stay together: two nests, one operator, whatever is stored between them.
// CHECK-LABEL: func.func @normalize
// CHECK:         func.call @reduce_sum(
// CHECK-NOT:     func.call
// CHECK:         func.return
func.func @normalize(%x: tensor<8xf32>) -> tensor<8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8xf32>
  %t = linalg.tanh ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = tensor.empty() : tensor<f32>
  %s0 = linalg.fill ins(%zero : f32) outs(%s : tensor<f32>) -> tensor<f32>
  %sum = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
    ins(%t : tensor<8xf32>) outs(%s0 : tensor<f32>) {
  ^bb0(%a: f32, %b: f32):
    %0 = arith.mulf %a, %a : f32
    %1 = arith.addf %b, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<f32>
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
    ins(%t, %sum : tensor<8xf32>, tensor<f32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// -----

// Several results, and a table that the body looks up.
// CHECK-LABEL: func.func @two
// CHECK-SAME:    -> (tensor<4xi8> {aot.output = "output0"}, tensor<4xi8> {aot.output = "output1"})
// CHECK:         func.call @lookup(%x, %lookup_table
// CHECK:         func.call @add(%x
// CHECK:       func.func private @lookup(%input: tensor<4xi8>, %table: tensor<4xi8>, %output: tensor<4xi8>)
func.func @two(%x: tensor<4xi8>) -> (tensor<4xi8>, tensor<4xi8>) {
  %table = arith.constant dense<[1, 2, 4, 8]> : tensor<4xi8>
  %c3 = arith.constant 3 : i8
  %e = tensor.empty() : tensor<4xi8>
  %a = linalg.map ins(%x : tensor<4xi8>) outs(%e : tensor<4xi8>)
    (%v: i8, %out: i8) {
      %i = arith.index_castui %v : i8 to index
      %t = tensor.extract %table[%i] : tensor<4xi8>
      linalg.yield %t : i8
    }
  %b = linalg.map ins(%x : tensor<4xi8>) outs(%e : tensor<4xi8>)
    (%v: i8, %out: i8) {
      %t = arith.addi %v, %c3 : i8
      linalg.yield %t : i8
    }
  return %a, %b : tensor<4xi8>, tensor<4xi8>
}
