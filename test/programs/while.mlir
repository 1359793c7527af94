// scf.while and scf.index_switch, alone and inside other loops.

func.func @collatz(%start: i32) -> i32 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %two = arith.constant 2 : i32
  %three = arith.constant 3 : i32
  %limit = arith.constant 1000 : i32
  %magnitude = math.absi %start : i32
  %small = arith.remui %magnitude, %limit : i32
  %first = arith.maxsi %small, %one : i32
  %last, %steps = scf.while (%n = %first, %count = %zero) : (i32, i32) -> (i32, i32) {
    %more = arith.cmpi ne, %n, %one : i32
    scf.condition(%more) %n, %count : i32, i32
  } do {
  ^bb0(%n: i32, %count: i32):
    %rest = arith.remsi %n, %two : i32
    %odd = arith.cmpi ne, %rest, %zero : i32
    %next = scf.if %odd -> (i32) {
      %triple = arith.muli %n, %three : i32
      %up = arith.addi %triple, %one : i32
      scf.yield %up : i32
    } else {
      %down = arith.divsi %n, %two : i32
      scf.yield %down : i32
    }
    %counted = arith.addi %count, %one : i32
    scf.yield %next, %counted : i32, i32
  }
  return %steps : i32
}

func.func @square_root(%x: f32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %half = arith.constant 0.5 : f32
  %one = arith.constant 1.0 : f32
  %step = arith.constant 1 : i32
  %limit = arith.constant 20 : i32
  %start = arith.constant 0 : i32
  %magnitude = math.absf %x : f32
  %first = arith.addf %magnitude, %one : f32
  %root, %n = scf.while (%guess = %first, %i = %start) : (f32, i32) -> (f32, i32) {
    %quotient = arith.divf %magnitude, %guess : f32
    %sum = arith.addf %guess, %quotient : f32
    %better = arith.mulf %sum, %half : f32
    %more = arith.cmpi slt, %i, %limit : i32
    scf.condition(%more) %better, %i : f32, i32
  } do {
  ^bb0(%guess: f32, %i: i32):
    %next = arith.addi %i, %step : i32
    scf.yield %guess, %next : f32, i32
  }
  return %root : f32
}

func.func @select(%case: index, %x: f32) -> f32 {
  %one = arith.constant 1.0 : f32
  %result = scf.index_switch %case -> f32
  case 0 {
    scf.yield %one : f32
  }
  case 2 {
    %sum = arith.addf %x, %one : f32
    scf.yield %sum : f32
  }
  default {
    %negated = arith.negf %x : f32
    scf.yield %negated : f32
  }
  return %result : f32
}

func.func @interpret(%program: memref<6xi8>) -> i32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %four = arith.constant 4 : i8
  %n = arith.constant 6 : index
  %start = arith.constant 1 : i32
  %two = arith.constant 2 : i32
  %state = scf.for %i = %zero to %n step %one iter_args(%acc = %start) -> (i32) {
    %code = memref.load %program[%i] : memref<6xi8>
    %small = arith.remui %code, %four : i8
    %case = arith.index_castui %small : i8 to index
    %next = scf.index_switch %case -> i32
    case 1 {
      %twice = arith.muli %acc, %two : i32
      scf.yield %twice : i32
    }
    case 3 {
      %less = arith.subi %acc, %two : i32
      scf.yield %less : i32
    }
    default {
      scf.yield %acc : i32
    }
    scf.yield %next : i32
  }
  return %state : i32
}

func.func @execute_region(%x: i32) -> i32 {
  %zero = arith.constant 0 : i32
  %result = scf.execute_region -> i32 {
    %negative = arith.cmpi slt, %x, %zero : i32
    cf.cond_br %negative, ^negative, ^positive
  ^negative:
    %flipped = arith.subi %zero, %x : i32
    scf.yield %flipped : i32
  ^positive:
    scf.yield %x : i32
  }
  return %result : i32
}
