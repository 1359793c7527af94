// RUN: microaot-opt %s -p fold-known-comparisons,dce | filecheck %s

memref.global "private" constant @shifts : memref<2xi8> = dense<[37, 40]>
memref.global "private" constant @other : memref<2xi8> = dense<[33, 41]>

// CHECK-LABEL: func.func @main
func.func @main(%i: index, %a: i64, %b: i64) -> i64 {
  %s = memref.get_global @shifts : memref<2xi8>
  %t = memref.get_global @other : memref<2xi8>
  %r = func.call @large(%s, %i, %a, %b) : (memref<2xi8>, index, i64, i64) -> i64
  %q = func.call @large(%t, %i, %r, %b) : (memref<2xi8>, index, i64, i64) -> i64
  %u = func.call @depends(%s, %i, %r, %b) : (memref<2xi8>, index, i64, i64) -> i64
  %v = func.call @depends(%t, %i, %u, %b) : (memref<2xi8>, index, i64, i64) -> i64
  return %v : i64
}

// All that it is called with is greater than 31.
// CHECK-LABEL: func.func private @large
// CHECK-NEXT:    func.return %a
func.func private @large(%s: memref<2xi8>, %i: index, %a: i64, %b: i64) -> i64 {
  %c31 = arith.constant 31 : i8
  %shift = memref.load %s[%i] : memref<2xi8>
  %is_large = arith.cmpi sgt, %shift, %c31 : i8
  %r = arith.select %is_large, %a, %b : i64
  return %r : i64
}

// Some of it is greater than 40.
// CHECK-LABEL: func.func private @depends
// CHECK:         arith.cmpi
func.func private @depends(%s: memref<2xi8>, %i: index, %a: i64, %b: i64) -> i64 {
  %c40 = arith.constant 40 : i8
  %shift = memref.load %s[%i] : memref<2xi8>
  %is_large = arith.cmpi sgt, %shift, %c40 : i8
  %r = arith.select %is_large, %a, %b : i64
  return %r : i64
}

// Anybody may call a public function.
// CHECK-LABEL: func.func @public
// CHECK:         arith.cmpi
func.func @public(%x: i8) -> i1 {
  %c31 = arith.constant 31 : i8
  %r = arith.cmpi sgt, %x, %c31 : i8
  return %r : i1
}
