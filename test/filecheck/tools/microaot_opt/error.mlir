// A user's error is one line with the place in the source; the output file is not touched.

// RUN: rm -f %t && not microaot-opt %s -o %t 2>&1 | filecheck %s
// RUN: not ls %t

func.func @f(%a: i32) -> i32 {
  %1 = "arith.addi"(%a, %a) : (i32, i32) -> f32
  func.return %a : i32
}

// CHECK: error.mlir:7:3: error: 'arith.addi' result 'result' at position 0 does not verify: attribute i32 expected from variable 'T', but got f32{{$}}
// CHECK-NOT: {{.}}
