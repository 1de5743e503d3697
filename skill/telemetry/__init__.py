"""A log line for each turn, and metrics. Neither says who spoke or what was said."""
