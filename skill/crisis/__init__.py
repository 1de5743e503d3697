"""Cries for help: how they are heard in any sentence, from word patterns that are data per language."""
