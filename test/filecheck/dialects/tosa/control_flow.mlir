// RUN: microaot-opt %s | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: mlir-opt-22 %s --mlir-print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 | microaot-opt | filecheck %s

// CHECK-LABEL: func.func @branches
func.func @branches(%c: tensor<i1>, %a: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: tosa.cond_if %[[c:.*]] : tensor<i1> -> tensor<4xf32> {
  // CHECK-NEXT: tosa.yield {{.*}} : tensor<4xf32>
  // CHECK-NEXT: } else {
  %0 = tosa.cond_if %c : tensor<i1> -> tensor<4xf32> {
    tosa.yield %a : tensor<4xf32>
  } else {
    %n = tosa.abs %a : (tensor<4xf32>) -> tensor<4xf32>
    tosa.yield %n : tensor<4xf32>
  }
  // CHECK: tosa.cond_if %[[c]] (%{{.*}} = %{{.*}}) : tensor<i1> (tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-NEXT: ^{{.*}}(%{{.*}}: tensor<4xf32>):
  %1 = tosa.cond_if %c (%x = %0) : tensor<i1> (tensor<4xf32>) -> tensor<4xf32> {
  ^bb0(%x: tensor<4xf32>):
    tosa.yield %x : tensor<4xf32>
  } else {
  ^bb0(%x: tensor<4xf32>):
    tosa.yield %a : tensor<4xf32>
  }
  // CHECK: tosa.cond_if %[[c]] : tensor<i1> -> (tensor<4xf32>, tensor<4xf32>) {
  %2:2 = tosa.cond_if %c : tensor<i1> -> (tensor<4xf32>, tensor<4xf32>) {
    tosa.yield %a, %1 : tensor<4xf32>, tensor<4xf32>
  } else {
    tosa.yield %1, %a : tensor<4xf32>, tensor<4xf32>
  }
  return %2#1 : tensor<4xf32>
}

// CHECK-LABEL: func.func @loop
func.func @loop(%i: tensor<i32>, %limit: tensor<i32>) -> tensor<i32> {
  // CHECK: tosa.while_loop (%[[s:.*]] = %{{.*}}) : (tensor<i32>) -> tensor<i32> {
  // CHECK-NEXT: tosa.greater %{{.*}}, %[[s]]
  // CHECK: } do {
  // CHECK-NEXT: ^{{.*}}(%{{.*}}: tensor<i32>):
  %0 = tosa.while_loop (%s = %i) : (tensor<i32>) -> tensor<i32> {
    %go = tosa.greater %limit, %s : (tensor<i32>, tensor<i32>) -> tensor<i1>
    tosa.yield %go : tensor<i1>
  } do {
  ^bb0(%s: tensor<i32>):
    %t = tosa.add %s, %s : (tensor<i32>, tensor<i32>) -> tensor<i32>
    tosa.yield %t : tensor<i32>
  }
  return %0 : tensor<i32>
}

// CHECK: tosa.variable @counter = dense<0> : tensor<2x3xi8>
tosa.variable @counter = dense<0> : tensor<2x3xi8>
// CHECK: tosa.variable @state : tensor<2x3xi8>
tosa.variable @state : tensor<2x3xi8>
// CHECK: tosa.variable @batched : tensor<?x3xi8>
tosa.variable @batched : tensor<?x3xi8>

// CHECK-LABEL: func.func @variables
func.func @variables() {
  // CHECK: %[[r:.*]] = tosa.variable_read @counter : tensor<2x3xi8>
  %r = tosa.variable_read @counter : tensor<2x3xi8>
  // CHECK: tosa.variable_write @state, %[[r]] : tensor<2x3xi8>
  tosa.variable_write @state, %r : tensor<2x3xi8>
  return
}

// CHECK-LABEL: func.func private @attributes
// CHECK-SAME: a = #tosa.unary_quant<input_zp = 1, output_zp = -2>
// CHECK-SAME: b = #tosa.conv_quant<input_zp = 1, weight_zp = 2>
// CHECK-SAME: c = #tosa.matmul_quant<a_zp = 1, b_zp = 2>
// CHECK-SAME: d = #tosa.pad_quant<input_zp = 3>
// CHECK-SAME: e = #tosa.target_env<specification_version = "1.0", level = "8k", profiles = [pro_int], extensions = [int16, doubleround]>
// CHECK-SAME: f = !tosa.mxint8
func.func private @attributes() attributes {
  a = #tosa.unary_quant<input_zp = 1, output_zp = -2>,
  b = #tosa.conv_quant<input_zp = 1, weight_zp = 2>,
  c = #tosa.matmul_quant<a_zp = 1, b_zp = 2>,
  d = #tosa.pad_quant<input_zp = 3>,
  e = #tosa.target_env<specification_version = "1.0", level = "8k", profiles = [pro_int], extensions = [int16, doubleround]>,
  f = !tosa.mxint8
}
