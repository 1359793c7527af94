"""The operators of a model: which ops belong together, and what things are called."""
