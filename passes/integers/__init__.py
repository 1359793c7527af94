"""What is known of integers: constants, ranges, and how wide arithmetic has to be."""
