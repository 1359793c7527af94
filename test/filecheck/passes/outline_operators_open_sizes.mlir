// RUN: microaot-opt %s -p outline-operators | filecheck %s
// RUN: microaot-opt %s -p outline-operators,lower-tensors-to-loops | filecheck %s

// Memory for %e is found later, by `bound-dynamic-allocs`: at most 4 elements.

// CHECK:      func.func @main(%x: tensor<8xf32> {aot.input = "x"}, %n: tensor<1xi8> {aot.input = "n"})
// CHECK-SAME: -> (tensor<4xf32> {aot.output = "output"}) {
// CHECK:        %e = tensor.empty(%{{[a-z0-9_]+}}) : tensor<?xf32>
// CHECK-NEXT:   %y = linalg.exp ins(%s : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NOT:    func.call
func.func @main(%x: tensor<8xf32>, %n: tensor<1xi8>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c4 = arith.constant 4 : index
  %nan = arith.constant 0x7FC00000 : f32
  %n0 = tensor.extract %n[%c0] : tensor<1xi8>
  %n1 = arith.index_castui %n0 : i8 to index
  %k = arith.minui %n1, %c4 : index
  %s = tensor.extract_slice %x[0] [%k] [1] : tensor<8xf32> to tensor<?xf32>
  %e = tensor.empty(%k) : tensor<?xf32>
  %y = linalg.exp ins(%s : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  %o = tensor.empty() : tensor<4xf32>
  %f = linalg.fill ins(%nan : f32) outs(%o : tensor<4xf32>) -> tensor<4xf32>
  %r = tensor.insert_slice %y into %f[0] [%k] [1] : tensor<?xf32> into tensor<4xf32>
  return %r : tensor<4xf32>
}
