"""Where tensors are stored: which share memory, what is computed in place, how that is written."""
