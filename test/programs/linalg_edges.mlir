// Linalg where outputs are inputs, fills are read, maps are odd, and extents are zero.

#id2 = affine_map<(i, j) -> (i, j)>
#tr = affine_map<(i, j) -> (j, i)>
#row = affine_map<(i, j) -> (i)>
#col = affine_map<(i, j) -> (j)>
#sc = affine_map<(i, j) -> ()>

func.func @bcast(%a: memref<3xf32>, %b: memref<4xf32>, %o: memref<4x3xf32>) {
  linalg.generic {indexing_maps = [#row, #col, #tr], iterator_types = ["parallel", "parallel"]}
    ins(%a, %b : memref<3xf32>, memref<4xf32>) outs(%o : memref<4x3xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %1 = arith.mulf %x, %y : f32
    %2 = arith.subf %1, %z : f32
    linalg.yield %2 : f32
  }
  return
}

func.func @inplace(%o: memref<4x4xi32>) {
  linalg.generic {indexing_maps = [#id2, #id2], iterator_types = ["parallel", "parallel"]}
    ins(%o : memref<4x4xi32>) outs(%o : memref<4x4xi32>) {
  ^bb0(%x: i32, %z: i32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %k = arith.subi %i, %j : index
    %c = arith.index_cast %k : index to i32
    %1 = arith.muli %x, %c : i32
    %2 = arith.addi %1, %z : i32
    linalg.yield %2 : i32
  }
  return
}

func.func @midred(%a: memref<3x4x2xi32>, %o: memref<3x2xi32>, %s: memref<i32>) {
  linalg.generic {indexing_maps = [affine_map<(i,j,k) -> (i,j,k)>, affine_map<(i,j,k) -> (i,k)>], iterator_types = ["parallel", "reduction", "parallel"]}
    ins(%a : memref<3x4x2xi32>) outs(%o : memref<3x2xi32>) {
  ^bb0(%x: i32, %z: i32):
    %c = arith.constant 3 : i32
    %1 = arith.muli %z, %c : i32
    %2 = arith.addi %1, %x : i32
    linalg.yield %2 : i32
  }
  linalg.generic {indexing_maps = [affine_map<(i,j,k) -> (i,j,k)>, affine_map<(i,j,k) -> ()>], iterator_types = ["reduction", "reduction", "reduction"]}
    ins(%a : memref<3x4x2xi32>) outs(%s : memref<i32>) {
  ^bb0(%x: i32, %z: i32):
    %2 = arith.maxsi %z, %x : i32
    linalg.yield %2 : i32
  }
  return
}

func.func @multiout(%a: memref<3x4xi32>, %m: memref<3xi32>, %s: memref<3xi32>, %e: memref<3x4xi32>) {
  linalg.generic {indexing_maps = [#id2, #row, #row], iterator_types = ["parallel", "reduction"]}
    ins(%a : memref<3x4xi32>) outs(%m, %s : memref<3xi32>, memref<3xi32>) {
  ^bb0(%x: i32, %z: i32, %w: i32):
    %1 = arith.maxsi %z, %x : i32
    %2 = arith.addi %w, %1 : i32
    linalg.yield %1, %2 : i32, i32
  }
  linalg.generic {indexing_maps = [#row, #id2, #row], iterator_types = ["parallel", "reduction"]}
    ins(%s : memref<3xi32>) outs(%e, %m : memref<3x4xi32>, memref<3xi32>) {
  ^bb0(%x: i32, %z: i32, %w: i32):
    %1 = arith.subi %z, %x : i32
    %2 = arith.addi %w, %z : i32
    linalg.yield %1, %2 : i32, i32
  }
  return
}

func.func @aliasred(%a: memref<4xi32>, %b: memref<4x4xi32>) {
  // input is a row of the output's memory
  %r = memref.subview %b[1, 0] [1, 4] [1, 1] : memref<4x4xi32> to memref<4xi32, strided<[1], offset: 4>>
  linalg.generic {indexing_maps = [#id2, #row], iterator_types = ["parallel", "reduction"]}
    ins(%b : memref<4x4xi32>) outs(%r : memref<4xi32, strided<[1], offset: 4>>) {
  ^bb0(%x: i32, %z: i32):
    %2 = arith.addi %z, %x : i32
    linalg.yield %2 : i32
  }
  return
}

func.func @fillmm(%a: memref<3x4xf32>, %b: memref<4x2xf32>, %c: memref<3x2xf32>) {
  %z = arith.constant 0.0 : f32
  linalg.fill ins(%z : f32) outs(%c : memref<3x2xf32>)
  linalg.matmul ins(%a, %b : memref<3x4xf32>, memref<4x2xf32>) outs(%c : memref<3x2xf32>)
  return
}

func.func @fillalias(%a: memref<4x4xi32>, %v: i32) {
  // the fill also changes an input
  linalg.fill ins(%v : i32) outs(%a : memref<4x4xi32>)
  linalg.matmul ins(%a, %a : memref<4x4xi32>, memref<4x4xi32>) outs(%a : memref<4x4xi32>)
  return
}

func.func @fillread(%a: memref<4x4xi32>, %b: memref<4x4xi32>, %c: memref<4x4xi32>, %v: i32) -> i32 {
  %z = arith.constant 0 : index
  linalg.fill ins(%v : i32) outs(%c : memref<4x4xi32>)
  %w = memref.load %c[%z, %z] : memref<4x4xi32>
  linalg.matmul ins(%a, %b : memref<4x4xi32>, memref<4x4xi32>) outs(%c : memref<4x4xi32>)
  return %w : i32
}

func.func @fillpart(%a: memref<4x4xi32>, %b: memref<4x4xi32>, %c: memref<4x4xi32>, %v: i32) {
  // the fill covers more than the reduction
  linalg.fill ins(%v : i32) outs(%c : memref<4x4xi32>)
  %s = memref.subview %c[0, 0] [2, 4] [1, 1] : memref<4x4xi32> to memref<2x4xi32, strided<[4, 1]>>
  %t = memref.subview %a[0, 0] [2, 4] [1, 1] : memref<4x4xi32> to memref<2x4xi32, strided<[4, 1]>>
  linalg.matmul ins(%t, %b : memref<2x4xi32, strided<[4, 1]>>, memref<4x4xi32>) outs(%s : memref<2x4xi32, strided<[4, 1]>>)
  return
}

func.func @fillempty(%a: memref<4x0xi32>, %b: memref<0x4xi32>, %c: memref<4x4xi32>, %v: i32) {
  linalg.fill ins(%v : i32) outs(%c : memref<4x4xi32>)
  linalg.matmul ins(%a, %b : memref<4x0xi32>, memref<0x4xi32>) outs(%c : memref<4x4xi32>)
  return
}

func.func @filltwice(%a: memref<3x4xi32>, %b: memref<4x2xi32>, %c: memref<3x2xi32>, %v: i32) {
  linalg.fill ins(%v : i32) outs(%c : memref<3x2xi32>)
  linalg.matmul ins(%a, %b : memref<3x4xi32>, memref<4x2xi32>) outs(%c : memref<3x2xi32>)
  linalg.matmul ins(%a, %b : memref<3x4xi32>, memref<4x2xi32>) outs(%c : memref<3x2xi32>)
  return
}

func.func @strided(%a: memref<?x?xf32, strided<[?, ?], offset: ?>>, %b: memref<?x?xf32, strided<[?, ?], offset: ?>>, %o: memref<?x?xf32>) {
  linalg.generic {indexing_maps = [#id2, #tr, #id2], iterator_types = ["parallel", "parallel"]}
    ins(%a, %b : memref<?x?xf32, strided<[?, ?], offset: ?>>, memref<?x?xf32, strided<[?, ?], offset: ?>>) outs(%o : memref<?x?xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %1 = arith.addf %x, %y : f32
    %2 = arith.subf %1, %z : f32
    linalg.yield %2 : f32
  }
  return
}

func.func @pool(%a: memref<1x7x7x2xf32>, %w: memref<2x3xf32>, %o: memref<1x3x2x2xf32>) {
  linalg.pooling_nhwc_max {dilations = dense<[2, 1]> : vector<2xi64>, strides = dense<[2, 3]> : vector<2xi64>}
    ins(%a, %w : memref<1x7x7x2xf32>, memref<2x3xf32>) outs(%o : memref<1x3x2x2xf32>)
  return
}

func.func @poolu(%a: memref<1x7x7x2xi8>, %w: memref<2x3xi8>, %o: memref<1x3x2x2xi8>) {
  linalg.pooling_nhwc_max_unsigned {dilations = dense<[2, 1]> : vector<2xi64>, strides = dense<[2, 3]> : vector<2xi64>}
    ins(%a, %w : memref<1x7x7x2xi8>, memref<2x3xi8>) outs(%o : memref<1x3x2x2xi8>)
  return
}

func.func @conv(%a: memref<1x7x8x2xi8>, %w: memref<3x2x2x3xi8>, %o: memref<1x2x3x3xi32>, %az: i32, %wz: i32) {
  linalg.conv_2d_nhwc_hwcf_q {dilations = dense<[1, 2]> : vector<2xi64>, strides = dense<[3, 2]> : vector<2xi64>}
    ins(%a, %w, %az, %wz : memref<1x7x8x2xi8>, memref<3x2x2x3xi8>, i32, i32) outs(%o : memref<1x2x3x3xi32>)
  return
}

func.func @dw(%a: memref<1x7x8x2xf32>, %w: memref<3x2x2x2xf32>, %o: memref<1x5x7x2x2xf32>) {
  linalg.depthwise_conv_2d_nhwc_hwcm {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
    ins(%a, %w : memref<1x7x8x2xf32>, memref<3x2x2x2xf32>) outs(%o : memref<1x5x7x2x2xf32>)
  return
}

func.func @named(%a: memref<3x4xf32>, %b: memref<3x4xf32>, %o: memref<3x4xf32>, %t: memref<4x3xf32>, %s: memref<3xf32>, %bc: memref<3x4x2xf32>) {
  linalg.add ins(%a, %b : memref<3x4xf32>, memref<3x4xf32>) outs(%o : memref<3x4xf32>)
  linalg.transpose ins(%o : memref<3x4xf32>) outs(%t : memref<4x3xf32>) permutation = [1, 0]
  linalg.reduce ins(%t : memref<4x3xf32>) outs(%s : memref<3xf32>) dimensions = [0]
    (%x: f32, %y: f32) {
      %q = arith.addf %x, %y : f32
      linalg.yield %q : f32
    }
  linalg.broadcast ins(%o : memref<3x4xf32>) outs(%bc : memref<3x4x2xf32>) dimensions = [2]
  linalg.map { arith.maximumf } ins(%a, %b : memref<3x4xf32>, memref<3x4xf32>) outs(%o : memref<3x4xf32>)
  linalg.copy ins(%a : memref<3x4xf32>) outs(%b : memref<3x4xf32>)
  return
}

func.func @selfcopy(%a: memref<6xi32>) {
  %l = memref.subview %a[0] [4] [1] : memref<6xi32> to memref<4xi32, strided<[1]>>
  %h = memref.subview %a[2] [4] [1] : memref<6xi32> to memref<4xi32, strided<[1], offset: 2>>
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%l : memref<4xi32, strided<[1]>>) outs(%h : memref<4xi32, strided<[1], offset: 2>>) {
  ^bb0(%x: i32, %y: i32):
    linalg.yield %x : i32
  }
  return
}

func.func @sumidx(%a: memref<10xi32>, %o: memref<4xi32>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i * 2 + j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%a, %o : memref<10xi32>, memref<4xi32>) outs(%o : memref<4xi32>) {
  ^bb0(%x: i32, %w: i32, %y: i32):
    %1 = arith.muli %x, %w : i32
    %2 = arith.addi %1, %y : i32
    linalg.yield %2 : i32
  }
  return
}

func.func @onlyidx(%o: memref<3x4xindex>, %z: memref<index>) {
  linalg.generic {indexing_maps = [#id2], iterator_types = ["parallel", "parallel"]} outs(%o : memref<3x4xindex>) {
  ^bb0(%y: index):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %k = arith.muli %i, %j : index
    linalg.yield %k : index
  }
  linalg.generic {indexing_maps = [affine_map<() -> ()>], iterator_types = []} outs(%z : memref<index>) {
  ^bb0(%y: index):
    %c = arith.addi %y, %y : index
    linalg.yield %c : index
  }
  return
}
