"""Crisis phrases, detected in any sentence by word patterns. The patterns are data, a file for each language."""
