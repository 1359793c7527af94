// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// What may wrap around goes through the unsigned type, where C defines it.
// CHECK-LABEL: emitc.func @wrapping
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: i32, %[[B:[a-zA-Z0-9_]+]]: i32)
// CHECK-DAG:   %[[UA:[a-zA-Z0-9_]+]] = emitc.cast %[[A]] : i32 to ui32
// CHECK-DAG:   %[[UB:[a-zA-Z0-9_]+]] = emitc.cast %[[B]] : i32 to ui32
// CHECK:       %[[SUM:[a-zA-Z0-9_]+]] = emitc.add %[[UA]], %[[UB]] : (ui32, ui32) -> ui32
// CHECK:       emitc.cast %[[SUM]] : ui32 to i32
func.func @wrapping(%a: i32, %b: i32) -> i32 {
  %r = arith.addi %a, %b : i32
  return %r : i32
}

// Where overflow is excluded, plain C does.
// CHECK-LABEL: emitc.func @nsw
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: i32, %[[B:[a-zA-Z0-9_]+]]: i32)
// CHECK-NEXT:  %[[R:[a-zA-Z0-9_]+]] = emitc.mul %[[A]], %[[B]] : (i32, i32) -> i32
// CHECK-NEXT:  emitc.return %[[R]]
func.func @nsw(%a: i32, %b: i32) -> i32 {
  %r = arith.muli %a, %b overflow<nsw> : i32
  return %r : i32
}

// Narrow integers are computed in 32 bits, where a product of 16 bits fits, and are cut back.
// CHECK-LABEL: emitc.func @narrow
// CHECK:       %[[P:[a-zA-Z0-9_]+]] = emitc.mul %{{.*}}, %{{.*}} : (i32, i32) -> i32
// CHECK-NEXT:  emitc.cast %[[P]] : i32 to i16
func.func @narrow(%a: i16, %b: i16) -> i16 {
  %r = arith.muli %a, %b : i16
  return %r : i16
}

// i4: mask the low bits, then extend the sign again.
// CHECK-LABEL: emitc.func @odd
// CHECK-DAG:   %[[EIGHT:[a-zA-Z0-9_]+]] = "emitc.constant"() <{value = 8 : i32}>
// CHECK-DAG:   %[[MASK:[a-zA-Z0-9_]+]] = "emitc.constant"() <{value = 15 : i32}>
// CHECK:       %[[SUM:[a-zA-Z0-9_]+]] = emitc.add
// CHECK:       %[[LOW:[a-zA-Z0-9_]+]] = emitc.bitwise_and %[[SUM]], %[[MASK]]
// CHECK:       %[[FLIP:[a-zA-Z0-9_]+]] = emitc.bitwise_xor %[[LOW]], %[[EIGHT]]
// CHECK:       %[[WIDE:[a-zA-Z0-9_]+]] = emitc.sub %[[FLIP]], %[[EIGHT]]
// CHECK:       emitc.cast %[[WIDE]] : i32 to i8
func.func @odd(%a: i4, %b: i4) -> i4 {
  %r = arith.addi %a, %b : i4
  return %r : i4
}

// CHECK-LABEL: emitc.func @unsigned
// CHECK-DAG:   emitc.cast %{{.*}} : i8 to ui8
// CHECK:       emitc.div %{{.*}}, %{{.*}} : (i32, i32) -> i32
// CHECK:       emitc.cast %{{.*}} : i32 to i8
func.func @unsigned(%a: i8, %b: i8) -> i8 {
  %r = arith.divui %a, %b : i8
  return %r : i8
}

// CHECK-LABEL: emitc.func @index_is_pointer_wide
// CHECK:       emitc.rem %{{.*}}, %{{.*}} : (!emitc.size_t, !emitc.size_t) -> !emitc.size_t
func.func @index_is_pointer_wide(%a: index, %b: index) -> index {
  %r = arith.remui %a, %b : index
  return %r : index
}

// CHECK-LABEL: emitc.func @shift
// CHECK:       emitc.bitwise_left_shift %{{.*}}, %{{.*}} : (ui64, i64) -> ui64
func.func @shift(%a: i64, %b: i64) -> i64 {
  %r = arith.shli %a, %b : i64
  return %r : i64
}

// CHECK-LABEL: emitc.func @floor
// CHECK:       emitc.call_opaque "floor_div_i32"(%{{.*}}, %{{.*}}) {pure} : (i32, i32) -> i32
func.func @floor(%a: i8, %b: i8) -> i8 {
  %r = arith.floordivsi %a, %b : i8
  return %r : i8
}

// CHECK-LABEL: emitc.func @logic
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: i1, %[[B:[a-zA-Z0-9_]+]]: i1)
// CHECK:       %[[X:[a-zA-Z0-9_]+]] = emitc.cmp ne, %[[A]], %[[B]]
// CHECK:       %[[Y:[a-zA-Z0-9_]+]] = emitc.logical_and %[[X]], %[[B]]
// CHECK:       emitc.logical_or %[[Y]], %[[A]]
func.func @logic(%a: i1, %b: i1) -> i1 {
  %x = arith.addi %a, %b : i1
  %y = arith.maxsi %x, %b : i1
  %z = arith.ori %y, %a : i1
  return %z : i1
}

// A true i1 is -1: `a < b` is `!b && a`.
// CHECK-LABEL: emitc.func @signed_bools
// CHECK-SAME:  (%[[A:[a-zA-Z0-9_]+]]: i1, %[[B:[a-zA-Z0-9_]+]]: i1)
// CHECK:       %[[N:[a-zA-Z0-9_]+]] = emitc.logical_not %[[B]]
// CHECK:       emitc.logical_and %[[N]], %[[A]]
func.func @signed_bools(%a: i1, %b: i1) -> i1 {
  %r = arith.cmpi slt, %a, %b : i1
  return %r : i1
}

// CHECK-LABEL: emitc.func @unsigned_order
// CHECK:       emitc.cmp ge, %{{.*}}, %{{.*}} : (ui8, ui8) -> i1
func.func @unsigned_order(%a: i8, %b: i8) -> i1 {
  %r = arith.cmpi uge, %a, %b : i8
  return %r : i1
}

// CHECK-LABEL: emitc.func @carry
// CHECK:       %[[SUM:[a-zA-Z0-9_]+]] = emitc.add %[[A:[a-zA-Z0-9_]+]], %{{.*}} : (ui32, ui32) -> ui32
// CHECK:       emitc.cmp lt, %[[SUM]], %[[A]] : (ui32, ui32) -> i1
func.func @carry(%a: i32, %b: i32) -> i1 {
  %s, %c = arith.addui_extended %a, %b : i32, i1
  return %c : i1
}

// CHECK-LABEL: emitc.func @high_half
// CHECK:       emitc.call_opaque "mulhi_i64"
func.func @high_half(%a: i64, %b: i64) -> i64 {
  %l, %h = arith.mulsi_extended %a, %b : i64
  return %h : i64
}

// A memref is chosen as a pointer.
// CHECK-LABEL: emitc.func @select_memref
// CHECK:       emitc.conditional %{{.*}}, %{{.*}}, %{{.*}} : !emitc.ptr<f32>
func.func @select_memref(%c: i1, %a: memref<4xf32>, %b: memref<4xf32>, %i: index) -> f32 {
  %m = arith.select %c, %a, %b : memref<4xf32>
  %r = memref.load %m[%i] : memref<4xf32>
  return %r : f32
}
