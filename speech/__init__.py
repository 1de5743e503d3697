"""A local simulator for any Alexa skill: language understanding, requests and responses, speech output."""
