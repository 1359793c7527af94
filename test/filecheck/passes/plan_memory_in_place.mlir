// RUN: microaot-opt %s -p plan-memory --split-input-file | filecheck %s
// RUN: microaot-opt %s -p 'plan-memory{io_in_workspace=true}' --split-input-file | filecheck %s --check-prefix=IO

// The sum goes where one of its operands was: two buffers are enough. With inputs and outputs in the
// workspace, too: what is copied only is not copied at all.
// CHECK:       size = 64 : i64
// CHECK-SAME:  {name = "c", {{.*}}shares = "a"
// CHECK-LABEL: func.func @main(%x: memref<4x8xi8>
// CHECK-SAME:    %y: memref<32xi8>
// CHECK:         memref.copy
// IO:          entry = "main", steps = ["make", "make", "add"], pools = [{name = "workspace", owner = "library", size = 64 : i64
// IO-SAME:     {name = "x", kind = "input", {{.*}}first = -1 : i64, last = 0 : i64, argument = 0 : i64, label = "in", type = memref<4x8xi8>}
// IO-SAME:     {name = "y", kind = "output", {{.*}}first = 3 : i64, last = 3 : i64, shares = "a", argument = 1 : i64, label = "out", type = memref<32xi8>}
// IO-LABEL:    func.func @main() {
// IO-NOT:        memref.copy
// IO-NOT:        func.call @flatten
// IO:            return
func.func private @make(%x: memref<4x8xi8>, %y: memref<4x8xi8>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %v = memref.load %x[%c0, %c0] : memref<4x8xi8>
  memref.store %v, %y[%c1, %c0] : memref<4x8xi8>
  %w = memref.load %x[%c1, %c0] : memref<4x8xi8>
  memref.store %w, %y[%c0, %c0] : memref<4x8xi8>
  return
}
func.func private @add(%x: memref<4x8xi8>, %y: memref<4x8xi8>, %z: memref<4x8xi8>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c8 = arith.constant 8 : index
  scf.for %i = %c0 to %c4 step %c1 {
    scf.for %j = %c0 to %c8 step %c1 {
      %v = memref.load %x[%i, %j] : memref<4x8xi8>
      %w = memref.load %y[%i, %j] : memref<4x8xi8>
      %s = arith.addi %v, %w : i8
      memref.store %s, %z[%i, %j] : memref<4x8xi8>
    }
  }
  return
}
func.func private @flatten(%x: memref<4x8xi8>, %y: memref<32xi8>) {
  %flat = memref.collapse_shape %x [[0, 1]] : memref<4x8xi8> into memref<32xi8>
  memref.copy %flat, %y : memref<32xi8> to memref<32xi8>
  return
}
func.func @main(%x: memref<4x8xi8> {aot.input = "in"}, %y: memref<32xi8> {aot.output = "out"}) {
  %a = memref.alloc() : memref<4x8xi8>
  func.call @make(%x, %a) : (memref<4x8xi8>, memref<4x8xi8>) -> ()
  %b = memref.alloc() : memref<4x8xi8>
  func.call @make(%a, %b) : (memref<4x8xi8>, memref<4x8xi8>) -> ()
  %c = memref.alloc() : memref<4x8xi8>
  func.call @add(%a, %b, %c) : (memref<4x8xi8>, memref<4x8xi8>, memref<4x8xi8>) -> ()
  %d = memref.alloc() : memref<32xi8>
  func.call @flatten(%c, %d) : (memref<4x8xi8>, memref<32xi8>) -> ()
  memref.copy %d, %y : memref<32xi8> to memref<32xi8>
  return
}

// -----

// An input that goes straight to the output, one that nobody reads, and an output that nobody
// writes: inputs are all there at the start, outputs all at the end.
// IO:          steps = [], pools = [{name = "workspace", owner = "library", size = 12 : i64
// IO-SAME:     {name = "x", kind = "input", pool = "workspace", offset = [[X:[0-9]+]] : i64, size = 4 : i64, alignment = 4 : i64, first = -1 : i64, last = {{-?[01]}} : i64
// IO-SAME:     {name = "unread", kind = "input", {{.*}}first = -1 : i64, last = -1 : i64
// IO-SAME:     {name = "y", kind = "output", pool = "workspace", offset = [[X]] : i64, size = 4 : i64, alignment = 4 : i64, first = 0 : i64, last = 0 : i64, shares = "x"
// IO-SAME:     {name = "unwritten", kind = "output", {{.*}}first = 0 : i64, last = 0 : i64
// IO-LABEL:    func.func @main(%n: index) {
func.func @main(%x: memref<1xi32> {aot.input = "x"}, %unread: memref<2xi32> {aot.input = "unread"}, %n: index,
                %y: memref<1xi32> {aot.output = "y"}, %unwritten: memref<2xi32> {aot.output = "unwritten"}) {
  memref.copy %x, %y : memref<1xi32> to memref<1xi32>
  return
}

// -----

// A buffer that an op may know under two names is not written over.
// CHECK:       entry = "main"
// CHECK-NOT:   shares
// CHECK-LABEL: func.func @main(%c: i1
func.func private @mix(%x: memref<8xi8>, %y: memref<8xi8>, %z: memref<8xi8>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  %c8 = arith.constant 8 : index
  scf.for %i = %c0 to %c8 step %c1 {
    %r = arith.subi %c7, %i : index
    %v = memref.load %x[%i] : memref<8xi8>
    %w = memref.load %y[%r] : memref<8xi8>
    %s = arith.addi %v, %w : i8
    memref.store %s, %z[%i] : memref<8xi8>
  }
  return
}
func.func private @use(%x: memref<8xi8>)
func.func @main(%c: i1, %x: memref<8xi8> {aot.input = "x"}) {
  %a = memref.alloc() : memref<8xi8>
  func.call @use(%a) : (memref<8xi8>) -> ()
  %r = scf.if %c -> (memref<8xi8>) {
    scf.yield %a : memref<8xi8>
  } else {
    scf.yield %x : memref<8xi8>
  }
  %b = memref.alloc() : memref<8xi8>
  func.call @mix(%a, %r, %b) : (memref<8xi8>, memref<8xi8>, memref<8xi8>) -> ()
  func.call @use(%b) : (memref<8xi8>) -> ()
  return
}
