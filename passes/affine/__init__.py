"""Affine maps, conditions and loops, written out for `expand-affine`."""
