// Every op of arith, with flags. Flags that only promise something are dropped where xDSL has no place for them.

// RUN: microaot-opt %s | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-op-generic | microaot-opt | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s

func.func @integers(%a: i32, %b: i32, %i: index, %j: index, %c: i1) {
  %0 = arith.addi %a, %b : i32
  %1 = arith.addi %a, %b overflow<nsw, nuw> : i32
  %2 = arith.addi %i, %j : index
  %3, %ov = arith.addui_extended %a, %b : i32, i1
  %4 = arith.subi %a, %b overflow<nsw> : i32
  %5 = arith.muli %a, %b overflow<nuw> : i32
  %6, %7 = arith.mului_extended %a, %b : i32
  %8, %9 = arith.mulsi_extended %a, %b : i32
  %10 = arith.divui %a, %b : i32
  %11 = arith.divsi %i, %j : index
  %12 = arith.floordivsi %a, %b : i32
  %13 = arith.ceildivsi %a, %b : i32
  %14 = arith.ceildivui %a, %b : i32
  %15 = arith.remui %a, %b : i32
  %16 = arith.remsi %a, %b : i32
  %17 = arith.minui %a, %b : i32
  %18 = arith.maxui %a, %b : i32
  %19 = arith.minsi %a, %b : i32
  %20 = arith.maxsi %a, %b : i32
  %21 = arith.andi %a, %b : i32
  %22 = arith.ori %a, %b : i32
  %23 = arith.xori %a, %b : i32
  %24 = arith.shli %a, %b overflow<nsw> : i32
  %25 = arith.shrui %a, %b : i32
  %26 = arith.shrsi %a, %b : i32
  %27 = arith.select %c, %a, %b : i32
  return
}

func.func @exact(%a: i32, %b: i32) {
  %10 = arith.divui %a, %b exact : i32
  %11 = arith.divsi %a, %b exact : i32
  %25 = arith.shrui %a, %b exact : i32
  %26 = arith.shrsi %a, %b exact : i32
  return
}

func.func @cmp(%a: i32, %b: i32, %i: index, %j: index, %x: f32, %y: f32) {
  %0 = arith.cmpi eq, %a, %b : i32
  %1 = arith.cmpi ne, %a, %b : i32
  %2 = arith.cmpi slt, %a, %b : i32
  %3 = arith.cmpi sle, %a, %b : i32
  %4 = arith.cmpi sgt, %a, %b : i32
  %5 = arith.cmpi sge, %a, %b : i32
  %6 = arith.cmpi ult, %a, %b : i32
  %7 = arith.cmpi ule, %a, %b : i32
  %8 = arith.cmpi ugt, %i, %j : index
  %9 = arith.cmpi uge, %i, %j : index
  %10 = arith.cmpf false, %x, %y : f32
  %11 = arith.cmpf oeq, %x, %y : f32
  %12 = arith.cmpf ogt, %x, %y : f32
  %13 = arith.cmpf oge, %x, %y : f32
  %14 = arith.cmpf olt, %x, %y : f32
  %15 = arith.cmpf ole, %x, %y : f32
  %16 = arith.cmpf one, %x, %y : f32
  %17 = arith.cmpf ord, %x, %y : f32
  %18 = arith.cmpf ueq, %x, %y : f32
  %19 = arith.cmpf ugt, %x, %y : f32
  %20 = arith.cmpf uge, %x, %y : f32
  %21 = arith.cmpf ult, %x, %y : f32
  %22 = arith.cmpf ule, %x, %y : f32
  %23 = arith.cmpf une, %x, %y : f32
  %24 = arith.cmpf uno, %x, %y : f32
  %25 = arith.cmpf true, %x, %y fastmath<nnan> : f32
  return
}

func.func @floats(%a: f32, %b: f32) {
  %0 = arith.addf %a, %b : f32
  %1 = arith.subf %a, %b fastmath<fast> : f32
  %2 = arith.mulf %a, %b fastmath<reassoc,contract> : f32
  %3 = arith.divf %a, %b : f32
  %4 = arith.remf %a, %b : f32
  %40 = arith.remf %a, %b fastmath<ninf> : f32
  %5 = arith.negf %a fastmath<nnan> : f32
  %6 = arith.maximumf %a, %b : f32
  %7 = arith.maxnumf %a, %b : f32
  %8 = arith.minimumf %a, %b : f32
  %9 = arith.minnumf %a, %b : f32
  return
}

func.func @casts(%a: i8, %b: i32, %i: index, %f: f32, %h: f16, %bf: bf16, %d: f64) {
  %0 = arith.extui %a : i8 to i32
  %1 = arith.extsi %a : i8 to i32
  %2 = arith.trunci %b : i32 to i8
  %3 = arith.extf %h : f16 to f32
  %4 = arith.truncf %f : f32 to f16
  %5 = arith.sitofp %b : i32 to f32
  %6 = arith.uitofp %b : i32 to f32
  %7 = arith.fptosi %f : f32 to i32
  %8 = arith.fptoui %f : f32 to i32
  %9 = arith.index_cast %b : i32 to index
  %10 = arith.index_cast %i : index to i32
  %11 = arith.index_castui %b : i32 to index
  %12 = arith.index_castui %i : index to i8
  %13 = arith.bitcast %b : i32 to f32
  %14 = arith.truncf %d : f64 to bf16
  return
}

func.func @cast_flags(%b: i32, %h: f16, %d: f64) {
  %0 = arith.trunci %b overflow<nsw> : i32 to i8
  %1 = arith.trunci %b overflow<nsw, nuw> : i32 to i8
  %2 = arith.extf %h fastmath<fast> : f16 to f32
  %3 = arith.truncf %d to_nearest_even : f64 to f32
  %4 = arith.truncf %d fastmath<fast> : f64 to f32
  %5 = arith.truncf %d downward fastmath<fast> : f64 to f32
  return
}

func.func @scaling(%a: f4E2M1FN, %s: f8E8M0FNU, %f: f32) {
  %0 = arith.scaling_extf %a, %s : f4E2M1FN, f8E8M0FNU to f32
  %1 = arith.scaling_extf %a, %s fastmath<fast> : f4E2M1FN, f8E8M0FNU to f32
  %2 = arith.scaling_truncf %f, %s : f32, f8E8M0FNU to f4E2M1FN
  %3 = arith.scaling_truncf %f, %s to_nearest_even fastmath<fast> : f32, f8E8M0FNU to f4E2M1FN
  return
}

func.func @constants() {
  %0 = arith.constant 1 : i32
  %1 = arith.constant -1 : i8
  %2 = arith.constant 200 : i8
  %3 = arith.constant true
  %4 = arith.constant false
  %5 = arith.constant 5 : index
  %6 = arith.constant 1.5 : f32
  %7 = arith.constant 0x7FC00000 : f32
  %8 = arith.constant 0xFF800000 : f32
  %9 = arith.constant 1.0e-10 : f64
  %10 = arith.constant 1.0 : f16
  %11 = arith.constant 1.0 : bf16
  %12 = arith.constant dense<[1, 2]> : tensor<2xi32>
  %13 = arith.constant dense<0.0> : vector<4xf32>
  %14 = arith.constant 9223372036854775807 : i64
  %15 = arith.constant -9223372036854775808 : i64
  %16 = arith.constant 7 : i4
  %17 = arith.constant 123456789012345678901234567890 : i128
  %18 = arith.constant 0x7FF8000000000000 : f64
  %19 = arith.constant 0x7E00 : f16
  %20 = arith.constant 0x7FC0 : bf16
  %21 = arith.constant -0.0 : f32
  return
}

// CHECK: func.func @integers([[V1:%[^ ,:)=]+]]: i32, [[V2:%[^ ,:)=]+]]: i32, [[V3:%[^ ,:)=]+]]: index, [[V4:%[^ ,:)=]+]]: index, [[V5:%[^ ,:)=]+]]: i1) {
// CHECK: [[V6:%[^ ,:)=]+]] = arith.addi [[V1]], [[V2]] : i32
// CHECK: [[V7:%[^ ,:)=]+]] = arith.addi [[V1]], [[V2]] overflow<nsw, nuw> : i32
// CHECK: [[V8:%[^ ,:)=]+]] = arith.addi [[V3]], [[V4]] : index
// CHECK: [[V9:%[^ ,:)=]+]], [[V10:%[^ ,:)=]+]] = arith.addui_extended [[V1]], [[V2]] : i32, i1
// CHECK: [[V11:%[^ ,:)=]+]] = arith.subi [[V1]], [[V2]] overflow<nsw> : i32
// CHECK: [[V12:%[^ ,:)=]+]] = arith.muli [[V1]], [[V2]] overflow<nuw> : i32
// CHECK: [[V13:%[^ ,:)=]+]], [[V14:%[^ ,:)=]+]] = arith.mului_extended [[V1]], [[V2]] : i32
// CHECK: [[V15:%[^ ,:)=]+]], [[V16:%[^ ,:)=]+]] = arith.mulsi_extended [[V1]], [[V2]] : i32
// CHECK: [[V17:%[^ ,:)=]+]] = arith.divui [[V1]], [[V2]] : i32
// CHECK: [[V18:%[^ ,:)=]+]] = arith.divsi [[V3]], [[V4]] : index
// CHECK: [[V19:%[^ ,:)=]+]] = arith.floordivsi [[V1]], [[V2]] : i32
// CHECK: [[V20:%[^ ,:)=]+]] = arith.ceildivsi [[V1]], [[V2]] : i32
// CHECK: [[V21:%[^ ,:)=]+]] = arith.ceildivui [[V1]], [[V2]] : i32
// CHECK: [[V22:%[^ ,:)=]+]] = arith.remui [[V1]], [[V2]] : i32
// CHECK: [[V23:%[^ ,:)=]+]] = arith.remsi [[V1]], [[V2]] : i32
// CHECK: [[V24:%[^ ,:)=]+]] = arith.minui [[V1]], [[V2]] : i32
// CHECK: [[V25:%[^ ,:)=]+]] = arith.maxui [[V1]], [[V2]] : i32
// CHECK: [[V26:%[^ ,:)=]+]] = arith.minsi [[V1]], [[V2]] : i32
// CHECK: [[V27:%[^ ,:)=]+]] = arith.maxsi [[V1]], [[V2]] : i32
// CHECK: [[V28:%[^ ,:)=]+]] = arith.andi [[V1]], [[V2]] : i32
// CHECK: [[V29:%[^ ,:)=]+]] = arith.ori [[V1]], [[V2]] : i32
// CHECK: [[V30:%[^ ,:)=]+]] = arith.xori [[V1]], [[V2]] : i32
// CHECK: [[V31:%[^ ,:)=]+]] = arith.shli [[V1]], [[V2]] overflow<nsw> : i32
// CHECK: [[V32:%[^ ,:)=]+]] = arith.shrui [[V1]], [[V2]] : i32
// CHECK: [[V33:%[^ ,:)=]+]] = arith.shrsi [[V1]], [[V2]] : i32
// CHECK: [[V34:%[^ ,:)=]+]] = arith.select [[V5]], [[V1]], [[V2]] : i32
// CHECK: return
// CHECK: func.func @exact([[V35:%[^ ,:)=]+]]: i32, [[V36:%[^ ,:)=]+]]: i32) {
// CHECK: [[V37:%[^ ,:)=]+]] = arith.divui [[V35]], [[V36]] : i32
// CHECK: [[V38:%[^ ,:)=]+]] = arith.divsi [[V35]], [[V36]] : i32
// CHECK: [[V39:%[^ ,:)=]+]] = arith.shrui [[V35]], [[V36]] : i32
// CHECK: [[V40:%[^ ,:)=]+]] = arith.shrsi [[V35]], [[V36]] : i32
// CHECK: return
// CHECK: func.func @cmp([[V41:%[^ ,:)=]+]]: i32, [[V42:%[^ ,:)=]+]]: i32, [[V43:%[^ ,:)=]+]]: index, [[V44:%[^ ,:)=]+]]: index, [[V45:%[^ ,:)=]+]]: f32, [[V46:%[^ ,:)=]+]]: f32) {
// CHECK: [[V47:%[^ ,:)=]+]] = arith.cmpi eq, [[V41]], [[V42]] : i32
// CHECK: [[V48:%[^ ,:)=]+]] = arith.cmpi ne, [[V41]], [[V42]] : i32
// CHECK: [[V49:%[^ ,:)=]+]] = arith.cmpi slt, [[V41]], [[V42]] : i32
// CHECK: [[V50:%[^ ,:)=]+]] = arith.cmpi sle, [[V41]], [[V42]] : i32
// CHECK: [[V51:%[^ ,:)=]+]] = arith.cmpi sgt, [[V41]], [[V42]] : i32
// CHECK: [[V52:%[^ ,:)=]+]] = arith.cmpi sge, [[V41]], [[V42]] : i32
// CHECK: [[V53:%[^ ,:)=]+]] = arith.cmpi ult, [[V41]], [[V42]] : i32
// CHECK: [[V54:%[^ ,:)=]+]] = arith.cmpi ule, [[V41]], [[V42]] : i32
// CHECK: [[V55:%[^ ,:)=]+]] = arith.cmpi ugt, [[V43]], [[V44]] : index
// CHECK: [[V56:%[^ ,:)=]+]] = arith.cmpi uge, [[V43]], [[V44]] : index
// CHECK: [[V57:%[^ ,:)=]+]] = arith.cmpf false, [[V45]], [[V46]] : f32
// CHECK: [[V58:%[^ ,:)=]+]] = arith.cmpf oeq, [[V45]], [[V46]] : f32
// CHECK: [[V59:%[^ ,:)=]+]] = arith.cmpf ogt, [[V45]], [[V46]] : f32
// CHECK: [[V60:%[^ ,:)=]+]] = arith.cmpf oge, [[V45]], [[V46]] : f32
// CHECK: [[V61:%[^ ,:)=]+]] = arith.cmpf olt, [[V45]], [[V46]] : f32
// CHECK: [[V62:%[^ ,:)=]+]] = arith.cmpf ole, [[V45]], [[V46]] : f32
// CHECK: [[V63:%[^ ,:)=]+]] = arith.cmpf one, [[V45]], [[V46]] : f32
// CHECK: [[V64:%[^ ,:)=]+]] = arith.cmpf ord, [[V45]], [[V46]] : f32
// CHECK: [[V65:%[^ ,:)=]+]] = arith.cmpf ueq, [[V45]], [[V46]] : f32
// CHECK: [[V66:%[^ ,:)=]+]] = arith.cmpf ugt, [[V45]], [[V46]] : f32
// CHECK: [[V67:%[^ ,:)=]+]] = arith.cmpf uge, [[V45]], [[V46]] : f32
// CHECK: [[V68:%[^ ,:)=]+]] = arith.cmpf ult, [[V45]], [[V46]] : f32
// CHECK: [[V69:%[^ ,:)=]+]] = arith.cmpf ule, [[V45]], [[V46]] : f32
// CHECK: [[V70:%[^ ,:)=]+]] = arith.cmpf une, [[V45]], [[V46]] : f32
// CHECK: [[V71:%[^ ,:)=]+]] = arith.cmpf uno, [[V45]], [[V46]] : f32
// CHECK: [[V72:%[^ ,:)=]+]] = arith.cmpf true, [[V45]], [[V46]] fastmath<nnan> : f32
// CHECK: return
// CHECK: func.func @floats([[V73:%[^ ,:)=]+]]: f32, [[V74:%[^ ,:)=]+]]: f32) {
// CHECK: [[V75:%[^ ,:)=]+]] = arith.addf [[V73]], [[V74]] : f32
// CHECK: [[V76:%[^ ,:)=]+]] = arith.subf [[V73]], [[V74]] fastmath<fast> : f32
// CHECK: [[V77:%[^ ,:)=]+]] = arith.mulf [[V73]], [[V74]] fastmath<reassoc,contract> : f32
// CHECK: [[V78:%[^ ,:)=]+]] = arith.divf [[V73]], [[V74]] : f32
// CHECK: [[V79:%[^ ,:)=]+]] = arith.remf [[V73]], [[V74]] : f32
// CHECK: [[V80:%[^ ,:)=]+]] = arith.remf [[V73]], [[V74]] fastmath<ninf> : f32
// CHECK: [[V81:%[^ ,:)=]+]] = arith.negf [[V73]] fastmath<nnan> : f32
// CHECK: [[V82:%[^ ,:)=]+]] = arith.maximumf [[V73]], [[V74]] : f32
// CHECK: [[V83:%[^ ,:)=]+]] = arith.maxnumf [[V73]], [[V74]] : f32
// CHECK: [[V84:%[^ ,:)=]+]] = arith.minimumf [[V73]], [[V74]] : f32
// CHECK: [[V85:%[^ ,:)=]+]] = arith.minnumf [[V73]], [[V74]] : f32
// CHECK: return
// CHECK: func.func @casts([[V86:%[^ ,:)=]+]]: i8, [[V87:%[^ ,:)=]+]]: i32, [[V88:%[^ ,:)=]+]]: index, [[V89:%[^ ,:)=]+]]: f32, [[V90:%[^ ,:)=]+]]: f16, [[V91:%[^ ,:)=]+]]: bf16, [[V92:%[^ ,:)=]+]]: f64) {
// CHECK: [[V93:%[^ ,:)=]+]] = arith.extui [[V86]] : i8 to i32
// CHECK: [[V94:%[^ ,:)=]+]] = arith.extsi [[V86]] : i8 to i32
// CHECK: [[V95:%[^ ,:)=]+]] = arith.trunci [[V87]] : i32 to i8
// CHECK: [[V96:%[^ ,:)=]+]] = arith.extf [[V90]] : f16 to f32
// CHECK: [[V97:%[^ ,:)=]+]] = arith.truncf [[V89]] : f32 to f16
// CHECK: [[V98:%[^ ,:)=]+]] = arith.sitofp [[V87]] : i32 to f32
// CHECK: [[V99:%[^ ,:)=]+]] = arith.uitofp [[V87]] : i32 to f32
// CHECK: [[V100:%[^ ,:)=]+]] = arith.fptosi [[V89]] : f32 to i32
// CHECK: [[V101:%[^ ,:)=]+]] = arith.fptoui [[V89]] : f32 to i32
// CHECK: [[V102:%[^ ,:)=]+]] = arith.index_cast [[V87]] : i32 to index
// CHECK: [[V103:%[^ ,:)=]+]] = arith.index_cast [[V88]] : index to i32
// CHECK: [[V104:%[^ ,:)=]+]] = arith.index_castui [[V87]] : i32 to index
// CHECK: [[V105:%[^ ,:)=]+]] = arith.index_castui [[V88]] : index to i8
// CHECK: [[V106:%[^ ,:)=]+]] = arith.bitcast [[V87]] : i32 to f32
// CHECK: [[V107:%[^ ,:)=]+]] = arith.truncf [[V92]] : f64 to bf16
// CHECK: return
// CHECK: func.func @cast_flags([[V108:%[^ ,:)=]+]]: i32, [[V109:%[^ ,:)=]+]]: f16, [[V110:%[^ ,:)=]+]]: f64) {
// CHECK: [[V111:%[^ ,:)=]+]] = arith.trunci [[V108]] : i32 to i8
// CHECK: [[V112:%[^ ,:)=]+]] = arith.trunci [[V108]] : i32 to i8
// CHECK: [[V113:%[^ ,:)=]+]] = arith.extf [[V109]] : f16 to f32
// CHECK: [[V114:%[^ ,:)=]+]] = arith.truncf [[V110]] : f64 to f32
// CHECK: [[V115:%[^ ,:)=]+]] = arith.truncf [[V110]] : f64 to f32
// CHECK: [[V116:%[^ ,:)=]+]] = arith.truncf [[V110]] downward : f64 to f32
// CHECK: return
// CHECK: func.func @scaling([[V117:%[^ ,:)=]+]]: f4E2M1FN, [[V118:%[^ ,:)=]+]]: f8E8M0FNU, [[V119:%[^ ,:)=]+]]: f32) {
// CHECK: [[V120:%[^ ,:)=]+]] = arith.scaling_extf [[V117]], [[V118]] : f4E2M1FN, f8E8M0FNU to f32
// CHECK: [[V121:%[^ ,:)=]+]] = arith.scaling_extf [[V117]], [[V118]] fastmath<fast> : f4E2M1FN, f8E8M0FNU to f32
// CHECK: [[V122:%[^ ,:)=]+]] = arith.scaling_truncf [[V119]], [[V118]] : f32, f8E8M0FNU to f4E2M1FN
// CHECK: [[V123:%[^ ,:)=]+]] = arith.scaling_truncf [[V119]], [[V118]] to_nearest_even fastmath<fast> : f32, f8E8M0FNU to f4E2M1FN
// CHECK: return
// CHECK: func.func @constants() {
// CHECK: [[V124:%[^ ,:)=]+]] = arith.constant 1 : i32
// CHECK: [[V125:%[^ ,:)=]+]] = arith.constant -1 : i8
// CHECK: [[V126:%[^ ,:)=]+]] = arith.constant -56 : i8
// CHECK: [[V127:%[^ ,:)=]+]] = arith.constant true
// CHECK: [[V128:%[^ ,:)=]+]] = arith.constant false
// CHECK: [[V129:%[^ ,:)=]+]] = arith.constant 5 : index
// CHECK: [[V130:%[^ ,:)=]+]] = arith.constant 1.500000e+00 : f32
// CHECK: [[V131:%[^ ,:)=]+]] = arith.constant 0x7FC00000 : f32
// CHECK: [[V132:%[^ ,:)=]+]] = arith.constant 0xFF800000 : f32
// CHECK: [[V133:%[^ ,:)=]+]] = arith.constant 1.000000e-10 : f64
// CHECK: [[V134:%[^ ,:)=]+]] = arith.constant 1.000000e+00 : f16
// CHECK: [[V135:%[^ ,:)=]+]] = arith.constant 1.000000e+00 : bf16
// CHECK: [[V136:%[^ ,:)=]+]] = arith.constant dense<[1, 2]> : tensor<2xi32>
// CHECK: [[V137:%[^ ,:)=]+]] = arith.constant dense<0.000000e+00> : vector<4xf32>
// CHECK: [[V138:%[^ ,:)=]+]] = arith.constant 9223372036854775807 : i64
// CHECK: [[V139:%[^ ,:)=]+]] = arith.constant -9223372036854775808 : i64
// CHECK: [[V140:%[^ ,:)=]+]] = arith.constant 7 : i4
// CHECK: [[V141:%[^ ,:)=]+]] = arith.constant 123456789012345678901234567890 : i128
// CHECK: [[V142:%[^ ,:)=]+]] = arith.constant 0x7FF8000000000000 : f64
// CHECK: [[V143:%[^ ,:)=]+]] = arith.constant 0x7E00 : f16
// CHECK: [[V144:%[^ ,:)=]+]] = arith.constant 0x7FC0 : bf16
// CHECK: [[V145:%[^ ,:)=]+]] = arith.constant -0.000000e+00 : f32
// CHECK: return
