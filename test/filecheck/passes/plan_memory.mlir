// RUN: microaot-opt %s -p plan-memory --split-input-file | filecheck %s
// RUN: microaot-opt %s -p 'plan-memory,plain-to-emitc{prefix=lib}' --split-input-file | filecheck %s --check-prefix=C

// A chain: each call reads its input before it writes, so that %b takes the place of %a. What @half allocates comes from its caller, per call.
// CHECK:       aot.memory_plan = {entry = "main", steps = ["half", "half", "half"]
// CHECK-SAME:  pools = [{name = "workspace", owner = "library", size = 48 : i64, alignment = 4 : i64, bound = 48 : i64}]
// CHECK-SAME:  {name = "a", kind = "intermediate", pool = "workspace", offset = 0 : i64, size = 32 : i64, alignment = 1 : i64, first = 0 : i64, last = 1 : i64}
// CHECK-SAME:  {name = "half_scratch", kind = "scratch", pool = "workspace", offset = {{[0-9]+}} : i64, size = 16 : i64, alignment = 4 : i64, first = 0 : i64, last = 0 : i64}
// CHECK:       sym_name = "workspace", type = memref<48xi8>, initial_value, sym_visibility = "private", alignment = 4 : i64}> {aot.pool = "workspace"}
// CHECK-LABEL: func.func @main(%x: memref<32xi8>, %y: memref<32xi8>)
// CHECK-NEXT:    %workspace = memref.get_global @workspace : memref<48xi8>
// CHECK-NEXT:    %0 = arith.constant 0 : index
// CHECK-NEXT:    %a = memref.view %workspace[%0][] : memref<48xi8> to memref<32xi8>
// CHECK:         %half_scratch = memref.view %workspace
// CHECK:         func.call @half(%x, %a, %half_scratch)
// CHECK-NOT:     dealloc
// CHECK-LABEL: func.func private @half(%in: memref<32xi8>, %out: memref<32xi8>, %sums: memref<4xi32>)
// CHECK-NOT:     memref.alloc
// C:           emitc.global static @workspace : !emitc.array<48xi8>
func.func @main(%x: memref<32xi8>, %y: memref<32xi8>) {
  %a = memref.alloc() : memref<32xi8>
  func.call @half(%x, %a) : (memref<32xi8>, memref<32xi8>) -> ()
  %b = memref.alloc() : memref<32xi8>
  func.call @half(%a, %b) : (memref<32xi8>, memref<32xi8>) -> ()
  memref.dealloc %a : memref<32xi8>
  func.call @half(%b, %y) : (memref<32xi8>, memref<32xi8>) -> ()
  memref.dealloc %b : memref<32xi8>
  return
}
func.func private @half(%in: memref<32xi8>, %out: memref<32xi8>) {
  %sums = memref.alloc() : memref<4xi32>
  %i = arith.constant 3 : index
  %v = memref.load %sums[%i] : memref<4xi32>
  memref.store %v, %sums[%i] : memref<4xi32>
  %w = memref.load %in[%i] : memref<32xi8>
  memref.store %w, %out[%i] : memref<32xi8>
  return
}

// -----

// Scratch buffers that are not in use at once share memory inside the block that is passed.
// CHECK-LABEL: func.func private @two(%in: memref<4xi8>, %scratch: memref<12xi8>)
// CHECK:         memref.view %scratch[%{{.*}}][] : memref<12xi8> to memref<8xi8>
// CHECK:         memref.view %scratch[%{{.*}}][] : memref<12xi8> to memref<1xi32>
// CHECK:         memref.view %scratch[%{{.*}}][] : memref<12xi8> to memref<8xi8>
// An operator that calls another one provides its scratch, and gets both from main.
// CHECK-LABEL: func.func private @outer(%in: memref<4xi8>, %two_scratch: memref<12xi8>)
// CHECK:         func.call @two(%in, %two_scratch)
// CHECK-LABEL: func.func @main(%x: memref<4xi8>)
// CHECK:         func.call @outer(%x, %outer_scratch)
func.func private @two(%in: memref<4xi8>) {
  %c0 = arith.constant 0 : index
  %v = memref.load %in[%c0] : memref<4xi8>
  %p = memref.alloc() : memref<8xi8>
  memref.store %v, %p[%c0] : memref<8xi8>
  %q = memref.alloc() : memref<1xi32>
  %z = arith.extsi %v : i8 to i32
  memref.store %z, %q[%c0] : memref<1xi32>
  %u = memref.load %p[%c0] : memref<8xi8>
  %r = memref.alloc() : memref<8xi8>
  memref.store %u, %r[%c0] : memref<8xi8>
  %t = memref.load %q[%c0] : memref<1xi32>
  return
}
func.func private @outer(%in: memref<4xi8>) {
  func.call @two(%in) : (memref<4xi8>) -> ()
  return
}
func.func @main(%x: memref<4xi8>) {
  func.call @outer(%x) : (memref<4xi8>) -> ()
  return
}

// -----

// A buffer that a loop uses is kept for the whole loop; one that the loop allocates is not. The
// branches of an if share. What nobody uses is gone.
// CHECK:       steps = ["touch", "touch", "touch", "touch", "touch"]
// CHECK-SAME:  size = 16 : i64
// CHECK-SAME:  {name = "outer", {{.*}}first = 0 : i64, last = 4 : i64}
// CHECK-SAME:  {name = "inner", {{.*}}first = 1 : i64, last = 1 : i64}
// CHECK-SAME:  {name = "next", {{.*}}first = 2 : i64, last = 2 : i64}
// CHECK-SAME:  {name = "yes", {{.*}}first = 3 : i64, last = 3 : i64}
// CHECK-SAME:  {name = "no", {{.*}}first = 4 : i64, last = 4 : i64}
// CHECK-NOT:   unused
// CHECK-LABEL: func.func @main
func.func private @touch(%x: memref<8xi8>, %y: memref<8xi8>)
func.func @main(%n: index, %c: i1, %z: memref<8xi8>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %unused = memref.alloc() : memref<8xi8>
  %outer = memref.alloc() : memref<8xi8>
  func.call @touch(%outer, %z) : (memref<8xi8>, memref<8xi8>) -> ()
  scf.for %i = %c0 to %n step %c1 {
    %inner = memref.alloc() : memref<8xi8>
    func.call @touch(%inner, %outer) : (memref<8xi8>, memref<8xi8>) -> ()
    %next = memref.alloc() : memref<8xi8>
    func.call @touch(%next, %next) : (memref<8xi8>, memref<8xi8>) -> ()
    scf.if %c {
      %yes = memref.alloc() : memref<8xi8>
      func.call @touch(%yes, %yes) : (memref<8xi8>, memref<8xi8>) -> ()
    } else {
      %no = memref.alloc() {alignment = 16 : i64} : memref<8xi8>
      func.call @touch(%no, %no) : (memref<8xi8>, memref<8xi8>) -> ()
    }
  }
  return
}
