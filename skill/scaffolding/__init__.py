"""Writes the files that a new language, step or intent begins with, in a checkout of the repository."""
