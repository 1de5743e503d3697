"""The dialogue: one function per intent, from a `Turn` to a `Reply`, and the tables that list them."""
