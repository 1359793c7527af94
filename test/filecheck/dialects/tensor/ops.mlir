// Every op of tensor, read and written as MLIR does.

// RUN: microaot-opt %s | mlir-opt-22 | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 | filecheck %s
// RUN: mlir-opt-22 %s --mlir-print-op-generic | microaot-opt | mlir-opt-22 | filecheck %s
// RUN: mlir-opt-22 %s --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 | filecheck %s

// CHECK-LABEL: @casts
func.func @casts(%t: tensor<4x?xi32>, %u: tensor<*xi32>) {
  // CHECK-NEXT: tensor.cast %{{.*}} : tensor<4x?xi32> to tensor<?x8xi32>
  %0 = tensor.cast %t : tensor<4x?xi32> to tensor<?x8xi32>
  // CHECK-NEXT: tensor.cast %{{.*}} : tensor<4x?xi32> to tensor<*xi32>
  %1 = tensor.cast %t : tensor<4x?xi32> to tensor<*xi32>
  // CHECK-NEXT: tensor.cast %{{.*}} : tensor<*xi32> to tensor<4x2xi32>
  %2 = tensor.cast %u : tensor<*xi32> to tensor<4x2xi32>
  // CHECK-NEXT: tensor.bitcast %{{.*}} : tensor<4x?xi32> to tensor<4x?xf32>
  %3 = tensor.bitcast %t : tensor<4x?xi32> to tensor<4x?xf32>
  // CHECK-NEXT: tensor.bitcast %{{.*}} {my.attr} : tensor<4x?xi32> to tensor<4x?xui32>
  %4 = tensor.bitcast %t {my.attr} : tensor<4x?xi32> to tensor<4x?xui32>
  // CHECK-NEXT: tensor.bitcast %{{.*}} : tensor<4x?xi32> to tensor<4x2xf32>
  %5 = tensor.bitcast %t : tensor<4x?xi32> to tensor<4x2xf32>
  return
}

// CHECK-LABEL: @queries
func.func @queries(%t: tensor<4x?xf32>, %u: tensor<*xf32>, %i: index) {
  // CHECK-NEXT: tensor.dim %{{.*}}, %{{.*}} : tensor<4x?xf32>
  %0 = tensor.dim %t, %i : tensor<4x?xf32>
  // CHECK-NEXT: tensor.dim {my.attr} %{{.*}}, %{{.*}} : tensor<*xf32>
  %1 = tensor.dim {my.attr} %u, %i : tensor<*xf32>
  // CHECK-NEXT: tensor.rank %{{.*}} : tensor<4x?xf32>
  %2 = tensor.rank %t : tensor<4x?xf32>
  // CHECK-NEXT: tensor.rank %{{.*}} {my.attr} : tensor<*xf32>
  %3 = tensor.rank %u {my.attr} : tensor<*xf32>
  return
}

// CHECK-LABEL: @made
func.func @made(%n: index, %x: f32) {
  // CHECK-NEXT: tensor.empty() : tensor<4xf32>
  %0 = tensor.empty() : tensor<4xf32>
  // CHECK-NEXT: tensor.empty(%{{.*}}, %{{.*}}) {my.attr = 1 : i32} : tensor<?x2x?xf32>
  %1 = tensor.empty(%n, %n) {my.attr = 1 : i32} : tensor<?x2x?xf32>
  // CHECK-NEXT: tensor.empty() : tensor<4xf32, "encoding">
  %2 = tensor.empty() : tensor<4xf32, "encoding">
  // CHECK-NEXT: tensor.from_elements %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<2x2xf32>
  %3 = tensor.from_elements %x, %x, %x, %x : tensor<2x2xf32>
  // CHECK-NEXT: tensor.from_elements %{{.*}} : tensor<f32>
  %4 = tensor.from_elements %x : tensor<f32>
  // CHECK-NEXT: tensor.from_elements : tensor<0xindex>
  %5 = tensor.from_elements : tensor<0xindex>
  // CHECK-NEXT: tensor.splat %{{.*}} : tensor<8x16xf32>
  %6 = tensor.splat %x : tensor<8x16xf32>
  // CHECK-NEXT: tensor.splat %{{.*}}[%{{.*}}, %{{.*}}] : tensor<?x20x?xf32>
  %7 = tensor.splat %x[%n, %n] : tensor<?x20x?xf32>
  // CHECK-NEXT: tensor.generate %{{.*}}, %{{.*}} {
  // CHECK-NEXT: ^bb0(%{{.*}}: index, %{{.*}}: index, %{{.*}}: index):
  // CHECK-NEXT:   tensor.yield %{{.*}} : f32
  // CHECK-NEXT: } : tensor<?x3x?xf32>
  %8 = tensor.generate %n, %n {
  ^bb0(%i: index, %j: index, %k: index):
    tensor.yield %x : f32
  } : tensor<?x3x?xf32>
  // CHECK-NEXT: tensor.generate {
  // CHECK-NEXT:   tensor.yield
  // CHECK-NEXT: } {my.attr} : tensor<f32>
  %9 = tensor.generate {
    tensor.yield %x : f32
  } {my.attr} : tensor<f32>
  // CHECK-NEXT: tensor.concat dim(1) %{{.*}}, %{{.*}}, %{{.*}} : (tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x6xf32>
  %10 = tensor.concat dim(1) %3, %3, %3 : (tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x6xf32>
  return
}

// CHECK-LABEL: @elements
func.func @elements(%t: tensor<4x?xf32>, %z: tensor<f32>, %i: index, %x: f32) {
  // CHECK-NEXT: tensor.extract %{{.*}}[%{{.*}}, %{{.*}}] : tensor<4x?xf32>
  %0 = tensor.extract %t[%i, %i] : tensor<4x?xf32>
  // CHECK-NEXT: tensor.extract %{{.*}}[] : tensor<f32>
  %1 = tensor.extract %z[] : tensor<f32>
  // CHECK-NEXT: tensor.insert %{{.*}} into %{{.*}}[%{{.*}}, %{{.*}}] : tensor<4x?xf32>
  %2 = tensor.insert %x into %t[%i, %i] : tensor<4x?xf32>
  // CHECK-NEXT: tensor.insert %{{.*}} into %{{.*}}[] : tensor<f32>
  %3 = tensor.insert %x into %z[] : tensor<f32>
  return
}

// CHECK-LABEL: @slices
func.func @slices(%t: tensor<8x16x4xf32>, %d: tensor<?x?x?xf32>, %i: index) {
  // CHECK-NEXT: tensor.extract_slice %{{.*}}[0, 2, 0] [8, 4, 1] [1, 3, 1] : tensor<8x16x4xf32> to tensor<8x4xf32>
  %0 = tensor.extract_slice %t[0, 2, 0] [8, 4, 1] [1, 3, 1] : tensor<8x16x4xf32> to tensor<8x4xf32>
  // CHECK-NEXT: tensor.extract_slice %{{.*}}[%{{.*}}, 0, %{{.*}}] [4, %{{.*}}, 1] [1, %{{.*}}, 1] : tensor<8x16x4xf32> to tensor<4x?x1xf32>
  %1 = tensor.extract_slice %t[%i, 0, %i] [4, %i, 1] [1, %i, 1] : tensor<8x16x4xf32> to tensor<4x?x1xf32>
  // CHECK-NEXT: tensor.extract_slice %{{.*}}[0, 0, 0] [1, 1, 1] [1, 1, 1] : tensor<?x?x?xf32> to tensor<f32>
  %2 = tensor.extract_slice %d[0, 0, 0] [1, 1, 1] [1, 1, 1] : tensor<?x?x?xf32> to tensor<f32>
  // CHECK-NEXT: tensor.insert_slice %{{.*}} into %{{.*}}[0, 2, 0] [8, 4, 1] [1, 3, 1] : tensor<8x4xf32> into tensor<8x16x4xf32>
  %3 = tensor.insert_slice %0 into %t[0, 2, 0] [8, 4, 1] [1, 3, 1] : tensor<8x4xf32> into tensor<8x16x4xf32>
  // CHECK-NEXT: tensor.insert_slice %{{.*}} into %{{.*}}[%{{.*}}, 0, %{{.*}}] [4, %{{.*}}, 1] [1, %{{.*}}, 1] : tensor<4x?x1xf32> into tensor<8x16x4xf32>
  %4 = tensor.insert_slice %1 into %t[%i, 0, %i] [4, %i, 1] [1, %i, 1] : tensor<4x?x1xf32> into tensor<8x16x4xf32>
  return
}

// CHECK-LABEL: @parallel
func.func @parallel(%t: tensor<1xf32>, %o: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK-NEXT: %{{.*}} = scf.forall (%{{.*}}) in (8) shared_outs(%{{.*}} = %{{.*}}) -> (tensor<8xf32>) {
  // CHECK-NEXT:   scf.forall.in_parallel {
  // CHECK-NEXT:     tensor.parallel_insert_slice %{{.*}} into %{{.*}}[%{{.*}}] [1] [1] : tensor<1xf32> into tensor<8xf32>
  %0 = scf.forall (%i) in (8) shared_outs(%s = %o) -> (tensor<8xf32>) {
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %t into %s[%i] [1] [1] : tensor<1xf32> into tensor<8xf32>
    }
  }
  return %0 : tensor<8xf32>
}

// CHECK-LABEL: @reshapes
func.func @reshapes(%t: tensor<?x?x6xf32>, %s: tensor<6x4xf32>, %z: tensor<f32>, %shape: tensor<3xi32>, %u: tensor<?xindex>, %n: index) {
  // CHECK-NEXT: tensor.collapse_shape %{{.*}} {{\[\[}}0, 1], [2]] : tensor<?x?x6xf32> into tensor<?x6xf32>
  %0 = tensor.collapse_shape %t [[0, 1], [2]] : tensor<?x?x6xf32> into tensor<?x6xf32>
  // CHECK-NEXT: tensor.expand_shape %{{.*}} {{\[\[}}0, 1], [2]] output_shape [%{{.*}}, %{{.*}}, 6] : tensor<?x6xf32> into tensor<?x?x6xf32>
  %1 = tensor.expand_shape %0 [[0, 1], [2]] output_shape [%n, %n, 6] : tensor<?x6xf32> into tensor<?x?x6xf32>
  // CHECK-NEXT: tensor.expand_shape %{{.*}} {{\[\[}}0, 1], [2, 3]] output_shape [2, 3, 2, 2] : tensor<6x4xf32> into tensor<2x3x2x2xf32>
  %2 = tensor.expand_shape %s [[0, 1], [2, 3]] output_shape [2, 3, 2, 2] : tensor<6x4xf32> into tensor<2x3x2x2xf32>
  // CHECK-NEXT: tensor.expand_shape %{{.*}} [] output_shape [1, 1] : tensor<f32> into tensor<1x1xf32>
  %3 = tensor.expand_shape %z [] output_shape [1, 1] : tensor<f32> into tensor<1x1xf32>
  // CHECK-NEXT: tensor.collapse_shape %{{.*}} [] : tensor<1x1xf32> into tensor<f32>
  %4 = tensor.collapse_shape %3 [] : tensor<1x1xf32> into tensor<f32>
  // CHECK-NEXT: tensor.reshape %{{.*}}(%{{.*}}) : (tensor<6x4xf32>, tensor<3xi32>) -> tensor<2x3x4xf32>
  %5 = tensor.reshape %s(%shape) : (tensor<6x4xf32>, tensor<3xi32>) -> tensor<2x3x4xf32>
  // CHECK-NEXT: tensor.reshape %{{.*}}(%{{.*}}) : (tensor<?x?x6xf32>, tensor<3xi32>) -> tensor<?x?x?xf32>
  %6 = tensor.reshape %t(%shape) : (tensor<?x?x6xf32>, tensor<3xi32>) -> tensor<?x?x?xf32>
  // CHECK-NEXT: tensor.reshape %{{.*}}(%{{.*}}) {my.attr} : (tensor<?x?x6xf32>, tensor<?xindex>) -> tensor<*xf32>
  %7 = tensor.reshape %t(%u) {my.attr} : (tensor<?x?x6xf32>, tensor<?xindex>) -> tensor<*xf32>
  return
}

// CHECK-LABEL: @pads
func.func @pads(%t: tensor<2x?xf32>, %n: index, %x: f32) {
  // CHECK-NEXT: tensor.pad %{{.*}} low[1, 2] high[0, 3] {
  // CHECK-NEXT: ^bb0(%{{.*}}: index, %{{.*}}: index):
  // CHECK-NEXT:   tensor.yield %{{.*}} : f32
  // CHECK-NEXT: } : tensor<2x?xf32> to tensor<3x?xf32>
  %0 = tensor.pad %t low[1, 2] high[0, 3] {
  ^bb0(%i: index, %j: index):
    tensor.yield %x : f32
  } : tensor<2x?xf32> to tensor<3x?xf32>
  // CHECK-NEXT: tensor.pad %{{.*}} nofold low[0, %{{.*}}] high[0, 0] {
  %1 = tensor.pad %t nofold low[0, %n] high[0, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %x : f32
  } {my.attr} : tensor<2x?xf32> to tensor<2x?xf32>
  // CHECK: tensor.pad %{{.*}} low[%{{.*}}, 0] high[%{{.*}}, %{{.*}}] {
  %2 = tensor.pad %t low[%n, 0] high[%n, %n] {
  ^bb0(%i: index, %j: index):
    tensor.yield %x : f32
  } : tensor<2x?xf32> to tensor<4x7xf32>
  return
}

// CHECK-LABEL: @gathers
func.func @gathers(%t: tensor<4x5x6xf32>, %at: tensor<2x1xindex>, %both: tensor<2x2xi32>, %s: tensor<2x4x1x6xf32>) {
  // CHECK-NEXT: tensor.gather %{{.*}}[%{{.*}}] gather_dims([1]) unique : (tensor<4x5x6xf32>, tensor<2x1xindex>) -> tensor<2x4x1x6xf32>
  %0 = tensor.gather %t[%at] gather_dims([1]) unique : (tensor<4x5x6xf32>, tensor<2x1xindex>) -> tensor<2x4x1x6xf32>
  // CHECK-NEXT: tensor.gather %{{.*}}[%{{.*}}] gather_dims([0, 2]) : (tensor<4x5x6xf32>, tensor<2x2xi32>) -> tensor<2x5xf32>
  %1 = tensor.gather %t[%both] gather_dims([0, 2]) : (tensor<4x5x6xf32>, tensor<2x2xi32>) -> tensor<2x5xf32>
  // CHECK-NEXT: tensor.scatter %{{.*}} into %{{.*}}[%{{.*}}] scatter_dims([1]) unique : (tensor<2x4x1x6xf32>, tensor<4x5x6xf32>, tensor<2x1xindex>) -> tensor<4x5x6xf32>
  %2 = tensor.scatter %s into %t[%at] scatter_dims([1]) unique : (tensor<2x4x1x6xf32>, tensor<4x5x6xf32>, tensor<2x1xindex>) -> tensor<4x5x6xf32>
  return
}
