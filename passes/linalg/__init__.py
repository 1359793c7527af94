"""Structured ops on buffers: views of them, and loop nests for them."""
