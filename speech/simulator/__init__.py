"""Alexa and an Echo, simulated: requests, sessions, permissions, reminders and screens."""
