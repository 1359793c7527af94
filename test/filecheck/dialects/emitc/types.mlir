// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// CHECK: !emitc.array<1x0xi8>, !emitc.array<30x!emitc.ptr<i32>>, !emitc.array<2x!emitc.size_t>, !emitc.array<2x!emitc.opaque<"S">>, !emitc.array<2xbf16>
func.func private @arrays(!emitc.array<1x0xi8>, !emitc.array<30x!emitc.ptr<i32>>, !emitc.array<2x!emitc.size_t>, !emitc.array<2x!emitc.opaque<"S">>, !emitc.array<2xbf16>)
// CHECK: !emitc.lvalue<!emitc.ptr<!emitc.array<2xi32>>>, !emitc.lvalue<tuple<i32, f32>>, !emitc.lvalue<tensor<2xi32>>
func.func private @lvalues(!emitc.lvalue<!emitc.ptr<!emitc.array<2xi32>>>, !emitc.lvalue<tuple<i32, f32>>, !emitc.lvalue<tensor<2xi32>>)
// CHECK: !emitc.ptr<i4>, !emitc.ptr<!emitc.opaque<"void">>, !emitc.ptr<!emitc.ptr<memref<2xi32>>>
func.func private @pointers(!emitc.ptr<i4>, !emitc.ptr<!emitc.opaque<"void">>, !emitc.ptr<!emitc.ptr<memref<2xi32>>>)
// CHECK: !emitc.size_t, !emitc.ssize_t, !emitc.ptrdiff_t, !emitc.opaque<"std::vector<int>">
func.func private @scalars(!emitc.size_t, !emitc.ssize_t, !emitc.ptrdiff_t, !emitc.opaque<"std::vector<int>">)
// CHECK: a.b = #emitc.opaque<"attribute">
func.func private @attribute() attributes {a.b = #emitc.opaque<"attribute">}
