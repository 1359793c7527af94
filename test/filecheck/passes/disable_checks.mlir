// RUN: microaot-opt %s -p disable-checks | filecheck %s

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}

// What only feeds checks goes with them; what something else needs stays, and so does the demand.
// CHECK:      func.func @f(%[[B:.*]]: !packed.buffer<?xf32>, %[[M:.*]]: memref<1xi1>) -> index {
// CHECK-NEXT:   %[[N:.*]] = packed.dim %[[B]], 0 : !packed.buffer<?xf32>
// CHECK-NEXT:   packed.require_device %[[B]], @npu : !packed.buffer<?xf32>
// CHECK-NEXT:   %[[I:.*]] = "test.op"() : () -> i1
// CHECK-NEXT:   func.return %[[N]] : index
func.func @f(%b: !packed.buffer<?xf32>, %m: memref<1xi1>) -> index {
  %n = packed.dim %b, 0 : !packed.buffer<?xf32>
  %four = arith.constant 4 : index
  %ok = arith.cmpi eq, %n, %four : index
  packed.check %ok, value_error, "expected 4 elements"
  packed.require_device %b, @npu : !packed.buffer<?xf32>
  %t = packed.device_type %b : !packed.buffer<?xf32>
  %cpu = arith.constant 1 : i32
  %is_cpu = arith.cmpi eq, %t, %cpu : i32
  %both = arith.andi %ok, %is_cpu : i1
  packed.check %both, value_error, "expected 4 elements on the CPU"
  packed.check %both, value_error, "once more"
  %zero = arith.constant 0 : index
  %read = memref.load %m[%zero] : memref<1xi1>
  packed.check %read, value_error, "reads memory"
  %i = "test.op"() : () -> i1
  packed.check %i, value_error, "has other effects"
  return %n : index
}

// The checks of an entry too.
// CHECK:      func.func @entry(%[[ARGS:.*]]: !packed.arguments<ffi>) {
// CHECK-NEXT:   func.return
func.func @entry(%args: !packed.arguments<ffi>) {
  %count = packed.argument_count %args : !packed.arguments<ffi>
  %two = arith.constant 2 : i32
  %ok = arith.cmpi eq, %count, %two : i32
  packed.check_argument %ok, type_error, "", "2 arguments"
  return
}
