"""What is said back: one function per meaning, from a turn to a reply, and the index of them all."""
