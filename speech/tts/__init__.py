"""Text to speech: parse SSML into segments, render them to one sound, play it."""
