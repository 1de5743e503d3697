"""Loading the words: one file for each language, and an overlay for each locale that differs."""
