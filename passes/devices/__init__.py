"""Which device computes what: partitions, groups, hooks, launches and copies."""
