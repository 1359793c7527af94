// RUN: microaot-opt %s -p lower-tensors-to-loops --split-input-file | filecheck %s

// What follows a reduction is computed where its value is complete; what starts it, in front.
// CHECK-LABEL: func.func @chain
// CHECK:         [[empty:%\S+]] = tensor.empty() : tensor<1x6x3xi8>
// CHECK:         scf.for [[i:%\S+]] = {{.*}} iter_args([[t:%\S+]] = [[empty]]) -> (tensor<1x6x3xi8>)
// CHECK-NEXT:      scf.for [[j:%\S+]] = {{.*}} iter_args([[u:%\S+]] = [[t]]) -> (tensor<1x6x3xi8>)
// CHECK-NEXT:        [[start:%\S+]] = tensor.extract %bias{{\[}}[[j]]{{\]}} : tensor<3xi32>
// CHECK-NEXT:        [[sum:%\S+]] = scf.for [[k:%\S+]] = {{.*}} iter_args({{.*}} = [[start]]) -> (i32)
// CHECK-NEXT:          tensor.extract %x[{{%\S+}}, [[i]], [[k]]] : tensor<1x6x8xi8>
// CHECK-NEXT:          tensor.extract %w{{\[}}[[j]], [[k]]{{\]}} : tensor<3x8xi8>
// CHECK:               scf.yield
// CHECK:             arith.shrsi [[sum]]
// CHECK:             tensor.insert {{.*}} into [[u]][{{%\S+}}, [[i]], [[j]]] : tensor<1x6x3xi8>
// CHECK-NOT:     tensor<1x6x3xi32>
// CHECK-NOT:     linalg
func.func @chain(%x: tensor<1x6x8xi8>, %w: tensor<3x8xi8>, %bias: tensor<3xi32>) -> tensor<1x6x3xi8> {
  %c-128_i32 = arith.constant -128 : i32
  %c127_i32 = arith.constant 127 : i32
  %c4_i32 = arith.constant 4 : i32
  %acc = tensor.empty() : tensor<1x6x3xi32>
  %start = linalg.broadcast ins(%bias : tensor<3xi32>) outs(%acc : tensor<1x6x3xi32>) dimensions = [0, 1]
  %sum = linalg.generic {indexing_maps = [affine_map<(n, i, c, k) -> (n, i, k)>, affine_map<(n, i, c, k) -> (c, k)>, affine_map<(n, i, c, k) -> (n, i, c)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
    ins(%x, %w : tensor<1x6x8xi8>, tensor<3x8xi8>) outs(%start : tensor<1x6x3xi32>) {
  ^bb0(%a: i8, %b: i8, %c: i32):
    %0 = arith.extsi %a : i8 to i32
    %1 = arith.extsi %b : i8 to i32
    %2 = arith.muli %0, %1 : i32
    %3 = arith.addi %c, %2 : i32
    linalg.yield %3 : i32
  } -> tensor<1x6x3xi32>
  %e = tensor.empty() : tensor<1x6x3xi8>
  %r = linalg.map ins(%sum : tensor<1x6x3xi32>) outs(%e : tensor<1x6x3xi8>)
    (%a: i32, %out: i8) {
      %0 = arith.shrsi %a, %c4_i32 : i32
      %1 = arith.maxsi %0, %c-128_i32 : i32
      %2 = arith.minsi %1, %c127_i32 : i32
      %3 = arith.trunci %2 : i32 to i8
      linalg.yield %3 : i8
    }
  return %r : tensor<1x6x3xi8>
}

// -----

// Padding that adds nothing is left out of the loop: no padded copy, and no question per element.
// CHECK-LABEL: func.func @clipped
// CHECK-NOT:     tensor.pad
// CHECK:         scf.for [[i:%\S+]] =
// CHECK:           [[low:%\S+]] = arith.maxsi
// CHECK:           [[end:%\S+]] = arith.minsi
// CHECK:           scf.for [[k:%\S+]] = [[low]] to [[end]]
// CHECK-NOT:         scf.if
// CHECK:             [[at:%\S+]] = arith.addi [[i]], [[k]]
// CHECK:             [[inner:%\S+]] = arith.subi [[at]], {{%\S+}}
// CHECK:             tensor.extract %x{{\[}}[[inner]]{{\]}} : tensor<8xi32>
func.func @clipped(%x: tensor<8xi32>, %w: tensor<3xi32>) -> tensor<8xi32> {
  %zero = arith.constant 0 : i32
  %p = tensor.pad %x low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %zero : i32
  } : tensor<8xi32> to tensor<10xi32>
  %e = tensor.empty() : tensor<8xi32>
  %z = linalg.fill ins(%zero : i32) outs(%e : tensor<8xi32>) -> tensor<8xi32>
  %r = linalg.conv_1d ins(%p, %w : tensor<10xi32>, tensor<3xi32>) outs(%z : tensor<8xi32>) -> tensor<8xi32>
  return %r : tensor<8xi32>
}

// -----

// Padding with anything else is asked for.
// CHECK-LABEL: func.func @guarded
// CHECK:         scf.for
// CHECK:           scf.for
// CHECK:             [[inside:%\S+]] = arith.andi
// CHECK:             scf.if [[inside]] -> (i32)
// CHECK:               tensor.extract %x
// CHECK:             } else {
// CHECK-NEXT:          scf.yield %seven : i32
func.func @guarded(%x: tensor<8xi32>, %w: tensor<3xi32>) -> tensor<8xi32> {
  %zero = arith.constant 0 : i32
  %seven = arith.constant 7 : i32
  %p = tensor.pad %x low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %seven : i32
  } : tensor<8xi32> to tensor<10xi32>
  %e = tensor.empty() : tensor<8xi32>
  %z = linalg.fill ins(%zero : i32) outs(%e : tensor<8xi32>) -> tensor<8xi32>
  %r = linalg.conv_1d ins(%p, %w : tensor<10xi32>, tensor<3xi32>) outs(%z : tensor<8xi32>) -> tensor<8xi32>
  return %r : tensor<8xi32>
}

// -----

// The maximum of a row is found once per row; the exponentials are needed twice, so they are stored.
// CHECK-LABEL: func.func @softmax
// CHECK:         [[exp:%\S+]] = scf.for [[i:%\S+]] = {{.*}} -> (tensor<4x10xf32>)
// CHECK-NEXT:      [[max:%\S+]] = scf.for {{.*}} -> (f32)
// CHECK:           scf.for
// CHECK:             arith.subf {{%\S+}}, [[max]]
// CHECK:             math.exp
// CHECK:         scf.for {{.*}} -> (tensor<4x10xf32>)
// CHECK-NEXT:      [[sum:%\S+]] = scf.for {{.*}} -> (f32)
// CHECK:             tensor.extract [[exp]]
// CHECK:           scf.for
// CHECK-NEXT:        [[e:%\S+]] = tensor.extract [[exp]]
// CHECK-NEXT:        arith.divf [[e]], [[sum]]
func.func @softmax(%x: tensor<4x10xf32>) -> tensor<4x10xf32> {
  %lowest = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %row = tensor.empty() : tensor<4xf32>
  %all = tensor.empty() : tensor<4x10xf32>
  %m0 = linalg.fill ins(%lowest : f32) outs(%row : tensor<4xf32>) -> tensor<4xf32>
  %m = linalg.reduce { arith.maximumf } ins(%x : tensor<4x10xf32>) outs(%m0 : tensor<4xf32>) dimensions = [1]
  %e = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
    ins(%x, %m : tensor<4x10xf32>, tensor<4xf32>) outs(%all : tensor<4x10xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %0 = arith.subf %a, %b : f32
    %1 = math.exp %0 : f32
    linalg.yield %1 : f32
  } -> tensor<4x10xf32>
  %s0 = linalg.fill ins(%zero : f32) outs(%row : tensor<4xf32>) -> tensor<4xf32>
  %s = linalg.reduce { arith.addf } ins(%e : tensor<4x10xf32>) outs(%s0 : tensor<4xf32>) dimensions = [1]
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
    ins(%e, %s : tensor<4x10xf32>, tensor<4xf32>) outs(%all : tensor<4x10xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<4x10xf32>
  return %r : tensor<4x10xf32>
}

// -----

// Slices, reshapes and transposed reads are index arithmetic.
// CHECK-LABEL: func.func @moves
// CHECK:         scf.for [[i:%\S+]] =
// CHECK-NEXT:      scf.for [[j:%\S+]] =
// CHECK:             [[row:%\S+]] = arith.muli [[j]], {{%\S+}}
// CHECK:             [[off:%\S+]] = arith.addi [[row]], {{%\S+}}
// CHECK:             tensor.extract %x{{\[}}[[off]], [[i]]{{\]}} : tensor<8x2xf32>
// CHECK-NEXT:        tensor.insert
func.func @moves(%x: tensor<8x2xf32>) -> tensor<2x3xf32> {
  %s = tensor.extract_slice %x[1, 0] [3, 2] [2, 1] : tensor<8x2xf32> to tensor<3x2xf32>
  %c = tensor.collapse_shape %s [[0, 1]] : tensor<3x2xf32> into tensor<6xf32>
  %e = tensor.expand_shape %c [[0, 1]] output_shape [3, 2] : tensor<6xf32> into tensor<3x2xf32>
  %o = tensor.empty() : tensor<2x3xf32>
  %t = linalg.transpose ins(%e : tensor<3x2xf32>) outs(%o : tensor<2x3xf32>) permutation = [1, 0]
  return %t : tensor<2x3xf32>
}

// -----

// Each part of a concatenation is computed in its place.
// CHECK-LABEL: func.func @pieces
// CHECK:         [[empty:%\S+]] = tensor.empty() : tensor<5xf32>
// CHECK:         [[first:%\S+]] = scf.for {{.*}} iter_args({{%\S+}} = [[empty]])
// CHECK:           math.exp
// CHECK:         scf.for {{.*}} iter_args({{%\S+}} = [[first]])
// CHECK:           tensor.extract %y
// CHECK-NOT:     tensor.empty
func.func @pieces(%x: tensor<2xf32>, %y: tensor<3xf32>) -> tensor<5xf32> {
  %e = tensor.empty() : tensor<2xf32>
  %a = linalg.exp ins(%x : tensor<2xf32>) outs(%e : tensor<2xf32>) -> tensor<2xf32>
  %r = tensor.concat dim(0) %a, %y : (tensor<2xf32>, tensor<3xf32>) -> tensor<5xf32>
  return %r : tensor<5xf32>
}

// -----

// A private function in destination-passing style writes to its last arguments.
// CHECK-LABEL: func.func private @operator
// CHECK-NOT:     tensor.empty
// CHECK:         scf.for {{.*}} iter_args({{%\S+}} = %out)
func.func private @operator(%x: tensor<2xf32>, %out: tensor<2xf32>) -> tensor<2xf32> {
  %e = tensor.empty() : tensor<2xf32>
  %a = linalg.exp ins(%x : tensor<2xf32>) outs(%e : tensor<2xf32>) -> tensor<2xf32>
  return %a : tensor<2xf32>
}

// -----

// What is used by an op that is no loop nest stays a tensor.
// CHECK-LABEL: func.func @opaque
// CHECK:         [[exp:%\S+]] = scf.for
// CHECK:         "test.op"([[exp]])
func.func @opaque(%x: tensor<2xf32>) {
  %e = tensor.empty() : tensor<2xf32>
  %a = linalg.exp ins(%x : tensor<2xf32>) outs(%e : tensor<2xf32>) -> tensor<2xf32>
  "test.op"(%a) : (tensor<2xf32>) -> ()
  return
}
