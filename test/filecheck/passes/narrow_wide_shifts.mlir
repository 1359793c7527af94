// RUN: microaot-opt %s -p narrow-wide-shifts,dce | filecheck %s

memref.global "private" constant @shifts : memref<2xi8> = dense<[37, 40]>
memref.global "private" constant @small : memref<2xi8> = dense<[20, 40]>

func.func @main(%i: index, %x: i32, %m: i32) -> i32 {
  %s = memref.get_global @shifts : memref<2xi8>
  %t = memref.get_global @small : memref<2xi8>
  %a = func.call @rescale(%s, %i, %x, %m) : (memref<2xi8>, index, i32, i32) -> i32
  %b = func.call @wide(%t, %i, %a, %m) : (memref<2xi8>, index, i32, i32) -> i32
  return %b : i32
}

// Half a unit is added to the upper half, which is then shifted by 32 less.
// CHECK-LABEL: func.func private @rescale
// CHECK:         [[p:%\S+]] = arith.muli {{.*}} : i64
// CHECK:         [[up:%\S+]] = arith.shrsi [[p]], {{%\S+}} : i64
// CHECK-NEXT:    [[high:%\S+]] = arith.trunci [[up]] : i64 to i32
// CHECK:         [[half:%\S+]] = arith.shli {{%\S+}}, {{%\S+}} : i32
// CHECK-NEXT:    [[sum:%\S+]] = arith.addi [[high]], [[half]] : i32
// CHECK:         [[by:%\S+]] = arith.addi {{%\S+}}, {{%\S+}} : i32
// CHECK-NEXT:    [[r:%\S+]] = arith.shrsi [[sum]], [[by]] : i32
// CHECK-NEXT:    func.return [[r]]
func.func private @rescale(%shifts: memref<2xi8>, %i: index, %x: i32, %m: i32) -> i32 {
  %one = arith.constant 1 : i64
  %s8 = memref.load %shifts[%i] : memref<2xi8>
  %s = arith.extui %s8 : i8 to i64
  %wx = arith.extsi %x : i32 to i64
  %wm = arith.extsi %m : i32 to i64
  %p = arith.muli %wx, %wm : i64
  %power = arith.shli %one, %s : i64
  %half = arith.shrui %power, %one : i64
  %sum = arith.addi %p, %half : i64
  %wide = arith.shrsi %sum, %s : i64
  %r = arith.trunci %wide : i64 to i32
  return %r : i32
}

// A shift that may be small needs all bits.
// CHECK-LABEL: func.func private @wide
// CHECK:         [[sum:%\S+]] = arith.addi {{.*}} : i64
// CHECK-NEXT:    arith.shrsi [[sum]]
func.func private @wide(%shifts: memref<2xi8>, %i: index, %x: i32, %m: i32) -> i32 {
  %one = arith.constant 1 : i64
  %s8 = memref.load %shifts[%i] : memref<2xi8>
  %s = arith.extui %s8 : i8 to i64
  %wx = arith.extsi %x : i32 to i64
  %wm = arith.extsi %m : i32 to i64
  %p = arith.muli %wx, %wm : i64
  %power = arith.shli %one, %s : i64
  %half = arith.shrui %power, %one : i64
  %sum = arith.addi %p, %half : i64
  %wide = arith.shrsi %sum, %s : i64
  %r = arith.trunci %wide : i64 to i32
  return %r : i32
}
