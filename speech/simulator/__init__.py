"""A simulator of Alexa and an Echo: requests, sessions, permissions, reminders and screens."""
