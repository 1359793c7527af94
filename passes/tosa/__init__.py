"""The lowerings of TOSA, one file for each family of ops.

| file | what |
|---|---|
| `emitter.py`, `scalars.py` | how structured ops and their scalar bodies are written |
| `lowering.py` | what a lowering is, and how it refuses |
| `element_types.py` | how elements of odd widths are stored |
| `elementwise.py` | arithmetic, logic, comparisons, activations |
| `rescale.py` | `rescale`, `table`, `cast` |
| `convolutions.py`, `pooling.py` | convolutions, `matmul`, poolings |
| `reductions.py` | reductions and `argmax` |
| `moves.py` | `reshape`, `transpose`, `pad`, `slice` and the like |
| `gather.py`, `resize.py`, `fourier.py` | `gather`, `scatter`, `resize`, `fft2d`, `rfft2d` |
| `control_flow.py`, `custom.py` | branches, loops, operators of vendors |
"""
