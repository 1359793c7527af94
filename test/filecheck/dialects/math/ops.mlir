// Every op of math.

// RUN: microaot-opt %s | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-op-generic | microaot-opt | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s

func.func @unary(%x: f32) {
  %0 = math.absf %x : f32
  %2 = math.acos %x : f32
  %3 = math.acosh %x : f32
  %4 = math.asin %x : f32
  %5 = math.asinh %x : f32
  %6 = math.atan %x : f32
  %7 = math.atanh %x : f32
  %8 = math.cbrt %x : f32
  %9 = math.ceil %x : f32
  %10 = math.cos %x : f32
  %11 = math.cosh %x : f32
  %12 = math.erf %x : f32
  %13 = math.erfc %x : f32
  %14 = math.exp %x : f32
  %15 = math.exp2 %x : f32
  %16 = math.expm1 %x : f32
  %17 = math.floor %x : f32
  %18 = math.log %x : f32
  %19 = math.log10 %x : f32
  %20 = math.log1p %x : f32
  %21 = math.log2 %x : f32
  %22 = math.round %x : f32
  %23 = math.roundeven %x : f32
  %24 = math.rsqrt %x : f32
  %25 = math.sin %x : f32
  %26 = math.sinh %x : f32
  %27 = math.sqrt %x : f32
  %28 = math.tan %x : f32
  %29 = math.tanh %x : f32
  %30 = math.trunc %x fastmath<fast> : f32
  %31 = math.erfc %x fastmath<nnan,ninf> : f32
  return
}

func.func @classify(%x: f32) {
  %0 = math.isnan %x : f32
  %1 = math.isinf %x : f32
  %2 = math.isfinite %x : f32
  %3 = math.isnormal %x : f32
  return
}

func.func @others(%x: f32, %y: f32, %z: f32, %a: i32, %b: i32) {
  %0 = math.atan2 %x, %y : f32
  %1 = math.copysign %x, %y : f32
  %2 = math.powf %x, %y fastmath<afn> : f32
  %3 = math.fma %x, %y, %z : f32
  %4 = math.fma %x, %y, %z fastmath<fast> : f32
  %5 = math.fpowi %x, %a : f32, i32
  %6 = math.ipowi %a, %b : i32
  %7 = math.absi %a : i32
  %8 = math.ctlz %a : i32
  %9 = math.cttz %a : i32
  %10 = math.ctpop %a : i32
  %11, %12 = math.sincos %x : f32
  %14, %15 = math.sincos %x fastmath<fast> : f32
  %13 = math.clampf %x to [%y, %z] : f32
  %16 = math.clampf %x to [%y, %z] fastmath<fast> : f32
  return
}

// CHECK: func.func @unary([[V1:%[^ ,:)=]+]]: f32) {
// CHECK: [[V2:%[^ ,:)=]+]] = math.absf [[V1]] : f32
// CHECK: [[V3:%[^ ,:)=]+]] = math.acos [[V1]] : f32
// CHECK: [[V4:%[^ ,:)=]+]] = math.acosh [[V1]] : f32
// CHECK: [[V5:%[^ ,:)=]+]] = math.asin [[V1]] : f32
// CHECK: [[V6:%[^ ,:)=]+]] = math.asinh [[V1]] : f32
// CHECK: [[V7:%[^ ,:)=]+]] = math.atan [[V1]] : f32
// CHECK: [[V8:%[^ ,:)=]+]] = math.atanh [[V1]] : f32
// CHECK: [[V9:%[^ ,:)=]+]] = math.cbrt [[V1]] : f32
// CHECK: [[V10:%[^ ,:)=]+]] = math.ceil [[V1]] : f32
// CHECK: [[V11:%[^ ,:)=]+]] = math.cos [[V1]] : f32
// CHECK: [[V12:%[^ ,:)=]+]] = math.cosh [[V1]] : f32
// CHECK: [[V13:%[^ ,:)=]+]] = math.erf [[V1]] : f32
// CHECK: [[V14:%[^ ,:)=]+]] = math.erfc [[V1]] : f32
// CHECK: [[V15:%[^ ,:)=]+]] = math.exp [[V1]] : f32
// CHECK: [[V16:%[^ ,:)=]+]] = math.exp2 [[V1]] : f32
// CHECK: [[V17:%[^ ,:)=]+]] = math.expm1 [[V1]] : f32
// CHECK: [[V18:%[^ ,:)=]+]] = math.floor [[V1]] : f32
// CHECK: [[V19:%[^ ,:)=]+]] = math.log [[V1]] : f32
// CHECK: [[V20:%[^ ,:)=]+]] = math.log10 [[V1]] : f32
// CHECK: [[V21:%[^ ,:)=]+]] = math.log1p [[V1]] : f32
// CHECK: [[V22:%[^ ,:)=]+]] = math.log2 [[V1]] : f32
// CHECK: [[V23:%[^ ,:)=]+]] = math.round [[V1]] : f32
// CHECK: [[V24:%[^ ,:)=]+]] = math.roundeven [[V1]] : f32
// CHECK: [[V25:%[^ ,:)=]+]] = math.rsqrt [[V1]] : f32
// CHECK: [[V26:%[^ ,:)=]+]] = math.sin [[V1]] : f32
// CHECK: [[V27:%[^ ,:)=]+]] = math.sinh [[V1]] : f32
// CHECK: [[V28:%[^ ,:)=]+]] = math.sqrt [[V1]] : f32
// CHECK: [[V29:%[^ ,:)=]+]] = math.tan [[V1]] : f32
// CHECK: [[V30:%[^ ,:)=]+]] = math.tanh [[V1]] : f32
// CHECK: [[V31:%[^ ,:)=]+]] = math.trunc [[V1]] fastmath<fast> : f32
// CHECK: [[V32:%[^ ,:)=]+]] = math.erfc [[V1]] fastmath<nnan,ninf> : f32
// CHECK: return
// CHECK: func.func @classify([[V33:%[^ ,:)=]+]]: f32) {
// CHECK: [[V34:%[^ ,:)=]+]] = math.isnan [[V33]] : f32
// CHECK: [[V35:%[^ ,:)=]+]] = math.isinf [[V33]] : f32
// CHECK: [[V36:%[^ ,:)=]+]] = math.isfinite [[V33]] : f32
// CHECK: [[V37:%[^ ,:)=]+]] = math.isnormal [[V33]] : f32
// CHECK: return
// CHECK: func.func @others([[V38:%[^ ,:)=]+]]: f32, [[V39:%[^ ,:)=]+]]: f32, [[V40:%[^ ,:)=]+]]: f32, [[V41:%[^ ,:)=]+]]: i32, [[V42:%[^ ,:)=]+]]: i32) {
// CHECK: [[V43:%[^ ,:)=]+]] = math.atan2 [[V38]], [[V39]] : f32
// CHECK: [[V44:%[^ ,:)=]+]] = math.copysign [[V38]], [[V39]] : f32
// CHECK: [[V45:%[^ ,:)=]+]] = math.powf [[V38]], [[V39]] fastmath<afn> : f32
// CHECK: [[V46:%[^ ,:)=]+]] = math.fma [[V38]], [[V39]], [[V40]] : f32
// CHECK: [[V47:%[^ ,:)=]+]] = math.fma [[V38]], [[V39]], [[V40]] fastmath<fast> : f32
// CHECK: [[V48:%[^ ,:)=]+]] = math.fpowi [[V38]], [[V41]] : f32, i32
// CHECK: [[V49:%[^ ,:)=]+]] = math.ipowi [[V41]], [[V42]] : i32
// CHECK: [[V50:%[^ ,:)=]+]] = math.absi [[V41]] : i32
// CHECK: [[V51:%[^ ,:)=]+]] = math.ctlz [[V41]] : i32
// CHECK: [[V52:%[^ ,:)=]+]] = math.cttz [[V41]] : i32
// CHECK: [[V53:%[^ ,:)=]+]] = math.ctpop [[V41]] : i32
// CHECK: [[V54:%[^ ,:)=]+]], [[V55:%[^ ,:)=]+]] = math.sincos [[V38]] : f32
// CHECK: [[V56:%[^ ,:)=]+]], [[V57:%[^ ,:)=]+]] = math.sincos [[V38]] fastmath<fast> : f32
// CHECK: [[V58:%[^ ,:)=]+]] = math.clampf [[V38]] to {{\[}}[[V39]], [[V40]]] : f32
// CHECK: [[V59:%[^ ,:)=]+]] = math.clampf [[V38]] to {{\[}}[[V39]], [[V40]]] fastmath<fast> : f32
// CHECK: return
