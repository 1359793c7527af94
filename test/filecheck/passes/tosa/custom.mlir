// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg --print-op-generic | mlir-opt-22 --allow-unregistered-dialect -o /dev/null

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}

// Two calls of one operator of a vendor need one declaration.
// CHECK-LABEL: func.func @twice(
// CHECK: %{{.*}} = func.call @npu_swish(%{{.*}}, %{{.*}}) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
// CHECK: %{{.*}} = func.call @npu_swish(%{{.*}}, %{{.*}}) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
func.func @twice(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = tosa.custom %x {domain_name = "npu", implementation_attrs = "fast", operator_name = "npu_swish"} : (tensor<4xf32>) -> tensor<4xf32>
  %1 = tosa.custom %0 {domain_name = "npu", implementation_attrs = "fast", operator_name = "npu_swish"} : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}

// Other shapes, and other attributes, need other functions. TFLite's attributes are any bytes.
// CHECK-LABEL: func.func @different(
// CHECK: %{{.*}} = func.call @Swish(%{{.*}}, %{{.*}}) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
// CHECK: %{{.*}} = func.call @Swish_1(%{{.*}}, %{{.*}}) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
// CHECK: %{{.*}} = func.call @Swish_2(%{{.*}}, %{{.*}}) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
func.func @different(%x: tensor<4xf32>, %y: tensor<3xf32>) -> (tensor<4xf32>, tensor<3xf32>) {
  %0 = tosa.custom %x {domain_name = "TFL", implementation_attrs = "", operator_name = "Swish"} : (tensor<4xf32>) -> tensor<4xf32>
  %1 = tosa.custom %0 {domain_name = "TFL", implementation_attrs = "\01\FF", operator_name = "Swish"} : (tensor<4xf32>) -> tensor<4xf32>
  %2 = tosa.custom %y {domain_name = "TFL", implementation_attrs = "", operator_name = "Swish"} : (tensor<3xf32>) -> tensor<3xf32>
  return %1, %2 : tensor<4xf32>, tensor<3xf32>
}

// A domain that is a device of the module runs the operator; any other says nothing of where.
// CHECK-DAG: func.func private @npu_swish(tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32> attributes {tosa.implementation_attrs = "fast", aot.device = @npu}
// CHECK-DAG: func.func private @Swish(tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32> attributes {tosa.implementation_attrs = ""}
// CHECK-DAG: func.func private @Swish_1(tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32> attributes {tosa.implementation_attrs = "\01\FF"}
// CHECK-DAG: func.func private @Swish_2(tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
