"""Trust Steps: an Alexa skill that guides people through five steps for overcoming trust issues."""

__version__ = "0.1.0"
