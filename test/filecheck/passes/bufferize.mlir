// RUN: microaot-opt %s -p bufferize | mlir-opt-22 | filecheck %s

// What is stored, copied and computed in place; nothing more may be allocated or copied than shown.

// CHECK: memref.global "private" constant @weights : memref<2xi8> = dense<[1, 2]>
// CHECK-NOT: memref.global

// CHECK: func.func @nest(%[[ARG0:[^ ,:)=]+]]: memref<4x8xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4x8xf32>) {
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[C1:[^ ,:)=]+]] = arith.constant 1 : index
// CHECK-NEXT: %[[C4:[^ ,:)=]+]] = arith.constant 4 : index
// CHECK-NEXT: %[[C8:[^ ,:)=]+]] = arith.constant 8 : index
// CHECK-NEXT: scf.for %[[ARG2:[^ ,:)=]+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT: scf.for %[[ARG3:[^ ,:)=]+]] = %[[C0]] to %[[C8]] step %[[C1]] {
// CHECK-NEXT: %[[V0:[^ ,:)=]+]] = memref.load %[[ARG0]][%[[ARG2]], %[[ARG3]]] : memref<4x8xf32>
// CHECK-NEXT: memref.store %[[V0]], %[[ARG1]][%[[ARG2]], %[[ARG3]]] : memref<4x8xf32>
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @nest(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c8 = arith.constant 8 : index
  %e = tensor.empty() : tensor<4x8xf32>
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%t = %e) -> (tensor<4x8xf32>) {
    %s = scf.for %j = %c0 to %c8 step %c1 iter_args(%u = %t) -> (tensor<4x8xf32>) {
      %v = tensor.extract %x[%i, %j] : tensor<4x8xf32>
      %w = tensor.insert %v into %u[%i, %j] : tensor<4x8xf32>
      scf.yield %w : tensor<4x8xf32>
    }
    scf.yield %s : tensor<4x8xf32>
  }
  return %r : tensor<4x8xf32>
}

// CHECK: func.func @residual(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: %[[ALLOC:[^ ,:)=]+]] = memref.alloc() : memref<4xf32>
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<4xf32>) outs(%[[ALLOC]] : memref<4xf32>)
// CHECK-NEXT: %[[ALLOC_0:[^ ,:)=]+]] = memref.alloc() : memref<4xf32>
// CHECK-NEXT: linalg.log ins(%[[ALLOC]] : memref<4xf32>) outs(%[[ALLOC_0]] : memref<4xf32>)
// CHECK-NEXT: linalg.add ins(%[[ALLOC]], %[[ALLOC_0]] : memref<4xf32>, memref<4xf32>) outs(%[[ARG1]] : memref<4xf32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @residual(%x: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %a = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %b = linalg.log ins(%a : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %c = linalg.add ins(%a, %b : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %c : tensor<4xf32>
}

// CHECK: func.func @state(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: index, %[[ARG2:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[C1:[^ ,:)=]+]] = arith.constant 1 : index
// CHECK-NEXT: memref.copy %[[ARG0]], %[[ARG2]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: scf.for %[[ARG3:[^ ,:)=]+]] = %[[C0]] to %[[ARG1]] step %[[C1]] {
// CHECK-NEXT: linalg.exp ins(%[[ARG2]] : memref<4xf32>) outs(%[[ARG2]] : memref<4xf32>)
// CHECK-NEXT: }
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @state(%x: tensor<4xf32>, %n: index) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%t = %x) -> (tensor<4xf32>) {
    %e = tensor.empty() : tensor<4xf32>
    %a = linalg.exp ins(%t : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %a : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// CHECK: func.func @branch(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: i1, %[[ARG2:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: scf.if %[[ARG1]] {
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<4xf32>) outs(%[[ARG2]] : memref<4xf32>)
// CHECK-NEXT: } else {
// CHECK-NEXT: memref.copy %[[ARG0]], %[[ARG2]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @branch(%x: tensor<4xf32>, %c: i1) -> tensor<4xf32> {
  %r = scf.if %c -> (tensor<4xf32>) {
    %e = tensor.empty() : tensor<4xf32>
    %a = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %a : tensor<4xf32>
  } else {
    scf.yield %x : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// CHECK: func.func @dyn(%[[ARG0:[^ ,:)=]+]]: memref<?xf32>, %[[ARG1:[^ ,:)=]+]]: memref<?xf32>) {
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[DIM:[^ ,:)=]+]] = memref.dim %[[ARG0]], %[[C0]] : memref<?xf32>
// CHECK-NEXT: %[[ALLOC:[^ ,:)=]+]] = memref.alloc(%[[DIM]]) : memref<?xf32>
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<?xf32>) outs(%[[ALLOC]] : memref<?xf32>)
// CHECK-NEXT: linalg.log ins(%[[ALLOC]] : memref<?xf32>) outs(%[[ARG1]] : memref<?xf32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @dyn(%x: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf32>
  %e = tensor.empty(%n) : tensor<?xf32>
  %a = linalg.exp ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  %e2 = tensor.empty(%n) : tensor<?xf32>
  %b = linalg.log ins(%a : tensor<?xf32>) outs(%e2 : tensor<?xf32>) -> tensor<?xf32>
  return %b : tensor<?xf32>
}

// CHECK: func.func @par(%[[ARG0:[^ ,:)=]+]]: memref<8xf32>, %[[ARG1:[^ ,:)=]+]]: memref<8xf32>) {
// CHECK-NEXT: scf.forall (%[[ARG2:[^ ,:)=]+]]) in (8) {
// CHECK-NEXT: %[[SUBVIEW:[^ ,:)=]+]] = memref.subview %[[ARG0]][%[[ARG2]]] [1] [1] : memref<8xf32> to memref<1xf32, strided<[1], offset: ?>>
// CHECK-NEXT: %[[SUBVIEW_0:[^ ,:)=]+]] = memref.subview %[[ARG1]][%[[ARG2]]] [1] [1] : memref<8xf32> to memref<1xf32, strided<[1], offset: ?>>
// CHECK-NEXT: linalg.exp ins(%[[SUBVIEW]] : memref<1xf32, strided<[1], offset: ?>>) outs(%[[SUBVIEW_0]] : memref<1xf32, strided<[1], offset: ?>>)
// CHECK-NEXT: }
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @par(%x: tensor<8xf32>) -> tensor<8xf32> {
  %o = tensor.empty() : tensor<8xf32>
  %0 = scf.forall (%i) in (8) shared_outs(%s = %o) -> (tensor<8xf32>) {
    %v = tensor.extract_slice %x[%i] [1] [1] : tensor<8xf32> to tensor<1xf32>
    %d = tensor.extract_slice %s[%i] [1] [1] : tensor<8xf32> to tensor<1xf32>
    %y = linalg.exp ins(%v : tensor<1xf32>) outs(%d : tensor<1xf32>) -> tensor<1xf32>
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %y into %s[%i] [1] [1] : tensor<1xf32> into tensor<8xf32>
    }
  }
  return %0 : tensor<8xf32>
}

// CHECK: func.func @wh(%[[ARG0:[^ ,:)=]+]]: memref<8xf32>, %[[ARG1:[^ ,:)=]+]]: i32, %[[ARG2:[^ ,:)=]+]]: memref<8xf32>) {
// CHECK-NEXT: %[[C0_I32:[^ ,:)=]+]] = arith.constant 0 : i32
// CHECK-NEXT: %[[C1_I32:[^ ,:)=]+]] = arith.constant 1 : i32
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: memref.copy %[[ARG0]], %[[ARG2]] : memref<8xf32> to memref<8xf32>
// CHECK-NEXT: %[[V0:[^ ,:)=]+]] = scf.while (%[[ARG3:[^ ,:)=]+]] = %[[C0_I32]]) : (i32) -> i32 {
// CHECK-NEXT: %[[V1:[^ ,:)=]+]] = arith.cmpi slt, %[[ARG3]], %[[ARG1]] : i32
// CHECK-NEXT: scf.condition(%[[V1]]) %[[ARG3]] : i32
// CHECK-NEXT: } do {
// CHECK-NEXT: ^bb0(%[[ARG3]]: i32):
// CHECK-NEXT: %[[V1]] = memref.load %[[ARG2]][%[[C0]]] : memref<8xf32>
// CHECK-NEXT: %[[V2:[^ ,:)=]+]] = arith.addf %[[V1]], %[[V1]] : f32
// CHECK-NEXT: memref.store %[[V2]], %[[ARG2]][%[[C0]]] : memref<8xf32>
// CHECK-NEXT: %[[V3:[^ ,:)=]+]] = arith.addi %[[ARG3]], %[[C1_I32]] : i32
// CHECK-NEXT: scf.yield %[[V3]] : i32
// CHECK-NEXT: }
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @wh(%x: tensor<8xf32>, %n: i32) -> tensor<8xf32> {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i0 = arith.constant 0 : index
  %r:2 = scf.while (%t = %x, %i = %c0) : (tensor<8xf32>, i32) -> (tensor<8xf32>, i32) {
    %c = arith.cmpi slt, %i, %n : i32
    scf.condition(%c) %t, %i : tensor<8xf32>, i32
  } do {
  ^bb0(%t: tensor<8xf32>, %i: i32):
    %v = tensor.extract %t[%i0] : tensor<8xf32>
    %w = arith.addf %v, %v : f32
    %u = tensor.insert %w into %t[%i0] : tensor<8xf32>
    %j = arith.addi %i, %c1 : i32
    scf.yield %u, %j : tensor<8xf32>, i32
  }
  return %r#0 : tensor<8xf32>
}

// CHECK: func.func @gen(%[[ARG0:[^ ,:)=]+]]: memref<4x5xi8>, %[[ARG1:[^ ,:)=]+]]: memref<2x1xi32>, %[[ARG2:[^ ,:)=]+]]: i8, %[[ARG3:[^ ,:)=]+]]: memref<2x4x1xi8>, %[[ARG4:[^ ,:)=]+]]: memref<4x5xi8>, %[[ARG5:[^ ,:)=]+]]: memref<2xi8>, %[[ARG6:[^ ,:)=]+]]: memref<4xi8>) {
// CHECK-NEXT: linalg.map outs(%[[ARG3]] : memref<2x4x1xi8>)
// CHECK-NEXT: (%[[INIT:[^ ,:)=]+]]: i8) {
// CHECK-NEXT: %[[V0:[^ ,:)=]+]] = linalg.index 0 : index
// CHECK-NEXT: %[[V1:[^ ,:)=]+]] = linalg.index 1 : index
// CHECK-NEXT: %[[V2:[^ ,:)=]+]] = linalg.index 2 : index
// CHECK-NEXT: %[[C0_0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[V3:[^ ,:)=]+]] = memref.load %[[ARG1]][%[[V0]], %[[C0_0]]] : memref<2x1xi32>
// CHECK-NEXT: %[[V4:[^ ,:)=]+]] = arith.index_cast %[[V3]] : i32 to index
// CHECK-NEXT: %[[V5:[^ ,:)=]+]] = memref.load %[[ARG0]][%[[V1]], %[[V4]]] : memref<4x5xi8>
// CHECK-NEXT: linalg.yield %[[V5]] : i8
// CHECK-NEXT: }
// CHECK-NEXT: linalg.fill ins(%[[ARG2]] : i8) outs(%[[ARG4]] : memref<4x5xi8>)
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: memref.store %[[ARG2]], %[[ARG5]][%[[C0]]] : memref<2xi8>
// CHECK-NEXT: %[[C1:[^ ,:)=]+]] = arith.constant 1 : index
// CHECK-NEXT: memref.store %[[ARG2]], %[[ARG5]][%[[C1]]] : memref<2xi8>
// CHECK-NEXT: linalg.map outs(%[[ARG6]] : memref<4xi8>)
// CHECK-NEXT: (%[[INIT]]: i8) {
// CHECK-NEXT: %[[V0]] = linalg.index 0 : index
// CHECK-NEXT: %[[V1]] = arith.index_cast %[[V0]] : index to i8
// CHECK-NEXT: linalg.yield %[[V1]] : i8
// CHECK-NEXT: }
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @gen(%x: tensor<4x5xi8>, %at: tensor<2x1xi32>, %v: i8) -> (tensor<2x4x1xi8>, tensor<4x5xi8>, tensor<2xi8>, tensor<4xi8>) {
  %0 = tensor.gather %x[%at] gather_dims([1]) : (tensor<4x5xi8>, tensor<2x1xi32>) -> tensor<2x4x1xi8>
  %1 = tensor.splat %v : tensor<4x5xi8>
  %2 = tensor.from_elements %v, %v : tensor<2xi8>
  %3 = tensor.generate {
  ^bb0(%i: index):
    %z = arith.index_cast %i : index to i8
    tensor.yield %z : i8
  } : tensor<4xi8>
  return %0, %1, %2, %3 : tensor<2x4x1xi8>, tensor<4x5xi8>, tensor<2xi8>, tensor<4xi8>
}

// CHECK: func.func @sw(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>, %[[ARG2:[^ ,:)=]+]]: index, %[[ARG3:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: scf.index_switch %[[ARG2]]
// CHECK-NEXT: case 2 {
// CHECK-NEXT: memref.copy %[[ARG0]], %[[ARG3]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: scf.yield
// CHECK-NEXT: }
// CHECK-NEXT: default {
// CHECK-NEXT: memref.copy %[[ARG1]], %[[ARG3]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @sw(%x: tensor<4xf32>, %y: tensor<4xf32>, %k: index) -> tensor<4xf32> {
  %r = scf.index_switch %k -> tensor<4xf32>
  case 2 { scf.yield %x : tensor<4xf32> }
  default { scf.yield %y : tensor<4xf32> }
  return %r : tensor<4xf32>
}

// CHECK: func.func @ex(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: linalg.map { arith.addf } ins(%[[ARG0]], %[[ARG0]] : memref<4xf32>, memref<4xf32>) outs(%[[ARG1]] : memref<4xf32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @ex(%x: tensor<4xf32>) -> tensor<4xf32> {
  %r = scf.execute_region -> tensor<4xf32> {
    %y = arith.addf %x, %x : tensor<4xf32>
    scf.yield %y : tensor<4xf32> }
  return %r : tensor<4xf32>
}

// CHECK: func.func @mat(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<4xf32>) outs(%[[ARG1]] : memref<4xf32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @mat(%x: tensor<4xf32>, %m: memref<4xf32>) {
  %e = tensor.empty() : tensor<4xf32>
  %a = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  bufferization.materialize_in_destination %a in restrict writable %m : (tensor<4xf32>, memref<4xf32>) -> ()
  return
}

// CHECK: func.func @slice_is_read_in_place(%[[ARG0:[^ ,:)=]+]]: memref<2x4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: %[[SUBVIEW:[^ ,:)=]+]] = memref.subview %[[ARG0]][1, 0] [1, 4] [1, 1] : memref<2x4xf32> to memref<4xf32, strided<[1], offset: 4>>
// CHECK-NEXT: linalg.exp ins(%[[SUBVIEW]] : memref<4xf32, strided<[1], offset: 4>>) outs(%[[ARG1]] : memref<4xf32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @slice_is_read_in_place(%x: tensor<2x4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %s = tensor.extract_slice %x[1, 0] [1, 4] [1, 1] : tensor<2x4xf32> to tensor<4xf32>
  %a = linalg.exp ins(%s : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %a : tensor<4xf32>
}

// CHECK: func.func @slice_is_updated_in_place(%[[ARG0:[^ ,:)=]+]]: memref<8xf32>, %[[ARG1:[^ ,:)=]+]]: memref<8xf32>) {
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<8xf32>) outs(%[[ARG1]] : memref<8xf32>)
// CHECK-NEXT: %[[SUBVIEW:[^ ,:)=]+]] = memref.subview %[[ARG1]][4] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1], offset: 4>>
// CHECK-NEXT: linalg.exp ins(%[[SUBVIEW]] : memref<4xf32, strided<[1], offset: 4>>) outs(%[[SUBVIEW]] : memref<4xf32, strided<[1], offset: 4>>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @slice_is_updated_in_place(%x: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %a = linalg.exp ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %s = tensor.extract_slice %a[4] [4] [1] : tensor<8xf32> to tensor<4xf32>
  %b = linalg.exp ins(%s : tensor<4xf32>) outs(%s : tensor<4xf32>) -> tensor<4xf32>
  %r = tensor.insert_slice %b into %a[4] [4] [1] : tensor<4xf32> into tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK: func.func @old_value_is_missed(%[[ARG0:[^ ,:)=]+]]: memref<8xf32>, %[[ARG1:[^ ,:)=]+]]: f32, %[[ARG2:[^ ,:)=]+]]: memref<8xf32>, %[[ARG3:[^ ,:)=]+]]: memref<8xf32>) {
// CHECK-NEXT: %[[C3:[^ ,:)=]+]] = arith.constant 3 : index
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<8xf32>) outs(%[[ARG2]] : memref<8xf32>)
// CHECK-NEXT: memref.copy %[[ARG2]], %[[ARG3]] : memref<8xf32> to memref<8xf32>
// CHECK-NEXT: memref.store %[[ARG1]], %[[ARG3]][%[[C3]]] : memref<8xf32>
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @old_value_is_missed(%x: tensor<8xf32>, %v: f32) -> (tensor<8xf32>, tensor<8xf32>) {
  %i = arith.constant 3 : index
  %e = tensor.empty() : tensor<8xf32>
  %a = linalg.exp ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %b = tensor.insert %v into %a[%i] : tensor<8xf32>
  return %a, %b : tensor<8xf32>, tensor<8xf32>
}

// CHECK: func.func @padding_is_written_around(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<6xf32>) {
// CHECK-NEXT: %[[CST:[^ ,:)=]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: linalg.fill ins(%[[CST]] : f32) outs(%[[ARG1]] : memref<6xf32>)
// CHECK-NEXT: %[[SUBVIEW:[^ ,:)=]+]] = memref.subview %[[ARG1]][1] [4] [1] : memref<6xf32> to memref<4xf32, strided<[1], offset: 1>>
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<4xf32>) outs(%[[SUBVIEW]] : memref<4xf32, strided<[1], offset: 1>>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @padding_is_written_around(%x: tensor<4xf32>) -> tensor<6xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4xf32>
  %a = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %p = tensor.pad %a low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %zero : f32
  } : tensor<4xf32> to tensor<6xf32>
  return %p : tensor<6xf32>
}

// CHECK: func.func @inputs_are_copied_if_returned(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>, %[[ARG2:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: memref.copy %[[ARG0]], %[[ARG1]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: memref.copy %[[ARG0]], %[[ARG2]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @inputs_are_copied_if_returned(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  return %x, %x : tensor<4xf32>, tensor<4xf32>
}

// CHECK: func.func @swapped(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>, %[[ARG2:[^ ,:)=]+]]: index, %[[ARG3:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[C1:[^ ,:)=]+]] = arith.constant 1 : index
// CHECK-NEXT: %[[ALLOC:[^ ,:)=]+]] = memref.alloc() : memref<4xf32>
// CHECK-NEXT: memref.copy %[[ARG0]], %[[ARG3]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: memref.copy %[[ARG1]], %[[ALLOC]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: scf.for %[[ARG4:[^ ,:)=]+]] = %[[C0]] to %[[ARG2]] step %[[C1]] {
// CHECK-NEXT: %[[ALLOC_0:[^ ,:)=]+]] = memref.alloc() : memref<4xf32>
// CHECK-NEXT: memref.copy %[[ARG3]], %[[ALLOC_0]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: memref.copy %[[ALLOC]], %[[ARG3]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: memref.copy %[[ALLOC_0]], %[[ALLOC]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @swapped(%x: tensor<4xf32>, %y: tensor<4xf32>, %n: index) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (tensor<4xf32>, tensor<4xf32>) {
    scf.yield %b, %a : tensor<4xf32>, tensor<4xf32>
  }
  return %r#0 : tensor<4xf32>
}

// CHECK: func.func @reshaped(%[[ARG0:[^ ,:)=]+]]: memref<2x4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<8xf32>) {
// CHECK-NEXT: %[[EXPAND_SHAPE:[^ ,:)=]+]] = memref.expand_shape %[[ARG1]] {{\[\[}}0, 1]] output_shape [2, 4] : memref<8xf32> into memref<2x4xf32>
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<2x4xf32>) outs(%[[EXPAND_SHAPE]] : memref<2x4xf32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @reshaped(%x: tensor<2x4xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<2x4xf32>
  %a = linalg.exp ins(%x : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %c = tensor.collapse_shape %a [[0, 1]] : tensor<2x4xf32> into tensor<8xf32>
  return %c : tensor<8xf32>
}

// CHECK: func.func private @operator(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<4xf32>) outs(%[[ARG1]] : memref<4xf32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func private @operator(%x: tensor<4xf32>, %out: tensor<4xf32>) -> tensor<4xf32> {
  %a = linalg.exp ins(%x : tensor<4xf32>) outs(%out : tensor<4xf32>) -> tensor<4xf32>
  return %a : tensor<4xf32>
}

// CHECK: func.func private @no_destination(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: linalg.exp ins(%[[ARG0]] : memref<4xf32>) outs(%[[ARG1]] : memref<4xf32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func private @no_destination(%x: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %a = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %a : tensor<4xf32>
}

// CHECK: func.func private @vendor(memref<4xf32>, memref<4xf32>)
func.func private @vendor(tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>

// CHECK: func.func @calls(%[[ARG0:[^ ,:)=]+]]: memref<4xf32> {aot.input = "x"}, %[[ARG1:[^ ,:)=]+]]: memref<4xf32> {aot.output = "y"}) {
// CHECK-NEXT: %[[ALLOC:[^ ,:)=]+]] = memref.alloc() : memref<4xf32>
// CHECK-NEXT: call @operator(%[[ARG0]], %[[ALLOC]]) : (memref<4xf32>, memref<4xf32>) -> ()
// CHECK-NEXT: %[[ALLOC_0:[^ ,:)=]+]] = memref.alloc() : memref<4xf32>
// CHECK-NEXT: call @no_destination(%[[ALLOC]], %[[ALLOC_0]]) : (memref<4xf32>, memref<4xf32>) -> ()
// CHECK-NEXT: call @vendor(%[[ALLOC_0]], %[[ARG1]]) : (memref<4xf32>, memref<4xf32>) -> ()
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @calls(%x: tensor<4xf32> {aot.input = "x"}) -> (tensor<4xf32> {aot.output = "y"}) {
  %e = tensor.empty() : tensor<4xf32>
  %a = func.call @operator(%x, %e) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %b = func.call @no_destination(%a) : (tensor<4xf32>) -> tensor<4xf32>
  %c = func.call @vendor(%b, %e) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %c : tensor<4xf32>
}

// CHECK: func.func @constants(%[[ARG0:[^ ,:)=]+]]: memref<2xi8>, %[[ARG1:[^ ,:)=]+]]: memref<2xi8>, %[[ARG2:[^ ,:)=]+]]: memref<2xi8>) {
// CHECK-NEXT: %[[V0:[^ ,:)=]+]] = memref.get_global @weights : memref<2xi8>
// CHECK-NEXT: %[[V1:[^ ,:)=]+]] = memref.get_global @weights : memref<2xi8>
// CHECK-NEXT: %[[C1:[^ ,:)=]+]] = arith.constant 1 : index
// CHECK-NEXT: %[[C9_I8:[^ ,:)=]+]] = arith.constant 9 : i8
// CHECK-NEXT: %[[C0_I8:[^ ,:)=]+]] = arith.constant 0 : i8
// CHECK-NEXT: linalg.fill ins(%[[C0_I8]] : i8) outs(%[[ARG2]] : memref<2xi8>)
// CHECK-NEXT: memref.store %[[C9_I8]], %[[ARG2]][%[[C1]]] : memref<2xi8>
// CHECK-NEXT: memref.copy %[[V0]], %[[ARG0]] : memref<2xi8> to memref<2xi8>
// CHECK-NEXT: memref.copy %[[V1]], %[[ARG1]] : memref<2xi8> to memref<2xi8>
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @constants() -> (tensor<2xi8>, tensor<2xi8>, tensor<2xi8>) {
  %weights = arith.constant dense<[1, 2]> : tensor<2xi8>
  %same = arith.constant dense<[1, 2]> : tensor<2xi8>
  %zeros = arith.constant dense<0> : tensor<2xi8>
  %i = arith.constant 1 : index
  %c = arith.constant 9 : i8
  %filled = tensor.insert %c into %zeros[%i] : tensor<2xi8>
  return %weights, %same, %filled : tensor<2xi8>, tensor<2xi8>, tensor<2xi8>
}
