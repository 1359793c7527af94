// RUN: microaot-opt %s -p inline-packed-calls | filecheck %s
// RUN: microaot-opt %s -p inline-packed-calls,lower-packed-calls,unpack-buffers,canonicalize | filecheck %s --check-prefix PLAIN

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @main {device_type = 1 : i32, device_id = 0 : i32}
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

// Everything is known: neither a descriptor nor a check is left.
// CHECK-LABEL: func.func @proved(
// CHECK:         packed.call @known(%{{.*}}) : (!packed.buffer<4xf32, @cpu>) -> ()
// CHECK-NEXT:    packed.call @known(%{{.*}}) : (!packed.buffer<4xf32, @cpu>) -> ()
// CHECK:         packed.call @anywhere(%{{.*}}) : (!packed.buffer<4xf32>) -> ()
// PLAIN:      func.func @proved(%[[M:.*]]: memref<4xf32>) {
// PLAIN-NEXT:   func.call @known(%[[M]]) : (memref<4xf32>) -> ()
// PLAIN-NEXT:   func.call @known(%[[M]]) : (memref<4xf32>) -> ()
// PLAIN-NEXT:   func.call @anywhere(%[[M]]) : (memref<4xf32>) -> ()
// PLAIN-NEXT:   func.return
func.func @proved(%m: memref<4xf32>) {
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
  packed.call @known(%b) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  packed.call @known(%b) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  %c = packed.cast %b : !packed.buffer<4xf32, @cpu> to !packed.buffer<4xf32>
  packed.call @anywhere(%c) via cpacked : (!packed.buffer<4xf32>) -> ()
  return
}

// A device by another name is the same device.
// CHECK-LABEL: func.func @same_device(
// CHECK:         packed.call @known(%{{.*}}) : (!packed.buffer<4xf32, @cpu>) -> ()
func.func @same_device(%m: memref<4xf32>) {
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @main>
  %any = packed.cast %b : !packed.buffer<4xf32, @main> to !packed.buffer<4xf32>
  %c = packed.cast %any : !packed.buffer<4xf32> to !packed.buffer<4xf32, @cpu>
  packed.call @known(%c) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  return
}
