"""A local simulator for any Alexa skill: speech recognition, requests, responses and speech output."""
