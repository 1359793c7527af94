// RUN: microaot-opt %s -p bufferize --verify-diagnostics --parsing-diagnostics --split-input-file 2>&1 | filecheck %s

func.func @blocks(%x: tensor<4xf32>, %c: i1) -> tensor<4xf32> {
  // CHECK: works on tensors in several blocks; give its control flow structure first
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  cf.br ^bb2
^bb2:
  return %x : tensor<4xf32>
}

// -----

func.func @unranked(%x: tensor<*xf32>) -> tensor<4xf32> {
  // CHECK: has a tensor of unknown rank: tensor<*xf32>
  %y = tensor.cast %x : tensor<*xf32> to tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

func.func @encoded(%x: tensor<4xf32, "sparse">) -> f32 {
  %i = arith.constant 0 : index
  // CHECK: has a tensor that is stored in a way of its own: tensor<4xf32, "sparse">
  %y = tensor.extract %x[%i] : tensor<4xf32, "sparse">
  return %y : f32
}

// -----

func.func @unknown(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: works on tensors and has no form on buffers
  %y = tosa.exp %x : (tensor<4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

func.func @unknown_size(%x: tensor<?xf32>, %y: tensor<?xf32>, %c: i1) -> f32 {
  %i = arith.constant 0 : index
  // CHECK: makes tensor<?xf32>, whose size is not known before
  %r = scf.if %c -> (tensor<?xf32>) {
    scf.yield %x : tensor<?xf32>
  } else {
    scf.yield %y : tensor<?xf32>
  }
  %s = tensor.extract %r[%i] : tensor<?xf32>
  return %s : f32
}

// -----

func.func private @f(%x: tensor<?xf32>) -> tensor<?xf32> {
  %n = arith.constant 5 : index
  %e = tensor.empty(%n) : tensor<?xf32>
  %y = linalg.exp ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  return %y : tensor<?xf32>
}
func.func @caller(%x: tensor<?xf32>) -> tensor<?xf32> {
  // CHECK: returns tensor<?xf32>, whose size only the callee knows
  %y = func.call @f(%x) : (tensor<?xf32>) -> tensor<?xf32>
  return %y : tensor<?xf32>
}
