// RUN: microaot-opt %s -p refine-shapes | filecheck %s

// Sizes computed from constants and from the sizes of inputs; what is returned follows.
// CHECK-LABEL: func.func @computed(%x: tensor<2x9xf32>) -> tensor<2x9xf32>
// CHECK-NEXT:    [[e:%\S+]] = tensor.empty() : tensor<2x9xf32>
// CHECK-NEXT:    [[r:%\S+]] = linalg.exp ins(%x : tensor<2x9xf32>) outs([[e]] : tensor<2x9xf32>) -> tensor<2x9xf32>
// CHECK-NEXT:    func.return [[r]] : tensor<2x9xf32>
func.func @computed(%x: tensor<2x9xf32>) -> tensor<2x?xf32> {
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %open = tensor.cast %x : tensor<2x9xf32> to tensor<2x?xf32>
  %d = tensor.dim %open, %c1 : tensor<2x?xf32>
  %three = arith.divsi %d, %c3 : index
  %n = arith.muli %three, %c3 : index
  %e = tensor.empty(%n) : tensor<2x?xf32>
  %r = linalg.exp ins(%open : tensor<2x?xf32>) outs(%e : tensor<2x?xf32>) -> tensor<2x?xf32>
  return %r : tensor<2x?xf32>
}

// Slices, padding, concatenation and reshapes.
// CHECK-LABEL: func.func @moves
// CHECK:         tensor.extract_slice %x[1, 0] [2, 3] [1, 1] : tensor<4x3xf32> to tensor<2x3xf32>
// CHECK-NEXT:    tensor.pad {{%\S+}} low[0, 2] high[1, 0]
// CHECK:         : tensor<2x3xf32> to tensor<3x5xf32>
// CHECK:         tensor.concat dim(0) {{.*}} : (tensor<3x5xf32>, tensor<3x5xf32>) -> tensor<6x5xf32>
// CHECK-NEXT:    tensor.collapse_shape {{.*}} : tensor<6x5xf32> into tensor<30xf32>
// CHECK-NEXT:    tensor.expand_shape {{.*}} output_shape [15, 2] : tensor<30xf32> into tensor<15x2xf32>
// CHECK-NEXT:    func.return
func.func @moves(%x: tensor<4x3xf32>) -> tensor<15x2xf32> {
  %f = arith.constant 0.0 : f32
  %shape = arith.constant dense<[1, 2, 15]> : tensor<3xi64>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %tail = tensor.extract_slice %shape[1] [2] [1] : tensor<3xi64> to tensor<2xi64>
  %head = arith.constant dense<1> : tensor<1xi64>
  %all = tensor.concat dim(0) %head, %tail : (tensor<1xi64>, tensor<2xi64>) -> tensor<3xi64>
  %one64 = tensor.extract %all[%c0] : tensor<3xi64>
  %one = arith.index_cast %one64 : i64 to index
  %two64 = tensor.extract %shape[%c1] : tensor<3xi64>
  %two = arith.index_cast %two64 : i64 to index
  %fifteen64 = tensor.extract %all[%c2] : tensor<3xi64>
  %fifteen = arith.index_cast %fifteen64 : i64 to index
  %s = tensor.extract_slice %x[%one, 0] [%two, 3] [1, 1] : tensor<4x3xf32> to tensor<?x3xf32>
  %p = tensor.pad %s low[0, %two] high[%one, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %f : f32
  } : tensor<?x3xf32> to tensor<?x?xf32>
  %c = tensor.concat dim(0) %p, %p : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<?x?xf32>
  %flat = tensor.collapse_shape %c [[0, 1]] : tensor<?x?xf32> into tensor<?xf32>
  %r = tensor.expand_shape %flat [[0, 1]] output_shape [%fifteen, 2] : tensor<?xf32> into tensor<?x2xf32>
  %t = tensor.cast %r : tensor<?x2xf32> to tensor<15x2xf32>
  return %t : tensor<15x2xf32>
}

// Branches and checks that are known are gone; the others stay.
// CHECK-LABEL: func.func @branches
// CHECK-NEXT:    cf.assert %p, "unknown"
// CHECK-NEXT:    func.return %x
func.func @branches(%x: tensor<4xf32>, %p: i1) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c4 = arith.constant 4 : index
  %d = tensor.dim %x, %c0 : tensor<4xf32>
  %same = arith.cmpi eq, %d, %c4 : index
  cf.assert %same, "known"
  cf.assert %p, "unknown"
  %r = scf.if %same -> (tensor<?xf32>) {
    %a = tensor.cast %x : tensor<4xf32> to tensor<?xf32>
    scf.yield %a : tensor<?xf32>
  } else {
    %b = tensor.empty(%d) : tensor<?xf32>
    scf.yield %b : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// What depends on values of inputs stays open, and what does not follow keeps its type.
// CHECK-LABEL: func.func @open
// CHECK:         tensor.empty({{%\S+}}) : tensor<?x3xf32>
// CHECK:         [[b:%\S+]] = tensor.cast {{%\S+}} : tensor<2x3xf32> to tensor<?x3xf32>
// CHECK-NEXT:    func.call @other([[b]])
func.func @open(%n: index, %x: tensor<2x3xf32>) -> tensor<?x3xf32> {
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %e = tensor.empty(%n, %c3) : tensor<?x?xf32>
  %f = tensor.empty(%c2) : tensor<?x3xf32>
  %g = linalg.exp ins(%x : tensor<2x3xf32>) outs(%f : tensor<?x3xf32>) -> tensor<?x3xf32>
  func.call @other(%g) : (tensor<?x3xf32>) -> ()
  %r = tensor.cast %e : tensor<?x?xf32> to tensor<?x3xf32>
  return %r : tensor<?x3xf32>
}
func.func private @other(tensor<?x3xf32>)

// Tensors of sizes are computed like any others.
// CHECK-LABEL: func.func @elementwise
// CHECK:         [[e:%\S+]] = tensor.empty() : tensor<6xf32>
// CHECK-NEXT:    func.return [[e]] : tensor<6xf32>
func.func @elementwise() -> tensor<?xf32> {
  %c1 = arith.constant 1 : index
  %a = arith.constant dense<[4, 2]> : tensor<2xi64>
  %b = arith.constant dense<[5, 4]> : tensor<2xi64>
  %o = tensor.empty() : tensor<2xi64>
  %s = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>],
    iterator_types = ["parallel"]}
    ins(%a, %b : tensor<2xi64>, tensor<2xi64>) outs(%o : tensor<2xi64>) {
  ^bb0(%x: i64, %y: i64, %old: i64):
    %less = arith.cmpi slt, %x, %y : i64
    %one = arith.extui %less : i1 to i64
    %z = arith.muli %one, %x : i64
    %w = arith.addi %z, %y : i64
    linalg.yield %w : i64
  } -> tensor<2xi64>
  %n64 = tensor.extract %s[%c1] : tensor<2xi64>
  %n = arith.index_cast %n64 : i64 to index
  %e = tensor.empty(%n) : tensor<?xf32>
  return %e : tensor<?xf32>
}

// A branch whose condition is known is replaced by all of its side, whatever comes last there.
// CHECK-LABEL: func.func @taken_sides
// CHECK-NOT:     scf.if
// CHECK:         {{%\S+}} = math.absf {{%\S+}} : f32
// CHECK:         [[NEGATED:%\S+]] = arith.negf {{%\S+}} : f32
// CHECK-NOT:     func.call @log({{%\S+}}) : (f32) -> ()
// CHECK:         func.return [[NEGATED]], {{%\S+}} : f32, f32
func.func private @log(f32) -> ()
func.func @taken_sides(%x: f32) -> (f32, f32) {
  %true = arith.constant true
  %false = arith.constant false
  %0 = scf.if %true -> (f32) {
    %a = math.absf %x : f32
    %n = arith.negf %a : f32
    scf.yield %n : f32
  } else {
    scf.yield %x : f32
  }
  %1 = scf.if %false -> (f32) {
    %n = arith.negf %x : f32
    scf.yield %n : f32
  } else {
    scf.yield %x : f32
  }
  scf.if %false {
    func.call @log(%x) : (f32) -> ()
  }
  return %0, %1 : f32, f32
}
