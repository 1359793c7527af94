"""Sizes of tensors: given, inferred from operands, or demanded by users."""
