"""Progress stores: one document per person, written by compare-and-set."""
