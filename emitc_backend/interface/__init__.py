"""What an `aot.model` is in C: its header, its descriptor, its packed functions."""
