"""A sentence made an intent: from an interaction model alone, for any skill."""
