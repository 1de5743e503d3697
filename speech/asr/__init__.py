"""Automatic speech recognition on this machine: what a person says becomes a sentence."""
