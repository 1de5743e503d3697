"""Where progress is kept: one document per person, written by compare-and-set."""
