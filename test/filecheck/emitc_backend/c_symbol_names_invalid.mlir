// RUN: microaot-opt %s -p c-symbol-names --verify-diagnostics --split-input-file | filecheck %s

// CHECK: c_symbol_names_invalid.mlir:4:1: error: 'func.func' @while is a reserved name in C: use a prefix
func.func @while() {
  return
}

// -----

// CHECK: error: 'func.func' @main is a reserved name in C: use a prefix
func.func @main() {
  return
}

// -----

// CHECK: error: 'func.func' @a.b is not a valid name in C
func.func @a.b() {
  return
}

// -----

// CHECK: error: 'func.func' @write is a reserved name in C: use a prefix
func.func @write() {
  return
}

// -----

// CHECK: error: 'func.func' @fopen is a name that C or its library owns
func.func private @fopen()

// -----

// CHECK: error: 'func.func' @strange name is not a valid name in C
func.func private @"strange name"()
