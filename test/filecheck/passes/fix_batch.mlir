// RUN: microaot-opt %s -p 'fix-batch{batch=2}' | filecheck %s

// CHECK-LABEL: func.func @main(%{{.*}}: tensor<2x3x4xf32>, %{{.*}}: tensor<i1>) -> tensor<2x12xf32>
func.func @main(%x: tensor<?x3x4xf32>, %c: tensor<i1>) -> tensor<?x12xf32> {
  // CHECK: tosa.abs %{{.*}} : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  %0 = tosa.abs %x : (tensor<?x3x4xf32>) -> tensor<?x3x4xf32>
  %s = tosa.const_shape {values = dense<[-1, 12]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.reshape %{{.*}} : (tensor<2x3x4xf32>, !tosa.shape<2>) -> tensor<2x12xf32>
  %1 = tosa.reshape %0, %s : (tensor<?x3x4xf32>, !tosa.shape<2>) -> tensor<?x12xf32>
  // CHECK: tosa.cond_if %{{.*}} (%{{.*}} = %{{.*}}) : tensor<i1> (tensor<2x12xf32>) -> tensor<2x12xf32> {
  // CHECK-NEXT: ^{{.*}}(%{{.*}}: tensor<2x12xf32>):
  %2 = tosa.cond_if %c (%y = %1) : tensor<i1> (tensor<?x12xf32>) -> tensor<?x12xf32> {
  ^bb0(%y: tensor<?x12xf32>):
    tosa.yield %y : tensor<?x12xf32>
  } else {
  ^bb0(%y: tensor<?x12xf32>):
    // CHECK: tosa.exp %{{.*}} : (tensor<2x12xf32>) -> tensor<2x12xf32>
    %e = tosa.exp %y : (tensor<?x12xf32>) -> tensor<?x12xf32>
    tosa.yield %e : tensor<?x12xf32>
  }
  // CHECK: tosa.while_loop (%{{.*}} = %{{.*}}) : (tensor<2x12xf32>) -> tensor<2x12xf32> {
  %3 = tosa.while_loop (%y = %2) : (tensor<?x12xf32>) -> tensor<?x12xf32> {
    tosa.yield %c : tensor<i1>
  } do {
  ^bb0(%y: tensor<?x12xf32>):
    tosa.yield %y : tensor<?x12xf32>
  }
  return %3 : tensor<?x12xf32>
}
