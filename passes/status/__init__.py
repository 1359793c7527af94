"""Functions that return a status: which, and what happens on the way out."""
