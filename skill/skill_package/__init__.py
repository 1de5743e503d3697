"""The folder that `ask deploy` takes: how the skill stands in the store, what it listens for, and where it answers."""
