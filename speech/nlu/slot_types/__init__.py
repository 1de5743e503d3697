"""Parsers for slot types: from the words of an utterance to the value that Alexa sends."""
