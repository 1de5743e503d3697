"""Conversation files: their format and their playback."""
