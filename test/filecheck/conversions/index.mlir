// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// CHECK-LABEL: emitc.func @arithmetic
// CHECK:       emitc.add %{{.*}}, %{{.*}} : (!emitc.size_t, !emitc.size_t) -> !emitc.size_t
// CHECK:       emitc.call_opaque "floor_div_index"
// CHECK:       emitc.conditional
func.func @arithmetic(%a: index, %b: index) -> index {
  %0 = index.add %a, %b
  %1 = index.floordivs %0, %b
  %2 = index.maxs %1, %a
  return %2 : index
}

// CHECK-LABEL: emitc.func @order
// CHECK:       emitc.cmp lt, %{{.*}}, %{{.*}} : (!emitc.ptrdiff_t, !emitc.ptrdiff_t) -> i1
// CHECK:       emitc.cmp lt, %{{.*}}, %{{.*}} : (!emitc.size_t, !emitc.size_t) -> i1
func.func @order(%a: index, %b: index) -> (i1, i1) {
  %0 = index.cmp slt(%a, %b)
  %1 = index.cmp ult(%a, %b)
  return %0, %1 : i1, i1
}

// CHECK-LABEL: emitc.func @casts
// CHECK:       emitc.cast %{{.*}} : !emitc.ptrdiff_t to i32
// CHECK:       emitc.cast %{{.*}} : i32 to ui32
// CHECK:       emitc.cast %{{.*}} : ui32 to !emitc.ptrdiff_t
func.func @casts(%a: index) -> index {
  %0 = index.casts %a : index to i32
  %1 = index.castu %0 : i32 to index
  return %1 : index
}

// The width is the target's.
// CHECK-LABEL: emitc.func @constants
// CHECK-DAG:   emitc.literal "(ptrdiff_t)(8 * sizeof(ptrdiff_t))" : !emitc.ptrdiff_t
// CHECK-DAG:   "emitc.constant"() <{value = -3 : index}> : () -> !emitc.ptrdiff_t
func.func @constants() -> (index, index) {
  %0 = index.sizeof
  %1 = index.constant -3
  return %0, %1 : index, index
}
