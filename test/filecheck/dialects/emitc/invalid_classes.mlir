// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: 'emitc.field' expects parent op 'emitc.class'
emitc.field @f : i32

// -----

// CHECK: expected valid emitc type
emitc.class @C {
  emitc.field @f : !emitc.lvalue<i32>
}

// -----

// CHECK: 'emitc.get_field' expects ancestor op 'emitc.class'
emitc.func @f() {
  %0 = emitc.get_field @f : i32
  emitc.return
}

// -----

// CHECK: 'g' does not reference a field of the class
emitc.class @C {
  emitc.func @f() {
    %0 = emitc.get_field @g : i32
    emitc.return
  }
}

// -----

// CHECK: result type 'i64' does not match field @g type 'i32'
emitc.class @C {
  emitc.field @g : i32
  emitc.func @f() {
    %0 = emitc.get_field @g : i64
    emitc.return
  }
}

// -----

// CHECK: expected a type supported by EmitC
emitc.class @C {
  emitc.field @g : i32
  emitc.func @f() {
    %0 = emitc.get_field @g : !emitc.lvalue<i32>
    emitc.return
  }
}

// -----

// CHECK: block
"emitc.class"() <{sym_name = "C"}> ({
}) : () -> ()

// -----

// CHECK: Redefinition of symbol "g"
emitc.class @C {
  emitc.field @g : i32
  emitc.field @g : i32
}
