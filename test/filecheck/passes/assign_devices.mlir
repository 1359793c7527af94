// RUN: printf '[npu]\ndevice_type = 12\nhooks = ["open", "close"]\nqueue = 2\noperators = ["conv*"]\n[[npu.external]]\noperator = "conv2d_1"\nsymbol = "vendor_conv"\ncontract = ["status", "handle"]\n[dsp]\noperators = ["conv2d_2", "dense"]\n' > %t.toml
// RUN: sed -i 's/hooks = ."open", "close"./hooks = ["open", "close", "launch", "sync"]/' %t.toml
// RUN: microaot-opt %s -p 'assign-devices{partition="%t.toml"}' | filecheck %s
// RUN: microaot-opt %s -p 'assign-devices{operators=conv2d,dense device=dsp}' | filecheck %s --check-prefix=OPTIONS

// CHECK:      packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["open", "close", "launch", "sync"], queue = 2 : i32}
// CHECK-NEXT: packed.device @dsp
packed.device @dsp {device_type = 12 : i32, device_id = 1 : i32}

// A vendor's function takes the place of the operator; it writes its results into the last arguments.
// CHECK-NEXT: func.func private @vendor_conv(tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>, i32) attributes {aot.device = @npu, aot.device_handle, aot.destinations = 1 : i64}

// The first pattern decides.
// CHECK:      func.func private @conv2d(%{{.*}}) -> tensor<4xf32> attributes {aot.operator, aot.device = @npu}
// CHECK-NOT:  @conv2d_1
// OPTIONS:    func.func private @conv2d(%{{.*}}) -> tensor<4xf32> attributes {aot.operator, aot.device = @dsp}
// OPTIONS:    func.func private @conv2d_1(%{{.*}}) -> tensor<4xf32> attributes {aot.operator} {
func.func private @conv2d(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> attributes {aot.operator} {
  return %x : tensor<4xf32>
}
func.func private @conv2d_1(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> attributes {aot.operator} {
  return %y : tensor<4xf32>
}
// CHECK:      func.func private @conv2d_2(%{{.*}}) -> tensor<4xf32> attributes {aot.operator, aot.device = @npu}
func.func private @conv2d_2(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> attributes {aot.operator} {
  return %y : tensor<4xf32>
}
// An operator that the model itself takes from elsewhere.
// CHECK:      func.func private @dense(tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) attributes {aot.device = @dsp, aot.destinations = 2 : i64}
func.func private @dense(tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)

// What has a device keeps it.
// CHECK:      func.func private @conv_own(%{{.*}}) -> tensor<4xf32> attributes {aot.operator, aot.device = @dsp}
func.func private @conv_own(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> attributes {aot.operator, aot.device = @dsp} {
  return %y : tensor<4xf32>
}

// CHECK:      func.func @main
// CHECK:        %[[A:.*]] = func.call @conv2d(%{{.*}}, %{{.*}})
// CHECK-NEXT:   %[[B:.*]], %{{.*}} = func.call @vendor_conv(%[[A]], %{{.*}}) : (tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>, i32)
// CHECK-NEXT:   func.return %[[B]]
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %a = func.call @conv2d(%x, %e) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %b = func.call @conv2d_1(%a, %e) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %b : tensor<4xf32>
}
