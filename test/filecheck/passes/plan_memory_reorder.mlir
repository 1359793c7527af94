// RUN: microaot-opt %s -p 'plan-memory{reorder=true}' --split-input-file | filecheck %s

// Each large buffer is reduced before the next one is made. Constants and views stay in front of
// what needs them.
// CHECK:       steps = ["make", "reduce", "make", "reduce", "join"]
// CHECK-SAME:  size = 66 : i64
func.func private @make(%n: i8, %out: memref<64xi8>) {
  %c0 = arith.constant 0 : index
  memref.store %n, %out[%c0] : memref<64xi8>
  return
}
func.func private @reduce(%in: memref<64xi8>, %out: memref<1xi8>) {
  %c0 = arith.constant 0 : index
  %v = memref.load %in[%c0] : memref<64xi8>
  memref.store %v, %out[%c0] : memref<1xi8>
  return
}
func.func private @join(%a: memref<1xi8>, %b: memref<1xi8>, %out: memref<1xi8>) {
  %c0 = arith.constant 0 : index
  %v = memref.load %a[%c0] : memref<1xi8>
  %w = memref.load %b[%c0] : memref<1xi8>
  %s = arith.addi %v, %w : i8
  memref.store %s, %out[%c0] : memref<1xi8>
  return
}
func.func @main(%y: memref<1xi8>) {
  %one = arith.constant 1 : i8
  %two = arith.constant 2 : i8
  %a = memref.alloc() : memref<64xi8>
  %b = memref.alloc() : memref<64xi8>
  func.call @make(%one, %a) : (i8, memref<64xi8>) -> ()
  func.call @make(%two, %b) : (i8, memref<64xi8>) -> ()
  %c = memref.alloc() : memref<1xi8>
  %d = memref.alloc() : memref<1xi8>
  func.call @reduce(%a, %c) : (memref<64xi8>, memref<1xi8>) -> ()
  func.call @reduce(%b, %d) : (memref<64xi8>, memref<1xi8>) -> ()
  func.call @join(%c, %d, %y) : (memref<1xi8>, memref<1xi8>, memref<1xi8>) -> ()
  return
}

// -----

// Functions that are not known stay in order: they may talk to each other.
// CHECK: steps = ["make", "make", "reduce", "reduce"]
func.func private @make(%out: memref<64xi8>)
func.func private @reduce(%in: memref<64xi8>)
func.func @main() {
  %a = memref.alloc() : memref<64xi8>
  %b = memref.alloc() : memref<64xi8>
  func.call @make(%a) : (memref<64xi8>) -> ()
  func.call @make(%b) : (memref<64xi8>) -> ()
  func.call @reduce(%a) : (memref<64xi8>) -> ()
  func.call @reduce(%b) : (memref<64xi8>) -> ()
  return
}

// -----

// So do accesses of memory that is not the program's own.
// CHECK: func.call @make
// CHECK: func.call @reduce
// CHECK: memref.store %{{.*}}, %state
// CHECK: func.call @make
// CHECK: func.call @reduce
// CHECK: memref.load %again
memref.global "private" @state : memref<1xi8> = dense<0>
func.func private @make(%n: i8, %out: memref<64xi8>) {
  %c0 = arith.constant 0 : index
  memref.store %n, %out[%c0] : memref<64xi8>
  return
}
func.func private @reduce(%in: memref<64xi8>, %out: memref<1xi8>) {
  %c0 = arith.constant 0 : index
  %v = memref.load %in[%c0] : memref<64xi8>
  memref.store %v, %out[%c0] : memref<1xi8>
  return
}
func.func @main(%n: i8, %y: memref<1xi8>, %z: memref<1xi8>) {
  %c0 = arith.constant 0 : index
  %a = memref.alloc() : memref<64xi8>
  func.call @make(%n, %a) : (i8, memref<64xi8>) -> ()
  %state = memref.get_global @state : memref<1xi8>
  memref.store %n, %state[%c0] : memref<1xi8>
  %b = memref.alloc() : memref<64xi8>
  func.call @make(%n, %b) : (i8, memref<64xi8>) -> ()
  %again = memref.get_global @state : memref<1xi8>
  %v = memref.load %again[%c0] : memref<1xi8>
  func.call @reduce(%a, %y) : (memref<64xi8>, memref<1xi8>) -> ()
  func.call @reduce(%b, %z) : (memref<64xi8>, memref<1xi8>) -> ()
  memref.store %v, %z[%c0] : memref<1xi8>
  return
}
