"""Fused loop nests for structured ops on tensors: what is computed where, and how it is emitted."""
