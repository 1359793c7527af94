// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg | mlir-opt-22 --allow-unregistered-dialect -o /dev/null

// Integers whose type is unsigned are signless as all others are in linalg; the attributes of rescale
// say what they are, and the interface learns it from the arguments and results.
// CHECK-LABEL: func.func @to_signed(
// CHECK-SAME: %x: tensor<2x2xi8> {aot.input = "x", aot.unsigned}) -> tensor<2x2xi8> {
// CHECK-DAG: [[ZERO:%\S+]] = arith.constant 200 : i32
// CHECK: [[WIDE:%\S+]] = arith.extui {{%\S+}} : i8 to i32
// CHECK: arith.subi [[WIDE]], [[ZERO]] : i32
func.func @to_signed(%x: tensor<2x2xui8> {aot.input = "x"}) -> tensor<2x2xi8> {
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<30> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<200> : tensor<1xui8>}> : () -> tensor<1xui8>
  %zo = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %t = tosa.transpose %x {perms = array<i32: 1, 0>} : (tensor<2x2xui8>) -> tensor<2x2xui8>
  %0 = tosa.rescale %t, %m, %s, %zi, %zo {input_unsigned = true, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true}
    : (tensor<2x2xui8>, tensor<1xi32>, tensor<1xi8>, tensor<1xui8>, tensor<1xi8>) -> tensor<2x2xi8>
  return %0 : tensor<2x2xi8>
}

// CHECK-LABEL: func.func @to_unsigned(
// CHECK-SAME: %x: tensor<2xi8>) -> (tensor<2xi16> {aot.unsigned}) {
// CHECK-DAG: {{%\S+}} = arith.constant 32768 : i32
// CHECK-DAG: {{%\S+}} = arith.constant 65535 : i32
func.func @to_unsigned(%x: tensor<2xi8>) -> tensor<2xui16> {
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<24> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<-5> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zo = "tosa.const"() <{values = dense<32768> : tensor<1xui16>}> : () -> tensor<1xui16>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {input_unsigned = false, output_unsigned = true, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true}
    : (tensor<2xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>, tensor<1xui16>) -> tensor<2xui16>
  return %0 : tensor<2xui16>
}
