"""Trust Steps: five steps for overcoming trust issues, told by a smart speaker."""

__version__ = "0.1.0"
