// RUN: microaot-opt %s -p 'place-constants{pools=flash,qspi section=".rodata.{pool}"}' --split-input-file | filecheck %s
// RUN: microaot-opt %s -p 'place-constants{pools="tcm:6","qspi:*:app:8"}' --split-input-file | filecheck %s --check-prefix=APP

// Equal constants are one; variables and public constants stay as they are.
// CHECK:       aot.constant_pools = [{name = "flash", owner = "library", size = 14 : i64, alignment = 4 : i64}, {name = "qspi", owner = "library", size = 0 : i64, alignment = 1 : i64}]
// CHECK:         sym_name = "w", {{.*}}alignment = 4 : i64}> {aot.pool = "flash", aot.section = ".rodata.flash"}
// CHECK-NOT:     sym_name = "same"
// CHECK:         sym_name = "other"{{.*}}aot.section = ".rodata.flash"
// CHECK:         sym_name = "flags"{{.*}}aot.section = ".rodata.flash"
// CHECK-NOT:     aot.section
// CHECK:       func.func @main
// CHECK:         %a = memref.get_global @w : memref<4xi8>
// CHECK-NEXT:    %b = memref.get_global @w : memref<4xi8>

// Those that do not fit into the first pool are bytes that the application provides.
// APP:         {name = "tcm", owner = "library", size = 6 : i64, alignment = 4 : i64}
// APP-SAME:    {name = "qspi", owner = "app", size = 8 : i64, alignment = 8 : i64, data = dense<[1, 0, 2, 0, 3, 0, 4, 0]> : tensor<8xi8>}
// APP:         sym_name = "w"{{.*}}aot.pool = "tcm"
// APP-NOT:     sym_name = "other"
// APP:         func.func @main(%x: memref<4xi8>, %qspi: memref<8xi8> {aot.pool = "qspi", aot.alignment = 8 : i64})
// APP:           %c = memref.view %qspi[%{{.*}}][] : memref<8xi8> to memref<4xi16>
memref.global "private" constant @w : memref<4xi8> = dense<[1, 2, 3, 4]>
memref.global "private" constant @same : memref<4xi8> = dense<[1, 2, 3, 4]> {alignment = 4 : i64}
memref.global "private" constant @other : memref<4xi16> = dense<[1, 2, 3, 4]>
memref.global "private" constant @flags : memref<2xi1> = dense<[true, false]>
memref.global "private" @variable : memref<4xi8> = dense<[1, 2, 3, 4]>
memref.global constant @exported : memref<4xi8> = dense<[1, 2, 3, 4]>
func.func @main(%x: memref<4xi8>) {
  %a = memref.get_global @w : memref<4xi8>
  %b = memref.get_global @same : memref<4xi8>
  %c = memref.get_global @other : memref<4xi16>
  func.call @use(%a, %b, %c) : (memref<4xi8>, memref<4xi8>, memref<4xi16>) -> ()
  return
}
func.func private @use(%a: memref<4xi8>, %b: memref<4xi8>, %c: memref<4xi16>)

// -----

// APP: data = dense<[2, 0, 0, 0, 1, 0, 1, 0, 0]> : tensor<9xi8>
// APP: %n = memref.view %qspi[%0][] : memref<9xi8> to memref<1xi32>
// APP: %b = memref.view %qspi[%1][] : memref<9xi8> to memref<5xi1>
memref.global "private" constant @b : memref<5xi1> = dense<[true, false, true, false, false]> {aot.pools = ["qspi"]}
memref.global "private" constant @n : memref<1xi32> = dense<2> {aot.pools = ["qspi"]}
func.func @main() {
  %n = memref.get_global @n : memref<1xi32>
  %b = memref.get_global @b : memref<5xi1>
  func.call @use(%n, %b) : (memref<1xi32>, memref<5xi1>) -> ()
  return
}
func.func private @use(%a: memref<1xi32>, %b: memref<5xi1>)
