// RUN: microaot-opt %s -p propagate-status --split-input-file --verify-diagnostics | filecheck %s

func.func private @work() -> i32
func.func @f(%c: i1) {
  scf.if %c {
    // CHECK: 'func.call' can fail under a condition or in a loop
    %0 = func.call @work() : () -> i32
  }
  return
}

// -----

func.func private @work() -> i32
// CHECK: 'func.func' @f returns f32, but has to return a status
func.func @f(%x: f32) -> f32 {
  %0 = func.call @work() : () -> i32
  return %x : f32
}

// -----

func.func private @work() -> i32
func.func private @f() {
  %0 = func.call @work() : () -> i32
  return
}
func.func @g() {
  // CHECK: 'func.constant' relies on the type of @f, which has to return a status
  %f = func.constant @f : () -> ()
  return
}

// -----

func.func private @work() -> i32
func.func @f() {
  // CHECK: 'func.call' takes "a", which nothing gives back
  %0 = func.call @work() {aot.acquires = "a"} : () -> i32
  return
}

// -----

func.func private @work() -> i32
func.func @f() {
  %0 = func.call @work() {aot.acquires = "a"} : () -> i32
  %1 = func.call @work() {aot.acquires = "b"} : () -> i32
  // CHECK: 'func.call' gives back "a", which is not what was taken last
  %2 = func.call @work() {aot.releases = "a"} : () -> i32
  %3 = func.call @work() {aot.releases = "b"} : () -> i32
  return
}

// -----

func.func private @work() -> i32
func.func @f() {
  // CHECK: 'func.call' gives back "a", which is not what was taken last
  %2 = func.call @work() {aot.releases = "a"} : () -> i32
  return
}

// -----

func.func private @work() -> i32
func.func @f() {
  %0 = func.call @work() {aot.on_failure} : () -> i32
  // CHECK: 'func.call' comes after a call that only failures of calls before it make
  %1 = func.call @work() : () -> i32
  return
}

// -----

func.func private @work() -> i32
func.func private @number() -> f32
func.func @f(%m: memref<f32>) {
  %0 = func.call @work() {aot.acquires = "a"} : () -> i32
  // CHECK: 'func.call' makes a value between calls that can fail: it may not exist
  %1 = func.call @number() : () -> f32
  memref.store %1, %m[] : memref<f32>
  %2 = func.call @work() {aot.releases = "a"} : () -> i32
  return
}
