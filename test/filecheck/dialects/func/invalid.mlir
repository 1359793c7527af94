// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func private @g(i32)
func.func @f() {
  // CHECK: @g has the type (i32) -> ()
  %0 = func.constant @g : (i64) -> ()
  return
}

// -----

func.func @f() {
  // CHECK: @missing is not a function of this module
  %0 = func.constant @missing : (i64) -> ()
  return
}

// -----

func.func @f(%g: (i32) -> i32, %a: i64) {
  // CHECK: expects arguments of the types
  %0 = "func.call_indirect"(%g, %a) : ((i32) -> i32, i64) -> i32
  return
}
