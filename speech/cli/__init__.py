"""The command `trust-steps`."""
