// RUN: microaot-opt %s -p 'lower-packed-calls{abi=ffi},constant-descriptors' | filecheck %s
// RUN: microaot-opt %s -p 'lower-packed-calls{abi=tvm},constant-descriptors' | microaot-opt -p 'plain-to-emitc' -t microaot-c | filecheck %s --check-prefix C

// Descriptors of globals do not change: only that of the argument is filled on the stack.

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @fpga {device_type = 17 : i32, device_id = 2 : i32}
memref.global "private" constant @weights : memref<4xf32> = dense<0.5>
memref.global "private" @pool : memref<64xi8> = uninitialized
memref.global "private" @number : memref<f32> = dense<1.0>
memref.global "private" @weights_tensor : memref<1xi8> = uninitialized

// CHECK:      func.func @f(%[[X:.*]]: memref<4xf32>) -> i32 attributes {packed.status} {
// CHECK-NEXT:   %[[W:.*]] = type_erased.constant_tensor "weights_tensor_" @weights[0] : memref<4xf32> device 1, 0 shape @shape_4
// CHECK-NEXT:   %[[P:.*]] = type_erased.constant_tensor "pool_16_tensor" @pool[16] : memref<2x3xi16> device 17, 2 shape @shape_2x3
// CHECK-NEXT:   %[[N:.*]] = type_erased.constant_tensor "number_tensor" @number[0] : memref<f32> device 1, 0
// CHECK-NEXT:   %{{.*}}, %{{.*}} = type_erased.frame : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<4x!emitc.opaque<"TVMFFIAny">>
// CHECK:        type_erased.call @__tvm_ffi_g(%[[W]], %[[X]], %[[P]] : !packed.descriptor, memref<4xf32>, !packed.descriptor) ffi devices(%{{.*}}, %{{.*}}) shapes(%{{.*}} : memref<1xi64>) frame(
// CHECK:        type_erased.call @__tvm_ffi_h(%[[N]], %[[W]] : !packed.descriptor, !packed.descriptor) ffi frame(

// C:      int32_t f_checked(float x[4])
// C-NEXT: {
// C-NEXT:   static const DLTensor weights_tensor_ =
// C-NEXT:       {(void *)&weights[0], {kDLCPU, 0}, 1, {kDLFloat, 32, 1}, (int64_t *)&shape_4[0], NULL, 0};
// C-NEXT:   static const DLTensor pool_16_tensor =
// C-NEXT:       {(void *)&pool[16], {(DLDeviceType)17, 2}, 2, {kDLInt, 16, 1}, (int64_t *)&shape_2x3[0], NULL, 0};
// C-NEXT:   static const DLTensor number_tensor =
// C-NEXT:       {(void *)&number[0], {kDLCPU, 0}, 0, {kDLFloat, 32, 1}, NULL, NULL, 0};
// C-NEXT:   DLTensor tensors[1];
// C:        values[0].v_handle = (void *)&weights_tensor_;
// C-NEXT:   type_codes[0] = kTVMDLTensorHandle;
// C-NEXT:   tensors[0].data = (void *)x;
func.func private @g(!packed.buffer<4xf32, @cpu>, !packed.buffer<4xf32, @cpu>, !packed.buffer<2x3xi16, @fpga>)
func.func private @h(!packed.buffer<f32, @cpu>, !packed.buffer<4xf32, @cpu>)
func.func @f(%x: memref<4xf32>) {
  %c16 = arith.constant 16 : index
  %w = memref.get_global @weights : memref<4xf32>
  %n = memref.get_global @number : memref<f32>
  %pool = memref.get_global @pool : memref<64xi8>
  %v = memref.view %pool[%c16][] : memref<64xi8> to memref<2x3xi16>
  %a = packed.make_buffer %w : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
  %b = packed.make_buffer %x : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
  %p = packed.make_buffer %v : memref<2x3xi16> -> !packed.buffer<2x3xi16, @fpga>
  %s = packed.make_buffer %n : memref<f32> -> !packed.buffer<f32, @cpu>
  packed.call @g(%a, %b, %p) via cpacked : (!packed.buffer<4xf32, @cpu>, !packed.buffer<4xf32, @cpu>, !packed.buffer<2x3xi16, @fpga>) -> ()
  packed.call @h(%s, %a) via cpacked : (!packed.buffer<f32, @cpu>, !packed.buffer<4xf32, @cpu>) -> ()
  return
}

// Extents, strides or places that are known at run time only need the stack, as do empty tensors.
// CHECK:      func.func @kept(
// CHECK-NOT:    constant_tensor
// CHECK:        return
func.func @kept(%i: index) {
  %pool = memref.get_global @pool : memref<64xi8>
  %v = memref.view %pool[%i][] : memref<64xi8> to memref<4xf32>
  %d = memref.cast %v : memref<4xf32> to memref<?xf32>
  %a = packed.make_buffer %v : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
  %b = packed.make_buffer %d : memref<?xf32> -> !packed.buffer<?xf32, @cpu>
  packed.call "k"(%a, %b) via packed : (!packed.buffer<4xf32, @cpu>, !packed.buffer<?xf32, @cpu>) -> ()
  return
}
