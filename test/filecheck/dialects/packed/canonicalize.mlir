// RUN: microaot-opt %s -p canonicalize | filecheck %s

packed.device @npu {device_type = 12 : i32, device_id = 3 : i32}

// What the type says is a constant.
// CHECK-LABEL: func.func @facts(%{{.*}}: !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>)
// CHECK-NOT:   packed.
// CHECK-DAG:   arith.constant 5 : index
// CHECK-DAG:   %[[BYTES:.*]] = arith.constant 8 : index
// CHECK-DAG:   arith.constant 2 : i32
// CHECK-DAG:   arith.constant 73730 : i32
// CHECK-DAG:   arith.constant 12 : i32
// CHECK-DAG:   arith.constant 3 : i32
// CHECK:       "test.op"
func.func @facts(%b: !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>) {
  %dim = packed.dim %b, 1 : !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>
  %stride = packed.stride %b, 0 : !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>
  %offset = packed.byte_offset %b : !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>
  %ndim = packed.ndim %b : !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>
  %dtype = packed.dtype %b : !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>
  %type = packed.device_type %b : !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>
  %id = packed.device_id %b : !packed.buffer<4x5xf32, strided<[8, 1], offset: 2>, @npu>
  "test.op"(%dim, %stride, %offset, %ndim, %dtype, %type, %id) : (index, index, index, i32, i32, i32, i32) -> ()
  return
}

// The data types of DLPack: code, bits, lanes.
// CHECK-LABEL: func.func @data_types
// CHECK-DAG:   arith.constant 67590 : i32
// CHECK-DAG:   arith.constant 67584 : i32
// CHECK-DAG:   arith.constant 67585 : i32
// CHECK-DAG:   arith.constant 69634 : i32
// CHECK-DAG:   arith.constant 69636 : i32
// CHECK:       "test.op"
func.func @data_types(%a: !packed.buffer<i1>, %b: !packed.buffer<i8>, %c: !packed.buffer<ui8>,
    %d: !packed.buffer<f16>, %e: !packed.buffer<bf16>) {
  %0 = packed.dtype %a : !packed.buffer<i1>
  %1 = packed.dtype %b : !packed.buffer<i8>
  %2 = packed.dtype %c : !packed.buffer<ui8>
  %3 = packed.dtype %d : !packed.buffer<f16>
  %4 = packed.dtype %e : !packed.buffer<bf16>
  "test.op"(%0, %1, %2, %3, %4) : (i32, i32, i32, i32, i32) -> ()
  return
}

// What only the descriptor knows is read from it. An unknown device stays unknown.
// CHECK-LABEL: func.func @unknown
// CHECK-NEXT:  packed.dim
// CHECK-NEXT:  packed.stride
// CHECK-NEXT:  packed.byte_offset
// CHECK-NEXT:  packed.device_type
// CHECK-NEXT:  packed.device_id
// CHECK-NEXT:  packed.device_type
func.func @unknown(%b: !packed.buffer<?x?xf32, strided<[?, 1], offset: ?>>, %c: !packed.buffer<f32, @other>) {
  %dim = packed.dim %b, 1 : !packed.buffer<?x?xf32, strided<[?, 1], offset: ?>>
  %stride = packed.stride %b, 0 : !packed.buffer<?x?xf32, strided<[?, 1], offset: ?>>
  %offset = packed.byte_offset %b : !packed.buffer<?x?xf32, strided<[?, 1], offset: ?>>
  %type = packed.device_type %b : !packed.buffer<?x?xf32, strided<[?, 1], offset: ?>>
  %id = packed.device_id %b : !packed.buffer<?x?xf32, strided<[?, 1], offset: ?>>
  %other = packed.device_type %c : !packed.buffer<f32, @other>
  "test.op"(%dim, %stride, %offset, %type, %id, %other) : (index, index, index, i32, i32, i32) -> ()
  return
}

// A descriptor that is made here is not read.
// CHECK-LABEL: func.func @made(%{{.*}}: memref<?x3x?xf32>, %{{.*}}: memref<?xf32, strided<[?]>>)
// CHECK-SAME:  {
// CHECK-NOT:   packed.
// CHECK:       %[[INNER:.*]] = memref.dim %[[M:.*]], %{{.*}} : memref<?x3x?xf32>
// CHECK:       %[[STRIDE:.*]] = arith.muli
// CHECK:       %{{.*}}, %{{.*}}, %{{.*}}, %[[S:.*]] = memref.extract_strided_metadata
// CHECK:       "test.op"(%[[M]], %{{.*}}, %[[STRIDE]], %[[S]])
func.func @made(%m: memref<?x3x?xf32>, %n: memref<?xf32, strided<[?]>>) {
  %b = packed.make_buffer %m : memref<?x3x?xf32> -> !packed.buffer<?x3x?xf32, @npu>
  %c = packed.make_buffer %n : memref<?xf32, strided<[?]>> -> !packed.buffer<?xf32, strided<[?]>, @npu>
  %data = packed.data %b : !packed.buffer<?x3x?xf32, @npu> -> memref<?x3x?xf32>
  %dim = packed.dim %b, 0 : !packed.buffer<?x3x?xf32, @npu>
  %stride = packed.stride %b, 0 : !packed.buffer<?x3x?xf32, @npu>
  %s = packed.stride %c, 0 : !packed.buffer<?xf32, strided<[?]>, @npu>
  "test.op"(%data, %dim, %stride, %s) : (memref<?x3x?xf32>, index, index, index) -> ()
  return
}

// A cast hides nothing, and what it promises is believed.
// CHECK:       func.func @cast(%[[B:.*]]: !packed.buffer<4x?xf32, @npu>)
// CHECK-NEXT:  %[[DIM:.*]] = arith.constant 4 : index
// CHECK-NEXT:  %[[PROMISED:.*]] = arith.constant 5 : index
// CHECK:       %[[M:.*]] = packed.data %[[B]] : !packed.buffer<4x?xf32, @npu> -> memref<4x?xf32>
// CHECK:       %[[DATA:.*]] = "memref.cast"(%[[M]]) : (memref<4x?xf32>) -> memref<?x?xf32>
// CHECK:       "test.op"(%[[DIM]], %[[PROMISED]], %[[DATA]], %[[B]])
func.func @cast(%b: !packed.buffer<4x?xf32, @npu>) {
  %c = packed.cast %b : !packed.buffer<4x?xf32, @npu> to !packed.buffer<?x?xf32>
  %d = packed.cast %c : !packed.buffer<?x?xf32> to !packed.buffer<4x5xf32>
  %e = packed.cast %c : !packed.buffer<?x?xf32> to !packed.buffer<4x?xf32, @npu>
  %dim = packed.dim %c, 0 : !packed.buffer<?x?xf32>
  %promised = packed.dim %d, 1 : !packed.buffer<4x5xf32>
  %data = packed.data %c : !packed.buffer<?x?xf32> -> memref<?x?xf32>
  "test.op"(%dim, %promised, %data, %e) : (index, index, memref<?x?xf32>, !packed.buffer<4x?xf32, @npu>) -> ()
  return
}

// CHECK-LABEL: func.func @checks
// CHECK-NEXT:  %[[FALSE:.*]] = arith.constant false
// CHECK-NEXT:  packed.check %[[FALSE]], value_error, "never"
// CHECK-NEXT:  packed.check %{{.*}}, value_error, "sometimes"
// CHECK-NEXT:  return
func.func @checks(%c: i1) {
  %true = arith.constant true
  %false = arith.constant false
  packed.check %true, value_error, "always"
  packed.check %false, value_error, "never"
  packed.check %c, value_error, "sometimes"
  return
}

// The data of a buffer needs no second descriptor that says the same.
// CHECK:       func.func @again(%[[B:.*]]: !packed.buffer<?xf32, @npu>) {
// CHECK-NEXT:    %[[M:.*]] = packed.data %[[B]]
// CHECK-NEXT:    %[[OTHER:.*]] = packed.make_buffer %[[M]] : memref<?xf32> -> !packed.buffer<?xf32, @npu, align 16>
// CHECK-NEXT:    "test.op"(%[[B]], %[[OTHER]])
func.func @again(%b: !packed.buffer<?xf32, @npu>) {
  %m = packed.data %b : !packed.buffer<?xf32, @npu> -> memref<?xf32>
  %same = packed.make_buffer %m : memref<?xf32> -> !packed.buffer<?xf32, @npu>
  %other = packed.make_buffer %m : memref<?xf32> -> !packed.buffer<?xf32, @npu, align 16>
  "test.op"(%same, %other) : (!packed.buffer<?xf32, @npu>, !packed.buffer<?xf32, @npu, align 16>) -> ()
  return
}
