"""The C interface of a model: its table, names, checks, and the entry."""
