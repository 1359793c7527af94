// RUN: microaot-opt %s -p emitc-drop-unused-symbols | filecheck %s

// CHECK-NOT: @unused
// CHECK: emitc.global static const @used
// CHECK-NOT: @unused
// CHECK: emitc.global @exported
// CHECK-NOT: @unused
// CHECK: emitc.func @helper
// CHECK-NOT: @unused
// CHECK: emitc.func @entry
// CHECK-NOT: @unused
emitc.global static const @used : !emitc.array<2xi8> = dense<1>
emitc.global static const @unused_data : !emitc.array<2xi8> = dense<1>
emitc.global @exported : !emitc.array<2xi8> = dense<1>
emitc.func @unused_declaration() attributes {specifiers = ["extern"]}
emitc.func @helper() attributes {specifiers = ["static"]} {
  %0 = emitc.get_global @used : !emitc.array<2xi8>
  emitc.return
}
emitc.func @entry() {
  emitc.call @helper() : () -> ()
  emitc.return
}
emitc.func @unused_pair() attributes {specifiers = ["static"]} {
  emitc.call @unused_other() : () -> ()
  emitc.return
}
emitc.func @unused_other() attributes {specifiers = ["static"]} {
  emitc.call @unused_pair() : () -> ()
  emitc.return
}
