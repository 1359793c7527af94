// Widths that C does not have, booleans, and narrow types that C would promote.

func.func @i4(%a: memref<8xi4>, %b: memref<8xi4>, %out: memref<8xi4>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 8 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<8xi4>
    %y = memref.load %b[%i] : memref<8xi4>
    %product = arith.muli %x, %y : i4
    %sum = arith.addi %product, %x : i4
    %greater = arith.cmpi sgt, %sum, %y : i4
    %result = arith.select %greater, %sum, %y : i4
    memref.store %result, %out[%i] : memref<8xi4>
  }
  return
}

func.func @i4_to_i32(%a: memref<8xi4>, %signed: memref<8xi32>, %unsigned: memref<8xi32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 8 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<8xi4>
    %s = arith.extsi %x : i4 to i32
    %u = arith.extui %x : i4 to i32
    memref.store %s, %signed[%i] : memref<8xi32>
    memref.store %u, %unsigned[%i] : memref<8xi32>
  }
  return
}

func.func @through_i5(%x: i32) -> i32 {
  %narrow = arith.trunci %x : i32 to i5
  %three = arith.constant 3 : i5
  %sum = arith.addi %narrow, %three : i5
  %shifted = arith.shrsi %sum, %three : i5
  %mixed = arith.xori %sum, %shifted : i5
  %wide = arith.extsi %mixed : i5 to i32
  return %wide : i32
}

func.func @i8_wraps(%x: i8, %y: i8) -> i8 {
  %sum = arith.addi %x, %y : i8
  %product = arith.muli %sum, %y : i8
  %difference = arith.subi %product, %x : i8
  return %difference : i8
}

func.func @u16_product(%x: i16, %y: i16) -> i32 {
  %product = arith.muli %x, %y : i16
  %wide = arith.extui %product : i16 to i32
  return %wide : i32
}

func.func @booleans(%a: memref<6xi1>, %b: memref<6xi1>, %out: memref<6xi1>) -> i32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 6 : index
  %none = arith.constant 0 : i32
  %sum = scf.for %i = %zero to %n step %one iter_args(%acc = %none) -> (i32) {
    %x = memref.load %a[%i] : memref<6xi1>
    %y = memref.load %b[%i] : memref<6xi1>
    %different = arith.xori %x, %y : i1
    %less = arith.cmpi slt, %x, %y : i1
    %either = arith.ori %different, %less : i1
    memref.store %either, %out[%i] : memref<6xi1>
    %minus = arith.extsi %x : i1 to i32
    %plus = arith.extui %y : i1 to i32
    %part = arith.addi %minus, %plus : i32
    %next = arith.addi %acc, %part : i32
    scf.yield %next : i32
  }
  return %sum : i32
}
