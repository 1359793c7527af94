// Every op of index.

// RUN: microaot-opt %s | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-op-generic | microaot-opt | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s

func.func @index(%a: index, %b: index, %c: i32, %d: i64) -> i1 {
  %0 = index.add %a, %b
  %1 = index.sub %a, %b
  %2 = index.mul %a, %b
  %3 = index.divs %a, %b
  %4 = index.divu %a, %b
  %5 = index.ceildivs %a, %b
  %6 = index.ceildivu %a, %b
  %7 = index.floordivs %a, %b
  %8 = index.rems %a, %b
  %9 = index.remu %a, %b
  %10 = index.maxs %a, %b
  %11 = index.maxu %a, %b
  %12 = index.mins %a, %b
  %13 = index.minu %a, %b
  %14 = index.shl %a, %b
  %15 = index.shrs %a, %b
  %16 = index.shru %a, %b
  %17 = index.and %a, %b
  %18 = index.or %a, %b
  %19 = index.xor %a, %b
  %20 = index.casts %a : index to i32
  %21 = index.casts %c : i32 to index
  %22 = index.castu %a : index to i64
  %23 = index.castu %d : i64 to index
  %24 = index.cmp eq(%a, %b)
  %25 = index.cmp ne(%a, %b)
  %26 = index.cmp slt(%a, %b)
  %27 = index.cmp sle(%a, %b)
  %28 = index.cmp sgt(%a, %b)
  %29 = index.cmp sge(%a, %b)
  %30 = index.cmp ult(%a, %b)
  %31 = index.cmp ule(%a, %b)
  %32 = index.cmp ugt(%a, %b)
  %33 = index.cmp uge(%a, %b)
  %34 = index.sizeof
  %35 = index.constant 42
  %36 = index.constant -3
  %37 = index.bool.constant true
  %38 = index.bool.constant false
  return %33 : i1
}

// CHECK: func.func @index([[V1:%[^ ,:)=]+]]: index, [[V2:%[^ ,:)=]+]]: index, [[V3:%[^ ,:)=]+]]: i32, [[V4:%[^ ,:)=]+]]: i64) -> i1 {
// CHECK: [[V5:%[^ ,:)=]+]] = index.add [[V1]], [[V2]]
// CHECK: [[V6:%[^ ,:)=]+]] = index.sub [[V1]], [[V2]]
// CHECK: [[V7:%[^ ,:)=]+]] = index.mul [[V1]], [[V2]]
// CHECK: [[V8:%[^ ,:)=]+]] = index.divs [[V1]], [[V2]]
// CHECK: [[V9:%[^ ,:)=]+]] = index.divu [[V1]], [[V2]]
// CHECK: [[V10:%[^ ,:)=]+]] = index.ceildivs [[V1]], [[V2]]
// CHECK: [[V11:%[^ ,:)=]+]] = index.ceildivu [[V1]], [[V2]]
// CHECK: [[V12:%[^ ,:)=]+]] = index.floordivs [[V1]], [[V2]]
// CHECK: [[V13:%[^ ,:)=]+]] = index.rems [[V1]], [[V2]]
// CHECK: [[V14:%[^ ,:)=]+]] = index.remu [[V1]], [[V2]]
// CHECK: [[V15:%[^ ,:)=]+]] = index.maxs [[V1]], [[V2]]
// CHECK: [[V16:%[^ ,:)=]+]] = index.maxu [[V1]], [[V2]]
// CHECK: [[V17:%[^ ,:)=]+]] = index.mins [[V1]], [[V2]]
// CHECK: [[V18:%[^ ,:)=]+]] = index.minu [[V1]], [[V2]]
// CHECK: [[V19:%[^ ,:)=]+]] = index.shl [[V1]], [[V2]]
// CHECK: [[V20:%[^ ,:)=]+]] = index.shrs [[V1]], [[V2]]
// CHECK: [[V21:%[^ ,:)=]+]] = index.shru [[V1]], [[V2]]
// CHECK: [[V22:%[^ ,:)=]+]] = index.and [[V1]], [[V2]]
// CHECK: [[V23:%[^ ,:)=]+]] = index.or [[V1]], [[V2]]
// CHECK: [[V24:%[^ ,:)=]+]] = index.xor [[V1]], [[V2]]
// CHECK: [[V25:%[^ ,:)=]+]] = index.casts [[V1]] : index to i32
// CHECK: [[V26:%[^ ,:)=]+]] = index.casts [[V3]] : i32 to index
// CHECK: [[V27:%[^ ,:)=]+]] = index.castu [[V1]] : index to i64
// CHECK: [[V28:%[^ ,:)=]+]] = index.castu [[V4]] : i64 to index
// CHECK: [[V29:%[^ ,:)=]+]] = index.cmp eq([[V1]], [[V2]])
// CHECK: [[V30:%[^ ,:)=]+]] = index.cmp ne([[V1]], [[V2]])
// CHECK: [[V31:%[^ ,:)=]+]] = index.cmp slt([[V1]], [[V2]])
// CHECK: [[V32:%[^ ,:)=]+]] = index.cmp sle([[V1]], [[V2]])
// CHECK: [[V33:%[^ ,:)=]+]] = index.cmp sgt([[V1]], [[V2]])
// CHECK: [[V34:%[^ ,:)=]+]] = index.cmp sge([[V1]], [[V2]])
// CHECK: [[V35:%[^ ,:)=]+]] = index.cmp ult([[V1]], [[V2]])
// CHECK: [[V36:%[^ ,:)=]+]] = index.cmp ule([[V1]], [[V2]])
// CHECK: [[V37:%[^ ,:)=]+]] = index.cmp ugt([[V1]], [[V2]])
// CHECK: [[V38:%[^ ,:)=]+]] = index.cmp uge([[V1]], [[V2]])
// CHECK: [[V39:%[^ ,:)=]+]] = index.sizeof
// CHECK: [[V40:%[^ ,:)=]+]] = index.constant 42
// CHECK: [[V41:%[^ ,:)=]+]] = index.constant -3
// CHECK: [[V42:%[^ ,:)=]+]] = index.bool.constant true
// CHECK: [[V43:%[^ ,:)=]+]] = index.bool.constant false
// CHECK: return [[V38]] : i1
