// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg | mlir-opt-22 -o /dev/null

// CHECK-LABEL: func.func @branches(
// CHECK: %{{.*}} = tensor.extract %{{.*}}[] : tensor<i1>
// CHECK: %{{.*}} = scf.if %{{.*}} -> (tensor<4xf32>) {
// CHECK: scf.yield %{{.*}} : tensor<4xf32>
// CHECK: } else {
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = math.absf %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<4xf32>
// CHECK: scf.yield %{{.*}} : tensor<4xf32>
func.func @branches(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = tosa.cond_if %c (%y = %x) : tensor<i1> (tensor<4xf32>) -> tensor<4xf32> {
  ^bb0(%y: tensor<4xf32>):
    tosa.yield %y : tensor<4xf32>
  } else {
  ^bb0(%y: tensor<4xf32>):
    %a = tosa.abs %y : (tensor<4xf32>) -> tensor<4xf32>
    tosa.yield %a : tensor<4xf32>
  }
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @loop(
// CHECK: %{{.*}} = scf.while (%{{.*}} = %{{.*}}) : (tensor<i32>) -> tensor<i32> {
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%{{.*}}, %{{.*}} : tensor<i32>, tensor<i32>) outs(%{{.*}} : tensor<i1>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32, %{{.*}}: i1):
// CHECK: %{{.*}} = arith.cmpi sgt, %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i1
// CHECK: } -> tensor<i1>
// CHECK: %{{.*}} = tensor.extract %{{.*}}[] : tensor<i1>
// CHECK: scf.condition(%{{.*}}) %{{.*}} : tensor<i32>
// CHECK: } do {
// CHECK: ^bb0(%{{.*}}: tensor<i32>):
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%{{.*}} : tensor<i32>) outs(%{{.*}} : tensor<i32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<i32>
// CHECK: scf.yield %{{.*}} : tensor<i32>
func.func @loop(%start: tensor<i32>, %limit: tensor<i32>) -> tensor<i32> {
  %0 = tosa.while_loop (%i = %start) : (tensor<i32>) -> tensor<i32> {
    %go = tosa.greater %limit, %i : (tensor<i32>, tensor<i32>) -> tensor<i1>
    tosa.yield %go : tensor<i1>
  } do {
  ^bb0(%i: tensor<i32>):
    %one = "tosa.const"() <{values = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %next = tosa.add %i, %one : (tensor<i32>, tensor<i32>) -> tensor<i32>
    tosa.yield %next : tensor<i32>
  }
  return %0 : tensor<i32>
}
