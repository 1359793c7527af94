// RUN: microaot-opt %s -p inline-execute-regions | filecheck %s

// CHECK-LABEL: func.func @blocks
// CHECK-SAME:  (%[[C:[a-z0-9_]+]]: i1, %[[X:[a-z0-9_]+]]: i32, %[[Y:[a-z0-9_]+]]: i32)
// CHECK-NEXT:  cf.br ^[[ENTRY:bb[0-9]+]]
// CHECK:       cf.cond_br %[[C]], ^[[A:[a-z0-9]+]], ^[[B:[a-z0-9]+]]
// CHECK:       ^[[A]]:
// CHECK-NEXT:  cf.br ^[[REST:bb[0-9]+]](%[[X]] : i32)
// CHECK:       ^[[B]]:
// CHECK-NEXT:  cf.br ^[[REST]](%[[Y]] : i32)
// CHECK:       ^[[REST]](%[[R:[a-z0-9_]+]]: i32):
// CHECK-NEXT:  func.return %[[R]]
func.func @blocks(%c: i1, %x: i32, %y: i32) -> i32 {
  %r = scf.execute_region -> i32 {
    cf.cond_br %c, ^a, ^b
  ^a:
    scf.yield %x : i32
  ^b:
    scf.yield %y : i32
  }
  return %r : i32
}

// CHECK-LABEL: func.func @one_block
// CHECK:       scf.execute_region
func.func @one_block(%x: i32) -> i32 {
  %r = scf.execute_region -> i32 {
    scf.yield %x : i32
  }
  return %r : i32
}
