// RUN: microaot-opt %s -p 'c-symbol-names{prefix="kws"}' | filecheck %s
// RUN: microaot-opt %s -p 'c-symbol-names{prefix="kws"}' | mlir-opt-22 | filecheck %s --check-prefix=UPSTREAM

// A private symbol is made valid; leading underscores are C's own.
// CHECK: sym_name = "constant_4xi8"
memref.global "private" constant @__constant_4xi8 : memref<4xi8> = dense<1>

// CHECK: sym_name = "_0_weights"
memref.global "private" constant @"0-weights" : memref<4xi8> = dense<2>

// A private name gives way to the word that C knows already, and to an exported name.
// CHECK: func.func private @register_1()
func.func private @register() {
  return
}

// So does one that is called as a helper of the runtime, alone or as one of a family.
// CHECK: func.func private @f16_to_f32_1()
func.func private @f16_to_f32() {
  return
}

// CHECK: func.func private @floor_div_i64_1()
func.func private @floor_div_i64() {
  return
}

// CHECK: func.func private @floor_div_i63()
func.func private @floor_div_i63() {
  return
}

// CHECK: func.func private @read_1()
func.func private @read() {
  return
}

// CHECK: func.func private @kws_f_1()
func.func private @kws_f() {
  return
}

// CHECK: func.func @kws_f()
// CHECK-NEXT: func.call @register_1() : () -> ()
// CHECK-NEXT: func.call @kws_f_1() : () -> ()
// CHECK-NEXT: memref.get_global @_0_weights
// CHECK-NEXT: func.call @vendor_function() : () -> ()
// UPSTREAM: call @register_1()
func.func @f() {
  func.call @register() : () -> ()
  func.call @kws_f() : () -> ()
  %w = memref.get_global @"0-weights" : memref<4xi8>
  func.call @vendor_function() : () -> ()
  return
}

// CHECK: func.func @kws_0_run()
func.func @"0-run"() {
  return
}

// Somebody else's function keeps its name.
// CHECK: func.func private @vendor_function()
func.func private @vendor_function()

// CHECK: func.func private @write(i32)
func.func private @write(i32)
