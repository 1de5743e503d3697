"""The Alexa side of the skill: from a signed request to a turn, and from a reply to Alexa's JSON."""
