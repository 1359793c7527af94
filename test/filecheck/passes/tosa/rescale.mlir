// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg | mlir-opt-22 -o /dev/null

// All shifts are greater than 31, so that double rounding needs no comparison with it.
// CHECK-LABEL: func.func @per_channel(
// CHECK: %{{.*}} = arith.constant dense<[1073741824, 1610612736, 2147483647]> : tensor<3xi32>
// CHECK: %{{.*}} = arith.constant dense<[38, 37, 36]> : tensor<3xi8>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%{{.*}}, %{{.*}}, %{{.*}} : tensor<2x3xi32>, tensor<3xi32>, tensor<3xi8>) outs(%{{.*}} : tensor<2x3xi8>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32, %{{.*}}: i8, %{{.*}}: i8):
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.extui %{{.*}} : i8 to i64
// CHECK: %{{.*}} = arith.shli %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.shrui %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.cmpi sge, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i64 to i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.maxsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i32 to i8
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<2x3xi8>
func.func @per_channel(%x: tensor<2x3xi32>) -> tensor<2x3xi8> {
  %m = "tosa.const"() <{values = dense<[1073741824, 1610612736, 2147483647]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %s = "tosa.const"() <{values = dense<[38, 37, 36]> : tensor<3xi8>}> : () -> tensor<3xi8>
  %zi = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zo = "tosa.const"() <{values = dense<-5> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {input_unsigned = false, output_unsigned = false, per_channel = true, rounding_mode = DOUBLE_ROUND, scale32 = true}
    : (tensor<2x3xi32>, tensor<3xi32>, tensor<3xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<2x3xi8>
  return %0 : tensor<2x3xi8>
}

// Some shifts are greater than 31.
// CHECK-LABEL: func.func @mixed_shifts(
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<1xi32>
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<1xi32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%{{.*}}, %{{.*}}, %{{.*}} : tensor<2x3xi32>, tensor<3xi32>, tensor<3xi8>) outs(%{{.*}} : tensor<2x3xi32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32, %{{.*}}: i8, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.extui %{{.*}} : i8 to i64
// CHECK: %{{.*}} = arith.shli %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.shrui %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.cmpi sge, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i8 to i32
// CHECK: %{{.*}} = arith.cmpi sgt, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i64 to i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<2x3xi32>
func.func @mixed_shifts(%x: tensor<2x3xi32>, %m: tensor<3xi32>, %s: tensor<3xi8>, %zi: tensor<1xi32>) -> tensor<2x3xi32> {
  %0 = tosa.rescale %x, %m, %s, %zi, %zi {input_unsigned = false, output_unsigned = false, per_channel = true, rounding_mode = DOUBLE_ROUND, scale32 = true}
    : (tensor<2x3xi32>, tensor<3xi32>, tensor<3xi8>, tensor<1xi32>, tensor<1xi32>) -> tensor<2x3xi32>
  return %0 : tensor<2x3xi32>
}

// Unsigned numbers and their zero points count from 0 to 255.
// CHECK-LABEL: func.func @unsigned(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%{{.*}} : tensor<2x3xi8>) outs(%{{.*}} : tensor<2x3xi8>) {
// CHECK: ^bb0(%{{.*}}: i8, %{{.*}}: i8):
// CHECK: %{{.*}} = arith.extui %{{.*}} : i8 to i32
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i64 to i32
// CHECK: %{{.*}} = arith.maxsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i32 to i8
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<2x3xi8>
func.func @unsigned(%x: tensor<2x3xi8>) -> tensor<2x3xi8> {
  %m = "tosa.const"() <{values = dense<16384> : tensor<1xi16>}> : () -> tensor<1xi16>
  %s = "tosa.const"() <{values = dense<14> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<-128> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zo = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {input_unsigned = true, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = false}
    : (tensor<2x3xi8>, tensor<1xi16>, tensor<1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<2x3xi8>
  return %0 : tensor<2x3xi8>
}

// CHECK-LABEL: func.func @table(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi8>) outs(%{{.*}} : tensor<4xi8>) {
// CHECK: ^bb0(%{{.*}}: i8, %{{.*}}: i8):
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i8 to i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<256xi8>
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<4xi8>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi16>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: i16, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i16 to i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.shrui %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.andi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<513xi16>
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i16 to i32
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<513xi16>
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i16 to i32
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.shli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
func.func @table(%x: tensor<4xi8>, %t: tensor<256xi8>, %y: tensor<4xi16>, %u: tensor<513xi16>) -> (tensor<4xi8>, tensor<4xi32>) {
  %0 = tosa.table %x, %t : (tensor<4xi8>, tensor<256xi8>) -> tensor<4xi8>
  %1 = tosa.table %y, %u : (tensor<4xi16>, tensor<513xi16>) -> tensor<4xi32>
  return %0, %1 : tensor<4xi8>, tensor<4xi32>
}

// The greatest 32-bit integer is no float, so what reaches it is recognised by a comparison.
// CHECK-LABEL: func.func @casts(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xf32>) outs(%{{.*}} : tensor<4xi8>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: i8):
// CHECK: %{{.*}} = math.roundeven %{{.*}} : f32
// CHECK: %{{.*}} = arith.cmpf oge, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.cmpf ole, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.fptosi %{{.*}} : f32 to i8
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<4xi8>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xf32>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: i32):
// CHECK: %{{.*}} = math.roundeven %{{.*}} : f32
// CHECK: %{{.*}} = arith.cmpf oge, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.cmpf ole, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.fptosi %{{.*}} : f32 to i32
// CHECK: %{{.*}} = arith.cmpf ogt, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xf32>) outs(%{{.*}} : tensor<4xi1>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: i1):
// CHECK: %{{.*}} = arith.cmpf une, %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : i1
// CHECK: } -> tensor<4xi1>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi1>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: i1, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.extui %{{.*}} : i1 to i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi32>) outs(%{{.*}} : tensor<4xf32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.sitofp %{{.*}} : i32 to f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<4xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi32>) outs(%{{.*}} : tensor<4xi8>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i8):
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i32 to i8
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<4xi8>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi32>) outs(%{{.*}} : tensor<4xi1>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i1):
// CHECK: %{{.*}} = arith.cmpi ne, %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i1
// CHECK: } -> tensor<4xi1>
func.func @casts(%f: tensor<4xf32>, %b: tensor<4xi1>, %i: tensor<4xi32>) -> (tensor<4xi8>, tensor<4xi32>, tensor<4xi1>, tensor<4xi32>, tensor<4xf32>, tensor<4xi8>, tensor<4xi1>) {
  %0 = tosa.cast %f : (tensor<4xf32>) -> tensor<4xi8>
  %1 = tosa.cast %f : (tensor<4xf32>) -> tensor<4xi32>
  %2 = tosa.cast %f : (tensor<4xf32>) -> tensor<4xi1>
  %3 = tosa.cast %b : (tensor<4xi1>) -> tensor<4xi32>
  %4 = tosa.cast %i : (tensor<4xi32>) -> tensor<4xf32>
  %5 = tosa.cast %i : (tensor<4xi32>) -> tensor<4xi8>
  %6 = tosa.cast %i : (tensor<4xi32>) -> tensor<4xi1>
  return %0, %1, %2, %3, %4, %5, %6 : tensor<4xi8>, tensor<4xi32>, tensor<4xi1>, tensor<4xi32>, tensor<4xf32>, tensor<4xi8>, tensor<4xi1>
}

// CHECK-LABEL: func.func @one_element(
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.cmpi sge, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i64 to i32
func.func @one_element(%x: i32) -> i32 {
  %multiplier = arith.constant 1073741824 : i32
  %shift = arith.constant 33 : i8
  %0 = tosa.apply_scale %x, %multiplier, %shift {rounding_mode = DOUBLE_ROUND} : (i32, i32, i8) -> i32
  return %0 : i32
}
