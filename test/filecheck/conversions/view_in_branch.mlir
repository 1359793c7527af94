// RUN: microaot-opt %s -p plain-to-emitc -t microaot-c | filecheck %s

memref.global "private" @pool : memref<64xi8> = uninitialized
func.func private @use(memref<16xi8>)

// A view of bytes as bytes needs no conversion, and an address in a global no variable: it is said
// where it is used, in branches as well.
// CHECK:      void branches(bool c)
// CHECK-NEXT: {
// CHECK-NEXT:     if (c) {
// CHECK-NEXT:         use(&pool[16]);
// CHECK-NEXT:     } else {
// CHECK-NEXT:         use(&pool[32]);
// CHECK-NEXT:     }
// CHECK-NEXT: }
func.func @branches(%c: i1) {
  %c16 = arith.constant 16 : index
  %c32 = arith.constant 32 : index
  %pool = memref.get_global @pool : memref<64xi8>
  %a = memref.view %pool[%c16][] : memref<64xi8> to memref<16xi8>
  %b = memref.view %pool[%c32][] : memref<64xi8> to memref<16xi8>
  scf.if %c {
    func.call @use(%a) : (memref<16xi8>) -> ()
  } else {
    func.call @use(%b) : (memref<16xi8>) -> ()
  }
  return
}
