// RUN: microaot-opt %s -p refine-shapes | filecheck %s

// The only open size of a reshape follows from the number of elements.
// CHECK-LABEL: func.func @reshape
// CHECK:         tensor.reshape {{.*}} -> tensor<3x2x2xf32>
// CHECK-NEXT:    linalg.generic {{.*}} ins({{%\S+}} : tensor<3x2x2xf32>)
func.func @reshape(%x: tensor<12xf32>, %s: tensor<3xi64>, %o: tensor<3x1x2xf32>)
    -> tensor<3x1x2xf32> {
  %r = tensor.reshape %x(%s) : (tensor<12xf32>, tensor<3xi64>) -> tensor<?x?x?xf32>
  %y = linalg.generic {
    indexing_maps = [affine_map<(i, j, k) -> (i, j, k)>, affine_map<(i, j, k) -> (i, 0, k)>],
    iterator_types = ["parallel", "reduction", "parallel"]}
    ins(%r : tensor<?x?x?xf32>) outs(%o : tensor<3x1x2xf32>) {
  ^bb0(%in: f32, %out: f32):
    %z = arith.addf %in, %out : f32
    linalg.yield %z : f32
  } -> tensor<3x1x2xf32>
  return %y : tensor<3x1x2xf32>
}

// Through structured ops and reshapes to what is made.
// CHECK-LABEL: func.func @tile(%x: tensor<2x2xf32>, %n: index) -> tensor<4x2xf32>
// CHECK-NEXT:    [[e:%\S+]] = tensor.empty() : tensor<2x2x2xf32>
// CHECK-NEXT:    [[g:%\S+]] = linalg.broadcast {{.*}} outs([[e]] : tensor<2x2x2xf32>)
// CHECK-NEXT:    [[c:%\S+]] = tensor.collapse_shape [[g]] {{.*}} into tensor<4x2xf32>
// CHECK-NEXT:    func.return [[c]]
func.func @tile(%x: tensor<2x2xf32>, %n: index) -> tensor<4x2xf32> {
  %e = tensor.empty(%n) : tensor<?x2x2xf32>
  %b = linalg.broadcast ins(%x : tensor<2x2xf32>) outs(%e : tensor<?x2x2xf32>) dimensions = [0]
  %c = tensor.collapse_shape %b [[0, 1], [2]] : tensor<?x2x2xf32> into tensor<?x2xf32>
  %r = tensor.cast %c : tensor<?x2xf32> to tensor<4x2xf32>
  return %r : tensor<4x2xf32>
}

// Slices: the size of the one that is taken, and that of the one that is put in place.
// CHECK-LABEL: func.func @slices
// CHECK:         tensor.extract_slice %x[%a, 0] [3, 8] [1, 1] : {{.*}} to tensor<3x8xf32>
// CHECK-NEXT:    tensor.insert_slice {{%\S+}} into %y[0, %b] [3, 8] [1, 1] : tensor<3x8xf32>
func.func @slices(%x: tensor<9x8xf32>, %y: tensor<3x9xf32>, %a: index, %b: index, %n: index,
    %k: index) -> tensor<3x9xf32> {
  %s = tensor.extract_slice %x[%a, 0] [%n, 8] [1, 1] : tensor<9x8xf32> to tensor<?x8xf32>
  %c = tensor.cast %s : tensor<?x8xf32> to tensor<3x?xf32>
  %r = tensor.insert_slice %c into %y[0, %b] [3, %k] [1, 1] : tensor<3x?xf32> into tensor<3x9xf32>
  return %r : tensor<3x9xf32>
}

// What tests a size is kept; a user that may not be executed demands nothing.
// CHECK-LABEL: func.func @tested
// CHECK:         cf.assert %t
// CHECK-NEXT:    tensor.empty() : tensor<4xf32>
// CHECK:         tensor.empty(%m) : tensor<?xf32>
// CHECK:         tensor.cast {{%\S+}} : tensor<?xf32> to tensor<5xf32>
func.func @tested(%n: index, %m: index) -> (tensor<4xf32>, tensor<?xf32>) {
  %c4 = arith.constant 4 : index
  %t = arith.cmpi eq, %n, %c4 : index
  cf.assert %t, "four"
  %e = tensor.empty(%n) : tensor<?xf32>
  %r = tensor.cast %e : tensor<?xf32> to tensor<4xf32>
  %f = tensor.empty(%m) : tensor<?xf32>
  %q = scf.if %t -> (tensor<?xf32>) {
    %s = tensor.cast %f : tensor<?xf32> to tensor<5xf32>
    %u = tensor.cast %s : tensor<5xf32> to tensor<?xf32>
    scf.yield %u : tensor<?xf32>
  } else {
    scf.yield %f : tensor<?xf32>
  }
  return %r, %q : tensor<4xf32>, tensor<?xf32>
}
