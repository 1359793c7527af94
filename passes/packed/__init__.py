"""Packed calls: the ABI, the checks of an entry, extents, and the frames of calls."""
