#!/usr/bin/env bash
# Installs the compilers and simulators that the tests use, or says which are missing.
#
# Root with apt-get: the missing packages are installed. Otherwise they are named, and the tests
# that need them are skipped; with CI=true a missing tool is a failure.
set -u

quietly() { "$@" >/dev/null 2>&1; }
includes() { # includes <compiler and options>: is there a C library's header?
    echo '#include <string.h>' | quietly "$@" -E -x c -
}

# One line per package: what has to work when it is there.
check() {
    case $1 in
    gcc) includes gcc ;;
    g++) quietly command -v g++ ;;
    clang) quietly command -v clang ;;
    gcc-arm-none-eabi) quietly command -v arm-none-eabi-gcc ;;
    libnewlib-arm-none-eabi) includes arm-none-eabi-gcc ;;
    gcc-riscv64-unknown-elf) quietly command -v riscv64-unknown-elf-gcc ;;
    picolibc-riscv64-unknown-elf) includes riscv64-unknown-elf-gcc --specs=picolibc.specs ;;
    cmake) quietly command -v cmake ;;
    qemu-system-arm) quietly command -v qemu-system-arm ;;
    mlir-22-tools)
        quietly command -v mlir-opt-22 && quietly command -v mlir-translate-22 &&
            quietly command -v mlir-runner-22
        ;;
    esac
}

packages="gcc g++ clang gcc-arm-none-eabi libnewlib-arm-none-eabi gcc-riscv64-unknown-elf
picolibc-riscv64-unknown-elf qemu-system-arm mlir-22-tools cmake"

missing() {
    for package in $packages; do
        check "$package" || echo "$package"
    done
}

run_apt() {
    local log
    log=$(mktemp)
    DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >"$log" 2>&1 || cat "$log" >&2
    rm -f "$log"
}

needed=$(missing)
if [ -n "$needed" ] && [ "$(id -u)" = 0 ] && quietly command -v apt-get; then
    echo "installing" $needed
    run_apt update
    available=$(for package in $needed; do
        quietly apt-cache show "$package" && echo "$package"
    done)
    [ -z "$available" ] || run_apt install -y --no-install-recommends $available
    needed=$(missing)
fi

[ -z "$needed" ] && exit 0
echo "missing packages:" $needed >&2
if [ "${CI:-}" = true ]; then
    exit 1
fi
echo "the tests that need them are skipped" >&2
