// linalg on tensors: results, the short forms of `map` and `reduce`, and ops that only tensors have.

// RUN: mlir-opt-22 %s > %t.expected
// RUN: microaot-opt %s | mlir-opt-22 | diff - %t.expected
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 | diff - %t.expected
// RUN: mlir-opt-22 %s --mlir-print-op-generic | microaot-opt | mlir-opt-22 | diff - %t.expected

#id = affine_map<(i) -> (i)>
func.func @f(%a: tensor<4x8xf32>, %b: tensor<8x4xf32>, %c: tensor<4x4xf32>, %v: tensor<4xf32>, %x: f32, %z: tensor<f32>, %vi: tensor<4xindex>) -> tensor<4xf32> {
  %0 = linalg.matmul ins(%a, %b : tensor<4x8xf32>, tensor<8x4xf32>) outs(%c : tensor<4x4xf32>) -> tensor<4x4xf32>
  %r = linalg.reduce { arith.addf } ins(%a : tensor<4x8xf32>) outs(%v : tensor<4xf32>) dimensions = [1]
  %r2 = linalg.reduce ins(%a : tensor<4x8xf32>) outs(%v : tensor<4xf32>) dimensions = [1]
    (%in: f32, %init: f32) {
      %s = arith.maximumf %in, %init : f32
      linalg.yield %s : f32
    }
  %r3:2 = linalg.reduce ins(%a, %a : tensor<4x8xf32>, tensor<4x8xf32>) outs(%v, %v : tensor<4xf32>, tensor<4xf32>) dimensions = [1]
    (%in: f32, %in2: f32, %init: f32, %init2: f32) {
      %s = arith.maximumf %in, %init : f32
      linalg.yield %s, %s : f32, f32
    }
  %m = linalg.map { math.exp } ins(%v : tensor<4xf32>) outs(%v : tensor<4xf32>)
  %m2 = linalg.map { arith.addf {fastmath = #arith.fastmath<fast>} } ins(%v, %v : tensor<4xf32>, tensor<4xf32>) outs(%v : tensor<4xf32>)
  %t = linalg.transpose ins(%a : tensor<4x8xf32>) outs(%b : tensor<8x4xf32>) permutation = [1, 0]
  %bb = linalg.broadcast ins(%v : tensor<4xf32>) outs(%c : tensor<4x4xf32>) dimensions = [0]
  %fl = linalg.fill ins(%x : f32) outs(%c : tensor<4x4xf32>) -> tensor<4x4xf32>
  %sm = linalg.softmax dimension(1) ins(%a : tensor<4x8xf32>) outs(%a : tensor<4x8xf32>) -> tensor<4x8xf32>
  %e = linalg.elementwise kind=#linalg.elementwise_kind<add> ins(%c, %c : tensor<4x4xf32>, tensor<4x4xf32>) outs(%c : tensor<4x4xf32>) -> tensor<4x4xf32>
  %g = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%v : tensor<4xf32>) outs(%v : tensor<4xf32>) {
  ^bb0(%i: f32, %o: f32):
    linalg.yield %i : f32
  } -> tensor<4xf32>
  %cp = linalg.copy ins(%v : tensor<4xf32>) outs(%v : tensor<4xf32>) -> tensor<4xf32>
  %ct = linalg.contract indexing_maps = [affine_map<(i,j,k) -> (i,k)>, affine_map<(i,j,k) -> (k,j)>, affine_map<(i,j,k) -> (i,j)>] ins(%a, %b : tensor<4x8xf32>, tensor<8x4xf32>) outs(%c : tensor<4x4xf32>) -> tensor<4x4xf32>
  %pp = tensor.empty() : tensor<1x4x8xf32>
  %qq = tensor.empty() : tensor<1x8x4xf32>
  %rr = tensor.empty() : tensor<1x4x4xf32>
  return %r : tensor<4xf32>
}

func.func @g(%s: tensor<128x256xf32>, %d: tensor<16x8x8x32xf32>, %s2: tensor<100x250xf32>, %x: f32, %n: index, %dd: tensor<16x8x?x32xf32>) {
  %0 = linalg.pack %s inner_dims_pos = [0, 1] inner_tiles = [8, 32] into %d : tensor<128x256xf32> -> tensor<16x8x8x32xf32>
  %1 = linalg.pack %s2 padding_value(%x : f32) outer_dims_perm = [0, 1] inner_dims_pos = [0, 1] inner_tiles = [%n, 32] into %dd : tensor<100x250xf32> -> tensor<16x8x?x32xf32>
  %2 = linalg.unpack %d inner_dims_pos = [0, 1] inner_tiles = [8, 32] into %s : tensor<16x8x8x32xf32> -> tensor<128x256xf32>
  return
}
func.func @w(%f: tensor<2x3x3x5xf32>, %o: tensor<6x6x5x2xf32>, %i: tensor<2x10x10x5xf32>, %io: tensor<6x6x2x2x2x5xf32>, %v: tensor<6x6x2x2x2x2xf32>, %vo: tensor<2x8x8x2xf32>) {
  %0 = linalg.winograd_filter_transform fmr(F_4_3) ins(%f : tensor<2x3x3x5xf32>) outs(%o : tensor<6x6x5x2xf32>) -> tensor<6x6x5x2xf32>
  %1 = linalg.winograd_input_transform fmr(F_4_3) ins(%i : tensor<2x10x10x5xf32>) outs(%io : tensor<6x6x2x2x2x5xf32>) -> tensor<6x6x2x2x2x5xf32>
  %2 = linalg.winograd_output_transform fmr(F_4_3) ins(%v : tensor<6x6x2x2x2x2xf32>) outs(%vo : tensor<2x8x8x2xf32>) -> tensor<2x8x8x2xf32>
  return
}
