"""Attributes by which arguments and results of a program say what they are to the application."""

INPUT, OUTPUT = "aot.input", "aot.output"
"""The name of the input or output; of a result, or of the argument in its place."""

POOL = "aot.pool"
"""The name of the pool that an argument or a global is, or that a constant is in."""

ALIGNMENT = "aot.alignment"
"""The least alignment in bytes of what an argument points to."""

SCALE, ZERO_POINT = "aot.scale", "aot.zero_point"
"""What the elements of a quantised tensor mean."""

UNSIGNED = "aot.unsigned"
"""Integers that have no sign in the program, and none below zero in C."""
