// RUN: not microaot-opt %s -p 'assign-devices{operators=pool device=npu}' 2>&1 | filecheck %s --check-prefix=NAME
// RUN: not microaot-opt %s -p 'assign-devices{operators=conv device=dsp}' 2>&1 | filecheck %s --check-prefix=DEVICE
// RUN: not microaot-opt %s -p 'assign-devices{operators=conv}' 2>&1 | filecheck %s --check-prefix=HALF
// RUN: not microaot-opt %s -p 'assign-devices{partition="%t.none"}' 2>&1 | filecheck %s --check-prefix=NONE
// RUN: printf '[npu]\noperator = ["conv"]\n' > %t.1 && not microaot-opt %s -p 'assign-devices{partition="%t.1"}' 2>&1 | filecheck %s --check-prefix=KEY
// RUN: printf '[npu]\ndevice_type = 12\n' > %t.2 && not microaot-opt %s -p 'assign-devices{partition="%t.2"}' 2>&1 | filecheck %s --check-prefix=TWICE
// RUN: printf '[dsp]\ndevice_type = 12\nhooks = ["open"]\n' > %t.3 && not microaot-opt %s -p 'assign-devices{partition="%t.3"}' 2>&1 | filecheck %s --check-prefix=PAIR
// RUN: printf '[[npu.external]]\noperator = "conv"\nsymbol = "a-b"\n' > %t.4 && not microaot-opt %s -p 'assign-devices{partition="%t.4"}' 2>&1 | filecheck %s --check-prefix=SYMBOL
// RUN: printf '[[npu.external]]\noperator = "conv"\nsymbol = "f"\ncontract = ["magic"]\n' > %t.5 && not microaot-opt %s -p 'assign-devices{partition="%t.5"}' 2>&1 | filecheck %s --check-prefix=CONTRACT
// RUN: printf '[[npu.external]]\noperator = "buffers"\nsymbol = "f"\n' > %t.6 && not microaot-opt %s -p 'assign-devices{partition="%t.6"}' 2>&1 | filecheck %s --check-prefix=BUFFERS
// RUN: printf '[[npu.external]]\noperator = "conv"\nsymbol = "taken"\n' > %t.7 && not microaot-opt %s -p 'assign-devices{partition="%t.7"}' 2>&1 | filecheck %s --check-prefix=TAKEN
// RUN: printf 'npu = 1' > %t.8 && not microaot-opt %s -p 'assign-devices{partition="%t.8"}' 2>&1 | filecheck %s --check-prefix=TABLE
// RUN: printf '[npu' > %t.9 && not microaot-opt %s -p 'assign-devices{partition="%t.9"}' 2>&1 | filecheck %s --check-prefix=SYNTAX

// NAME: error: no operator is called 'pool', those that are left are: conv, buffers
// DEVICE: error: @dsp is no device of the module: say its device_type
// HALF: error: operators and a device for them belong together
// NONE: none: error: cannot read the partition: No such file or directory
// KEY: .1: error: [npu] unknown key 'operator'
// TWICE: {{.*}}:[[#]]:[[#]]: error: 'packed.device' is called like the device @npu of the partition
// PAIR: .3: error: has the hook "open", but not "close"
// SYMBOL: .4: error: {{.*}}'symbol': 'a-b' is no name
// CONTRACT: .5: error: no contract 'magic': expects status, handle
// BUFFERS: error: 'func.func' @buffers works on buffers: replace it before it does
// TAKEN: error: 'func.func' @taken is not what replaces @conv
// TABLE: .8: error: 'npu' must be a table [npu] for a device
// SYNTAX: .9: error:
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}

func.func private @conv(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> attributes {aot.operator} {
  return %x : tensor<4xf32>
}
func.func private @buffers(%x: memref<4xf32>) attributes {aot.operator} {
  return
}
func.func @taken() {
  return
}
