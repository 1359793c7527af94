// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s
// RUN: microaot-opt %s -p convert-to-emitc | mlir-opt-22 | mlir-translate-22 --mlir-to-cpp --declare-variables-at-top | filecheck %s --check-prefix=TEXT

// Block arguments are variables at the top, and so is what other blocks need; arguments and
// constants are visible anyway. A block that cannot be reached is dropped.
// CHECK-LABEL: emitc.func @loop
// CHECK-SAME:  (%[[N:[a-zA-Z0-9_]+]]: i32)
// CHECK:       %[[I:[a-zA-Z0-9_]+]] = "emitc.variable"()
// CHECK-NEXT:  %[[R:[a-zA-Z0-9_]+]] = "emitc.variable"()
// CHECK-NEXT:  %[[M:[a-zA-Z0-9_]+]] = "emitc.variable"()
// CHECK-NEXT:  %[[M0:[a-zA-Z0-9_]+]] = emitc.bitwise_and %[[N]], %[[N]]
// CHECK-NEXT:  emitc.assign %[[M0]] : i32 to %[[M]]
// CHECK-NEXT:  emitc.assign %{{.*}} : i32 to %[[I]]
// CHECK-NEXT:  cf.br ^bb1
// CHECK-NEXT:  ^bb1:
// CHECK-NEXT:  %[[I1:[a-zA-Z0-9_]+]] = emitc.load %[[I]]
// CHECK-NEXT:  %[[M1:[a-zA-Z0-9_]+]] = emitc.load %[[M]]
// CHECK-NEXT:  %[[C:[a-zA-Z0-9_]+]] = emitc.cmp lt, %[[I1]], %[[M1]]
// CHECK-NEXT:  emitc.assign %[[I1]] : i32 to %[[R]]
// CHECK-NEXT:  cf.cond_br %[[C]], ^bb2, ^bb3
// CHECK-NEXT:  ^bb2:
// CHECK-NEXT:  %[[I2:[a-zA-Z0-9_]+]] = emitc.load %[[I]]
// CHECK-NEXT:  %[[NEXT:[a-zA-Z0-9_]+]] = emitc.bitwise_or %[[I2]], %[[N]]
// CHECK-NEXT:  emitc.assign %[[NEXT]] : i32 to %[[I]]
// CHECK-NEXT:  cf.br ^bb1
// CHECK-NEXT:  ^bb3:
// CHECK-NEXT:  %[[R3:[a-zA-Z0-9_]+]] = emitc.load %[[R]]
// CHECK-NEXT:  emitc.return %[[R3]]

// TEXT-LABEL: int32_t loop(
// TEXT:         goto [[HEAD:label[0-9]+]];
// TEXT:       [[HEAD]]:
// TEXT:         if (
// TEXT:         goto [[HEAD]];
func.func @loop(%n: i32) -> i32 {
  %zero = arith.constant 0 : i32
  %m = arith.andi %n, %n : i32
  cf.br ^head(%zero : i32)
^head(%i: i32):
  %c = arith.cmpi slt, %i, %m : i32
  cf.cond_br %c, ^body, ^exit(%i : i32)
^dead:
  cf.br ^head(%n : i32)
^body:
  %next = arith.ori %i, %n : i32
  cf.br ^head(%next : i32)
^exit(%r: i32):
  return %r : i32
}

// The variable of an argument that other blocks read is assigned on its own edge only.
// CHECK-LABEL: emitc.func @guarded
// CHECK:       %[[X:[a-zA-Z0-9_]+]] = emitc.load %[[V:[a-zA-Z0-9_]+]]
// CHECK:       emitc.if %[[C:[a-zA-Z0-9_]+]] {
// CHECK-NEXT:    emitc.assign %{{.*}} : i32 to %[[V]]
// CHECK-NEXT:  }
// CHECK:       cf.cond_br %[[C]], ^bb1, ^bb2
// CHECK:       ^bb2:
// CHECK-NEXT:  emitc.load %[[V]]
func.func @guarded(%n: i32) -> i32 {
  cf.br ^loop(%n : i32)
^loop(%x: i32):
  %y = arith.ori %x, %n : i32
  %c = arith.cmpi slt, %y, %n : i32
  cf.cond_br %c, ^loop(%y : i32), ^exit
^exit:
  return %x : i32
}

// CHECK-LABEL: emitc.func @switch
// CHECK-SAME:  (%[[N:[a-zA-Z0-9_]+]]: i32, %[[A:[a-zA-Z0-9_]+]]: i32)
// CHECK:       emitc.assign %[[A]] : i32 to %[[X:[a-zA-Z0-9_]+]] :
// CHECK-NEXT:  emitc.assign %[[N]] : i32 to %[[Y:[a-zA-Z0-9_]+]] :
// CHECK-NEXT:  emitc.assign %[[N]] : i32 to %[[SELECTOR:[a-zA-Z0-9_]+]] :
// CHECK-NEXT:  %[[S0:[a-zA-Z0-9_]+]] = emitc.load %[[SELECTOR]]
// CHECK-NEXT:  %[[IS3:[a-zA-Z0-9_]+]] = emitc.cmp eq, %[[S0]]
// CHECK-NEXT:  cf.cond_br %[[IS3]], ^[[B3:bb[0-9]+]], ^[[NEXT:bb[0-9]+]]
// CHECK-NEXT:  ^[[NEXT]]:
// CHECK-NEXT:  %[[S1:[a-zA-Z0-9_]+]] = emitc.load %[[SELECTOR]]
// CHECK-NEXT:  %[[IS4:[a-zA-Z0-9_]+]] = emitc.cmp eq, %[[S1]]
// CHECK-NEXT:  cf.cond_br %[[IS4]], ^{{.*}}, ^{{.*}}
func.func @switch(%n: i32, %a: i32) -> i32 {
  cf.switch %n : i32, [
    default: ^other,
    3: ^three(%a : i32),
    -4: ^four(%n : i32)
  ]
^other:
  return %n : i32
^three(%x: i32):
  return %x : i32
^four(%y: i32):
  return %y : i32
}

// Of an assertion that is known to hold nothing is left.
// CHECK-LABEL: emitc.func @assertions
// CHECK-NEXT{LITERAL}:  emitc.literal "\22a \\\22b\\\22 {}\\n\\077\22"
// CHECK-NEXT:  emitc.logical_and
// CHECK-NEXT:  emitc.call_opaque "assert"
// CHECK-NEXT:  emitc.return

// TEXT-LABEL: void assertions(
// TEXT:         {{.*}} && "a \"b\" {}\n\077";
// TEXT-NEXT:    assert({{.*}});
func.func @assertions(%c: i1) {
  %true = arith.constant true
  cf.assert %c, "a \"b\" {}\n?"
  cf.assert %true, "true"
  return
}
