"""Static memory planning: which buffer lives where, as plain algorithms, and their rewrites."""
