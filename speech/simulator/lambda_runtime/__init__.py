"""Calls the handler of a skill as AWS Lambda would, in a process of its own."""
