// RUN: microaot-opt %s -p inline-packed-calls | filecheck %s

// Calls whose entry could still find something wrong stay as they are.

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}

func.func private @known(%b: !packed.buffer<4xf32, @cpu>) {
  return
}
func.func private @anywhere(%b: !packed.buffer<4xf32>) {
  return
}
func.func private @dynamic(%b: !packed.buffer<?xf32, @cpu>) {
  return
}
func.func private @strided(%b: !packed.buffer<4x4xf32, strided<[8, 1]>, @cpu>) {
  return
}
func.func private @aligned(%b: !packed.buffer<4xf32, @cpu, align 16>) {
  return
}
func.func private @elsewhere(!packed.buffer<4xf32, @cpu>)

// CHECK-LABEL: func.func @unknown_device(
// CHECK:         packed.call @anywhere(%{{.*}}) via cpacked
func.func @unknown_device(%b: !packed.buffer<4xf32>) {
  packed.call @anywhere(%b) via cpacked : (!packed.buffer<4xf32>) -> ()
  return
}

// CHECK-LABEL: func.func @other_device(
// CHECK:         packed.call @anywhere(%{{.*}}) via cpacked
func.func @other_device(%m: memref<4xf32>) {
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @npu>
  %c = packed.cast %b : !packed.buffer<4xf32, @npu> to !packed.buffer<4xf32>
  packed.call @anywhere(%c) via cpacked : (!packed.buffer<4xf32>) -> ()
  return
}

// CHECK-LABEL: func.func @promised_extent(
// CHECK:         packed.call @known(%{{.*}}) via cpacked
func.func @promised_extent(%b: !packed.buffer<?xf32, @cpu>) {
  %c = packed.cast %b : !packed.buffer<?xf32, @cpu> to !packed.buffer<4xf32, @cpu>
  packed.call @known(%c) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  return
}

// CHECK-LABEL: func.func @dynamic_extent(
// CHECK:         packed.call @dynamic(%{{.*}}) via cpacked
func.func @dynamic_extent(%b: !packed.buffer<4xf32, @cpu>) {
  %c = packed.cast %b : !packed.buffer<4xf32, @cpu> to !packed.buffer<?xf32, @cpu>
  packed.call @dynamic(%c) via cpacked : (!packed.buffer<?xf32, @cpu>) -> ()
  return
}

// CHECK-LABEL: func.func @dynamic_on_both_sides(
// CHECK:         packed.call @dynamic(%{{.*}}) via cpacked
func.func @dynamic_on_both_sides(%b: !packed.buffer<?xf32, @cpu>) {
  packed.call @dynamic(%b) via cpacked : (!packed.buffer<?xf32, @cpu>) -> ()
  return
}

// CHECK-LABEL: func.func @promised_strides(
// CHECK:         packed.call @strided(%{{.*}}) via cpacked
func.func @promised_strides(%b: !packed.buffer<4x4xf32, strided<[?, 1]>, @cpu>) {
  %c = packed.cast %b : !packed.buffer<4x4xf32, strided<[?, 1]>, @cpu> to !packed.buffer<4x4xf32, strided<[8, 1]>, @cpu>
  packed.call @strided(%c) via cpacked : (!packed.buffer<4x4xf32, strided<[8, 1]>, @cpu>) -> ()
  return
}

// CHECK-LABEL: func.func @promised_alignment(
// CHECK:         packed.call @aligned(%{{.*}}) via cpacked
func.func @promised_alignment(%b: !packed.buffer<4xf32, @cpu, align 8>) {
  %c = packed.cast %b : !packed.buffer<4xf32, @cpu, align 8> to !packed.buffer<4xf32, @cpu, align 16>
  packed.call @aligned(%c) via cpacked : (!packed.buffer<4xf32, @cpu, align 16>) -> ()
  return
}

// CHECK-LABEL: func.func @other_functions(
// CHECK:         packed.call @elsewhere(%{{.*}}) via cpacked
// CHECK:         packed.call "known"(%{{.*}}) via packed
func.func @other_functions(%b: !packed.buffer<4xf32, @cpu>) {
  packed.call @elsewhere(%b) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  packed.call "known"(%b) via packed : (!packed.buffer<4xf32, @cpu>) -> ()
  return
}
