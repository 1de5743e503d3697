"""Natural language understanding: from an utterance to an intent and its slots, by an interaction model."""
