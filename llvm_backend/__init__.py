"""Operators compiled by LLVM: plain IR to the llvm dialect, and that to an object file."""
