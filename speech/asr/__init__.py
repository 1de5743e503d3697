"""Automatic speech recognition on this machine: what somebody says becomes a sentence."""
