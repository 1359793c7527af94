// Blocks and branches: loops, early exits, values that are swapped on an edge.

func.func @greatest_common_divisor(%a: i32, %b: i32) -> i32 {
  %zero = arith.constant 0 : i32
  %x0 = math.absi %a : i32
  %y0 = math.absi %b : i32
  cf.br ^head(%x0, %y0 : i32, i32)
^head(%x: i32, %y: i32):
  %done = arith.cmpi eq, %y, %zero : i32
  cf.cond_br %done, ^exit(%x : i32), ^body
^body:
  %rest = arith.remsi %x, %y : i32
  cf.br ^head(%y, %rest : i32, i32)
^exit(%result: i32):
  return %result : i32
}

func.func @swap_until(%n: index) -> i64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a0 = arith.constant 1 : i64
  %b0 = arith.constant 10 : i64
  cf.br ^head(%zero, %a0, %b0 : index, i64, i64)
^head(%i: index, %a: i64, %b: i64):
  %more = arith.cmpi slt, %i, %n : index
  cf.cond_br %more, ^body, ^exit
^body:
  %next = arith.addi %i, %one : index
  cf.br ^head(%next, %b, %a : index, i64, i64)
^exit:
  %difference = arith.subi %a, %b : i64
  return %difference : i64
}

func.func @first_negative(%values: memref<9xf32>) -> index {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 9 : index
  %none = arith.constant -1 : index
  %limit = arith.constant 0.0 : f32
  cf.br ^head(%zero : index)
^head(%i: index):
  %more = arith.cmpi slt, %i, %n : index
  cf.cond_br %more, ^look, ^exit(%none : index)
^look:
  %v = memref.load %values[%i] : memref<9xf32>
  %negative = arith.cmpf olt, %v, %limit : f32
  %next = arith.addi %i, %one : index
  cf.cond_br %negative, ^exit(%i : index), ^head(%next : index)
^exit(%result: index):
  return %result : index
}

func.func @choose(%selector: i32) -> i32 {
  %ten = arith.constant 10 : i32
  %twenty = arith.constant 20 : i32
  %thirty = arith.constant 30 : i32
  cf.switch %selector : i32, [
    default: ^exit(%ten : i32),
    1: ^exit(%twenty : i32),
    -3: ^special
  ]
^special:
  cf.br ^exit(%thirty : i32)
^exit(%result: i32):
  return %result : i32
}
