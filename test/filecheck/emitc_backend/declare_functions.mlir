// RUN: microaot-opt %s -p emitc-declare-functions | filecheck %s
// RUN: microaot-opt %s -p emitc-declare-functions | mlir-translate-22 --mlir-to-cpp | filecheck %s --check-prefix=CPP

// CHECK:      emitc.declare_func @late
// CHECK-NOT:  declare_func
// CHECK:      emitc.func @first
// CPP: static void late();
emitc.func @first() {
  emitc.call @late() : () -> ()
  emitc.call @first() : () -> ()
  emitc.return
}
emitc.func @late() attributes {specifiers = ["static"]} {
  emitc.return
}
emitc.func @last() {
  emitc.call @late() : () -> ()
  emitc.return
}
