// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg | mlir-opt-22 -o /dev/null

// What is the same for all elements is a constant of the body; extents of 1 stretch.
// CHECK-LABEL: func.func @broadcast(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%{{.*}}, %{{.*}} : tensor<2x3xf32>, tensor<1x3xf32>) outs(%{{.*}} : tensor<2x3xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<2x3xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%{{.*}} : tensor<2x3xf32>) outs(%{{.*}} : tensor<2x3xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = math.powf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<2x3xf32>
func.func @broadcast(%x: tensor<2x3xf32>, %y: tensor<1x3xf32>) -> tensor<2x3xf32> {
  %c = "tosa.const"() <{values = dense<2.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %0 = tosa.add %x, %y : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  %1 = tosa.pow %0, %c : (tensor<2x3xf32>, tensor<1x1xf32>) -> tensor<2x3xf32>
  return %1 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @functions(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.negf %{{.*}} : f32
// CHECK: %{{.*}} = math.exp %{{.*}} : f32
// CHECK: %{{.*}} = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.divf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<4xf32>
// CHECK: "test.op"(%{{.*}}) : (tensor<4xf32>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi32>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.cmpi sgt, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
// CHECK: "test.op"(%{{.*}}) : (tensor<4xi32>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi32>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.xori %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
// CHECK: "test.op"(%{{.*}}) : (tensor<4xi32>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi1>) outs(%{{.*}} : tensor<4xi1>) {
// CHECK: ^bb0(%{{.*}}: i1, %{{.*}}: i1):
// CHECK: %{{.*}} = arith.xori %{{.*}}, %{{.*}} : i1
// CHECK: linalg.yield %{{.*}} : i1
// CHECK: } -> tensor<4xi1>
// CHECK: "test.op"(%{{.*}}) : (tensor<4xi1>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}}, %{{.*}} : tensor<4xi32>, tensor<4xi32>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.cmpi sgt, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i32 to i1
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i1
// CHECK: %{{.*}} = arith.extui %{{.*}} : i1 to i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
// CHECK: "test.op"(%{{.*}}) : (tensor<4xi32>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}}, %{{.*}}, %{{.*}} : tensor<4xi1>, tensor<4xf32>, tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>) {
// CHECK: ^bb0(%{{.*}}: i1, %{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<4xf32>
// CHECK: "test.op"(%{{.*}}) : (tensor<4xf32>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4xf32>) outs(%{{.*}} : tensor<4xi1>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: i1):
// CHECK: %{{.*}} = arith.cmpf oge, %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : i1
// CHECK: } -> tensor<4xi1>
// CHECK: "test.op"(%{{.*}}) : (tensor<4xi1>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi32>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32):
// CHECK: %{{.*}} = math.ctlz %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
// CHECK: "test.op"(%{{.*}}) : (tensor<4xi32>) -> ()
func.func @functions(%x: tensor<4xf32>, %i: tensor<4xi32>, %b: tensor<4xi1>) {
  %0 = tosa.sigmoid %x : (tensor<4xf32>) -> tensor<4xf32>
  "test.op"(%0) : (tensor<4xf32>) -> ()
  %1 = tosa.abs %i : (tensor<4xi32>) -> tensor<4xi32>
  "test.op"(%1) : (tensor<4xi32>) -> ()
  %2 = tosa.bitwise_not %i : (tensor<4xi32>) -> tensor<4xi32>
  "test.op"(%2) : (tensor<4xi32>) -> ()
  %3 = tosa.logical_not %b : (tensor<4xi1>) -> tensor<4xi1>
  "test.op"(%3) : (tensor<4xi1>) -> ()
  %4 = tosa.arithmetic_right_shift %i, %i {round = true} : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
  "test.op"(%4) : (tensor<4xi32>) -> ()
  %5 = tosa.select %b, %x, %x : (tensor<4xi1>, tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  "test.op"(%5) : (tensor<4xf32>) -> ()
  %6 = tosa.greater_equal %x, %x : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
  "test.op"(%6) : (tensor<4xi1>) -> ()
  %7 = tosa.clz %i : (tensor<4xi32>) -> tensor<4xi32>
  "test.op"(%7) : (tensor<4xi32>) -> ()
  return
}

// NaNs win, or lose if they are ignored.
// CHECK-LABEL: func.func @nan_modes(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.maximumf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<4xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.minnumf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<4xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.maximumf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.minimumf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<4xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.maxnumf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.minnumf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<4xf32>
func.func @nan_modes(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %0 = tosa.maximum %x, %x : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %1 = tosa.minimum %x, %x {nan_mode = IGNORE} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %2 = tosa.clamp %x {min_val = 0.0 : f32, max_val = 6.0 : f32} : (tensor<4xf32>) -> tensor<4xf32>
  %3 = tosa.clamp %x {min_val = 0.0 : f32, max_val = 6.0 : f32, nan_mode = IGNORE} : (tensor<4xf32>) -> tensor<4xf32>
  return %0, %1, %2, %3 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// What the type cannot exceed is not clamped, and a product of 32-bit integers is shifted in 64 bits.
// CHECK-LABEL: func.func @integers(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi8>) outs(%{{.*}} : tensor<4xi8>) {
// CHECK: ^bb0(%{{.*}}: i8, %{{.*}}: i8):
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i8
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<4xi8>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xi8>) outs(%{{.*}} : tensor<4xi8>) {
// CHECK: ^bb0(%{{.*}}: i8, %{{.*}}: i8):
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i8 to i32
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.maxsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i32 to i8
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<4xi8>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}}, %{{.*}} : tensor<4xi8>, tensor<4xi8>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: i8, %{{.*}}: i8, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i8 to i32
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i8 to i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}}, %{{.*}} : tensor<4xi32>, tensor<4xi32>) outs(%{{.*}} : tensor<4xi32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i64 to i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<4xi32>
func.func @integers(%x: tensor<4xi8>, %i: tensor<4xi32>) -> (tensor<4xi8>, tensor<4xi8>, tensor<4xi32>, tensor<4xi32>) {
  %z = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %z0 = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %s = "tosa.const"() <{values = dense<31> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.clamp %x {min_val = -128 : i8, max_val = 6 : i8} : (tensor<4xi8>) -> tensor<4xi8>
  %1 = tosa.negate %x, %z, %z : (tensor<4xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<4xi8>
  %2 = tosa.mul %x, %x, %z0 : (tensor<4xi8>, tensor<4xi8>, tensor<1xi8>) -> tensor<4xi32>
  %3 = tosa.mul %i, %i, %s : (tensor<4xi32>, tensor<4xi32>, tensor<1xi8>) -> tensor<4xi32>
  return %0, %1, %2, %3 : tensor<4xi8>, tensor<4xi8>, tensor<4xi32>, tensor<4xi32>
}
