// RUN: microaot-opt %s -p propagate-status,plain-to-emitc -t microaot-c | filecheck %s

func.func private @open() -> i32
func.func private @close() -> i32
func.func private @start()
func.func private @stop()
func.func private @work(memref<4xf32>) -> i32
func.func private @sure(memref<4xf32>)
func.func private @wait() -> i32

// While nothing is held, a failure returns.
// CHECK:      int32_t straight(float x[4])
// CHECK-NEXT: {
// CHECK-NEXT:     sure(x);
// CHECK-NEXT:     int32_t status = work(x);
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         return status;
// CHECK-NEXT:     }
// CHECK-NEXT:     sure(x);
// CHECK-NEXT:     status = work(x);
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         return status;
// CHECK-NEXT:     }
// CHECK-NEXT:     sure(x);
// CHECK-NEXT:     return 0;
// CHECK-NEXT: }
func.func @straight(%x: memref<4xf32>) {
  func.call @sure(%x) : (memref<4xf32>) -> ()
  %0 = func.call @work(%x) : (memref<4xf32>) -> i32
  func.call @sure(%x) : (memref<4xf32>) -> ()
  %1 = func.call @work(%x) : (memref<4xf32>) -> i32
  func.call @sure(%x) : (memref<4xf32>) -> ()
  return
}

// The status of the last call is that of the function.
// CHECK:      int32_t last(float x[4])
// CHECK-NEXT: {
// CHECK-NEXT:     int32_t status = work(x);
// CHECK-NEXT:     return status;
// CHECK-NEXT: }
func.func @last(%x: memref<4xf32>) {
  %0 = func.call @work(%x) : (memref<4xf32>) -> i32
  return
}

// What cannot fail needs no status, whatever it holds.
// CHECK:      void harmless(float x[4])
func.func @harmless(%x: memref<4xf32>) {
  func.call @start() {aot.acquires = "a"} : () -> ()
  func.call @sure(%x) : (memref<4xf32>) -> ()
  func.call @stop() {aot.releases = "a"} : () -> ()
  return
}

// What is held is given back in any case; what is held within goes first.
// CHECK:      int32_t nested(float x[4])
// CHECK-NEXT: {
// CHECK-NEXT:     int32_t release_status;
// CHECK-NEXT:     start();
// CHECK-NEXT:     int32_t status = open();
// CHECK-NEXT:     if (status == 0) {
// CHECK-NEXT:         status = work(x);
// CHECK-NEXT:         if (status == 0) {
// CHECK-NEXT:             sure(x);
// CHECK-NEXT:         }
// CHECK-NEXT:         release_status = close();
// CHECK-NEXT:         if (status == 0) {
// CHECK-NEXT:             status = release_status;
// CHECK-NEXT:         }
// CHECK-NEXT:     }
// CHECK-NEXT:     if (status == 0) {
// CHECK-NEXT:         sure(x);
// CHECK-NEXT:         status = work(x);
// CHECK-NEXT:     }
// CHECK-NEXT:     stop();
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         return status;
// CHECK-NEXT:     }
// CHECK-NEXT:     sure(x);
// CHECK-NEXT:     return 0;
// CHECK-NEXT: }
func.func @nested(%x: memref<4xf32>) {
  func.call @start() {aot.acquires = "a"} : () -> ()
  %0 = func.call @open() {aot.acquires = "b"} : () -> i32
  %1 = func.call @work(%x) : (memref<4xf32>) -> i32
  func.call @sure(%x) : (memref<4xf32>) -> ()
  %2 = func.call @close() {aot.releases = "b"} : () -> i32
  func.call @sure(%x) : (memref<4xf32>) -> ()
  %3 = func.call @work(%x) : (memref<4xf32>) -> i32
  func.call @stop() {aot.releases = "a"} : () -> ()
  func.call @sure(%x) : (memref<4xf32>) -> ()
  return
}

// If nothing else can fail, what gives back decides.
// CHECK:      int32_t only_release(void)
// CHECK-NEXT: {
// CHECK-NEXT:     start();
// CHECK-NEXT:     int32_t status = close();
// CHECK-NEXT:     return status;
// CHECK-NEXT: }
func.func @only_release() {
  func.call @start() {aot.acquires = "a"} : () -> ()
  %0 = func.call @close() {aot.releases = "a"} : () -> i32
  return
}

// After a failure, and only then, what is under way is waited for; nothing is held here.
// CHECK:      int32_t waits(float x[4])
// CHECK-NEXT: {
// CHECK-NEXT:     int32_t status = work(x);
// CHECK-NEXT:     if (status == 0) {
// CHECK-NEXT:         status = wait();
// CHECK-NEXT:     }
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         wait();
// CHECK-NEXT:     }
// CHECK-NEXT:     return status;
// CHECK-NEXT: }
func.func @waits(%x: memref<4xf32>) {
  %0 = func.call @work(%x) : (memref<4xf32>) -> i32
  %1 = func.call @wait() : () -> i32
  %2 = func.call @wait() {aot.on_failure} : () -> i32
  return
}

// Callers return the status, too; a result that is used is none.
// CHECK:      static int32_t inner(float x[4])
// CHECK:      int32_t outer(float x[4])
// CHECK:          int32_t status = inner(x);
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         return status;
// CHECK-NEXT:     }
// CHECK-NEXT:     const int32_t result = work(x);
// CHECK-NEXT:     x[0] = (float)result;
// CHECK-NEXT:     return 0;
func.func private @inner(%x: memref<4xf32>) {
  %0 = func.call @work(%x) : (memref<4xf32>) -> i32
  return
}
func.func @outer(%x: memref<4xf32>) {
  func.call @inner(%x) : (memref<4xf32>) -> ()
  %zero = arith.constant 0 : index
  %0 = func.call @work(%x) : (memref<4xf32>) -> i32
  %f = arith.sitofp %0 : i32 to f32
  memref.store %f, %x[%zero] : memref<4xf32>
  return
}
