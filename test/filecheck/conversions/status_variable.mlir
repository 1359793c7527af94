// RUN: microaot-opt %s -p plain-to-emitc -t microaot-c | filecheck %s

func.func private @start(!emitc.ptr<!emitc.opaque<"void">>) -> i32
func.func private @fill(memref<i32>)

// One local number is a variable; an untyped pointer is handed on.
// CHECK:      int32_t run(void *device)
// CHECK-NEXT: {
// CHECK-NEXT:     int32_t status = start(device);
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         return status;
// CHECK-NEXT:     }
// CHECK-NEXT:     status = start(device);
// CHECK-NEXT:     if (status == 0) {
// CHECK-NEXT:         status = start(device);
// CHECK-NEXT:     }
// CHECK-NEXT:     return status;
// CHECK-NEXT: }
func.func @run(%device: !emitc.ptr<!emitc.opaque<"void">>) -> i32 {
  %success = arith.constant 0 : i32
  %status = memref.alloca() : memref<i32>
  %first = func.call @start(%device) : (!emitc.ptr<!emitc.opaque<"void">>) -> i32
  memref.store %first, %status[] : memref<i32>
  %now = memref.load %status[] : memref<i32>
  type_erased.return_failure %now
  %second = func.call @start(%device) : (!emitc.ptr<!emitc.opaque<"void">>) -> i32
  memref.store %second, %status[] : memref<i32>
  %then = memref.load %status[] : memref<i32>
  %is_fine = arith.cmpi eq, %then, %success : i32
  scf.if %is_fine {
    %third = func.call @start(%device) : (!emitc.ptr<!emitc.opaque<"void">>) -> i32
    memref.store %third, %status[] : memref<i32>
  }
  %last = memref.load %status[] : memref<i32>
  return %last : i32
}

// A status that may have changed since it was read is the one that was read.
// CHECK:      int32_t stale(int32_t first, int32_t second)
// CHECK-NEXT: {
// CHECK-NEXT:     int32_t status = first;
// CHECK-NEXT:     const int32_t status_1 = status;
// CHECK-NEXT:     status = second;
// CHECK-NEXT:     if (status_1 != 0) {
// CHECK-NEXT:         return status_1;
// CHECK-NEXT:     }
// CHECK-NEXT:     return status;
func.func @stale(%first: i32, %second: i32) -> i32 {
  %status = memref.alloca() : memref<i32>
  memref.store %first, %status[] : memref<i32>
  %old = memref.load %status[] : memref<i32>
  memref.store %second, %status[] : memref<i32>
  type_erased.return_failure %old
  %new = memref.load %status[] : memref<i32>
  return %new : i32
}

// A buffer whose address is taken is an array.
// CHECK:      int32_t by_address(void)
// CHECK-NEXT: {
// CHECK-NEXT:     int32_t n[1];
// CHECK-NEXT:     fill(n);
// CHECK-NEXT:     return n[0];
func.func @by_address() -> i32 {
  %n = memref.alloca() : memref<i32>
  func.call @fill(%n) : (memref<i32>) -> ()
  %r = memref.load %n[] : memref<i32>
  return %r : i32
}

// So is one that is used between blocks.
// CHECK: int32_t blocks(bool c)
// CHECK:   int32_t n[1];
func.func @blocks(%c: i1) -> i32 {
  %one = arith.constant 1 : i32
  %n = memref.alloca() : memref<i32>
  memref.store %one, %n[] : memref<i32>
  cf.cond_br %c, ^a, ^b
^a:
  cf.br ^b
^b:
  %r = memref.load %n[] : memref<i32>
  return %r : i32
}
